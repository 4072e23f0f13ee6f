"""Does the lab's own account name a change? Its items are matched with the words of the change.

A shared word counts by how rare it is: "model" or "risk" in an account says nothing of any one change. How often each
concept stands in the dataset's provisions is in `clause/words/frequency.yaml`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from functools import cache

from labledger.clause.passage import Passage, words

_NAMED = 1.6
"""Weight of words shared with what changed from which on an item names the change."""
_SHARE = 0.6
"""Share of an item's weight that, when shared with what changed, names it too."""
_NEAR = 2.0
"""Weight of words shared with the whole clause from which on an item speaks of its class."""
_RARE = 10.0
"""Statements, of all in the dataset, that a concept may stand in and still count in full."""
_LEAST = 0.1
_TELLING = frozenset({"chang", "updat", "clarifi", "clarif", "descript", "edit", "text", "word", "revis", "item", "new"})
"""Words by which accounts speak of changing; they name nothing."""


def disclosure_of(old: Passage, new: Passage, account: Sequence[str] | None) -> tuple[str, tuple[str, ...]]:
    """`announced`, `partial`, `silent` or `no-account`, and the items that are about the change.

    `partial` where an item speaks of the clause's matter but of little that changed in it.
    """
    if account is None:
        return "no-account", ()
    mine, theirs = frozenset(old.concepts), frozenset(new.concepts)
    scored = [(_score(item, mine ^ theirs, mine | theirs), item) for item in account]
    for word in ("announced", "partial"):
        items = tuple(item for found, item in scored if found == word)
        if items:
            return word, items
    return "silent", ()


def unmatched(account: Sequence[str], pairs: Iterable[tuple[Passage, Passage]]) -> tuple[str, ...]:
    """Items of an account that name none of the changes between these pairs of wordings."""
    named = {item for old, new in pairs for item in disclosure_of(old, new, account)[1]}
    return tuple(item for item in account if item not in named)


def _score(item: str, changed: frozenset[str], about: frozenset[str]) -> str:
    said = frozenset(Passage(item).concepts) - _TELLING
    hit, near, whole = (_weight(said & some) for some in (changed, about, said))
    if hit >= _NAMED or (whole and hit / whole >= _SHARE):
        return "announced"
    return "partial" if near >= _NEAR and hit else "silent"


def _weight(concepts: Iterable[str]) -> float:
    return sum(map(_rarity, concepts))


@cache
def _rarity(concept: str) -> float:
    counted = words("frequency")
    statements = float(counted["statements"]["count"])
    found = float(counted["concepts"].get(concept, _RARE))
    return max(_LEAST, min(1.0, math.log(statements / found) / math.log(statements / _RARE)))
