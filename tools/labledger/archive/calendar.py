"""Dates as policies write them: many orders, languages and degrees of exactness, and relative ones ("3 days ago")."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from labledger.archive.lexicon import words
from labledger.dates import EARLIEST_YEAR, LATEST_YEAR, DateError, PartialDate

MAYBE_DATE = re.compile(
    r"(?:19|20)\d\d|\d[./-]\d|\d{1,2}\s*[天日]|"
    r"\b(?:ago|vor|il y a|hace|fa|atrás|geleden|sedan|today|yesterday|just now)\b|"
    r"\b(?:heute|gestern|hier|hoy|ayer|oggi|ieri)\b|[前전]",
    re.IGNORECASE,
)
"""What every line with a date holds: a quick test before the slow ones."""
_BEFORE, _AFTER = 30, 16
"""Characters before and after such a spot in which the rest of its date stands."""
_UNIT_DAYS = (0, 1, 7, 31, 366)
_UNIT_SLACK = (1, 1, 7, 31, 366)


@dataclass(frozen=True, slots=True)
class Written:
    """A date as it stands in a text: its place and what it may mean.

    `value` is one or more dates in the forms YYYY-MM-DD, YYYY-MM or YYYY, joined by `|` where the order of day and
    month is open; or `ago:COUNT:UNIT`, the unit counted from 0 (hours and less) to 4 (years).
    """

    start: int
    end: int
    value: str


def dates_in(text: str) -> Iterator[Written]:
    """Every date of a text, left to right, none overlapping another."""
    end = 0
    for spot in MAYBE_DATE.finditer(text):
        if spot.start() < end:
            continue
        # The full pattern is slow, and a date is short: it is looked for only around what every date holds.
        for found in _pattern().finditer(text, max(end, spot.start() - _BEFORE), spot.end() + _AFTER):
            value = _value(found)
            if value:
                yield Written(found.start(), found.end(), value)
            end = max(end, found.end())


def canonical(text: str) -> str:
    """The text with each calendar date in the one form YYYY-MM-DD, so that the order in which it is written is even."""
    parts, at = [], 0
    for written in dates_in(text):
        if written.value.startswith("ago:"):
            continue
        parts += [text[at : written.start], f" {written.value} "]
        at = written.end
    return "".join([*parts, text[at:]]) if parts else text


def span(value: str, captured: dt.date) -> tuple[tuple[dt.date, dt.date], ...]:
    """The days that a written date may mean, first and last of each reading; a relative one counts from the capture.

    A relative date is as wide as its unit: "3 days ago" in a capture of the tenth is the sixth to the eighth.
    """
    if value.startswith("ago:"):
        _, count, unit = value.split(":")
        step, slack = _UNIT_DAYS[int(unit)], _UNIT_SLACK[int(unit)]
        back = min(int(count) * step, 36_500)
        return ((_back(captured, back + slack), _back(captured, max(0, back - slack))),)
    return tuple((date.first, date.last) for date in map(PartialDate.parse, value.split("|")))


def agree(one: str, captured_one: dt.date, other: str, captured_other: dt.date) -> bool:
    """Whether two written dates may mean the same day."""
    if one == other and not one.startswith("ago:"):
        return True
    return any(
        first <= second_last and second_first <= last
        for first, last in span(one, captured_one)
        for second_first, second_last in span(other, captured_other)
    )


def _back(day: dt.date, days: int) -> dt.date:
    return dt.date.fromordinal(max(1, day.toordinal() - days))


@cache
def _months() -> dict[str, int]:
    lists = words("calendar")["months"]
    return {name: number for number, names in enumerate(lists, 1) for name in names.split()}


@cache
def _units() -> dict[str, int]:
    lists = words("calendar")["units"]
    return {name: number for number, names in enumerate(lists) for name in names.split()}


def _one_of(names: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, names), key=len, reverse=True))


@cache
def _pattern() -> re.Pattern[str]:
    month, unit = _one_of(_months()), _one_of(_units())
    year = r"(?:19|20)\d\d"
    link = r"(?:\s+de[l]?\s+|\s*[.,]?\s*)"
    ordinal = r"(?:\s?(?:st|nd|rd|th|er|º|ª|°)\b)?"
    return re.compile(
        rf"""(?<![\w.])(?:
        (?P<y1>{year})[-/.](?P<m1>\d{{1,2}})[-/.](?P<d1>\d{{1,2}})(?!\d)(?:T\d\d:\d\d\S*)?
        |(?P<y2>{year})\s*年\s*(?P<m2>\d{{1,2}})\s*月(?:\s*(?P<d2>\d{{1,2}})\s*日)?
        |(?P<y7>{year})\s*년\s*(?P<m7>\d{{1,2}})\s*월(?:\s*(?P<d7>\d{{1,2}})\s*일)?
        |(?P<a>\d{{1,2}})\s?[-/.]\s?(?P<b>\d{{1,2}})\s?[-/.]\s?(?P<y3>{year}|\d\d(?!\d))
        |(?P<n4>{month})\.?\s*(?P<d4>\d{{1,2}}){ordinal}\s*,?\s*(?P<y4>{year})
        |(?P<d5>\d{{1,2}}){ordinal}[.]?(?:\s+de|\s+of|\s*-)?\s*(?P<n5>{month})\.?(?:\s*-|{link})(?P<y5>{year})
        |(?P<n6>{month})\.?{link}(?P<y6>{year})
        |(?:vor|il\sy\sa|hace|há)\s+(?P<c1>\d{{1,4}}|einem|einer|un|une|una|um|uma)\s+(?P<u1>{unit})(?!\w)
        |(?P<c2>\d{{1,4}}|an?|one|few)\s+(?P<u2>{unit})\s+(?:ago|fa|atrás|geleden|sedan)(?!\w)
        |(?P<c3>\d{{1,4}})\s?(?P<u3>{unit})[前전]
        |(?P<now>{_one_of(words("calendar")["now"])})(?!\w)
        |(?P<yesterday>{_one_of(words("calendar")["yesterday"])})(?!\w)
        )""",
        re.VERBOSE | re.IGNORECASE,
    )


def _value(found: re.Match[str]) -> str:
    got = found.groupdict()
    for number in "127":
        if got[f"y{number}"]:
            return _checked(got[f"y{number}"], got[f"m{number}"], got[f"d{number}"])
    if got["y3"]:
        return _either(got["y3"] if len(got["y3"]) == 4 else f"20{got['y3']}", got["a"], got["b"])
    for number in "45":
        if got[f"y{number}"]:
            return _checked(got[f"y{number}"], str(_months()[got[f"n{number}"].lower()]), got[f"d{number}"])
    if got["y6"]:
        return _checked(got["y6"], str(_months()[got["n6"].lower()]), None)
    return _relative(got)


def _relative(got: dict[str, str | None]) -> str:
    if got["now"] or got["yesterday"]:
        return "ago:0:0" if got["now"] else "ago:1:1"
    for number in "123":
        unit, count = got[f"u{number}"], got[f"c{number}"]
        if unit and count:
            return f"ago:{int(count) if count.isdigit() else 1}:{_units()[unit.lower()]}"
    return ""


def _either(year: str, one: str, other: str) -> str:
    """Both readings of a date in figures where either number may be the month."""
    readings = {_checked(year, one, other), _checked(year, other, one)} - {""}
    return "|".join(sorted(readings))


def _checked(year: str, month: str | None, day: str | None) -> str:
    if not EARLIEST_YEAR <= int(year) <= LATEST_YEAR:
        return ""
    text = f"{year}-{int(month or 0):02d}" + (f"-{int(day):02d}" if day else "")
    try:
        return PartialDate.parse(text).text
    except DateError:
        return ""
