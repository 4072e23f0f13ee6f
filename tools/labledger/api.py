"""The Python interface: load the data, look at it on a day or as of a revision, compare, ask.

    >>> import labledger
    >>> data = labledger.load()
    >>> data["anthropic/rsp/v2.2"]["published"]
    '2025-05-14'

Everything is read only; errors are `labledger.errors.LedgerError` with one line that says what to do.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from labledger.errors import UnreadableError, UnsoundError, UsageError
from labledger.ids import Kind, kind_of
from labledger.release.result import Rows

Record = dict[str, Any]
Date = str | dt.date
_PACKAGE = Path(__file__).resolve().parent


def load(version: str | None = None, path: str | Path | None = None, *, sha256: str | None = None) -> Dataset:
    """The data that this package carries, or a release of it.

    `version` is a calendar version such as "2026.11.0": it is downloaded once, checked and kept (see
    `labledger.release.fetch`; `sha256` is what its archive must have). `path` names a release on this machine (its
    folder or archive), a folder of records, or a repository. Nothing is downloaded unless a version is named.

    Raises UnreadableError for what is not there, is damaged, or was made by a newer labledger; UnsoundError for records
    that cannot be read; UsageError for a version that is none.

        >>> data = labledger.load()
        >>> "openai" in data
        True
    """
    if version is not None and path is not None:
        raise UsageError("a version and a path are two answers to one question", "give one of them")
    if version is not None:
        from labledger.release.fetch import fetched

        path = fetched(version, sha256)
    if path is None:
        return _carried()
    place = Path(path)
    return _repository(place) if (place / "labs").is_dir() or (place / "dataset").is_dir() else _release(place)


def _carried() -> Dataset:
    shipped = _PACKAGE / "_dataset"
    return _repository(shipped if (shipped / "labs").is_dir() else _PACKAGE.parents[1] / "dataset")


def _repository(folder: Path) -> Dataset:
    from labledger.cli.place import Place, find
    from labledger.store.tree import FolderTree

    place = find(str(folder), None) if (folder / "labs").is_dir() else find(None, str(folder))
    place = Place(place.folder, place.repo)
    return Dataset(_read(FolderTree(place.data)), _today(), place=place)


def _release(path: Path) -> Dataset:
    from labledger.release.read import open_release

    opened = open_release(path)
    day = dt.datetime.fromisoformat(str(opened.manifest["revision"]["recorded"])).date()
    return Dataset(opened.dataset(), day, version=opened.version)


def _read(tree: Any) -> Any:
    from labledger.release.table import Typed
    from labledger.store.load import load as load_tree

    dataset, findings = load_tree(tree, bare=Typed)
    if errors := [finding for finding in findings if finding.level == "error"]:
        raise UnsoundError(errors)
    return dataset


def _today() -> dt.date:
    from labledger.cli.place import today

    return today(None)


class Dataset(Mapping[str, Record]):
    """Records by id, and what follows from them: tables, labelled changes, moments.

    >>> data = labledger.load()
    >>> len(data) == len(list(data))
    True
    >>> data["anthropic/rsp"]["kind"]
    'safety-framework'
    """

    def __init__(self, records: Any, day: dt.date, *, version: str = "", place: Any = None) -> None:
        self._records = records
        self.day = day
        """The day on which promises and questions are told: that of the release, else today, else that of `on`."""
        self.version = version
        """The calendar version of a release; empty for other data."""
        self._place = place

    def __getitem__(self, record_id: str) -> Record:
        """The record with this id, as plain data of its own. Raises KeyError where there is none."""
        from labledger.release.table import plain

        found: Record = plain(dict(self._records.records[record_id]))
        return found

    def __contains__(self, record_id: object) -> bool:
        return record_id in self._records

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self._records.records))

    def __len__(self) -> int:
        return len(self._records)

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
        return [self[name] for name, _ in self._records.of_kind(wanted)]

    @cached_property
    def _tabled(self) -> Any:
        from labledger.release.tables import Tabled

        return Tabled(self._records, self.day)

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

        day = _day(date)
        return Dataset(on(self._records, day), day, version=self.version, place=self._place)

    def as_of(self, revision: Date) -> Dataset:
        """What had been recorded at a revision, or by the end of a day, in the repository around the data.

        Raises UnreadableError where there is no repository or revision.
        """
        from labledger.cli.place import as_recorded

        history = self._history()
        chosen, _ = as_recorded(history, str(revision))
        return Dataset(_read(history.tree(chosen)), chosen.day, place=self._place)

    def _history(self) -> Any:
        if self._place is None:
            raise UnreadableError("a release has no history", "load a repository: labledger.load(path=DIR)")
        return self._place.history()

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
        moments = timeline(self._records, record_id)
        rows = [("world", moment["date"], moment["what"], moment["told"]) for moment in moments]
        return Rows(("clock", "date", "what", "told"), [*rows, *self._recorded(base)])

    def _recorded(self, record_id: str) -> Iterator[tuple[str, str, str, str]]:
        from labledger.store.layout import path_of

        if self._place is None or self._place.repo is None:
            return
        history = self._place.history()
        (head,) = history.resolve("HEAD")
        for commit in reversed(list(history.walk(head, path_of(record_id)))):
            for file in commit.files:
                what = "changed" if file.old and file.new else "removed" if file.old else "added"
                yield "record", commit.recorded.date().isoformat(), f"{what} in {commit.commit[:10]}", commit.subject


class Changes(Rows):
    """Labelled changes as rows, and the report they come from."""

    def __init__(self, report: Any) -> None:
        from labledger.report.as_data import as_json

        self.report: Record = json.loads(as_json(report))
        """The whole report as plain data: `labledger schema report` says in which form."""
        rows = self.report["rows"]
        super().__init__(rows[0] if rows else (), (row.values() for row in rows))

    @property
    def counts(self) -> Record:
        """How many changes there are, by direction, severity, disclosure, origin and kind."""
        found: Record = self.report["counts"]
        return found


def diff(old: Date | Dataset, new: Date | Dataset | None = None, *, data: Dataset | None = None) -> Changes:
    """What changed, labelled: between two dates at the labs, between two revisions or two datasets in the records.

    Two record ids compare those records. `data` is what to look in: the data that this package carries, unless given.
    Raises UsageError for a question that cannot be put, UnreadableError for a revision or record that is not there.

        >>> changes = labledger.diff("2025-01-01", "2025-12-31")
        >>> changes.counts["direction"]["weaken"] > 10
        True
    """
    if isinstance(old, Dataset) or isinstance(new, Dataset):
        if not (isinstance(old, Dataset) and isinstance(new, Dataset)):
            raise UsageError("a dataset is compared with a dataset", "load both")
        return Changes(_between(old, new))
    from labledger.cli.answer import Answer

    place = (data or _carried())._place
    if place is None:
        return Changes(_of_release(data, str(old), str(new or old)))
    return Changes(Answer(place, _today(), None).report(str(old), None if new is None else str(new)))


def _between(old: Dataset, new: Dataset) -> Any:
    from labledger.diff.revisions import compare

    question = ("record", old.version or old.day.isoformat(), new.version or new.day.isoformat())
    return _labelled(new, lambda: compare(old._records, new._records, old.day), question)


def _of_release(data: Any, old: str, new: str) -> Any:
    from labledger.dates import Window, looks_like_date
    from labledger.diff.steps import steps

    if not (looks_like_date(old) and looks_like_date(new)):
        raise UsageError("a release is asked for two dates", "compare two releases: diff(load(...), load(...))")
    window = Window(_date(old).first, _date(new).last)
    if window.until < window.since:
        raise UsageError(f"{old} is after {new}", "put the earlier date first")
    question = ("world", window.since.isoformat(), window.until.isoformat())
    return _labelled(data, lambda: steps(data._records, window), question)


def _labelled(data: Dataset, changes: Any, question: tuple[str, str, str]) -> Any:
    from labledger.diff.fold import fold
    from labledger.label.engine import apply
    from labledger.label.predicates import Context
    from labledger.label.reviews import review
    from labledger.label.rule import rules
    from labledger.report.report import Question, Report

    rows = review(data._records, apply(rules(), fold(changes()), Context(data.day)))
    return Report.of(rows, Question(*question, data.version, data.day.isoformat()))


def _date(text: str) -> Any:
    from labledger.dates import DateError, PartialDate

    try:
        return PartialDate.parse(text)
    except DateError as error:
        raise UsageError(str(error)) from None


def _day(date: Date) -> dt.date:
    found: dt.date = _date(date.isoformat() if isinstance(date, dt.date) else date).last
    return found


def kind(record_id: str) -> str | None:
    """The kind of record that an id names, or None for a text that is no id.

    >>> labledger.api.kind("anthropic/rsp/v2.2")
    'version'
    """
    found = kind_of(record_id)
    return str(found) if found else None
