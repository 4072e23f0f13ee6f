"""`labledger log`: the history of one record, or of all, on both clocks."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

import click

from labledger.cli.place import as_recorded, data_options, examples, find
from labledger.errors import UnreadableError

SCHEMA = "labledger/log/1"


@click.command(epilog=examples("labledger log anthropic/rsp", "labledger log 'anthropic/rsp#eval-cadence' --world"))
@click.argument("record_id", metavar="[ID]", required=False)
@data_options
@click.option("--at", metavar="REV", default="HEAD", show_default=True, help="Revision or day to look back from.")
@click.option("--world", is_flag=True, help="Only what happened in the world; needs no repository.")
@click.option("--limit", type=click.IntRange(1), help="Most commits to show.")
@click.option("--json", "json_", is_flag=True, help="One JSON document a line.")
@click.option("--color", type=click.Choice(("auto", "always", "never")), default="auto", help="Colour on terminals.")
def command(record_id: str | None, data: str | None, repo: str | None, at: str, world: bool, limit: int | None,
            json_: bool, color: str) -> None:  # fmt: skip
    """Show what happened to a record: first in the world (versions, periods), then in our records (commits).

    Without ID: every change of every record, commit by commit.
    """
    place = find(data, repo)
    if record_id is not None:
        _world(place, record_id, json_, color)
    if not world:
        _recorded(place, record_id, at, limit, json_)


def _world(place: Any, record_id: str, json_: bool, color: str) -> None:
    from labledger.cli.paint import paint
    from labledger.cli.place import records
    from labledger.ids import framework_of
    from labledger.report.document import line
    from labledger.report.timeline import as_lines, timeline
    from labledger.store.layout import folder_of

    base = record_id.partition("#")[0]
    framework = framework_of(base)
    # What happened to a record is told by itself and by the versions of its framework.
    dataset, _ = records(
        place, only=lambda name: (framework_of(name) or name) == (framework or base), below=folder_of(framework or base)
    )
    if base not in dataset:
        from labledger.text.closest import did_you_mean

        raise UnreadableError(f"no record {base}", did_you_mean(base, records(place)[0].records))
    moments = timeline(dataset, record_id)
    if json_:
        for moment in moments:
            click.echo(line({"schema": SCHEMA, "clock": "world", **moment}), nl=False)
    else:
        paint(as_lines(record_id, moments), color)


def _recorded(place: Any, record_id: str | None, at: str, limit: int | None, json_: bool) -> None:
    from labledger.report.document import line
    from labledger.store import layout

    if place.repo is None and record_id is not None:
        click.echo("no git repository here: what was recorded when is not shown", err=True)
        return
    history = place.history()
    revision, warnings = as_recorded(history, at)
    for note in (*warnings, *history.remarks()):
        click.echo(f"note: {note}", err=True)
    path = layout.path_of(record_id.partition("#")[0]) if record_id else ""
    if record_id and not json_:
        click.echo("\nIn our records")
    for entry in _entries(history, revision, path, record_id, limit):
        if json_:
            click.echo(line({"schema": SCHEMA, "clock": "record", **entry}), nl=False)
        else:
            click.echo(_line(entry))


def _line(entry: dict[str, Any]) -> str:
    from labledger.report.escape import cut, one_line

    head = f"  {entry['day']}  {entry['commit'][:10]}  {entry['action']} {entry['id']}"
    fields = ", ".join(entry["fields"][:6]) + (" …" if len(entry["fields"]) > 6 else "")
    return one_line(cut(head + (f": {fields}" if fields else ""), 300))


def _entries(
    history: Any, revision: Any, path: str, record_id: str | None, limit: int | None
) -> Iterator[dict[str, Any]]:
    """One entry for each record that a commit touched, newest first; equal blobs are parsed once."""
    from labledger.store.cache import Cache
    from labledger.store.revisions import parse_blobs, touched

    commits = (commit for commit in history.walk(revision, path) if any(touched(commit.files)))
    files = [(commit, name, file) for commit in islice(commits, limit) for name, file in touched(commit.files)]
    both = [(file.path, blob) for _, _, file in files if file.old and file.new for blob in (file.old, file.new)]
    with Cache() as cache:
        values = parse_blobs(history, both, cache)
    slug = (record_id or "").partition("#")[2]
    for commit, name, file in files:
        action = "added" if not file.old else "removed" if not file.new else "changed"
        fields = _fields(values, file) if action == "changed" else []
        if slug:
            fields = [field for field in fields if field.startswith(f"provisions.{slug}")]
        if slug and action == "changed" and not fields:
            continue
        yield {"day": commit.recorded.date().isoformat(), "commit": commit.commit, "subject": commit.subject,
               "id": name, "action": action, "fields": fields}  # fmt: skip


def _fields(values: Any, file: Any) -> list[str]:
    from labledger.diff.compare import compare_records

    return [path for path, *_ in compare_records(values[file.old], values[file.new])] or ["form only"]
