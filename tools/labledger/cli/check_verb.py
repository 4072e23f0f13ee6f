"""`labledger check`: find faults in the dataset."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import click

from labledger.cli.place import as_recorded, data_options, examples, find, records, today

_FORMATS = ("text", "json", "github", "sarif")


@click.command(epilog=examples("labledger check", "labledger check --since main --format github"))
@data_options
@click.option("--at", metavar="REV", help="Check the dataset as it was at a revision.")
@click.option("--since", metavar="REV", help="Also check that nothing recorded at this revision has vanished.")
@click.option("--today", "today_", metavar="DATE", help="Day against which dates are judged (default: today).")
@click.option(
    "--format", "format_", type=click.Choice(_FORMATS), default="text", show_default=True, help="Form of the output."
)
@click.option("--json", "json_", is_flag=True, help="The same as --format json.")
@click.option("-q", "--quiet", is_flag=True, help="Only findings, no totals.")
@click.option("-o", "--output", metavar="FILE", help="Write to a file.")
@click.option("--force", is_flag=True, help="Replace the file that -o names.")
def command(data: str | None, repo: str | None, at: str | None, since: str | None, today_: str | None, format_: str,
            json_: bool, quiet: bool, output: str | None, force: bool) -> int:  # fmt: skip
    """Check every record: form, identity, references, succession, dates, evidence. All findings in one run.

    Each finding is one line: path:line:column: CODE message (hint). Errors make the exit code 1; warnings do not.
    """
    from labledger.check.suite import check
    from labledger.cli.paint import deliver

    place = find(data, repo)
    tree: Any
    if at is None:
        tree = place.tree()
    else:
        history = place.history()
        tree = history.tree(as_recorded(history, at)[0])
    old = records(place, since)[0] if since is not None else None
    result = check(tree, today(today_), old)
    deliver(_formatted(result, "json" if json_ else format_), output, force)
    if not quiet and format_ == "text" and not json_:
        click.echo(_totals(result), err=True)
    return 1 if result.errors else 0


def _formatted(result: Any, format_: str) -> str:
    from labledger.report import findings

    found: Sequence[Any] = result.findings
    if format_ == "json":
        return findings.findings_as_json(found, result.records, result.waived)
    if format_ == "github":
        return "".join(findings.findings_as_github(found))
    return findings.findings_as_sarif(found) if format_ == "sarif" else "".join(findings.findings_as_text(found))


def _totals(result: Any) -> str:
    warnings = len(result.findings) - result.errors
    waived = f", {result.waived} waived" if result.waived else ""
    sound = "sound" if not result.errors else "not sound"
    return f"{result.records} records checked: {sound}, {result.errors} errors, {warnings} warnings{waived}"
