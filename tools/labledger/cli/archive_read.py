"""Reading an archive for the command line: its changes as rows, what is not known of it, and how the work is shared."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from labledger.errors import UsageError

if TYPE_CHECKING:
    from labledger.archive.absence import Absence
    from labledger.archive.classify import Change
    from labledger.archive.engine import Map
    from labledger.archive.history import Capture
    from labledger.archive.repository import Archive
    from labledger.store.cache import Cache

_Command = TypeVar("_Command", bound=Callable[..., Any])
_SHORT = 300
"""Captures up to which one process does the work, unless told otherwise: more of them take longer to begin."""


@dataclass(frozen=True)
class Question:
    """Which changes are asked for, and how the work is done."""

    repo: Path
    old: str | None = None
    new: str | None = None
    document: str | None = None
    maps: Sequence[str] = ()
    classes: Sequence[str] = ()
    quiet_only: bool = False
    labels: bool = True
    jobs: int = 0
    engine: str = "local"
    scheduler: str = ""


@dataclass(frozen=True)
class Told:
    """The rows that were asked for, oldest first, and what is not known of the documents."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    absences: list[Absence] = field(default_factory=list)


def sharing(function: _Command) -> _Command:
    """Options for how the work is shared."""
    jobs = click.option(
        "--jobs", type=click.IntRange(1, 512), help="Processes; by default the processors for long histories."
    )
    engine = click.option("--engine", type=click.Choice(("local", "dask")), default="local", help="Where work is done.")
    scheduler = click.option(
        "--scheduler", metavar="ADDRESS", default="", help="A running dask scheduler, tcp://HOST:PORT."
    )
    return jobs(engine(scheduler(function)))


def read(question: Question) -> Told:
    """The changes of an archive as rows. Raises UsageError and UnreadableError."""
    from labledger.archive.changes import changes, named
    from labledger.archive.history import documents, parse_map
    from labledger.archive.repository import opened
    from labledger.cli.progress import Progress
    from labledger.store.cache import Cache

    if question.scheduler and question.engine != "dask":
        raise UsageError("--scheduler needs --engine dask")
    days = days_of(question.old, question.new)
    with opened(question.repo, None if days else question.new) as archive, Cache() as cache:
        captures = archive.captures()
        declared = parse_map(question.maps)
        every = documents(captures, declared)
        found = named(every, question.document)
        if question.document and not found:
            hint = "names have * and ?; see: labledger archive stats"
            raise UsageError(f"no document is named {question.document[:80]}", hint)
        run, progress = _map(question, len(captures)), Progress("changes compared")
        order = {capture.commit: index for index, capture in enumerate(captures)}
        made = sorted(
            changes(archive, found, cache, run, progress), key=lambda c: (order[c.step.new.commit], c.step.document)
        )
        progress.clear()
        for remark in archive.remarks():
            click.echo(f"labledger: {remark}", err=True)
        asked = _asked(made, question, days, archive, captures)
        return Told(_rows(asked, question, archive, cache, run, (every, declared)), _absences(captures, made))


def _map(question: Question, captures: int) -> Map:
    from labledger.archive.engine import available, on_dask, pooled

    jobs = question.jobs or (available() if captures > _SHORT or question.engine == "dask" else 1)
    return on_dask(question.scheduler, jobs) if question.engine == "dask" else pooled(jobs)


def _asked(
    made: Sequence[Change], question: Question, days: tuple[str, str] | None, archive: Archive,
    captures: Sequence[Capture],
) -> list[Change]:  # fmt: skip
    """The changes that are asked for."""
    from labledger.archive.difference import ancestors

    old = question.old if days is None else None
    parents = {capture.commit: capture.parents for capture in captures}
    before = frozenset() if old is None else ancestors(parents, archive.commit_of(old))
    first, last = days or ("", "9999-12-31")
    return [
        change
        for change in made
        if change.step.new.commit not in before
        and first <= change.step.new.day.isoformat() <= last
        and (not question.classes or change.name in question.classes)
        and (change.quiet or not question.quiet_only)
    ]


def _rows(
    asked: Sequence[Change], question: Question, archive: Archive, cache: Cache, run: Map, around: tuple[Any, Any]
) -> list[dict[str, Any]]:
    from labledger.archive.labelling import clauses
    from labledger.archive.rows import row_of
    from labledger.archive.siblings import Siblings
    from labledger.cli.progress import Progress

    if not question.labels:
        return [row_of(change) for change in asked]
    progress = Progress("changes labelled")
    read: Sequence[Mapping[str, Any]] = clauses(archive, asked, Siblings(*around), cache, run, progress)
    progress.clear()
    return [row_of(change, found) for change, found in zip(asked, read, strict=True)]


def _absences(captures: Sequence[Capture], made: Sequence[Change]) -> list[Absence]:
    from labledger.archive.absence import absences

    return list(absences(captures, made))


def days_of(old: str | None, new: str | None) -> tuple[str, str] | None:
    """First and last day, where OLD and NEW are days. Raises UsageError."""
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
