"""What a document states about itself: when it was updated, takes effect or was published, and which version it is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from labledger.archive.calendar import MAYBE_DATE, Written, dates_in
from labledger.archive.lexicon import words

_LINE = 170
"""Longest line, in characters, that can be a stamp anywhere but at its very start."""
_HEAD = 40
_GAP = 30
"""Most characters between the word and its date."""
_GLUED = re.compile("(?<=[a-z])(?=[A-Z])")
"""Where two boxes of a page were glued together: "UpdatedNovember 14, 2025"."""
_KINDS = ("updated", "effective", "published")


@dataclass(frozen=True, slots=True, order=True)
class Stamp:
    """One statement of a document about itself.

    `kind` is `updated`, `effective`, `published` or `version`; `value` a date as `calendar.Written` has it, or the
    number of a version. A line that holds only the word or only the date has an empty `value` or `kind`; the other half
    is looked for in the line next to it.
    """

    kind: str
    value: str


def stamps(text: str) -> tuple[Stamp, ...]:
    """The statements that one line of plain text makes; none for most lines."""
    head = text if len(text) < _LINE else text[: _HEAD + _GAP + 20]
    if len(text) > _HEAD:
        lowered = head.lower()
        if not any(map(lowered.__contains__, roots())):
            return ()
    if len(text) < _LINE and (found := _version().match(text)):
        return (Stamp("version", found[1].rstrip(".")),)
    if not MAYBE_DATE.search(head):
        return _word_alone(text)
    head = _GLUED.sub(" ", head)
    dates = list(dates_in(head))
    if not dates or re.match(r"[\s\d]*(?:previous|past|prior)\b", head, re.IGNORECASE):
        return ()
    found_stamps = tuple(
        stamp for index, date in enumerate(dates) if (stamp := _stamp(head, dates[index - 1].end if index else 0, date))
    )
    if found_stamps or len(dates) > 1 or len(text) >= _LINE:
        return found_stamps
    bare = (head[: dates[0].start] + head[dates[0].end :]).strip(" .,:;()[]-")
    return () if bare else (Stamp("", dates[0].value),)


def _stamp(text: str, since: int, date: Written) -> Stamp | None:
    """The statement that a date belongs to: its word stands shortly before it, or, in some languages, right after."""
    before = text[since : date.start].lower()
    named = [(found.end(), -found.start(), kind) for kind in _KINDS for found in _keywords(kind).finditer(before)]
    if not named:
        after = text[date.end : date.end + 4]
        late = next((kind for kind in _KINDS if (m := _keywords(kind).match(after)) and m[0] > "\u2e80"), None)
        return Stamp(late, date.value) if late else None
    end, start, kind = max(named)
    told = len(before) - end <= _GAP and not _earlier().search(before[max(0, -start - 25) :])
    return Stamp(kind, date.value) if told and not _sentence(before[end:]) else None


def _sentence(between: str) -> bool:
    """Whether the words between a stamp's word and its date show that something else is dated."""
    return len(re.findall(r"\w+", between)) > 3


def _word_alone(text: str) -> tuple[Stamp, ...]:
    bare = text.strip(" :.()-").lower()
    if 0 < len(bare) < _HEAD:
        for kind in _KINDS:
            if _keywords(kind).fullmatch(bare):
                return (Stamp(kind, ""),)
    return ()


@cache
def roots() -> tuple[str, ...]:
    """Short strings, in lower case, one of which is in every line that states something: a test for many lines."""
    listed = sorted(
        {max(word.split(), key=len) for kind in (*_KINDS, "version") for word in words("stated")[kind]}, key=len
    )
    found: list[str] = []
    for word in listed:
        if not any(root in word for root in found):
            found.append(word)
    return tuple(found)


@cache
def _keywords(kind: str) -> re.Pattern[str]:
    listed = sorted(words("stated")[kind], key=len, reverse=True)
    return re.compile(
        "|".join(rf"(?<!\w){re.escape(word)}" + (r"(?!\w)" if word < "\u2e80" else "") for word in listed)
    )


@cache
def _version() -> re.Pattern[str]:
    spelled = "|".join(map(re.escape, sorted(words("stated")["version"], key=len, reverse=True)))
    return re.compile(
        rf"\W*(?:{spelled})\s*(?:no\.?|number)?\s*[:：]?\s*v?(\d{{1,4}}(?:\.\d{{1,4}}){{0,3}})\W*\Z", re.I
    )


@cache
def _earlier() -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(map(re.escape, words("stated")["earlier"])) + r")\b", re.IGNORECASE)


def joined(first: Stamp, second: Stamp) -> Stamp | None:
    """The statement that two neighbouring lines make together: one has the word, the other the date."""
    if first.kind and not first.value and second.value and not second.kind:
        return Stamp(first.kind, second.value)
    return None
