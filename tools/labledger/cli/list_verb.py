"""`labledger list`: the records of a kind."""

from __future__ import annotations

import click

from labledger.cli.place import data_options, examples, find, known_lab, records
from labledger.errors import UsageError

SCHEMA = "labledger/list/1"


@click.command(epilog=examples("labledger list version --lab openai", "labledger list framework --json"))
@click.argument("kind", required=False)
@data_options
@click.option("--lab", help="Only records of this lab.")
@click.option("--as-of", metavar="REV", help="As recorded at a revision or by a day.")
@click.option("--json", "json_", is_flag=True, help="Print plain data.")
def command(
    kind: str | None, data: str | None, repo: str | None, lab: str | None, as_of: str | None, json_: bool
) -> None:
    """List records: of a KIND (lab, framework, version, fact, event, ...), or how many there are of each."""
    from labledger.ids import Kind, lab_of
    from labledger.report.document import document
    from labledger.report.escape import one_line

    kinds = [str(member) for member in Kind]
    if kind is not None and kind not in kinds:
        from labledger.text.closest import did_you_mean

        raise UsageError(f"{kind} is not a kind of record", did_you_mean(kind, kinds) or f"one of: {', '.join(kinds)}")
    dataset, _ = records(find(data, repo), as_of)
    known_lab(dataset, lab)
    chosen = {k: [i for i in dataset.by_kind.get(Kind(k), ()) if lab is None or lab_of(i) == lab] for k in kinds}
    if kind is None:
        counts = {name: len(ids) for name, ids in chosen.items() if ids}
        told = "".join(f"{count:6} {name}\n" for name, count in counts.items())
        click.echo(document({"schema": SCHEMA, "counts": counts}) if json_ else told, nl=False)
        return
    rows = [{"id": record_id, "title": _title(dataset.records[record_id])} for record_id in chosen[kind]]
    if json_:
        click.echo(document({"schema": SCHEMA, "kind": kind, "records": rows}), nl=False)
        return
    for row in rows:
        click.echo(f"{row['id']}  {one_line(row['title'])}")


def _title(record: object) -> str:
    from labledger.diff.steps import headline

    return headline(record) if isinstance(record, dict) else ""
