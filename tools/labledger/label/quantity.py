"""Numbers, periods and dates as rules compare them: exactly where units allow it, by ranges where they do not."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from enum import Enum
from fractions import Fraction
from typing import Any

from labledger.dates import DateError, PartialDate
from labledger.errors import Finding, UnsoundError

Plain = Mapping[str, Any]

_DAYS = {"hours": Fraction(1, 24), "days": Fraction(1), "weeks": Fraction(7)}
_MONTHS = {"months": Fraction(1), "years": Fraction(12)}
_DAYS_IN_MONTH = (Fraction(28), Fraction(31))
_DAYS_IN_BUSINESS_DAY = (Fraction(1), Fraction(4))
_SHARES = {"percent": Fraction(1, 100), "share": Fraction(1), "per-mille": Fraction(1, 1000)}
_LOWER_BOUNDS = frozenset({"at-least", "more-than", "exactly", "about", "between"})


class Move(Enum):
    """Which way a quantity went."""

    UP = "up"
    DOWN = "down"
    SAME = "same"
    UNKNOWN = "unknown"


def number(value: Any) -> Fraction:
    """A number from the data. Raises UnsoundError for a text that is none, so that it never passes for "equal"."""
    try:
        return Fraction(Decimal(str(value)))
    except (InvalidOperation, ValueError, OverflowError):
        raise UnsoundError([Finding("dataset", 0, 0, "V-NUMBER", f"{value!r} is not a number")]) from None


def _ordered(old: Any, new: Any) -> Move:
    return Move.UP if new > old else Move.DOWN if new < old else Move.SAME


def _days(value: Fraction, unit: str) -> tuple[Fraction, Fraction] | None:
    """The least and most days that a period may last."""
    if unit in _DAYS:
        return value * _DAYS[unit], value * _DAYS[unit]
    if unit in _MONTHS:
        months = value * _MONTHS[unit]
        return months * _DAYS_IN_MONTH[0], months * _DAYS_IN_MONTH[1]
    if unit == "business-days":
        return value * _DAYS_IN_BUSINESS_DAY[0], value * 2 + 2
    return None


def period_move(old: Plain, new: Plain, field: str) -> Move:
    """Whether the period in `field`, with its `unit`, became longer.

    Days and months compare only where no calendar could make them equal: 30 days against one month is unknown.
    """
    if field not in old or field not in new:
        return Move.UNKNOWN
    before, after = number(old[field]), number(new[field])
    units = str(old.get("unit")), str(new.get("unit"))
    if units[0] == units[1]:
        return _ordered(before, after)
    if units[0] in _MONTHS and units[1] in _MONTHS:
        return _ordered(before * _MONTHS[units[0]], after * _MONTHS[units[1]])
    low, high = _days(before, units[0]), _days(after, units[1])
    if low is None or high is None:
        return Move.UNKNOWN
    if high[0] > low[1]:
        return Move.UP
    if high[1] < low[0]:
        return Move.DOWN
    return Move.SAME if low == high else Move.UNKNOWN


def date_move(old: Any, new: Any) -> Move:
    """Whether a partial date surely became later."""
    try:
        before, after = PartialDate.parse(str(old)), PartialDate.parse(str(new))
    except DateError:
        return Move.UNKNOWN
    if before.surely_before(after):
        return Move.UP
    if after.surely_before(before):
        return Move.DOWN
    return Move.SAME if before == after else Move.UNKNOWN


def measure_move(old: Plain, new: Plain) -> Move:
    """Which way a quantity moved, its unit, power of ten, comparator and upper end taken in.

    Unknown where units differ in kind or both ends of a range moved apart.
    """
    scales = _scale(old), _scale(new)
    if scales[0] is None or scales[1] is None or old.get("value") is None or new.get("value") is None:
        return Move.UNKNOWN
    if _kind(old) != _kind(new):
        return Move.UNKNOWN
    low = _ordered(_bound(old, "value", scales[0]), _bound(new, "value", scales[1]))
    if old.get("upper") is None and new.get("upper") is None:
        return low
    ends = [number(side.get("upper", side["value"])) * scale for side, scale in ((old, scales[0]), (new, scales[1]))]
    high = _ordered(ends[0], ends[1])
    if Move.SAME in (low, high):
        return low if high is Move.SAME else high
    return low if low is high else Move.UNKNOWN


def _kind(measure: Plain) -> str:
    unit = str(measure.get("unit", ""))
    return "share" if unit in _SHARES else unit


def _scale(measure: Plain) -> Fraction | None:
    exponent = number(measure.get("exponent", 0))
    if abs(exponent) > 100:
        return None
    return _SHARES.get(str(measure.get("unit")), Fraction(1)) * Fraction(10) ** int(exponent)


def _bound(measure: Plain, field: str, scale: Fraction) -> tuple[Fraction, int]:
    """A value with its comparator: more than 2 lies above at least 2, less than 2 below at most 2."""
    strict = {"more-than": 1, "less-than": -1}.get(str(measure.get("comparator", "exactly")), 0)
    return number(measure[field]) * scale, strict
