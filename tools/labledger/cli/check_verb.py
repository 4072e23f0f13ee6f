"""`labledger check`: find faults in the dataset."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from typing import Any, NoReturn

import click

from labledger.cli.place import as_recorded, data_options, examples, find, records, today
from labledger.errors import UsageError

_FORMATS = ("text", "json", "github", "sarif")


@click.command(epilog=examples("labledger check", "labledger check --since main --format github"))
@data_options
@click.option(
    "--explain", metavar="ID", help="Say what a check means, why, and what to do: R-NONE, or all. Reads no data."
)
@click.option("--watch", is_flag=True, help="Check again whenever a file changes, until interrupted.")
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
def command(data: str | None, repo: str | None, explain: str | None, watch: bool, at: str | None, since: str | None,
            today_: str | None, format_: str, json_: bool, quiet: bool, output: str | None,
            force: bool) -> int:  # fmt: skip
    """Check every record: form, identity, references, succession, dates, evidence. All findings in one run.

    Each finding is one line: path:line:column: CODE message (hint). Errors make the exit code 1; warnings do not.
    """
    from labledger.cli.paint import deliver

    if explain is not None:
        click.echo("\n".join(_explained(explain)), nl=False)
        return 0
    place, day = find(data, repo), today(today_)
    if watch and (at is not None or output is not None):
        raise UsageError("--watch looks at the files as they are", "leave out --at and --output")
    old = records(place, since)[0] if since is not None else None
    if watch:
        _watch(place, day, old, "json" if json_ else format_, quiet)
    result = _checked(place, at, day, old)
    if output is None:
        return _told(result, "json" if json_ else format_, quiet)
    deliver(_formatted(result, "json" if json_ else format_), output, force)
    return 1 if result.errors else 0


def _watch(place: Any, day: Any, old: Any, format_: str, quiet: bool) -> NoReturn:
    """Check after each change of a file, until somebody interrupts."""
    from labledger.cli.watching import each_change

    for _ in each_change(place.data):
        _told(_checked(place, None, day, old), format_, quiet)
        click.echo("watching; stop with Ctrl-C", err=True)
    raise AssertionError("changes never end")


def _checked(place: Any, at: str | None, day: Any, old: Any) -> Any:
    """What the checks find in the files as they are, or as they were at a revision."""
    from labledger.check.suite import check

    if at is None:
        return check(place.tree(), day, old)
    history = place.history()
    return check(history.tree(as_recorded(history, at)[0]), day, old)


def _told(result: Any, format_: str, quiet: bool) -> int:
    """Print the findings; the exit code they make."""
    click.echo(_formatted(result, format_), nl=False)
    if not quiet and format_ == "text":
        click.echo(_totals(result), err=True)
        if result.findings:
            click.echo(f"what a code means: labledger check --explain {result.findings[0].code}", err=True)
    return 1 if result.errors else 0


def _explained(code: str) -> Iterator[str]:
    from labledger.check.explain import explain, explanations

    for told in explanations().values() if code == "all" else (explain(code),):
        yield f"{told.code}  {told.says}\n  why  {told.why}\n  fix  {told.fix}\n"


def _formatted(result: Any, format_: str) -> str:
    from labledger.report import findings

    found: Sequence[Any] = result.findings
    if format_ in ("github", "sarif"):
        # Annotations go to files of the repository, whatever revision was read.
        from labledger.cli.requests import in_repository

        found = [dataclasses.replace(finding, path=in_repository(finding.path)) for finding in found]
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
