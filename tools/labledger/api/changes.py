"""What changed, as rows."""

from __future__ import annotations

import json
from typing import Any

from labledger.api.dataset import Dataset, Date, Record, parsed, today
from labledger.api.load import carried
from labledger.errors import UsageError
from labledger.release.result import Rows


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

    place = (data or carried()).place
    if place is None:
        return Changes(_of_release(data, str(old), str(new or old)))
    return Changes(Answer(place, today(), None).report(str(old), None if new is None else str(new)))


def _between(old: Dataset, new: Dataset) -> Any:
    from labledger.diff.revisions import compare

    question = ("record", old.version or old.day.isoformat(), new.version or new.day.isoformat())
    return _labelled(new, lambda: compare(old.records, new.records, old.day), question)


def _of_release(data: Any, old: str, new: str) -> Any:
    from labledger.dates import Window, looks_like_date
    from labledger.diff.steps import steps

    if not (looks_like_date(old) and looks_like_date(new)):
        raise UsageError("a release is asked for two dates", "compare two releases: diff(load(...), load(...))")
    window = Window(parsed(old).first, parsed(new).last)
    if window.until < window.since:
        raise UsageError(f"{old} is after {new}", "put the earlier date first")
    question = ("world", window.since.isoformat(), window.until.isoformat())
    return _labelled(data, lambda: steps(data.records, window), question)


def _labelled(data: Dataset, changes: Any, question: tuple[str, str, str]) -> Any:
    from labledger.diff.fold import fold
    from labledger.label.engine import apply
    from labledger.label.predicates import Context
    from labledger.label.reviews import review
    from labledger.label.rule import rules
    from labledger.report.report import Question, Report

    rows = review(data.records, apply(rules(), fold(changes()), Context(data.day)))
    return Report.of(rows, Question(*question, data.version, data.day.isoformat()))
