"""`labledger withdraw`: take a record back; its file and id stay."""

from __future__ import annotations

import click

from labledger.cli.place import data_options, examples, find, today
from labledger.errors import UsageError


@click.command(
    epilog=examples(
        "labledger withdraw anthropic/events/2026-pentagon-dispute --reason 'Two matters in one record.'",
        "labledger withdraw questions/anthropic-eval-two-models --reason 'Asked twice.'",
    )
)
@click.argument("record_id", metavar="ID")
@data_options
@click.option("--reason", required=True, help="Why it no longer counts, in one or two sentences.")
@click.option("--successor", metavar="ID", help="The record that took its place.")
@click.option("--today", "today_", metavar="DATE", help="Day of the withdrawal (default: today).")
def command(record_id: str, data: str | None, repo: str | None, reason: str, successor: str | None,
            today_: str | None) -> None:  # fmt: skip
    """Give the record ID a tombstone: it stays in place, so that its id is never used again, and no longer counts.

    This is for a record of ours that should not have been made. What a lab took back is told in `withdrawn` of the
    framework or version.
    """
    from labledger.cli.records import existing, tell, write

    place = find(data, repo)
    record = existing(place, record_id)
    if "tombstone" in record:
        raise UsageError(f"{record_id} was withdrawn on {record['tombstone'].get('date')}", "nothing is left to do")
    tombstone = {"date": today(today_).isoformat(), "reason": reason}
    if successor is not None:
        existing(place, successor)
        tombstone["successor"] = successor
    path = write(place, {**record, "tombstone": tombstone})
    click.echo(f"wrote {path}")
    tell("next: labledger check --since main")
