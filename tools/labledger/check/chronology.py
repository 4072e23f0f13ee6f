"""Do the dates of a record make sense together?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from labledger.check.fault import Fault, Place
from labledger.dates import DateError, PartialDate
from labledger.ids import Kind
from labledger.model.dataset import Dataset

_MAY_LIE_AHEAD = frozenset({"effective", "due", "until", "start", "end", "repealed"})
_DATE_FIELDS = frozenset(
    {"date", "published", "effective", "first_observed", "withdrawn", "made", "due", "asked", "adopted", "repealed",
     "start", "end", "until"}
)  # fmt: skip
_PAST_FIELDS = _DATE_FIELDS - _MAY_LIE_AHEAD
_ORDERED = {
    Kind.VERSION: (
        ("published", "effective", "warning"),
        ("published", "first_observed", "warning"),
        ("published", "withdrawn", "error"),
    ),
    Kind.COMMITMENT: (("made", "due", "error"),),
    Kind.INSTRUMENT: (("adopted", "effective", "warning"), ("effective", "repealed", "warning")),
}


def check_chronology(dataset: Dataset, today: dt.date) -> Iterator[Fault]:
    """Ends follow starts, nothing but plans lies ahead, and a successor does not come before its predecessor."""
    for record_id, record in dataset.records.items():
        yield from _future(record_id, record, today)
        yield from _periods(record_id, record)
    for kind, pairs in _ORDERED.items():
        for record_id, record in dataset.of_kind(kind):
            for earlier, later, level in pairs:
                yield from _order(record_id, record, earlier, later, level)
    for version_id, version in dataset.of_kind(Kind.VERSION):
        yield from _after_predecessor(dataset, version_id, version)
    for source_id, source in dataset.of_kind(Kind.SOURCE):
        yield from _captures(source_id, source)


def _date(value: Any) -> PartialDate | None:
    try:
        return PartialDate.parse(value) if isinstance(value, str) else None
    except DateError:
        return None


def _future(record_id: str, record: Mapping[str, Any], today: dt.date) -> Iterator[Fault]:
    now = today.isoformat()
    for place, value in _past_dates(record, now):
        date = _date(value)
        if date and date.first.year > today.year + 1:
            message = f"{date} is outside 1990 to {today.year + 1}, where what has happened may lie"
            yield Fault(record_id, place, "D-RANGE", message, "is the year right?")
        elif date and date.first > today:
            yield Fault(record_id, place, "D-FUTURE", f"{date} lies ahead", "is the year right?", "warning")


def _past_dates(record: Mapping[str, Any], now: str) -> list[tuple[Place, str]]:
    """Texts that date something that has happened and may lie ahead. A stack and no generators, for speed.

    The forms of a date sort as text, so that only a later one need be taken apart.
    """
    found: list[tuple[Place, str]] = []
    left: list[tuple[Any, Place]] = [(record, ())]
    while left:
        value, place = left.pop()
        for step, inner in value.items() if isinstance(value, dict) else enumerate(value):
            if isinstance(inner, str):
                name = step if isinstance(step, str) else place[-1]
                if name in _PAST_FIELDS and inner > now[: len(inner)]:
                    found.append(((*place, step), inner))
            elif isinstance(inner, (dict, list)) and step != "deadlines":
                left.append((inner, (*place, step)))
    return found


def _periods(record_id: str, record: Mapping[str, Any]) -> Iterator[Fault]:
    for index, value in enumerate(record.get("values", ())):
        start, end = _date(value.get("start")), _date(value.get("end"))
        if start and end and end.surely_before(start):
            place, against = ("values", index, "end"), (record_id, ("values", index, "start"))
            yield Fault(record_id, place, "D-ORDER", f"end {end} is before start {start}", against=against)


def _order(record_id: str, record: Mapping[str, Any], earlier: str, later: str, level: str) -> Iterator[Fault]:
    first, second = _date(record.get(earlier)), _date(record.get(later))
    if first and second and second.surely_before(first):
        message = f"{later} {second} is before {earlier} {first}"
        yield Fault(record_id, (later,), "D-ORDER", message, "", level, (record_id, (earlier,)))


def _captures(source_id: str, source: Mapping[str, Any]) -> Iterator[Fault]:
    published = _date(source.get("published"))
    for index, capture in enumerate(source.get("captures", ())):
        date = _date(capture.get("date"))
        if published and date and date.surely_before(published):
            place, against = ("captures", index, "date"), (source_id, ("published",))
            message = f"captured {date}, before it was published ({published})"
            yield Fault(source_id, place, "D-ORDER", message, "", "warning", against)


def _after_predecessor(dataset: Dataset, version_id: str, version: Mapping[str, Any]) -> Iterator[Fault]:
    old_id = version.get("supersedes")
    old = dataset.get(old_id) if isinstance(old_id, str) else None
    if old is None:
        return
    ours, theirs = _date(version.get("published")), _date(old.get("published"))
    if ours and theirs and ours.surely_before(theirs):
        message = f"published {ours} before {old_id}, which it supersedes ({theirs})"
        yield Fault(version_id, ("published",), "D-ORDER", message, against=(str(old_id), ("published",)))
