"""`labledger archive`: read the history of a text archive and say what its changes are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click

from labledger.cli.archive_group import ArchiveVerbs
from labledger.cli.archive_read import Question, Told, read, sharing
from labledger.cli.place import examples
from labledger.errors import UsageError

_Command = TypeVar("_Command", bound=Callable[..., Any])
_REPO = click.argument("repo", metavar="REPO", type=click.Path(exists=True, path_type=Path))
_SCHEMA = "labledger/archive/1"


@click.group(
    cls=ArchiveVerbs,
    epilog=examples("labledger archive changes archive.git --quiet-only", "labledger archive stats a.bundle"),
)
def command() -> None:
    """Read a text archive: a repository, a bundle, or a folder with one file for each version."""


def _shared(function: _Command) -> _Command:
    """Options of every command that reads a whole history."""
    declared = click.option("--map", "maps", multiple=True, metavar="OLD=NEW", help="A service or document renamed.")
    colour = click.option("--color", type=click.Choice(("auto", "always", "never")), default="auto", help="Colour.")
    return declared(sharing(colour(function)))


@command.command(
    epilog=examples(
        "labledger archive changes archive.git --document 'Acme/*' --class substantive",
        "labledger archive changes archive.git 2026-01-01 2026-03-31 --format jsonl",
    )
)
@_REPO
@click.argument("old", required=False)
@click.argument("new", required=False)
@click.option("--document", metavar="GLOB", help="Only documents of this name; * and ? stand for anything.")
@click.option("--class", "classes", multiple=True, metavar="CLASS", help="Only this class; may be repeated.")
@click.option("--quiet-only", is_flag=True, help="Only edits whose stated date and version stood still.")
@click.option("--format", "form", type=click.Choice(("text", "json", "jsonl", "csv")), default="text", help="Form.")
@click.option("--labels/--no-labels", default=True, help="Label the clauses of substantive changes, or only list.")
@_shared
def changes(form: str, color: str, **asked: Any) -> None:
    """Classify every recorded change. OLD and NEW are two days, both included, or two revisions, OLD excluded."""
    _check(asked["classes"])
    _print(read(Question(**asked)), form, color)


@command.command(epilog=examples("labledger archive log archive.git 'Acme/Privacy Policy'"))
@_REPO
@click.argument("document")
@click.option("--format", "form", type=click.Choice(("text", "json", "jsonl", "csv")), default="text", help="Form.")
@_shared
def log(form: str, color: str, **asked: Any) -> None:
    """Show the history of one document, through its renames: every change, and what is not known."""
    _print(read(Question(**asked)), form, color)


@command.command(epilog=examples("labledger archive stats archive.git"))
@_REPO
@click.option("--json", "json_", is_flag=True, help="Print plain data.")
@_shared
def stats(json_: bool, color: str, **asked: Any) -> None:
    """Count the changes by class, and say with intervals how many change no word, return, or are quiet."""
    from labledger.archive.statistics import by_class, shares
    from labledger.cli.paint import paint
    from labledger.report.archive import absence_lines, stats_lines
    from labledger.report.document import document

    told = read(Question(**asked, labels=False))
    if json_:
        counted = [
            {"what": s.what, "count": s.count, "of": s.total, "interval": [round(end, 4) for end in s.interval]}
            for s in shares(told.rows)
        ]
        plain = {"schema": f"{_SCHEMA}#stats", "classes": by_class(told.rows), "shares": counted}
        click.echo(document({**plain, "not_known": list(map(str, told.absences))}), nl=False)
        return
    paint([*stats_lines(told.rows), *absence_lines(told.absences)], color)


def _check(classes: Sequence[str]) -> None:
    from labledger.archive.classify import CLASSES
    from labledger.text.closest import did_you_mean

    for name in classes:
        if name not in CLASSES:
            hint = did_you_mean(name, CLASSES) or f"one of {', '.join(CLASSES)}"
            raise UsageError(f"--class {name[:60]} is not known", hint)


def _print(told: Told, form: str, color: str) -> None:
    from labledger.report.document import document, line

    if form in ("jsonl", "csv") and told.absences:
        # Rows have no place for what is not known, and a reader of rows must not take silence for sameness.
        count = len(told.absences)
        click.echo(f"labledger: {count} {'stretch is' if count == 1 else 'stretches are'} not known;"
                   " --format json or text names them", err=True)  # fmt: skip
    if form == "jsonl":
        click.echo("".join(map(line, told.rows)), nl=False)
        return
    if form == "json":
        whole = {"schema": _SCHEMA, "total": len(told.rows), "changes": told.rows}
        click.echo(document({**whole, "not_known": list(map(str, told.absences))}), nl=False)
        return
    # What paints is imported only for readers: it takes longer than a warm answer.
    from labledger.cli.paint import paint
    from labledger.report.archive import absence_lines, as_csv, change_lines

    if form == "csv":
        click.echo(as_csv(told.rows), nl=False)
        return
    lines = (shown for row in told.rows for shown in change_lines(row))
    paint([*lines, *absence_lines(told.absences)], color)
