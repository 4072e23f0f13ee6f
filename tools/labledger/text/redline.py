"""What differs between two texts, word by word, as spans that a person can read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from labledger.text.blocks import Block, equal_blocks
from labledger.text.lists import listed

Kind = Literal["keep", "delete", "insert"]
Edit = tuple[Kind, int, int, int, int]
"""A kind and the tokens it covers: old start, old end, new start, new end."""

_TOKEN = re.compile(r"\d+(?:[.,^]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)*|\s+|[^\w\s]|_|\w")
_STOPS = frozenset(".;:!?")
_ISLAND = 2
"""Most kept words between two edits that may go under: words of function only, fewer than the edits around them."""


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of text that both sides keep, that the new side deletes, or that it inserts."""

    kind: Kind
    text: str


def redline(old: str, new: str) -> Iterator[Span]:
    """The spans from the old text to the new one, in reading order; a deletion stands before what replaces it.

    Kept and deleted spans together are the old text, kept and inserted ones the new text, letter by letter.
    Cuts lie between words, spaces and signs only. Kept crumbs between edits, such as one "of", count as replaced.
    Typography counts: give both sides through `normalise` if it should not.
    """
    olds, news = tokens(old), tokens(new)
    edits = tuple(_edits(olds, news))
    for kind, text in _spans(_without_crumbs(edits, olds), olds, news):
        yield Span(kind, text)


def tokens(text: str) -> list[str]:
    """Words, numbers, runs of space and single signs of a text; joined they are the text."""
    return _TOKEN.findall(text)


def similarity(old: str, new: str) -> float:
    """Share of words and signs, from 0 to 1, that two texts have in common in the same order; two empty ones are 1."""
    from rapidfuzz.distance import Indel

    sides = ([token for token in tokens(text) if not token.isspace()] for text in (old, new))
    return round(Indel.normalized_similarity(*sides), 4)


def _edits(olds: Sequence[str], news: Sequence[str]) -> Iterator[Edit]:
    at_old = at_new = 0
    for block in (*equal_blocks(olds, news), Block(len(olds), len(olds), len(news), len(news))):
        if at_old < block.old:
            yield "delete", at_old, block.old, at_new, at_new
        if at_new < block.new:
            yield "insert", block.old, block.old, at_new, block.new
        if block.old < block.old_end:
            yield ("keep", *block)
        at_old, at_new = block.old_end, block.new_end


def _without_crumbs(edits: Sequence[Edit], olds: Sequence[str]) -> Iterator[Edit]:
    """The edits with kept crumbs told as deleted and inserted again."""
    for index, edit in enumerate(edits):
        kind, start, end, new_start, new_end = edit
        inside = kind == "keep" and 0 < index < len(edits) - 1
        if inside and _is_crumb(olds[start:end], _weight(edits, index)):
            yield ("delete", start, end, new_start, new_start)
            yield ("insert", end, end, new_start, new_end)
        else:
            yield edit


def _weight(edits: Sequence[Edit], index: int) -> int:
    """Tokens, half of them spaces, in the smaller of the two edits beside a kept span."""
    sizes = [0, 0]
    for side, step in ((0, -1), (1, 1)):
        at = index + step
        while 0 <= at < len(edits) and edits[at][0] != "keep":
            sizes[side] += edits[at][2] - edits[at][1] + edits[at][4] - edits[at][3]
            at += step
    return min(sizes)


def _is_crumb(kept: Sequence[str], edited: int) -> bool:
    if len(kept) > 2 * _ISLAND + 1 or not _STOPS.isdisjoint(kept):
        return False
    named = [token.lower() for token in kept if token[0].isalnum()]
    if not named:
        return True
    return len(named) <= _ISLAND and listed("function-words")["english"].issuperset(named) and 2 * len(named) <= edited


def _spans(edits: Iterable[Edit], olds: Sequence[str], news: Sequence[str]) -> Iterator[tuple[Kind, str]]:
    """Texts of the edits: neighbours of a kind joined, all deletions between two kept spans before all insertions."""
    deleted: list[str] = []
    inserted: list[str] = []
    kept: list[str] = []
    for kind, start, end, new_start, new_end in edits:
        if kind == "keep":
            yield from _replaced(deleted, inserted)
            deleted, inserted = [], []
            kept += olds[start:end]
            continue
        if kept:
            yield "keep", "".join(kept)
            kept = []
        deleted += olds[start:end]
        inserted += news[new_start:new_end]
    yield from _replaced(deleted, inserted)
    if kept:
        yield "keep", "".join(kept)


def _replaced(deleted: Sequence[str], inserted: Sequence[str]) -> Iterator[tuple[Kind, str]]:
    if deleted:
        yield "delete", "".join(deleted)
    if inserted:
        yield "insert", "".join(inserted)
