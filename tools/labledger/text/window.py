"""Where in a long text a short run of words stands, or what there is most like it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from labledger.text.blocks import equal_blocks
from labledger.text.lists import listed

_CONTENT = 3
"""Weight of a word that is no word of function."""
_SLACK = 1.4
"""How much longer than the passage the stretch may be in which it is looked for."""
_TRIED = 8


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of words of a text, end exclusive, and the share of words that it and the passage have in common.

    The share is weighted, from 0 to 1: words in the same order count, words of function a third of the others.
    """

    start: int
    end: int
    share: float


def exactly(passage: Sequence[str], text: Sequence[str], since: int = 0) -> int:
    """The first place from `since` on at which the text holds the passage word for word; -1 if there is none."""
    if not passage:
        return -1
    size, first = len(passage), passage[0]
    whole = list(passage)
    for place in range(since, len(text) - size + 1):
        if text[place] == first and list(text[place : place + size]) == whole:
            return place
    return -1


def likest(passage: Sequence[str], text: Sequence[str]) -> Window:
    """The stretch of a text that shares most with a passage; of two equal ones the first. Nothing shared is share 0."""
    best = Window(0, 0, 0.0)
    for start, end in _stretches(passage, text):
        found = _trimmed(passage, text, start, end)
        if found.share > best.share:
            best = found
    return best


def _stretches(passage: Sequence[str], text: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Stretches worth a closer look: those that hold most of the passage's words in any order."""
    weights = {word: _weight(word) for word in passage}
    wanted, held = Counter(passage), Counter[str]()
    size = max(len(passage) + 2, int(len(passage) * _SLACK))
    value, found = 0, []
    for at, word in enumerate(text):
        if word in wanted:
            held[word] += 1
            value += weights[word] if held[word] <= wanted[word] else 0
        if at >= size and (gone := text[at - size]) in wanted:
            value -= weights[gone] if held[gone] <= wanted[gone] else 0
            held[gone] -= 1
        if word in wanted:
            found.append((-value, at))
    taken: list[int] = []
    for _, at in sorted(found):
        if len(taken) == _TRIED:
            return
        if all(abs(at - other) > size // 2 for other in taken):
            taken.append(at)
            yield max(0, at + 1 - size), min(len(text), at + 1 + size // 2)


def _trimmed(passage: Sequence[str], text: Sequence[str], start: int, end: int) -> Window:
    """The stretch cut to where the passage begins and ends in it."""
    blocks = list(equal_blocks(passage, text[start:end]))
    total = sum(map(_weight, passage))
    if not blocks or not total:
        return Window(start, start, 0.0)
    shared = sum(_weight(word) for block in blocks for word in passage[block.old : block.old_end])
    first, last = blocks[0], blocks[-1]
    begin = max(0, start + first.new - first.old)
    finish = min(len(text), start + last.new_end + len(passage) - last.old_end)
    return Window(begin, finish, 2 * shared / (total + sum(map(_weight, text[begin:finish]))))


def _weight(word: str) -> int:
    return 1 if word in listed("function-words")["english"] else _CONTENT
