"""Days of records: whether one falls into a window, when a period ends; and the place a record stands in."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Mapping
from typing import Any

from labledger.dates import DateError, PartialDate, Window
from labledger.diff.change import Side

Plain = Mapping[str, Any]


def inside(window: Window, value: Any) -> bool:
    """Whether a date of the data may fall into a window; False for what is no date."""
    date = as_date(value)
    return date is not None and window.may_hold(date)


def as_date(value: Any) -> PartialDate | None:
    """A date of the data; None for what is none."""
    try:
        return PartialDate.parse(str(value)) if value is not None else None
    except DateError:
        return None


def record_side(record_id: str, record: Plain) -> Side:
    """Where a record stands: its first citation."""
    first: Plain = next(iter(record.get("citations") or ()), {})
    return Side(record_id, str(first.get("locator", "")), str(first.get("source", "")))


def last_day(start: dt.date, within: int, unit: str) -> dt.date | None:
    """The last day of a period that starts after a day; None for a unit that no calendar knows."""
    if unit in ("days", "weeks"):
        return start + dt.timedelta(days=within * (7 if unit == "weeks" else 1))
    if unit in ("months", "years"):
        months = start.month - 1 + within * (12 if unit == "years" else 1)
        year, month = start.year + months // 12, months % 12 + 1
        return dt.date(year, month, min(start.day, calendar.monthrange(year, month)[1]))
    if unit == "business-days":
        day = start
        while within > 0:
            day += dt.timedelta(days=1)
            within -= day.weekday() < 5
        return day
    return None
