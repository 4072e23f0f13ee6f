"""What to write instead: the exact form of a date, the letter that only looks right."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata

from labledger.dates import FORMS, DateError, PartialDate

_LOOSE = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})(?:[-/.]([0-9]{1,2}))?\Z")
_WORDED = (
    ("%B %Y", "%Y-%m"),
    ("%b %Y", "%Y-%m"),
    ("%d %B %Y", "%Y-%m-%d"),
    ("%d %b %Y", "%Y-%m-%d"),
    ("%B %d, %Y", "%Y-%m-%d"),
    ("%b %d, %Y", "%Y-%m-%d"),
)
_LONGEST = 40


def date_hint(text: str) -> str:
    """How to write a date: the exact form where only one reading exists, else the three forms."""
    exact = _exact(unicodedata.normalize("NFKC", text[:_LONGEST]).strip())
    try:
        return f"write '{PartialDate.parse(exact)}'"
    except DateError:
        return f"the form is {FORMS}, from 1990 to 2100"


def _exact(text: str) -> str:
    loose = _LOOSE.match(text)
    if loose:
        return "-".join(part.zfill(2) for part in loose.groups() if part)
    for pattern, form in _WORDED:
        try:
            return dt.datetime.strptime(text, pattern).strftime(form)
        except ValueError:
            continue
    return text


def odd_letter(text: str) -> str:
    """The first character of an id that is not ASCII, by its name; empty when there is none."""
    for character in text:
        if not character.isascii():
            return f"one character is U+{ord(character):04X} {unicodedata.name(character, 'without a name').lower()}"
    return ""
