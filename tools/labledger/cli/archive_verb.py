"""`labledger archive`: read the history of a text archive and say what its changes are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click

from labledger.cli.archive_group import ArchiveVerbs
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
    """Options that every command of the group has."""
    declared = click.option("--map", "maps", multiple=True, metavar="OLD=NEW", help="A service or document renamed.")
    colour = click.option("--color", type=click.Choice(("auto", "always", "never")), default="auto", help="Colour.")
    return declared(colour(function))


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
@_shared
def changes(repo: Path, old: str | None, new: str | None, document: str | None, classes: tuple[str, ...],
            quiet_only: bool, form: str, maps: tuple[str, ...], color: str) -> None:  # fmt: skip
    """Classify every recorded change. OLD and NEW are two days, both included, or two revisions, OLD excluded."""
    _check(classes)
    read = _read(repo, old, new, document, maps)
    rows = [
        row for row in read["rows"] if (not classes or row["class"] in classes) and (row["quiet"] or not quiet_only)
    ]
    _print(rows, read, form, color)


@command.command(epilog=examples("labledger archive log archive.git 'Acme/Privacy Policy'"))
@_REPO
@click.argument("document")
@click.option("--format", "form", type=click.Choice(("text", "json", "jsonl", "csv")), default="text", help="Form.")
@_shared
def log(repo: Path, document: str, form: str, maps: tuple[str, ...], color: str) -> None:
    """Show the history of one document, through its renames: every change, and what is not known."""
    read = _read(repo, None, None, document, maps)
    _print(read["rows"], read, form, color)


@command.command(epilog=examples("labledger archive stats archive.git"))
@_REPO
@click.option("--json", "json_", is_flag=True, help="Print plain data.")
@_shared
def stats(repo: Path, json_: bool, maps: tuple[str, ...], color: str) -> None:
    """Count the changes by class, and say with intervals how many change no word, return, or are quiet."""
    from labledger.archive.statistics import by_class, shares
    from labledger.cli.paint import paint
    from labledger.report.archive import absence_lines, stats_lines
    from labledger.report.document import document

    read = _read(repo, None, None, None, maps)
    if json_:
        told = [
            {"what": s.what, "count": s.count, "of": s.total, "interval": [round(end, 4) for end in s.interval]}
            for s in shares(read["rows"])
        ]
        plain = {"schema": f"{_SCHEMA}#stats", "classes": by_class(read["rows"]), "shares": told}
        click.echo(document({**plain, "not_known": list(map(str, read["absences"]))}), nl=False)
        return
    paint([*stats_lines(read["rows"]), *absence_lines(read["absences"])], color)


def _check(classes: Sequence[str]) -> None:
    from labledger.archive.classify import CLASSES
    from labledger.text.closest import did_you_mean

    for name in classes:
        if name not in CLASSES:
            hint = did_you_mean(name, CLASSES) or f"one of {', '.join(CLASSES)}"
            raise UsageError(f"--class {name[:60]} is not known", hint)


def _read(repo: Path, old: str | None, new: str | None, pattern: str | None, maps: Sequence[str]) -> dict[str, Any]:
    """Rows, absences and remarks of an archive, and the documents that were asked for."""
    from labledger.archive.absence import absences
    from labledger.archive.changes import changes as all_changes
    from labledger.archive.changes import named
    from labledger.archive.history import documents, parse_map
    from labledger.archive.repository import opened
    from labledger.archive.rows import row_of
    from labledger.store.cache import Cache

    days = _days(old, new)
    with opened(repo, None if days or new is None else new) as archive, Cache() as cache:
        captures = archive.captures()
        found = named(documents(captures, parse_map(maps)), pattern)
        if pattern and not found:
            raise UsageError(f"no document is named {pattern[:80]}", "names have * and ?; see: labledger archive stats")
        order = {capture.commit: index for index, capture in enumerate(captures)}
        made = sorted(all_changes(archive, found, cache), key=lambda c: (order[c.step.new.commit], c.step.document))
        before = _before(captures, archive.commit_of(old)) if old is not None and not days else frozenset()
        for remark in archive.remarks():
            click.echo(f"labledger: {remark}", err=True)
    kept = [change for change in made if change.step.new.commit not in before]
    rows = [row for row in map(row_of, kept) if days is None or days[0] <= row["date"] <= days[1]]
    return {"rows": rows, "absences": list(absences(captures, made))}


def _days(old: str | None, new: str | None) -> tuple[str, str] | None:
    """First and last day, where OLD and NEW are days."""
    from labledger.dates import PartialDate, looks_like_date

    given = [text for text in (old, new) if text is not None]
    dated = [looks_like_date(text) for text in given]
    if not any(dated):
        return None
    if not all(dated):
        raise UsageError("OLD and NEW are two days or two revisions, not one of each")
    try:
        first, last = PartialDate.parse(given[0]).first, PartialDate.parse(given[-1]).last
    except ValueError as error:
        raise UsageError(str(error)) from None
    if new is not None and first > last:
        raise UsageError(f"{old} is after {new}", "write the earlier day first")
    return first.isoformat(), (last if new is not None else dt.date.max).isoformat()


def _before(captures: Sequence[Any], commit: str) -> frozenset[str]:
    """A commit and all its ancestors."""
    parents = {capture.commit: capture.parents for capture in captures}
    seen: set[str] = set()
    waiting = [commit]
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            waiting += parents.get(name, ())
    return frozenset(seen)


def _print(rows: list[dict[str, Any]], read: dict[str, Any], form: str, color: str) -> None:
    from labledger.report.document import document, line

    if form == "jsonl":
        click.echo("".join(map(line, rows)), nl=False)
        return
    if form == "json":
        told = {"schema": _SCHEMA, "total": len(rows), "changes": rows, "not_known": list(map(str, read["absences"]))}
        click.echo(document(told), nl=False)
        return
    # What paints is imported only for readers: it takes longer than a warm answer.
    from labledger.cli.paint import paint
    from labledger.report.archive import absence_lines, as_csv, change_lines

    if form == "csv":
        click.echo(as_csv(rows), nl=False)
        return
    lines = (shown for row in rows for shown in change_lines(row))
    paint([*lines, *absence_lines(read["absences"])], color)
