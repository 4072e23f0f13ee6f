"""Partial dates and windows of days: the only three forms are YYYY, YYYY-MM and YYYY-MM-DD."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from typing import Any

FORMS = "YYYY, YYYY-MM or YYYY-MM-DD"
EARLIEST_YEAR = 1990
LATEST_YEAR = 2100
_SHAPE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?\Z")


class DateError(ValueError):
    """A text is not one of the three forms, or names no day that exists.

    `code` is D-FORM (wrong form), D-DATE (no such day) or D-RANGE (outside 1990 to 2100).
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A day, a month or a year, as far as it is known.

    `first` and `last` are the days it may mean.
    Sorting is by `first`, then `last`; whether one date is surely earlier than another is `surely_before`.
    """

    text: str
    first: dt.date
    last: dt.date

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Read one of the three forms.

        Raises DateError for everything else: other orders, missing zeros, times, full-width digits, spaces.
        """
        match = _SHAPE.match(text)
        if match is None:
            raise DateError("D-FORM", f"{text[:40]!r} is not a date of the form {FORMS}")
        year = int(match[1])
        if not EARLIEST_YEAR <= year <= LATEST_YEAR:
            raise DateError("D-RANGE", f"{text} is outside {EARLIEST_YEAR} to {LATEST_YEAR}")
        month, day = int(match[2] or 1), int(match[3] or 1)
        try:
            first = dt.date(year, month, day)
        except ValueError:
            raise DateError("D-DATE", f"{text} is not in the calendar") from None
        last_month = month if match[2] else 12
        last_day = day if match[3] else calendar.monthrange(year, last_month)[1]
        return cls(text, first, dt.date(year, last_month, last_day))

    @property
    def exact(self) -> bool:
        """Whether a single day is meant."""
        return self.first == self.last

    def surely_before(self, other: PartialDate) -> bool:
        """Whether every day this may mean lies before every day `other` may mean."""
        return self.last < other.first

    def __lt__(self, other: PartialDate) -> bool:
        return (self.first, self.last) < (other.first, other.last)

    def __str__(self) -> str:
        return self.text

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> Any:
        from pydantic_core import core_schema

        return core_schema.no_info_plain_validator_function(_as_field, serialization=core_schema.to_string_ser_schema())

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: Any, handler: Any) -> dict[str, Any]:
        return {
            "type": "string",
            "pattern": "^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$",
            "description": f"A date, as exact as it is known: {FORMS}.",
            "examples": ["2024", "2024-05", "2024-05-17"],
        }


def _as_field(value: Any) -> PartialDate:
    """The date of a field; a sound date that is not text (it stood without quotes) is refused as "not text"."""
    from pydantic_core import PydanticCustomError, PydanticKnownError

    if isinstance(value, (list, tuple, dict)):
        raise PydanticKnownError("string_type")
    try:
        date = PartialDate.parse(str(value))
    except DateError as error:
        raise PydanticCustomError(error.code, "{reason}", {"reason": str(error)}) from None
    if not isinstance(value, str):
        raise PydanticKnownError("string_type")
    return date


@dataclass(frozen=True, slots=True)
class Window:
    """A span of days, both ends included."""

    since: dt.date
    until: dt.date

    @classmethod
    def between(cls, since: PartialDate, until: PartialDate) -> Window:
        """From the first day that `since` may mean to the last day that `until` may mean."""
        return cls(since.first, until.last)

    def surely_holds(self, day: PartialDate) -> bool:
        """Whether every day that a partial date may mean lies in the window."""
        return self.since <= day.first and day.last <= self.until

    def may_hold(self, day: PartialDate) -> bool:
        """Whether some day that a partial date may mean lies in the window."""
        return day.first <= self.until and day.last >= self.since

    def __str__(self) -> str:
        return f"{self.since.isoformat()} to {self.until.isoformat()}"


def looks_like_date(text: str) -> bool:
    """Whether a text has the shape of one of the three forms, sound or not.

    A year is four digits, so an abbreviated commit hash of four digits reads as a year: dates win.
    """
    return _SHAPE.match(text) is not None
