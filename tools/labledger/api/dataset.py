"""A dataset in Python: records by id, tables, moments, histories."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from labledger.errors import UnreadableError, UnsoundError, UsageError
from labledger.ids import Kind, kind_of
from labledger.release.result import Rows

Record = dict[str, Any]
Date = str | dt.date


class Dataset(Mapping[str, Record]):
    """Records by id, and what follows from them: tables, labelled changes, moments.

    >>> data = labledger.load()
    >>> len(data) == len(list(data))
    True
    >>> data["anthropic/rsp"]["kind"]
    'safety-framework'
    """

    def __init__(self, records: Any, day: dt.date, *, version: str = "", place: Any = None) -> None:
        self.records = records
        """The records as the engine has them, by id; `[id]` gives one as plain data."""
        self.day = day
        """The day on which promises and questions are told: that of the release, else today, else that of `on`."""
        self.version = version
        """The calendar version of a release; empty for other data."""
        self.place = place
        """Where the files and the repository lie; None for a release."""

    def __getitem__(self, record_id: str) -> Record:
        """The record with this id, as plain data of its own. Raises KeyError where there is none."""
        from labledger.release.table import plain

        found: Record = plain(dict(self.records.records[record_id]))
        return found

    def __contains__(self, record_id: object) -> bool:
        return record_id in self.records

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self.records.records))

    def __len__(self) -> int:
        return len(self.records)

    def __repr__(self) -> str:
        return f"<labledger.Dataset {self.version or 'of ' + self.day.isoformat()}: {len(self)} records>"

    def of_kind(self, kind: str) -> list[Record]:
        """Every record of a kind, in order of id; records that were taken back are left out.

        Raises UsageError for a word that is no kind.

            >>> [lab["id"] for lab in labledger.load().of_kind("lab")][:2]
            ['alibaba', 'amazon']
        """
        try:
            wanted = Kind(kind)
        except ValueError:
            raise UsageError(f"{kind!r} is no kind of record", f"one of {', '.join(Kind)}") from None
        return [self[name] for name, _ in self.records.of_kind(wanted)]

    @cached_property
    def _tabled(self) -> Any:
        from labledger.release.tables import Tabled

        return Tabled(self.records, self.day)

    @property
    def tables(self) -> tuple[str, ...]:
        """Names of the tables that `table` gives."""
        from labledger.release.tables import TABLES

        return tuple(table.name for table in TABLES)

    def table(self, name: str) -> Rows:
        """One table of a release, computed from these records. Raises UsageError for no table of that name.

        >>> changes = labledger.load().table("changes")
        >>> changes.where(lab="openai", direction="weaken")[0]["kind"]
        'provision'
        """
        from labledger.release.tables import BY_NAME
        from labledger.text.closest import did_you_mean

        if name not in BY_NAME:
            raise UsageError(f"no table {name}", did_you_mean(name, BY_NAME) or f"one of {', '.join(BY_NAME)}")
        return Rows(BY_NAME[name].names, self._tabled.rows(name))

    def query(self, sql: str, seconds: float = 10.0) -> Rows:
        """The answer to one SQL statement that reads; lists and structured values are JSON.

        Raises UsageError for a wrong statement, UnreadableError for one that takes longer than `seconds`.

            >>> labledger.load().query("select count(*) as labs from labs").columns
            ('labs',)
        """
        from labledger.release.query import ask, embedded

        with embedded(self._tabled) as connection:
            answers = ask(connection, sql, seconds)
            return Rows(answers.columns, list(answers))

    def on(self, date: Date) -> Dataset:
        """What was public and true at the end of a day, as known now. Raises UsageError for what is no date.

        >>> "anthropic/rsp/v3.0" in labledger.load().on("2025-06-01")
        False
        """
        from labledger.release.moment import on

        day = day_of(date)
        return Dataset(on(self.records, day), day, version=self.version, place=self.place)

    def as_of(self, revision: Date) -> Dataset:
        """What had been recorded at a revision, or by the end of a day, in the repository around the data.

        Raises UnreadableError where there is no repository or revision.
        """
        from labledger.cli.place import as_recorded

        history = self._history()
        chosen, _ = as_recorded(history, str(revision))
        return Dataset(read_tree(history.tree(chosen)), chosen.day, place=self.place)

    def _history(self) -> Any:
        if self.place is None:
            raise UnreadableError("a release has no history", "load a repository: labledger.load(path=DIR)")
        return self.place.history()

    def history(self, record_id: str) -> Rows:
        """What happened to a record or provision in the world and, where there is a repository, in our records.

        Columns: clock (world or record), date, what, told. Raises KeyError for an id that is not here.

            >>> rows = labledger.load().history("anthropic/rsp#eval-cadence")
            >>> rows.columns
            ('clock', 'date', 'what', 'told')
        """
        from labledger.report.timeline import timeline

        base = record_id.partition("#")[0]
        if base not in self:
            raise KeyError(record_id)
        moments = timeline(self.records, record_id)
        rows = [("world", moment["date"], moment["what"], moment["told"]) for moment in moments]
        return Rows(("clock", "date", "what", "told"), [*rows, *self._recorded(base)])

    def _recorded(self, record_id: str) -> Iterator[tuple[str, str, str, str]]:
        from labledger.store.layout import path_of

        if self.place is None or self.place.repo is None:
            return
        history = self.place.history()
        (head,) = history.resolve("HEAD")
        for commit in reversed(list(history.walk(head, path_of(record_id)))):
            for file in commit.files:
                what = "changed" if file.old and file.new else "removed" if file.old else "added"
                yield "record", commit.recorded.date().isoformat(), f"{what} in {commit.commit[:10]}", commit.subject


def kind(record_id: str) -> str | None:
    """The kind of record that an id names, or None for a text that is no id.

    >>> labledger.api.kind("anthropic/rsp/v2.2")
    'version'
    """
    found = kind_of(record_id)
    return str(found) if found else None


def read_tree(tree: Any) -> Any:
    """The records of a tree, with their numbers told apart. Raises UnsoundError where one cannot be read."""
    from labledger.release.table import Typed
    from labledger.store.load import load as load_tree

    dataset, findings = load_tree(tree, bare=Typed)
    if errors := [finding for finding in findings if finding.level == "error"]:
        raise UnsoundError(errors)
    return dataset


def today() -> dt.date:
    """The day of today, in UTC, or the one that SOURCE_DATE_EPOCH names."""
    from labledger.cli.place import today as of_place

    return of_place(None)


def parsed(text: str) -> Any:
    """A partial date. Raises UsageError for a text that is none."""
    from labledger.dates import DateError, PartialDate

    try:
        return PartialDate.parse(text)
    except DateError as error:
        raise UsageError(str(error)) from None


def day_of(date: Date) -> dt.date:
    """The last day that a date may mean. Raises UsageError for a text that is none."""
    found: dt.date = parsed(date.isoformat() if isinstance(date, dt.date) else date).last
    return found
