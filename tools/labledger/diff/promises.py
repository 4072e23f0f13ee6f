"""Promises on the world clock: those that fall due or are settled, and reviews that are due."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from labledger.dates import Window
from labledger.diff.around import duties
from labledger.diff.change import Action, Change
from labledger.diff.days import as_date, inside, last_day, record_side
from labledger.ids import Kind
from labledger.model.dataset import Dataset

Plain = Mapping[str, Any]
_UNSETTLED = frozenset({"open", "withdrawn"})
_BY_THE_DATE = frozenset({"missed", "unverifiable"})
"""How a promise stands from its due date on, without evidence that arose on a day."""
_REVIEWS = frozenset({"framework-review", "framework-update", "policy-review"})


def promises(dataset: Dataset, window: Window) -> Iterator[Change]:
    """Each promise that falls due in a window, and each that is settled in it."""
    for record_id, record in dataset.of_kind(Kind.COMMITMENT):
        due = as_date(record.get("due"))
        about = tuple(part for name in record.get("about", ()) if (part := dataset.get(str(name))) is not None)
        if due and window.since <= due.last <= window.until:
            yield _change(record_id, record, "due", "ahead", str(due), due.last.isoformat()).at(around={"about": about})
        day = settled_on(record)
        if day is not None and inside(window, day):
            yield _change(record_id, record, "status", "open", str(record["status"]), day)


def settled_on(record: Plain) -> str | None:
    """The day from which a promise stands as it is recorded to: of its last evidence of fulfilment, or its due date."""
    status = str(record.get("status"))
    if status in _UNSETTLED:
        return None
    if status in _BY_THE_DATE and "due" in record:
        return str(record["due"])
    return shown_on(record)


def shown_on(record: Plain) -> str | None:
    """The day of the last evidence of whether a promise was kept; else of what belongs to the picture."""
    shown = [piece for piece in record.get("evidence", ()) if piece.get("role") != "obligation" and "date" in piece]
    kept = [piece for piece in shown if piece.get("role") == "fulfilment"] or shown
    return max((str(piece["date"]) for piece in kept), default=None)


def reviews_due(dataset: Dataset, window: Window) -> Iterator[Change]:
    """The latest version of each framework whose time for a review, by its own word or a statute, ends in a window."""
    lawful = tuple(duties(dataset, "previous-review"))
    for framework, versions in dataset.versions.items():
        version = dataset.records[versions[-1]]
        ends = [day for day in (_promised(version), _lawful(lawful, version)) if day is not None]
        if ends and window.since <= min(ends) <= window.until:
            due = min(ends).isoformat()
            record = dataset.get(framework) or version
            yield _change(framework, record, "review", str(version["published"]), due, due).at(kind="framework")


def _promised(version: Plain) -> dt.date | None:
    """The end of the interval in which the version says that it will be looked at again."""
    day = as_date(version.get("published"))
    for provision in version.get("provisions") or ():
        for cadence in provision.get("cadences", ()) if provision["slug"] in _REVIEWS else ():
            if day is not None and "every" in cadence and str(cadence["every"]).isdigit():
                return last_day(day.last, int(str(cadence["every"])), str(cadence.get("unit")))
    return None


def _lawful(lawful: Iterable[tuple[str, Plain, Plain]], version: Plain) -> dt.date | None:
    """The end of the interval in which a statute asks for a review of the framework."""
    day = as_date(version.get("published"))
    if version.get("legal_role") != "statutory" or day is None:
        return None
    ends = []
    for _, duty, deadline in lawful:
        start = as_date(duty.get("start"))
        if start is not None:
            ends.append(last_day(max(day.last, start.first), int(str(deadline["within"])), str(deadline.get("unit"))))
    return min((end for end in ends if end is not None), default=None)


def _change(record_id: str, record: Plain, field: str, old: str, new: str, date: str) -> Change:
    return Change(
        record_id, "commitment", field, Action.CHANGED, old, new, date,
        new_side=record_side(record_id, record), old_part=record, new_part=record,
    )  # fmt: skip
