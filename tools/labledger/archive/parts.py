"""One version of a document read as a whole: its parts with what each states about itself, its size, its faults."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from labledger.archive.calendar import MAYBE_DATE
from labledger.archive.faults import fault_of, fault_phrases
from labledger.archive.plain import NOTHING, Form, form
from labledger.archive.stated import Stamp, joined, roots
from labledger.store.limits import LIMITS

_PAGE = "- - -"
"""What stands between the pages of a document that was put together from several."""
_HEAD = 170
"""Characters of a line in which a stamp must begin."""
_SHORT = 60
"""Characters under which a line may hold the word of a stamp whose date stands in the next one."""
_BREAK = re.compile(b"\n")
_FIGURE = re.compile(r"\d|\bago\b")
_LONGEST_FAULT = 240
_UNDERLINE = re.compile(r"\s*(?:={3,}|-{3,})\s*\Z")
_ABOVE, _BELOW = 8, 4
"""Lines, blank ones not counted, over which a stamp belongs to the title above it, or to one right below it."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What one line says beyond its words: statements about the document, or that the page was not there."""

    stamps: tuple[Stamp, ...] = ()
    fault: str = ""
    page: bool = False
    """Whether it parts two pages."""


@dataclass(frozen=True, slots=True)
class Part:
    """A page within a document, or the whole of it: from its first line to the next part, with what it states."""

    start: int
    title: str
    stamps: tuple[Stamp, ...]


@dataclass(frozen=True, slots=True)
class Version:
    """The text of one version as lines, and what was read from it as a whole."""

    lines: Sequence[str]
    parts: tuple[Part, ...]
    weight: int
    """Words, roughly: runs of characters without spaces, data addresses left out."""
    faults: tuple[str, ...]
    """Kinds of fault phrases found: see `faults.fault_of`."""

    def part_at(self, line: int) -> int:
        """Which part a line belongs to; -1 in a document that states nothing."""
        found = -1
        for index, part in enumerate(self.parts):
            if part.start <= line or index == 0:
                found = index
        return found


@dataclass(frozen=True, slots=True)
class _Read:
    """What is kept of the version that was read last."""

    data: bytes
    lines: list[str]
    weight: int
    marked: list[tuple[int, Mark]]


class Reader:
    """Takes the versions of one document apart; lines that versions share are taken apart once."""

    def __init__(self) -> None:
        self._lines: dict[str, str] = {}
        self._marks: dict[str, Mark] = {}
        self._weights: dict[str, int] = {}
        self._forms: dict[str, Form] = {}
        self._last = _Read(b"", [], 0, [])

    def read(self, data: bytes) -> Version:
        """One version. Bytes that are not UTF-8 are replaced; what is too large or no text is not read, and says so."""
        if len(data) > LIMITS.archive_bytes:
            return Version((), (), 0, ("too-large",))
        if b"\0" in data:
            return Version((), (), 0, ("binary",))
        data = data.removeprefix(b"\xef\xbb\xbf")
        if b"\r" in data:
            data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        self._last = last = self._next(data)
        faults = tuple(sorted({mark.fault for _, mark in last.marked if mark.fault}))
        return Version(last.lines, tuple(self._parts(last.lines, last.marked)), last.weight, faults)

    def _next(self, data: bytes) -> _Read:
        """The bytes as lines, those they begin and end with as the version before taken over from it."""
        last = self._last
        head, tail = _common(last.data, data)
        before, after = last.data.count(b"\n", 0, head), data.count(b"\n", len(data) - tail)
        known = self._lines
        text = data[head : len(data) - tail].decode("utf-8", "replace")
        fresh = [known.setdefault(line, line) for line in text.split("\n")]
        if tail:
            # The text ends with the line feed before the tail, so its last piece is none.
            fresh.pop()
            after += 1
        end = len(last.lines) - after
        lines = [*last.lines[:before], *fresh, *last.lines[end:]]
        unseen = list(dict.fromkeys(line for line in fresh if line not in self._weights))
        self._weights.update(zip(unseen, map(_weight, unseen), strict=True))
        for line in _notable(unseen):
            if (mark := self._mark(line)) is not None:
                self._marks[line] = mark
        weight = last.weight + sum(map(self._weights.__getitem__, fresh))
        weight -= sum(map(self._weights.__getitem__, last.lines[before:end]))
        marks = self._marks
        marked = [
            *((at, mark) for at, mark in last.marked if at < before),
            *((before + at, marks[line]) for at, line in enumerate(fresh) if line in marks),
            *((at + len(lines) - len(last.lines), mark) for at, mark in last.marked if at >= end),
        ]
        return _Read(data, lines, weight, marked)

    def form(self, line: str) -> Form:
        """A line taken apart."""
        found = self._forms.get(line)
        if found is None:
            found = self._forms[line] = form(line)
        return found

    def weight(self, line: str) -> int:
        """The weight of a line of a version that was read."""
        return self._weights[line]

    def _mark(self, line: str) -> Mark | None:
        if line == _PAGE:
            return Mark(page=True)
        head = line[:_HEAD].lower()
        fault = fault_of(line) if len(line) < _LONGEST_FAULT else ""
        dated = MAYBE_DATE.search(head) or (len(line) < _HEAD and _FIGURE.search(head))
        hinted = (len(head) < _SHORT or dated) and any(map(head.__contains__, roots()))
        stamps = self.form(line).stamps if hinted else ()
        return Mark(stamps, fault) if stamps or fault else None

    def _parts(self, lines: Sequence[str], marked: Sequence[tuple[int, Mark]]) -> list[Part]:
        """The parts in order; a page without stamps is a part too where another page has some."""
        pages = [0, *(at for at, mark in marked if mark.page)]
        found: list[Part] = []
        last = -1
        for at, stamps in _whole_stamps(marked):
            floor = max(page for page in pages if page <= at)
            start, title = self._beginning(lines, at, floor)
            near = bool(found) and last >= floor and self._between(lines, last, at) <= _BELOW
            if (near and (start <= last or title in ("", found[-1].title))) or (found and start <= found[-1].start):
                found[-1] = Part(found[-1].start, found[-1].title, (*found[-1].stamps, *stamps))
            else:
                found.append(Part(start, title, stamps))
            last = at
        if not found:
            return []
        ends = [*pages[1:], len(lines)]
        bare = [
            Part(page, self._first_title(lines, page, end), ())
            for page, end in zip(pages, ends, strict=True)
            if not any(page <= part.start < end for part in found)
        ]
        # What stands before the first stamp of a page belongs to the part that has it.
        begun = {max(page for page in pages if page <= part.start): part.start for part in reversed(found)}
        moved = [Part(_floor(pages, part, begun), part.title, part.stamps) for part in found]
        return sorted([*moved, *bare], key=lambda part: part.start)

    def _first_title(self, lines: Sequence[str], start: int, end: int) -> str:
        return next((self.form(lines[at]).key for at in range(start, end) if _is_title(lines, at)), "")

    def _between(self, lines: Sequence[str], first: int, second: int) -> int:
        return sum(self.form(line) is not NOTHING for line in lines[first + 1 : second])

    def _beginning(self, lines: Sequence[str], at: int, floor: int) -> tuple[int, str]:
        """Where the part begins whose stamp stands in a line, and its title."""
        seen = 0
        for place in range(at + 1, min(len(lines), at + 2 * _BELOW)):
            if _is_title(lines, place) == 1:
                return at, self.form(lines[place]).key
            seen += bool(lines[place].strip())
            if seen >= _BELOW:
                break
        seen = 0
        for place in range(at - (lines[at].lstrip()[:1] != "#"), max(floor - 1, at - 4 * _ABOVE), -1):
            if place < at and _is_title(lines, place):
                return place, self.form(lines[place]).key
            seen += bool(lines[place].strip())
            if seen > _ABOVE:
                break
        return at, ""


