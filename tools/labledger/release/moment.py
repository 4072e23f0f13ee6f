"""The dataset on a day: what was public and true then, as we know it now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from labledger.dates import DateError, PartialDate
from labledger.diff.steps import version_steps
from labledger.diff.versions import step_date
from labledger.ids import Kind, framework_of, kind_of
from labledger.model.dataset import Dataset, Plain

_DATED = {
    Kind.EVENT: "date", Kind.CLAIM: "date", Kind.COMMITMENT: "made", Kind.QUESTION: "asked", Kind.ASSESSMENT: "date",
    Kind.INSTRUMENT: "adopted", Kind.SOURCE: "published",
}  # fmt: skip
_PARTS = {"answers": "date", "evidence": "date", "captures": "date"}


def on(dataset: Dataset, day: dt.date) -> Dataset:
    """The records that were there by the end of a day, with the parts of them that were.

    Versions count from their publication (a re-upload from the day it was first seen), facts hold the values that held,
    promises and questions what was said of them by then. A date known only to the month or year counts from its first
    day. Labs stay; a framework stays when one of its versions does. Records of ours alone (rulings, waivers) are left
    out.
    """
    versions = {
        str(new["id"]) for name in dataset.versions for old, new in version_steps(dataset, name)
        if by(step_date(new, old), day)
    }  # fmt: skip
    found = dict(_standing(dataset, day, versions))
    return Dataset(found, dataset.paths)


def _standing(dataset: Dataset, day: dt.date, versions: set[str]) -> Iterator[tuple[str, Plain]]:
    frameworks = {framework_of(name) for name in versions}
    for record_id, record in dataset.records.items():
        kind = kind_of(record_id)
        if "tombstone" in record or kind in (None, Kind.REVIEW, Kind.WAIVER):
            continue
        if kind is Kind.FACT:
            values = [value for value in record.get("values") or () if holds(value, day)]
            if values:
                yield record_id, {**record, "values": values}
        elif (kind is Kind.VERSION and record_id not in versions) or (
            kind is Kind.FRAMEWORK and record_id not in frameworks
        ):
            continue
        elif kind not in _DATED or _DATED[kind] not in record or by(record[_DATED[kind]], day):
            yield record_id, _cut(record, day)


def _cut(record: Plain, day: dt.date) -> Plain:
    """A record without the parts that came later."""
    later = {
        field: [part for part in record[field] if date not in part or by(part[date], day)]
        for field, date in _PARTS.items()
        if field in record
    }
    if "resolution" in record and not by(record["resolution"].get("date"), day):
        return {key: value for key, value in record.items() if key != "resolution"}
    return {**record, **later} if later else record


def by(value: Any, day: dt.date) -> bool:
    """Whether a partial date may lie on a day or before it."""
    date = _date(value)
    return date is not None and date.first <= day


def holds(value: Mapping[str, Any], day: dt.date) -> bool:
    """Whether the value of a fact may hold on a day; an end is the first day on which it no longer does."""
    end = _date(value.get("end"))
    return ("start" not in value or by(value["start"], day)) and (end is None or end.first > day)


def _date(value: Any) -> PartialDate | None:
    try:
        return PartialDate.parse(str(value)) if value else None
    except DateError:
        return None
