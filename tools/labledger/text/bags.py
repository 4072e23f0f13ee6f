"""How much two passages share, by weighted words, and which passages are worth comparing at all.

All weights are whole numbers and all ties fall by position, so that the same texts give the same answer in every run.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from labledger.text.lists import listed
from labledger.text.words import words_of

FULL = 1000
"""The score of two passages with the same words."""
_KEYS = 8
"""Rarest words of a passage by which others are found."""
_MOST = 40
"""Passages looked at for each of them, those nearest in place."""
_BEST = 6
"""Passages scored in full."""


@dataclass(frozen=True)
class Bag:
    """The words of a passage with how often they stand in it and what each weighs."""

    counts: Mapping[str, int]
    weights: Mapping[str, int]

    @cached_property
    def weight(self) -> int:
        """Weight of all words together."""
        return sum(count * self.weights[word] for word, count in self.counts.items())

    def __add__(self, other: Bag) -> Bag:
        return Bag(Counter(self.counts) + Counter(other.counts), self.weights)


def bags(*sides: Sequence[str]) -> tuple[list[Bag], ...]:
    """The passages of each side, normalised, as bags under common weights.

    Rare words weigh most, words of function one.
    """
    counted = [[Counter(words_of(passage)) for passage in side] for side in sides]
    spread = Counter(word for side in counted for counts in side for word in counts)
    total = sum(map(len, counted))
    function = listed("function-words")["english"]
    weights = {word: 1 if word in function else 2 + (total // seen).bit_length() for word, seen in spread.items()}
    return tuple([Bag(counts, weights) for counts in side] for side in counted)


def shared(one: Bag, other: Bag) -> int:
    """Weight of the words that stand in both."""
    few, many = (one, other) if len(one.counts) <= len(other.counts) else (other, one)
    here, there, weights = few.counts, many.counts, few.weights
    return sum([weights[word] * min(here[word], there[word]) for word in here.keys() & there.keys()])


def score(one: Bag, other: Bag) -> int:
    """How alike two bags are, from 0 to 1000: twice what they share by what they hold."""
    held = one.weight + other.weight
    return 2 * FULL * shared(one, other) // held if held else 0


def inside(part: Bag, whole: Bag) -> int:
    """How much of the part stands in the whole, from 0 to 1000."""
    return FULL * shared(part, whole) // part.weight if part.weight else 0


class Index:
    """Finds the passages that share rare words with a passage, without comparing it with all."""

    def __init__(self, side: Sequence[Bag], places: Collection[int]) -> None:
        """`places` are the passages of the side that may be found."""
        self._side = side
        where: defaultdict[str, list[int]] = defaultdict(list)
        for place in sorted(places):
            for word in side[place].counts:
                where[word].append(place)
        self._where = dict(where)

    def like(self, bag: Bag, near: int) -> Iterator[int]:
        """Up to six places of passages that may be like this one, best first; `near` is where it is expected."""
        found: Counter[int] = Counter()
        for word in self._keys(bag):
            weight = bag.weights[word]
            for place in _nearest(self._where[word], near):
                found[place] += weight
        ranked = sorted(found.items(), key=lambda seen: (-seen[1], abs(seen[0] - near), seen[0]))
        return (place for place, _ in ranked[:_BEST])

    def _keys(self, bag: Bag) -> Iterable[str]:
        known = ((len(self._where[word]), word) for word in bag.counts if word in self._where)
        return [word for _, word in sorted(known)[:_KEYS]]


def _nearest(places: Sequence[int], near: int) -> Sequence[int]:
    if len(places) <= _MOST:
        return places
    start = max(0, bisect_left(places, near) - _MOST // 2)
    return places[start : start + _MOST]
