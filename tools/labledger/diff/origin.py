"""Why the record differs between two revisions: the lab acted, we learned late, or we were wrong.

Decided from the dates in the data and the day the old revision was recorded, never from a commit message.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from labledger.dates import DateError, PartialDate
from labledger.diff.change import Action, Change, Origin

_WORLD_DATES = (
    "first_observed", "published", "date", "made", "asked", "start", "adopted", "effective",
)  # fmt: skip
_ACTS = frozenset({"withdrawn", "adopted", "effective", "repealed"})
"""Fields that are themselves the day of an act."""


def origin_of(action: Action, world_date: str | None, recorded: dt.date) -> Origin:
    """Origin of a change, from the day its act happened and the day the old revision was recorded.

    What is new and happened after the old revision is an amendment; what is new and happened before it, or at a time
    we do not know, is a backfill; what replaces something recorded is a correction.
    """
    if action is not Action.ADDED:
        return Origin.CORRECTION
    if not world_date:
        return Origin.BACKFILL
    try:
        happened = PartialDate.parse(world_date)
    except DateError:
        return Origin.BACKFILL
    return Origin.AMENDMENT if happened.last > recorded else Origin.BACKFILL


def world_date(value: Any, field: str = "") -> str | None:
    """The day on which what a record or value tells of happened, as far as it or the name of its field says."""
    if not isinstance(value, Mapping):
        return str(value) if value is not None and field in _ACTS else None
    return next((str(value[name]) for name in _WORLD_DATES if value.get(name)), None)


def with_origin(change: Change, recorded: dt.date) -> Change:
    """The same change, its origin decided by its own date."""
    return change.at(origin=origin_of(Action.ADDED, change.date or None, recorded))
