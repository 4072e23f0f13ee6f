"""Finding out which question two words put, and answering it: two days, two records or two revisions."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any

from labledger.cli.place import Place, as_recorded, read, records, tree_of
from labledger.errors import UnreadableError, UsageError

WORKTREE = "WORKTREE"
INDEX = "INDEX"
_NOT_COMMITTED = (WORKTREE, INDEX)


class Answer:
    """Finds out which question was put, and answers it."""

    def __init__(self, place: Place, today: dt.date, as_of: str | None, texts: str | None = None) -> None:
        self.place = place
        self.today = today
        self.as_of = as_of
        self.texts = texts
        self._read: list[Any] = []

    def report(self, old: str, new: str | None) -> Any:
        """The labelled report for two dates, two records or two revisions."""
        from labledger.dates import looks_like_date

        if looks_like_date(old) and (new is None or looks_like_date(new)):
            return self._world(old, new or old)
        if new is not None and self._are_records(old, new):
            return self._pair(old, new)
        return self._record(old, new or "HEAD")

    def _are_records(self, old: str, new: str) -> bool:
        """Whether both words are ids of records; names of branches may look the same, so the records are asked."""
        if not (_like_record(old) and _like_record(new)):
            return False
        return self.place.repo is None or any(name in self._now[0] for name in (old, new)) or not self._are_names(old)

    def _are_names(self, name: str) -> bool:
        from labledger.errors import LedgerError

        try:
            return bool(self.place.history().resolve(name))
        except LedgerError:
            return False

    @cached_property
    def _now(self) -> tuple[Any, str]:
        """The dataset as it is, or as it was recorded where --as-of asks for that; and the name of what was read."""
        return records(self.place, self.as_of)

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
        dataset, name = self._now
        question = Question("world", window.since.isoformat(), window.until.isoformat(), name, self.today.isoformat())
        today = min(self.today, window.until)
        return self._labelled(dataset, lambda: fold(steps(dataset, window)), question, today)

    def _pair(self, old: str, new: str) -> Any:
        from labledger.diff.fold import fold
        from labledger.diff.versions import compare_versions
        from labledger.ids import Kind, kind_of
        from labledger.report.report import Question

        dataset, name = self._now
        sides = [_known(dataset, record_id) for record_id in (old, new)]
        kinds = {kind_of(old), kind_of(new)}
        question = Question("pair", old, new, name, self.today.isoformat())
        if kinds != {Kind.VERSION}:
            return self._labelled(dataset, lambda: _two_records(sides[0], sides[1]), question, self.today)
        return self._labelled(dataset, lambda: fold(compare_versions(sides[0], sides[1])), question, self.today)

    def _record(self, old: str, new: str) -> Any:
        from labledger.diff.fold import fold
        from labledger.diff.revisions import compare, rewritten
        from labledger.report.report import Question

        before, after, sides, notes = self.revisions(old, new)
        question = Question("record", str(sides[0]), str(sides[1]), "", self.today.isoformat())
        # Files outside of commits are all read anew, so nothing tells which of those that say the same were touched.
        form = frozenset[str]() if new in _NOT_COMMITTED else rewritten(before, after)
        changes = lambda: fold(compare(before, after, sides[0].day, form))  # noqa: E731  faults are explained later
        report = self._labelled(after, changes, question, self.today, notes)
        return dataclasses.replace(report, notes=(*report.notes, *rewritten_versions(report.rows)))

    def revisions(self, old: str, new: str) -> tuple[Any, Any, Any, list[str]]:
        """The records that differ between two revisions, the revisions, and notes for the reader."""
        from labledger.diff.revisions import needed_predecessors
        from labledger.store.revisions import changed_records, reviews_of

        if self.as_of is not None:
            raise UsageError("--as-of goes with two dates or two records", "two revisions say by themselves as of when")
        if old in _NOT_COMMITTED:
            raise UsageError(f"{old} can only be the new side", f"labledger diff REV {old}")
        history = self.place.history()
        if new in _NOT_COMMITTED:
            return self._against_files(history, old, new)
        sides, notes = self._sides(history, old, new)
        before, after = changed_records(
            history, sides[0], sides[1], lambda found: [*needed_predecessors(found), *reviews_of(found)]
        )
        self._read = [history.tree(side) for side in sides]
        notes.extend(self._relation(history, *sides))
        if "HEAD" in (old, new) and self.place.folder is not None:
            notes.extend(_uncommitted(history.uncommitted(sides[1 if new == "HEAD" else 0], self.place.tree())))
        return before, after, sides, [*notes, *history.remarks()]

    def _relation(self, history: Any, old: Any, new: Any) -> Iterator[str]:
        """What a reader must know of how two revisions stand to each other."""
        if old.commit == new.commit:
            yield "both sides are the same commit"
        elif history.unrelated(old, new):
            yield "the two revisions share no history; they are compared as they stand"
        elif new.recorded < old.recorded:
            yield f"{new.name} was recorded before {old.name}: this comparison goes back in time"

    def _sides(self, history: Any, *texts: str) -> tuple[Any, list[str]]:
        from labledger.dates import looks_like_date

        if not any(map(looks_like_date, texts)):
            return self._resolved(history, texts), []
        notes, sides = [], []
        for text in texts:
            revision, warnings = as_recorded(history, text)
            sides.append(revision)
            if looks_like_date(text):
                notes.append(
                    f"{text} is read as a date: the dataset at the end of that day, UTC, commit {revision.commit[:10]}"
                )
            notes.extend(warnings)
        return tuple(sides), list(dict.fromkeys(notes))

    def _resolved(self, history: Any, texts: Sequence[str]) -> Any:
        try:
            return history.resolve(*texts)
        except UnreadableError as error:
            known = next((t for t in texts if _like_record(t) and error.message == f"no revision {t}"), None)
            if known is None or known not in self._now[0]:
                raise
            hint = f"records are compared two at a time; its history: labledger log {known}"
            raise UsageError(f"{known} is a record and not a revision", hint) from None

    def _against_files(self, history: Any, old: str, new: str) -> tuple[Any, Any, Any, list[str]]:
        """A revision against the files as they are, or as they are staged."""
        from labledger.store.line import Revision

        if self.place.folder is None:
            raise UsageError(f"{new} needs files, and a bare repository has none", "name a revision")
        (side,), notes = self._sides(history, old)
        now = Revision(new, "", dt.datetime.combine(self.today, dt.time(), dt.UTC))
        trees = [history.tree(side), self.place.tree() if new == WORKTREE else history.tree(now)]
        before, after = map(read, trees)
        self._read = trees
        return before, after, (side, now), [*notes, *history.remarks()]

    def ids(self) -> set[str]:
        """Ids of every record of the data that was read for the answer."""
        from labledger.store import layout

        if "_now" in self.__dict__:
            return set(self._now[0].records)
        found = (layout.id_of(path) for tree in self._read for path in tree.listing().files)
        return {record_id for record_id in found if record_id is not None}

    def raw(self, old: str, new: str | None) -> str:
        """Every raw difference of the changed records, as JSON."""
        from labledger.dates import looks_like_date
        from labledger.diff.raw import raw_changes
        from labledger.report.document import document

        if looks_like_date(old) and (new is None or looks_like_date(new)):
            raise UsageError("--raw compares records or revisions", "name two of them")
        if new is not None and self._are_records(old, new):
            dataset = self._now[0]
            found = {f"{old}..{new}": raw_changes(_known(dataset, old), _known(dataset, new))}
        else:
            before, after, _, _ = self.revisions(old, new or "HEAD")
            found = {
                record_id: raw_changes(before.get(record_id) or {}, after.get(record_id) or {})
                for record_id in sorted(before.records.keys() | after.records.keys())
                if before.get(record_id) != after.get(record_id)
            }
        return document({"schema": "labledger/raw/1", "records": found})

    def _labelled(self, dataset: Any, changes: Any, question: Any, today: dt.date, notes: Sequence[str] = ()) -> Any:
        from labledger.label.engine import apply
        from labledger.label.predicates import Context
        from labledger.label.reviews import review
        from labledger.label.rule import rules
        from labledger.report.report import Report

        try:
            held = self._held(dataset)
            rows = review(dataset, apply(rules(), changes(), Context(today, held)))
            return Report.of(rows, question, (*notes, *_unchecked(rows, held)))
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            raise self._explained(error) from error

    def _held(self, dataset: Any) -> Any:
        """The texts of sources that the folder of --texts holds; without it none: rules that need one are silent."""
        if self.texts is None:
            return {}
        from labledger.cli.quotes_verb import held_texts

        return held_texts(self.texts, dataset)

    def _explained(self, error: Exception) -> Exception:
        """Data that does not fit its schema is told as findings; anything else is a fault of ours."""
        from labledger.check.suite import check
        from labledger.errors import UnsoundError

        found = [finding for tree in self._read or [tree_of(self.place, self.as_of)[0]]
                 for finding in check(tree, self.today).findings if finding.level == "error"]  # fmt: skip
        return UnsoundError(found) if found else error


def _unchecked(rows: Sequence[Any], held: Any) -> Iterator[str]:
    """A note on the quotations and passages among new records that no held text was there to check."""
    from labledger.label.witness import not_checked

    count = not_checked((change.new_part for row in rows for change in row.changes if not change.field), held)
    if count:
        yield f"quotations and passages not checked: {count}; name the documents that you hold by --texts DIR"


def _like_record(text: str) -> bool:
    from labledger.ids import kind_of

    return "/" in text and kind_of(text) is not None


def rewritten_versions(rows: Sequence[Any]) -> Iterator[str]:
    """A call to look twice: versions already published of which we now say something else."""
    from labledger.diff.revisions import rewrites_published

    changes = [change for row in rows for change in row.changes if rewrites_published(change)]
    names = sorted({change.subject.partition("#")[0] for change in changes})
    if names:
        listed = ", ".join(names[:5]) + (f" and {len(names) - 5} more" if len(names) > 5 else "")
        yield f"what was recorded of versions already published was rewritten: {listed}"


def _uncommitted(count: int) -> Iterator[str]:
    if count:
        files = "file differs" if count == 1 else "files differ"
        yield f"{count} {files} from HEAD and are not compared; name {WORKTREE} for the files as they are"


def _known(dataset: Any, record_id: str) -> Any:
    record = dataset.get(record_id)
    if record is None:
        from labledger.text.closest import did_you_mean

        raise UnreadableError(f"no record {record_id}", did_you_mean(record_id, dataset.records))
    return record


def _two_records(old: Any, new: Any) -> Any:
    from labledger.diff.change import Change
    from labledger.diff.compare import compare_records
    from labledger.diff.days import record_side
    from labledger.ids import kind_of

    return tuple(
        Change(str(new["id"]), str(kind_of(str(new["id"]))), path, action, before, after,
               old_side=record_side(str(old["id"]), old), new_side=record_side(str(new["id"]), new),
               old_part=old, new_part=new)
        for path, action, before, after in compare_records(old, new)
        if path != "id"
    )  # fmt: skip
