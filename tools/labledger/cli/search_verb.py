"""`labledger search`: find records and provisions by their words."""

from __future__ import annotations

import click

from labledger.cli.place import data_options, examples, find, known_lab, records


@click.command(epilog=examples("labledger search insider", "labledger search effective compute --lab anthropic"))
@click.argument("words", nargs=-1, required=True)
@data_options
@click.option("--lab", help="Only records of this lab.")
@click.option("--kind", help="Only this kind: provision, version, event, ...")
@click.option("--as-of", metavar="REV", help="As recorded at a revision or by a day.")
@click.option("--limit", type=click.IntRange(1, 10_000), default=50, show_default=True, help="Most results.")
@click.option("--json", "json_", is_flag=True, help="Print plain data.")
def command(words: tuple[str, ...], data: str | None, repo: str | None, lab: str | None, kind: str | None,
            as_of: str | None, limit: int, json_: bool) -> int:  # fmt: skip
    """Find records that hold all WORDS (beginnings of words count; case does not). Exit 1 when there are none."""
    from labledger.cli.filters import chosen
    from labledger.report.document import document
    from labledger.report.escape import cut, one_line
    from labledger.report.search import search

    chosen({"kind": [kind] if kind else []})
    dataset, _ = records(find(data, repo), as_of)
    known_lab(dataset, lab)
    found = [
        hit
        for hit in search(dataset, " ".join(words))
        if (not lab or hit.lab == lab) and (not kind or hit.kind == kind)
    ]
    shown = found[:limit]
    if json_:
        rows = [{"id": hit.subject, "kind": hit.kind, "lab": hit.lab, "text": hit.text} for hit in shown]
        click.echo(document({"schema": "labledger/search/1", "total": len(found), "records": rows}), nl=False)
        return 0 if found else 1
    for hit in shown:
        click.echo(f"{hit.subject}  {cut(one_line(hit.text), 160)}")
    if len(found) > limit:
        click.echo(f"{len(found) - limit} more; see --limit", err=True)
    if not found:
        click.echo("nothing found", err=True)
    return 0 if found else 1
