"""Calendar dates as clauses write them: a day, a month, a quarter, a half or a year, by its last day."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_SHORT = {name[:3]: number for number, name in enumerate(_MONTHS, 1)}
_MONTH = "|".join((*_MONTHS, *(f"{short}\\.?" for short in _SHORT), "sept\\.?"))
_YEAR4 = r"(?:19[89]|20\d|21[0-4])\d"
_YEAR = _YEAR4 + r"(?![\w%])(?!,\d{3})"
_SOME_YEAR = re.compile(r"(?:19[89]|20\d|21[0-4])\d")
_NTH = {"first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4, "last": 4}
_FEASTS = {"christmas eve": (12, 24), "christmas": (12, 25), "new year's eve": (12, 31), "new year": (1, 1),
           "midsummer": (6, 24), "midwinter": (12, 21)}  # fmt: skip
_SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "fall": (9, 11)}
"""First and last month, as in the northern half of the world; a winter lies in two years and is left out."""
_PARTS = r"(?:\b(?:at )?(?:the )?(?:(?P<edge>end|close|beginning|start|middle)(?: of)? (?:of )?(?:the )?)?)?"
PATTERN = (
    rf"{_PARTS}(?:"
    rf"(?<![\w-])(?P<iy>{_YEAR4})-(?P<im>0\d|1[0-2])(?:-(?P<iday>[0-3]\d))?(?![\w-])"
    rf"|\b(?P<d1>[0-3]?\d)(?:st|nd|rd|th)?(?: of)? (?P<m1>{_MONTH}),? (?P<y1>{_YEAR})"
    rf"|\b(?P<m2>{_MONTH}) (?P<d2>[0-3]?\d)(?:st|nd|rd|th)?(?:,| of)? (?P<y2>{_YEAR})"
    rf"|\b(?P<m3>{_MONTH}),?(?: of)? (?P<y3>{_YEAR})"
    rf"|\bq(?P<q1>[1-4])(?:,| of)?[ -]?(?P<yq1>{_YEAR})"
    rf"|\b(?P<yq2>{_YEAR}) ?q(?P<q2>[1-4])\b"
    rf"|\b(?P<nth>{'|'.join(_NTH)}) (?P<span>quarter|half)(?: of|,)? (?:the year )?(?P<yn>{_YEAR})"
    rf"|\bh(?P<h>[12])(?: of)? (?P<yh>{_YEAR})"
    rf"|\b(?P<mid>mid|early|late|year-end|end)[ -](?:of )?(?P<ym>{_YEAR})"
    rf"|\b(?P<feast>{'|'.join(_FEASTS)}|easter)(?: day)?(?:,| of)? (?P<yf>{_YEAR})"
    rf"|\b(?P<season>{'|'.join(_SEASONS)})(?:,| of)?(?: the year)? (?P<ys>{_YEAR})"
    rf"|(?<![\w.$€£-])(?P<y>{_YEAR})"
    r")"
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class CalendarDate:
    """A date in a text: its words and place, and the first and the last day it may mean."""

    start: int
    end: int
    words: str
    first: date
    last: date


@lru_cache(maxsize=256)
def dates(lower: str) -> tuple[CalendarDate, ...]:
    """Every date with a year in a lower-case text, in order. Impossible days (31 February) are left out."""
    # Most clauses name no year, and looking for one is cheap.
    if not _SOME_YEAR.search(lower):
        return ()
    found = ((match, _span(match)) for match in _pattern().finditer(lower))
    return tuple(CalendarDate(m.start(), m.end(), m.group().strip(), *span) for m, span in found if span is not None)


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile(PATTERN)


def _month(name: str) -> int:
    return _SHORT[name[:3]]


def _span(match: re.Match[str]) -> tuple[date, date] | None:
    got = {key: value for key, value in match.groupdict().items() if value}
    edge = got.pop("edge", "")
    try:
        first, last = _days(got)
    except ValueError:
        return None
    if edge in ("beginning", "start"):
        return first, first
    if edge == "middle":
        middle = date.fromordinal((first.toordinal() + last.toordinal()) // 2)
        return middle, middle
    return (last, last) if edge else (first, last)


def _days(got: dict[str, str]) -> tuple[date, date]:
    """First and last day. Raises ValueError for a day that no calendar has."""
    if "iy" in got:
        year, month = int(got["iy"]), int(got["im"])
        return _whole_day(year, month, int(got["iday"])) if "iday" in got else _months(year, month, month)
    for number in ("1", "2"):
        if f"d{number}" in got:
            return _whole_day(int(got[f"y{number}"]), _month(got[f"m{number}"]), int(got[f"d{number}"]))
    if "m3" in got:
        return _months(int(got["y3"]), _month(got["m3"]), _month(got["m3"]))
    if "q1" in got or "q2" in got:
        quarter = int(got.get("q1") or got["q2"])
        return _months(int(got.get("yq1") or got["yq2"]), quarter * 3 - 2, quarter * 3)
    if "nth" in got:
        size = 3 if got["span"] == "quarter" else 6
        nth = min(_NTH[got["nth"]], 12 // size)
        return _months(int(got["yn"]), nth * size - size + 1, nth * size)
    if "h" in got:
        return _months(int(got["yh"]), int(got["h"]) * 6 - 5, int(got["h"]) * 6)
    if "season" in got:
        return _months(int(got["ys"]), *_SEASONS[got["season"]])
    if "feast" in got:
        day = _easter(int(got["yf"])) if got["feast"] == "easter" else date(int(got["yf"]), *_FEASTS[got["feast"]])
        return day, day
    if "mid" in got:
        return _loose_part(got["mid"], int(got["ym"]))
    return _months(int(got["y"]), 1, 12)


def _easter(year: int) -> date:
    """Easter Sunday by the Gregorian reckoning (the anonymous algorithm of 1876)."""
    century, rest = divmod(year, 100)
    correction = (8 * century + 13) // 25
    moon = (19 * (year % 19) + century - century // 4 - correction + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    late = (year % 19 + 11 * moon + 22 * weekday) // 451
    month, day = divmod(moon + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def _loose_part(part: str, year: int) -> tuple[date, date]:
    months = {"early": (1, 4), "mid": (5, 8), "late": (9, 12)}
    return _months(year, *months[part]) if part in months else _whole_day(year, 12, 31)


def _whole_day(year: int, month: int, day: int) -> tuple[date, date]:
    return date(year, month, day), date(year, month, day)


def _months(year: int, first: int, last: int) -> tuple[date, date]:
    return date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1])
