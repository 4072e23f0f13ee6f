"""What two clauses have in common: whether they are about one thing, and what words one has that the other lacks."""

from __future__ import annotations

import re
from collections.abc import Set
from dataclasses import replace
from functools import lru_cache

from labledger.clause.contrast import Contrast
from labledger.clause.passage import concepts_of, words

_WORD = re.compile(r"[^\W\d_]{2,}")
_DISTANT = 0.5
_LONG = 20
_ALIKE = 0.35
"""Two long clauses that share less than this part of their words say too little of what one lacks of the other."""


def likeness(one: str, other: str) -> float:
    """Share, 0 to 1, of what the text with fewer concepts speaks of that the other speaks of too."""
    return share(concepts_of(one), concepts_of(other))


def share(one: Set[str], other: Set[str]) -> float:
    """Share, 0 to 1, of the smaller set that the other holds; 0 where one is empty."""
    return len(one & other) / min(len(one), len(other)) if one and other else 0.0


def faded(contrast: Contrast, old: str, new: str) -> Contrast:
    """Less sure where something is only missing on one side and both sides are long with little in common."""
    if (contrast.old and contrast.new) or contrast.sure <= _DISTANT or not _far_apart(old, new):
        return contrast
    return replace(contrast, sure=_DISTANT)


@lru_cache(maxsize=64)
def _far_apart(old: str, new: str) -> bool:
    one, two = _contents(old), _contents(new)
    return min(old.count(" "), new.count(" ")) >= _LONG and len(one & two) < _ALIKE * len(one | two)


def _contents(text: str) -> set[str]:
    stop = words("roles")["stop"]
    return {w[:5] for w in _WORD.findall(text) if len(w) > 2 and w not in stop}


@lru_cache(maxsize=64)
def same_matter(old: str, new: str) -> bool:
    """Whether the two clauses share enough words to be about the same thing."""
    one, two = _contents(old), _contents(new)
    return 10 * len(one & two) >= 3 * min(len(one), len(two)) > 0


def vague_amount(text: str, other: str) -> str:
    """The first vague word of amount that only `text` has."""
    vague = words("roles")["vague"]
    there = set(_WORD.findall(other))
    many = next((p for p in ("a number of", "a range of", "most of") if p in text and p not in other), "")
    return many or next((word for word in _WORD.findall(text) if word in vague and word not in there), "")
