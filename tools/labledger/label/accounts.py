"""Does the lab's own account name a change? Its items are matched with the words of the change.

A shared word counts by how rare it is: "model" or "risk" in an account says nothing of any one change. How often each
concept stands in the dataset's provisions is in `clause/words/frequency.yaml`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from functools import cache

from labledger.clause.passage import Passage, words

# The numbers below were chosen on the project's open pairs, see tests/benchmarks/labels.md.
_NAMED = 1.6
"""Weight of words shared with what changed from which on an item names the change."""
_SHARE = 0.6
"""Share of an item's weight that, when shared with what changed, names it too."""
_NEAR = 2.0
"""Weight of words shared with the whole clause from which on an item speaks of its class."""
_RARE = 10.0
"""Statements, of all in the dataset, that a concept may stand in and still count in full, that is as 1."""
_LEAST = 0.1
"""Weight of the commonest word."""


def disclosure_of(old: Passage, new: Passage, account: Sequence[str] | None) -> tuple[str, tuple[str, ...]]:
    """`announced`, `partial`, `silent` or `no-account`, and the items that are about the change.

    `partial` where an item speaks of the clause's matter but of little that changed in it.
    """
    if account is None:
        return "no-account", ()
    changed, about = old.matter ^ new.matter, old.matter | new.matter
    scored = [(_score(item, changed, about), item) for item in account]
    for word in ("announced", "partial"):
        items = tuple(item for found, item in scored if found == word)
        if items:
            return word, items
    return "silent", ()


def _score(item: str, changed: frozenset[str], about: frozenset[str]) -> str:
    """What one item says of a change; the words by which accounts speak of changing name nothing."""
    said = Passage(item).matter - words("accounts")["telling"]
    hit, near, whole = (_weight(said & matter) for matter in (changed, about, said))
    if hit >= _NAMED or (whole and hit / whole >= _SHARE):
        return "announced"
    return "partial" if near >= _NEAR and hit else "silent"


def _weight(concepts: Iterable[str]) -> float:
    return sum(map(_rarity, concepts))


@cache
def _rarity(concept: str) -> float:
    """Weight of a concept, 0.1 to 1: by the logarithm of the share of statements, the rarer the heavier."""
    counted = words("frequency")
    statements = float(counted["statements"]["count"])
    found = float(counted["concepts"].get(concept, _RARE))
    return max(_LEAST, min(1.0, math.log(statements / found) / math.log(statements / _RARE)))
