"""Whether what a part of a document states about itself stood still, moved forward or moved back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from labledger.archive.calendar import agree, span
from labledger.archive.pair import Touched
from labledger.archive.stated import Stamp

_TICK = dt.timedelta(days=3)
"""By how much less than the captures lie apart a relative date may tick."""


def stood_still(part: Touched, old_day: dt.date, new_day: dt.date) -> bool:
    """Whether the part states something, and the same in both versions, however it is written."""
    return bool(part.old and part.new) and not moved(part, old_day, new_day)


def moved(part: Touched, old_day: dt.date, new_day: dt.date) -> bool:
    """Whether a statement of the part changed, came or went; a part that came or went with its statements counts."""
    old, new = part.old or (), part.new or ()
    return not (_covered(old, old_day, new, new_day) and _covered(new, new_day, old, old_day))


def _covered(some: Iterable[Stamp], some_day: dt.date, others: Sequence[Stamp], other_day: dt.date) -> bool:
    return all(any(_same(one, some_day, other, other_day) for other in others) for one in some)


def _same(one: Stamp, one_day: dt.date, other: Stamp, other_day: dt.date) -> bool:
    if one.kind != other.kind:
        return False
    if one.kind == "version":
        return one.value == other.value
    return agree(one.value, one_day, other.value, other_day)


def moved_back(part: Touched, old_day: dt.date, new_day: dt.date) -> bool:
    """Whether the latest statement of some kind is surely earlier in the new version than in the old one."""
    for kind in {stamp.kind for stamp in part.old or ()}:
        before = [stamp.value for stamp in part.old or () if stamp.kind == kind]
        after = [stamp.value for stamp in part.new or () if stamp.kind == kind]
        if not after:
            continue
        if kind == "version":
            if max(map(_number, after)) < max(map(_number, before)):
                return True
        elif _latest(after, new_day)[1] < _latest(before, old_day)[0]:
            return True
    return False


def _latest(values: Iterable[str], day: dt.date) -> tuple[dt.date, dt.date]:
    """First and last day of the latest reading."""
    return max(reading for value in values for reading in span(value, day))


def _number(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdigit())
