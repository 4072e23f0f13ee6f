"""Hashed runs of words: whether a passage stands in a text can be checked without the passage itself.

A shingle is two hexadecimal digits for the number of words in the run, then 16 for its 64-bit BLAKE2b hash, so a
record's shingles say by themselves how to look for them. Typography, letter case, line breaks and hyphens do not count.
A hash of a short run can be guessed by trying; shingles save space and rights, they are no secret.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from hashlib import blake2b
from typing import Literal

from labledger.errors import UsageError
from labledger.text.words import words

WIDTH = 5
"""Words in a run."""
LONGEST = 40
"""Most words that a run may have."""
ALTERED = 0.25
"""Share of shingles from which on a passage is altered and not missing; measured by tests/benchmarks/shingles.py."""

Presence = Literal["present", "altered", "missing"]


def shingles(text: str, width: int = WIDTH) -> frozenset[str]:
    """All runs of `width` words of a text, hashed; of a shorter text the one run that it is; of no words none.

    Raises UsageError for a width under 1 or over 40.
    """
    return frozenset(_runs(words(text), width))


def passage_shingles(text: str, width: int = WIDTH) -> frozenset[str]:
    """The shingles to keep of a passage: fewer, yet any one word changed, dropped or put in still destroys one of them.

    Of every `width - 1` neighbouring runs the one with the least hash is taken (winnowing), and the first and the last.
    """
    runs = list(_runs(words(text), width))
    window = max(1, width - 1)
    chosen = {min(runs[start : start + window]) for start in range(len(runs) - window + 1)}
    return frozenset(chosen | set(runs[:1]) | set(runs[-1:]))


def text_shingles(text: str, passages: Iterable[Collection[str]]) -> frozenset[str]:
    """The shingles of a text in every width that one of the passages' shingles has."""
    found = words(text)
    widths = {width_of(shingle) for passage in passages for shingle in passage}
    return frozenset(run for width in sorted(widths) if width <= len(found) for run in _runs(found, width))


def run_shingles(found: Sequence[str], width: int) -> frozenset[str]:
    """All runs of `width` words, hashed, of a text that was taken apart by `words.words` already."""
    return frozenset(_runs(found, width))


def width_of(shingle: str) -> int:
    """Words in the run that a shingle stands for; UsageError if it is none of ours."""
    try:
        width = int(shingle[:2], 16) if len(shingle) == 18 else 0
    except ValueError:
        width = 0
    if not 1 <= width <= LONGEST:
        raise UsageError(f"{shingle!r:.40} is no shingle", "two hexadecimal digits of width, then 16 of hash")
    return width


def overlap(passage: Collection[str], text: Collection[str]) -> float:
    """Share of a passage's shingles, from 0 to 1, that are among a text's; of no shingles 0."""
    return sum(shingle in text for shingle in passage) / len(passage) if passage else 0.0


def present(passage: Collection[str], text: Collection[str]) -> Presence:
    """Whether a passage stands in a text: to the word (`present`), with other words (`altered`), or not (`missing`).

    `passage` are its shingles; `text` those of the text in the same widths (`text_shingles`). Present takes all of
    them, because a single changed word may change the meaning. A passage under twice the width that was altered in its
    middle cannot be told from a missing one.
    """
    share = overlap(passage, text)
    if share == 1.0:
        return "present"
    return "altered" if share >= ALTERED else "missing"


def _runs(found: Sequence[str], width: int) -> Iterator[str]:
    if not 1 <= width <= LONGEST:
        raise UsageError(f"shingles of {width} words", f"a width from 1 to {LONGEST}")
    if not found:
        return
    used = min(width, len(found))
    mark = f"{used:02x}"
    for start in range(len(found) - used + 1):
        run = " ".join(found[start : start + used])
        yield mark + blake2b(run.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
