"""Finding out which question two words put, and answering it: two days, two records or two revisions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from labledger.cli.place import Place, as_recorded, records
from labledger.errors import UnreadableError, UsageError

WORKTREE = "WORKTREE"


class Answer:
    """Finds out which question was put, and answers it."""

    def __init__(self, place: Place, today: dt.date, as_of: str | None) -> None:
        self.place = place
        self.today = today
        self.as_of = as_of

    def report(self, old: str, new: str | None) -> Any:
        """The labelled report for two dates, two records or two revisions."""
        from labledger.dates import looks_like_date

        if looks_like_date(old) and (new is None or looks_like_date(new)):
            return self._world(old, new or old)
        if new is not None and _are_records(old, new):
            return self._pair(old, new)
        return self._record(old, new or "HEAD")

    def _world(self, old: str, new: str) -> Any:
        from labledger.dates import DateError, PartialDate, Window
        from labledger.diff.fold import fold
        from labledger.diff.steps import steps
        from labledger.report.report import Question

        try:
            window = Window.between(PartialDate.parse(old), PartialDate.parse(new))
        except DateError as error:
            raise UsageError(str(error)) from None
        if window.until < window.since:
            raise UsageError(f"{old} is after {new}", "put the earlier date first")
        dataset, name = records(self.place, self.as_of)
        question = Question("world", window.since.isoformat(), window.until.isoformat(), name, self.today.isoformat())
        today = min(self.today, window.until) if window.until < self.today else self.today
        return self._labelled(dataset, lambda: fold(steps(dataset, window)), question, today)

    def _pair(self, old: str, new: str) -> Any:
        from labledger.diff.fold import fold
        from labledger.diff.versions import compare_versions
        from labledger.ids import Kind, kind_of
        from labledger.report.report import Question

        dataset, name = records(self.place, self.as_of)
        sides = [_known(dataset, record_id) for record_id in (old, new)]
        kinds = {kind_of(old), kind_of(new)}
        question = Question("pair", old, new, name, self.today.isoformat())
        if kinds != {Kind.VERSION}:
            return self._labelled(dataset, lambda: _two_records(sides[0], sides[1]), question, self.today)
        return self._labelled(dataset, lambda: fold(compare_versions(sides[0], sides[1])), question, self.today)

    def _record(self, old: str, new: str) -> Any:
        from labledger.diff.fold import fold
        from labledger.diff.revisions import compare
        from labledger.report.report import Question

        before, after, sides, notes = self.revisions(old, new)
        question = Question("record", str(sides[0]), str(sides[1]), "", self.today.isoformat())
        return self._labelled(after, lambda: fold(compare(before, after, sides[0].day)), question, self.today, notes)

    def revisions(self, old: str, new: str) -> tuple[Any, Any, Any, list[str]]:
        """The records that differ between two revisions, the revisions, and notes for the reader."""
        from labledger.diff.revisions import needed_predecessors
        from labledger.store.revisions import changed_records, reviews_of

        if WORKTREE in (old, new):
            return self._against_worktree(old, new)
        history = self.place.history()
        sides, notes = self._sides(history, old, new)
        before, after = changed_records(
            history, *sides, lambda found: [*needed_predecessors(found), *reviews_of(found)]
        )
        if sides[0].commit == sides[1].commit:
            notes.append("both sides are the same commit")
        elif "HEAD" in (old, new) and (count := history.uncommitted()):
            notes.append(f"{count} uncommitted files are not compared; name {WORKTREE} for the files as they are")
        return before, after, sides, notes

    def _sides(self, history: Any, old: str, new: str) -> tuple[Any, list[str]]:
        from labledger.dates import looks_like_date

        if not (looks_like_date(old) or looks_like_date(new)):
            return history.resolve(old, new), []
        notes, sides = [], []
        for text in (old, new):
            revision, warnings = as_recorded(history, text)
            sides.append(revision)
            if looks_like_date(text):
                notes.append(
                    f"{text} is read as a date: the dataset at the end of that day, UTC, commit {revision.commit[:10]}"
                )
            notes.extend(warnings)
        return tuple(sides), notes

    def _against_worktree(self, old: str, new: str) -> tuple[Any, Any, Any, list[str]]:
        from labledger.store.history import Revision

        if old == WORKTREE:
            raise UsageError(f"{WORKTREE} can only be the new side", f"labledger diff REV {WORKTREE}")
        history = self.place.history()
        side, _ = as_recorded(history, old)
        before, _ = records(self.place, old)
        after, _ = records(self.place)
        now = Revision(WORKTREE, "uncommitted", dt.datetime.combine(self.today, dt.time(), dt.UTC))
        return before, after, (side, now), []

    def raw(self, old: str, new: str | None) -> str:
        """Every raw difference of the changed records, as JSON."""
        import json

        from labledger.dates import looks_like_date
        from labledger.diff.raw import raw_changes

        if looks_like_date(old) and (new is None or looks_like_date(new)):
            raise UsageError("--raw compares records or revisions", "name two of them")
        if new is not None and _are_records(old, new):
            dataset, _ = records(self.place, self.as_of)
            found = {f"{old}..{new}": raw_changes(_known(dataset, old), _known(dataset, new))}
        else:
            before, after, _, _ = self.revisions(old, new or "HEAD")
            found = {
                record_id: raw_changes(before.get(record_id) or {}, after.get(record_id) or {})
                for record_id in sorted(before.records.keys() | after.records.keys())
                if before.get(record_id) != after.get(record_id)
            }
        return (
            json.dumps({"schema": "labledger/raw/1", "records": found}, ensure_ascii=False, indent=2, sort_keys=True)
            + "\n"
        )

    def _labelled(self, dataset: Any, changes: Any, question: Any, today: dt.date, notes: Sequence[str] = ()) -> Any:
        from labledger.label.engine import apply
        from labledger.label.predicates import Context
        from labledger.label.reviews import review
        from labledger.label.rule import rules
        from labledger.report.report import Report

        try:
            rows = review(dataset, apply(rules(), changes(), Context(today)))
            return Report.of(rows, question, notes)
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            raise self._explained(error) from error

    def _explained(self, error: Exception) -> Exception:
        """Data that does not fit its schema is told as findings; anything else is a fault of ours."""
        from labledger.check.suite import check
        from labledger.errors import UnsoundError

        if not self.place.data.is_dir():
            return error
        result = check(self.place.tree(), self.today)
        return UnsoundError(f for f in result.findings if f.level == "error") if result.errors else error


def _are_records(old: str, new: str) -> bool:
    from labledger.ids import kind_of

    return "/" in old and "/" in new and kind_of(old) is not None and kind_of(new) is not None


def _known(dataset: Any, record_id: str) -> Any:
    record = dataset.get(record_id)
    if record is None:
        from labledger.text.closest import did_you_mean

        raise UnreadableError(f"no record {record_id}", did_you_mean(record_id, dataset.records))
    return record


def _two_records(old: Any, new: Any) -> Any:
    from labledger.diff.change import Change
    from labledger.diff.compare import compare_records
    from labledger.diff.steps import record_side
    from labledger.ids import kind_of

    return tuple(
        Change(str(new["id"]), str(kind_of(str(new["id"]))), path, action, before, after,
               old_side=record_side(str(old["id"]), old), new_side=record_side(str(new["id"]), new),
               old_part=old, new_part=new)
        for path, action, before, after in compare_records(old, new)
        if path != "id"
    )  # fmt: skip
