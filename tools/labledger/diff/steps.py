"""The world clock: everything that happened at the labs in a window of days."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from labledger.dates import Window
from labledger.diff.around import Surroundings
from labledger.diff.captures import captures
from labledger.diff.change import Action, Change
from labledger.diff.compare import keyed
from labledger.diff.days import as_date, inside, record_side
from labledger.diff.promises import promises, reviews_due
from labledger.diff.versions import compare_versions, step_date
from labledger.ids import Kind, kind_of
from labledger.model.dataset import Dataset

Plain = Mapping[str, Any]
_DATED = {Kind.EVENT: "date", Kind.CLAIM: "date", Kind.COMMITMENT: "made", Kind.QUESTION: "asked"}


def steps(dataset: Dataset, window: Window) -> Iterator[Change]:
    """Every version step, fact change, event, promise made or falling due, question and answer in a window.

    A date that is only known to the month or year counts when it may fall into the window.
    """
    around = Surroundings(dataset)
    for framework in dataset.versions:
        yield from _framework(around, framework, window)
    yield from _withdrawn(dataset, window)
    for record_id, record in dataset.of_kind(Kind.FACT):
        yield from _values(record_id, record, window)
    for kind, field in _DATED.items():
        for record_id, record in dataset.of_kind(kind):
            if inside(window, record.get(field)):
                yield whole(record_id, None, record, str(record[field]))
    yield from promises(dataset, window)
    yield from reviews_due(dataset, window)
    yield from captures(dataset, window)
    yield from _answers(dataset, window)
    yield from _assessments(dataset, window)
    yield from _instruments(dataset, window)


def _framework(around: Surroundings, framework: str, window: Window) -> Iterator[Change]:
    held: dict[str, str] = {}
    for old, new in version_steps(around.dataset, framework):
        if inside(window, step_date(new, old)):
            yield from compare_versions(old, new, around.of(old, new, held))
        held.update((str(provision["slug"]), str(new["id"])) for provision in new.get("provisions") or ())


def version_steps(dataset: Dataset, framework: str) -> Iterator[tuple[Plain | None, Plain]]:
    """Predecessor and version, for each version of a framework, oldest first."""
    for version_id in dataset.versions.get(framework, ()):
        version = dataset.records[version_id]
        yield dataset.get(str(version.get("supersedes"))), version


def whole(record_id: str, old: Plain | None, new: Plain | None, date: str) -> Change:
    """A record as a whole, added or removed; its value is what a reader would call it."""
    record = new if new is not None else old or {}
    action = Action.ADDED if old is None else Action.REMOVED
    value = headline(record)
    return Change(
        record_id, str(kind_of(record_id)), "", action, None if old is None else value, None if new is None else value,
        date, old_side=record_side(record_id, old) if old else None,
        new_side=record_side(record_id, new) if new else None,
        old_part=old or {}, new_part=new or {},
    )  # fmt: skip


def headline(record: Plain) -> str:
    """What a reader would call a record."""
    if record.get("scores"):
        told = (f"{score['criterion']} {score.get('value', score.get('grade', ''))}" for score in record["scores"])
        return f"{record.get('assessor')}: {', '.join(told)}"
    for field in ("title", "name", "statement", "label", "summary"):
        if record.get(field):
            return str(record[field])
    return str(record.get("id", ""))


def _withdrawn(dataset: Dataset, window: Window) -> Iterator[Change]:
    for record_id, record in dataset.of_kind(Kind.FRAMEWORK):
        if inside(window, record.get("withdrawn")):
            yield Change(
                record_id, "framework", "withdrawn", Action.ADDED, None, record["withdrawn"], str(record["withdrawn"]),
                new_side=record_side(record_id, record), old_part=record, new_part=record,
            )  # fmt: skip


def _values(record_id: str, record: Plain, window: Window) -> Iterator[Change]:
    values = record.get("values") or []
    starts = [value for value in values if inside(window, value.get("start"))]
    ends = [value for value in values if inside(window, value.get("end"))]
    yield from value_changes(record_id, record, starts, ends)


def value_changes(record_id: str, record: Plain, starts: Iterable[Plain], ends: Iterable[Plain]) -> Iterator[Change]:
    """Values of a fact that begin or end; an end and the beginning that follows it under one name are one change."""
    left = sorted(ends, key=lambda value: str(value["end"]))
    for value in sorted(starts, key=lambda value: str(value["start"])):
        before = next((end for end in left if _gives_way(end, value)), None)
        left = [end for end in left if end is not before]
        yield _value_change(record_id, record, before, value, str(value["start"]))
    for value in left:
        yield _value_change(record_id, record, value, None, str(value["end"]))


def _gives_way(old: Plain, new: Plain) -> bool:
    """Whether one value of a name ended no later than another began."""
    end, start = as_date(old.get("end")), as_date(new.get("start"))
    in_order = end is not None and start is not None and not start.surely_before(end)
    return old is not new and old["name"] == new["name"] and in_order


def _value_change(record_id: str, record: Plain, old: Plain | None, new: Plain | None, date: str) -> Change:
    name = (new or old or {}).get("name", "")
    action = Action.ADDED if old is None else Action.REMOVED if new is None else Action.CHANGED
    return Change(
        record_id, "fact", f"values.{name}", action, old, new, date,
        old_side=record_side(record_id, old) if old else None, new_side=record_side(record_id, new) if new else None,
        old_part=record, new_part=record,
    )  # fmt: skip


def _answers(dataset: Dataset, window: Window) -> Iterator[Change]:
    for record_id, record in dataset.of_kind(Kind.QUESTION):
        for name, answer in keyed(list(record.get("answers") or [])).items():
            if inside(window, answer.get("date")):
                yield Change(
                    record_id, "question", f"answers.{name}", Action.ADDED, None, answer, str(answer["date"]),
                    new_side=record_side(record_id, answer), old_part=record, new_part=record,
                )  # fmt: skip
        if inside(window, record.get("asked")) and _open_at_the_end(record, window):
            asked, until = str(record["asked"]), window.until.isoformat()
            yield Change(
                record_id, "question", "open", Action.CHANGED, asked, until, asked,
                new_side=record_side(record_id, record), old_part=record, new_part=record,
            )  # fmt: skip


def _open_at_the_end(record: Plain, window: Window) -> bool:
    """Whether no full answer was given by the end of the window."""
    settled = (as_date(a.get("date")) for a in record.get("answers") or () if a.get("state") == "answered")
    return not any(day and day.first <= window.until for day in settled)


def _assessments(dataset: Dataset, window: Window) -> Iterator[Change]:
    for record_id, record in dataset.of_kind(Kind.ASSESSMENT):
        if not inside(window, record.get("date")):
            continue
        previous = dataset.get(str(record.get("previous")))
        if previous is None:
            yield whole(record_id, None, record, str(record["date"]))
            continue
        yield from _rubric(record_id, previous, record)
        befores, afters = (keyed(list(side.get("scores") or [])) for side in (previous, record))
        for name in sorted(befores.keys() | afters.keys()):
            old, new = befores.get(name), afters.get(name)
            if old != new:
                action = Action.ADDED if old is None else Action.REMOVED if new is None else Action.CHANGED
                yield Change(
                    record_id, "assessment", f"scores.{name}", action, old, new, str(record["date"]),
                    old_side=record_side(str(previous["id"]), previous), new_side=record_side(record_id, record),
                    old_part=previous, new_part=record,
                )  # fmt: skip


def _rubric(record_id: str, previous: Plain, record: Plain) -> Iterator[Change]:
    if previous.get("rubric") != record.get("rubric"):
        yield Change(
            record_id, "assessment", "rubric", Action.CHANGED, previous.get("rubric"), record.get("rubric"),
            str(record["date"]), old_side=record_side(str(previous["id"]), previous),
            new_side=record_side(record_id, record), old_part=previous, new_part=record,
        )  # fmt: skip


def _instruments(dataset: Dataset, window: Window) -> Iterator[Change]:
    for record_id, record in dataset.of_kind(Kind.INSTRUMENT):
        for field in ("adopted", "effective", "repealed"):
            if inside(window, record.get(field)):
                yield Change(
                    record_id, "instrument", field, Action.ADDED, None, str(record[field]), str(record[field]),
                    new_side=record_side(record_id, record), old_part=record, new_part=record,
                )  # fmt: skip