def _notable(lines: Sequence[str]) -> Iterator[str]:
    """The lines that may say something beyond their words, found by searching all of them at once."""
    short = [line for line in lines if len(line) < _LONGEST_FAULT]
    yield from dict.fromkeys((*_with(fault_phrases(), short, _LONGEST_FAULT), *_with((*roots(), _PAGE), lines, _HEAD)))


def _with(phrases: Sequence[str], lines: Sequence[str], most: int) -> Iterator[str]:
    """The lines that hold one of the phrases within so many characters of their beginning."""
    # Bytes are searched faster than a text with signs beyond the plain ones.
    text = "\n".join([line[:most] for line in lines]).lower().replace("’", "'").encode("utf-8", "replace")
    starts = [0, *(found.end() for found in _BREAK.finditer(text))]
    spots = {bisect_right(starts, at) for phrase in phrases for at in _all(phrase.encode(), text)}
    yield from (lines[spot - 1] for spot in sorted(spots))


def _all(phrase: bytes, text: bytes) -> Iterator[int]:
    at = text.find(phrase)
    while at >= 0:
        yield at
        at = text.find(phrase, at + 1)


def _floor(pages: Sequence[int], part: Part, begun: Mapping[int, int]) -> int:
    """Where a part begins: at the top of its page if it is the first there."""
    page = max(page for page in pages if page <= part.start)
    return page if begun[page] == part.start else part.start


def _common(old: bytes, new: bytes) -> tuple[int, int]:
    """Bytes with which both begin and with which both end, each in whole lines, not overlapping."""
    most = min(len(old), len(new))
    head = new.rfind(b"\n", 0, _longest(most, lambda size: old[:size] == new[:size])) + 1
    most -= head
    tail = _longest(most, lambda size: old[len(old) - size :] == new[len(new) - size :])
    at = new.find(b"\n", len(new) - tail) if tail else -1
    return head, len(new) - at - 1 if at >= 0 else 0


def _longest(most: int, same: Callable[[int], bool]) -> int:
    """The largest size up to a limit for which both are the same; found by halving, for comparing bytes is fast."""
    low, high = 0, most
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if same(middle) else (low, middle - 1)
    return low


def _whole_stamps(marked: Sequence[tuple[int, Mark]]) -> list[tuple[int, tuple[Stamp, ...]]]:
    """Stamps by line; a word and a date in neighbouring lines are put together, halves without the other dropped."""
    found: list[tuple[int, tuple[Stamp, ...]]] = []
    for index, (at, mark) in enumerate(marked):
        whole = [stamp for stamp in mark.stamps if stamp.kind and stamp.value]
        for stamp in mark.stamps:
            after = marked[index + 1] if index + 1 < len(marked) else None
            if stamp.kind and not stamp.value and after and after[0] - at <= 3:
                whole += [made for other in after[1].stamps if (made := joined(stamp, other))]
        if whole:
            found.append((at, tuple(whole)))
    return found


def _is_title(lines: Sequence[str], place: int) -> int:
    """The level of a heading in a line, 1 or 2 and more told as 2; 0 for none."""
    line = lines[place]
    if line.startswith("#"):
        return 1 if line.startswith("# ") else 2
    after = lines[place + 1] if place + 1 < len(lines) else ""
    if line.strip() and _UNDERLINE.match(after):
        return 1 if "=" in after else 2
    return 0


def _weight(line: str) -> int:
    return len(line.split()) if "data:" not in line else len(re.sub(r"\(data:[^)]*\)", "", line).split())
