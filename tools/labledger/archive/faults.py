"""Signs that what was stored is not the document: error pages, redirects, gates, stubs, other languages, cut lists."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import cache

from labledger.archive.lexicon import words

UNREAD = ("too-large", "binary")
"""Why a blob was not read as text."""
_SHARE = 0.35
"""Least share of a line that a fault phrase must be."""
_STUB = 25
"""Words under which a version is no document."""
_SHRUNK = 0.4
_SUBSET = 0.3
_DOUBLED = 0.25
_REWRITTEN = 0.85
_PAGE_SIZES = frozenset((10,))
"""At how many rows a page turns."""
_SIGNS = re.compile(r"[\s*_#>|=\\]+")
_TABLE_RULE = re.compile(r"[\s|:\-]+")
_ROW = re.compile(r"\s*\||\s*[*+-]\s|\s*\d{1,3}[.)]\s")


def fault_of(line: str) -> str:
    """`error`, `redirect` or `gate` when a short line is such a message and little else; empty otherwise."""
    lowered = line.lower().replace("’", "'")
    found = [(lowered.index(phrase), -len(phrase), kind) for phrase, kind in _phrases() if phrase in lowered]
    if not found:
        return ""
    text = _SIGNS.sub(" ", lowered).strip(" .!:-")
    at, length, kind = min(found)
    inside = re.search(rf"(?<!\w){re.escape(lowered[at : at - length])}(?!\w)", lowered)
    return kind if inside and -length >= _SHARE * len(text) else ""


@cache
def fault_phrases() -> tuple[str, ...]:
    """The phrases, in lower case, one of which is in every line that is such a message."""
    found: list[str] = []
    for phrase in sorted({phrase for phrase, _ in _phrases()}, key=lambda one: (len(one), one)):
        if not any(shorter in phrase for shorter in found):
            found.append(phrase)
    return tuple(found)


@cache
def _phrases() -> tuple[tuple[str, str], ...]:
    return tuple((phrase, kind) for kind, phrases in words("faults").items() for phrase in phrases)


def standing_fault(weight: int, faults: Sequence[str]) -> str:
    """Why a version by itself is no document: the kind of its message, `stub`, or empty.

    A message counts in a short version and, for errors, in any: documents put together from several pages may hold one
    page that failed.
    """
    if unread := next((kind for kind in faults if kind in UNREAD), ""):
        return unread
    if faults and (weight < 20 * _STUB or "error" in faults):
        return faults[0]
    return "stub" if weight < _STUB else ""


def relative_fault(old_weight: int, new_weight: int, removed: int, added: int, repeated: int) -> str:
    """Why a version is no successor of the one before: `shrunk`, `doubled` or empty.

    All are counts of words: of both versions, of lines removed and added, and of those added that were there already.
    """
    if new_weight < _SHRUNK * old_weight and added < _SUBSET * max(new_weight, 1):
        return "shrunk"
    if added > _DOUBLED * old_weight and repeated > 0.95 * added and removed < 0.1 * added:
        return "doubled"
    return ""


def is_rewritten(old_weight: int, new_weight: int, removed: int, added: int) -> bool:
    """Whether hardly anything of the old version is left in the new one."""
    return removed > _REWRITTEN * old_weight and added > _REWRITTEN * new_weight


def cut_list(lines: Sequence[str], removed: Collection[int], at: int) -> bool:
    """Whether of the list or table around a removed row exactly the first ten rows are left.

    `lines` are those of the old version, `removed` the places of rows that are not in the new one, `at` one of them.
    """
    rows = _rows_around(lines, at)
    kept = [place for place in rows if place not in removed]
    return len(rows) > len(kept) and len(kept) in _PAGE_SIZES and kept == rows[: len(kept)]


def _rows_around(lines: Sequence[str], at: int) -> list[int]:
    """Places of the rows of the list or table that a line belongs to, without the table's head."""
    first = last = at
    while first > 0 and (not lines[first - 1].strip() or _is_row(lines[first - 1])):
        first -= 1
    while last + 1 < len(lines) and (not lines[last + 1].strip() or _is_row(lines[last + 1])):
        last += 1
    rows = [place for place in range(first, last + 1) if lines[place].strip()]
    ruled = [index for index, place in enumerate(rows[:3]) if _TABLE_RULE.fullmatch(lines[place].strip())]
    return rows[max(ruled, default=-1) + 1 :]


def _is_row(line: str) -> bool:
    return bool(_ROW.match(line)) and any(map(str.isalnum, line) if "|" not in line else (True,))
