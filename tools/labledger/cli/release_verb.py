"""`labledger release`: build a release of the data, verify one, and tell what one brings."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from labledger.cli.place import Place, as_recorded, data_options, examples, find
from labledger.errors import UsageError


@click.group(epilog=examples("labledger release build -o out", "labledger release verify out"))
def command() -> None:
    """Build, verify and describe releases of the data.

    A release is one folder and one archive: records as JSON, tables as CSV, Parquet and SQLite, schemas, descriptions,
    notes, and a manifest with checksums. The same revision gives the same bytes everywhere.
    """


@command.command(epilog=examples("labledger release build --at v2026.11.0 -o out"))
@data_options
@click.option("--at", metavar="REV", help="Revision or day to release (default: HEAD, with nothing uncommitted).")
@click.option("-o", "--output", metavar="DIR", required=True, help="Folder to make.")
@click.option("--version", "version", metavar="V", help="Calendar version, 2026.11.0 (default: that of the tag).")
@click.option("--allow-findings", is_flag=True, help="Release a revision with findings; the manifest says so.")
@click.option("--parquet/--no-parquet", default=None, help="With or without Parquet (default: if pyarrow is here).")
@click.option("--force", is_flag=True, help="Replace the release that stands in DIR.")
def build(data: str | None, repo: str | None, at: str | None, output: str, version: str | None, allow_findings: bool,
          parquet: bool | None, force: bool) -> None:  # fmt: skip
    """Build the release of a revision."""
    from labledger.release.build import prepare
    from labledger.release.edition import edition_of
    from labledger.release.folder import publish, refuse_place

    place = find(data, repo)
    target = Path(output)
    refuse_place(target, force)
    history = place.history()
    revision, warnings = as_recorded(history, at or "HEAD")
    if at is None:
        _refuse_uncommitted(place, history, revision)
    edition = edition_of(history, revision, version)
    bundle = prepare(history, edition, allow_findings, parquet)
    publish(target, bundle, force)
    for note in (*warnings, *history.remarks()):
        click.echo(f"note: {note}", err=True)
    if not bundle.with_parquet:
        click.echo("note: without Parquet" + ("" if parquet is False else ": pyarrow is not installed"), err=True)
    size = sum(entry.bytes for entry in bundle.entries.values())
    click.echo(f"{target / edition.name}: {len(bundle.entries) + 1} files, {size:,} bytes, {edition.version}")


def _refuse_uncommitted(place: Place, history: Any, revision: Any) -> None:
    if place.folder is not None and (count := history.uncommitted(revision, place.tree())):
        told = "file differs" if count == 1 else "files differ"
        raise UsageError(f"{count} {told} from HEAD, and a release is of a commit", "commit first, or say --at HEAD")


@command.command(epilog=examples("labledger release verify out", "labledger release verify labledger-2026.11.0.zip"))
@click.argument("path")
@data_options
@click.option("--no-rebuild", is_flag=True, help="Do not rebuild the release from the revision it names.")
@click.option("-q", "--quiet", is_flag=True, help="Only faults.")
def verify(path: str, data: str | None, repo: str | None, no_rebuild: bool, quiet: bool) -> int:
    """Verify a release: checksums, schemas, foreign keys, counts, descriptions, and that a rebuild gives its bytes.

    PATH is the folder that build made, the release in it, or its archive. Each fault is one line; exit code 1.
    """
    from labledger.errors import LedgerError
    from labledger.release.verify import Verifier
    from labledger.report.escape import one_line

    verifier = Verifier.of(Path(path))
    history, reason = None, "not asked for"
    if not no_rebuild:
        try:
            history = find(data, repo).history()
        except LedgerError as error:
            reason = str(error)
    faults = 0
    for fault in verifier.faults(history, reason):
        faults += 1
        click.echo(one_line(fault))
    if not quiet:
        for note in verifier.notes:
            click.echo(f"note: {one_line(note)}", err=True)
        click.echo(verifier.summary(faults), err=True)
    return 1 if faults else 0


@command.command(epilog=examples("labledger release notes v2026.10.0 v2026.11.0"))
@click.argument("old")
@click.argument("new")
@data_options
@click.option("-o", "--output", metavar="FILE", help="Write to a file.")
@click.option("--force", is_flag=True, help="Replace the file that -o names.")
def notes(old: str, new: str, data: str | None, repo: str | None, output: str | None, force: bool) -> None:
    """Tell what the revision NEW brings since OLD, as Markdown: labelled, grouped by origin."""
    from labledger.cli.paint import deliver
    from labledger.release import notes as written

    history = find(data, repo).history()
    sides = [as_recorded(history, text)[0] for text in (old, new)]
    report = written.since(history, sides[0], sides[1])
    title = f"# From {sides[0].name} to {sides[1].name}"
    deliver("\n".join([title, "", *written.notes(report)]).rstrip() + "\n", output, force)
