"""What became of each passage of a document in another one: kept, edited, moved, split, merged, added or removed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from labledger.text.bags import Index, bags, score
from labledger.text.matching import Group, Side, match, splits
from labledger.text.normalise import normalise
from labledger.text.paragraphs import paragraphs
from labledger.text.redline import similarity
from labledger.text.sentences import sentences
from labledger.text.sequence import longest_run

State = Literal["kept", "edited", "moved", "moved-edited", "split", "merged", "added", "removed"]
Text = str | Sequence[str]
"""A document, which is parted into sentences, or its passages as they are to be aligned."""

_MIRROR: dict[State, State] = {"added": "removed", "removed": "added", "split": "merged", "merged": "split"}
_IN_SIBLING = 600
"""Least score, of 1000, at which a passage counts as found in another document: higher, since there is more to find."""


@dataclass(frozen=True, slots=True)
class Pairing:
    """Passages of both sides that belong together, and what happened to them.

    A side is empty where there is nothing: the old one of an `added` passage, the new one of a `removed` one.
    `similarity` is the share of words and signs in the same order, 0 to 1. Indexes count from 0 in the document;
    they say where, and are no identity.
    """

    state: State
    old_units: tuple[str, ...]
    new_units: tuple[str, ...]
    similarity: float
    old_indexes: tuple[int, ...]
    new_indexes: tuple[int, ...]
    elsewhere: str = ""
    """Name of the sibling document in which the far side stands. It has no indexes then, and the state is `moved` or
    `moved-edited`: the passage is gone from here and not gone."""


def align(
    old: Text,
    new: Text,
    old_siblings: Mapping[str, Text] | None = None,
    new_siblings: Mapping[str, Text] | None = None,
) -> tuple[Pairing, ...]:
    """Each passage of both documents once, in the reading order of the new one, removed ones where they stood.

    Paragraphs are compared first, then sentences, then words; typography never counts. `removed` is said only after
    the whole new document was searched, and the documents of its time that are named in `new_siblings`; `added` the
    same way with `old_siblings`. Swapping the sides swaps added with removed and split with merged and keeps the rest.
    """
    olds, old_starts = _units(old)
    news, new_starts = _units(new)
    if (len(news), news) < (len(olds), olds):
        # Ties fall the same way whichever side is called old.
        found = [_mirrored(pairing) for pairing in _aligned(news, new_starts, olds, old_starts)]
    else:
        found = list(_aligned(olds, old_starts, news, new_starts))
    found = _searched(found, "removed", new_siblings or {})
    found = [_mirrored(p) for p in _searched([_mirrored(p) for p in found], "removed", old_siblings or {})]
    return _in_reading_order(found)


def _units(text: Text) -> tuple[list[str], list[int]]:
    """The passages of a text, and the index of the first one of each paragraph."""
    if not isinstance(text, str):
        return list(text), list(range(len(text)))
    units: list[str] = []
    starts: list[int] = []
    for paragraph in paragraphs(text):
        starts.append(len(units))
        units += sentences(paragraph)
    return units, starts


def _aligned(olds: list[str], old_starts: list[int], news: list[str], new_starts: list[int]) -> Iterator[Pairing]:
    old_keys, new_keys = [normalise(unit) for unit in olds], [normalise(unit) for unit in news]
    old_bags, new_bags = bags(old_keys, new_keys)
    old, new = Side(old_keys, old_bags, old_starts), Side(new_keys, new_bags, new_starts)
    groups = _groups(old, new)
    ordered = longest_run(group[1][0] for group in groups)
    for index, (old_indexes, new_indexes) in enumerate(groups):
        before, after = tuple(olds[i] for i in old_indexes), tuple(news[i] for i in new_indexes)
        if len(before) == len(after) == 1:
            equal = old.keys[old_indexes[0]] == new.keys[new_indexes[0]]
            state = _state(equal, index in ordered)
        else:
            equal, state = False, "split" if len(after) > 1 else "merged"
        alike = 1.0 if equal else similarity(normalise(" ".join(before)), normalise(" ".join(after)))
        yield Pairing(state, before, after, alike, old_indexes, new_indexes)
    yield from _alone(groups, olds, news)


def _groups(old: Side, new: Side) -> list[Group]:
    """Which passages belong together, by old index; a passage stands in at most one group."""
    pairs = match(old, new)
    exact = {o for o, n in pairs.items() if old.keys[o] == new.keys[n]}
    parted = {found[0]: tuple(found[1:]) for found in splits(old, new, pairs, frozenset(exact))}
    taken = {n for parts in parted.values() for n in parts}
    whole = {n: o for o, n in pairs.items() if n not in taken}
    fixed = taken | {pairs[o] for o in exact}
    # Parts of a split are nobody's whole, and what was split is nobody's part.
    busy = whole | {-1 - o: o for o in parted}
    merged = {found[0]: tuple(found[1:]) for found in splits(new, old, busy, frozenset(fixed))}
    gone = {o for parts in merged.values() for o in parts} | parted.keys()
    groups: list[Group] = [((o,), news) for o, news in parted.items()]
    groups += [(olds, (n,)) for n, olds in merged.items()]
    groups += [((o,), (n,)) for n, o in whole.items() if o not in gone and n not in merged]
    return sorted(groups)


def _state(equal: bool, in_order: bool) -> State:
    if equal:
        return "kept" if in_order else "moved"
    return "edited" if in_order else "moved-edited"


def _alone(groups: Iterable[Group], olds: Sequence[str], news: Sequence[str]) -> Iterator[Pairing]:
    old_used = {index for indexes, _ in groups for index in indexes}
    new_used = {index for _, indexes in groups for index in indexes}
    for index, unit in enumerate(olds):
        if index not in old_used:
            yield Pairing("removed", (unit,), (), 0.0, (index,), ())
    for index, unit in enumerate(news):
        if index not in new_used:
            yield Pairing("added", (), (unit,), 0.0, (), (index,))


def _mirrored(pairing: Pairing) -> Pairing:
    return Pairing(_MIRROR.get(pairing.state, pairing.state), pairing.new_units, pairing.old_units, pairing.similarity,
                   pairing.new_indexes, pairing.old_indexes, pairing.elsewhere)  # fmt: skip


def _searched(found: list[Pairing], state: State, siblings: Mapping[str, Text]) -> list[Pairing]:
    """The pairings, those of passages in this state that stand in a sibling told as moved there."""
    lost = [pairing for pairing in found if pairing.state == state]
    if not lost or not siblings:
        return found
    there = [(name, unit) for name in sorted(siblings) for unit in _units(siblings[name])[0]]
    evened = [normalise(unit) for _, unit in there]
    here_bags, there_bags = bags([normalise(pairing.old_units[0]) for pairing in lost], evened)
    keys = {key: place for place, key in reversed(list(enumerate(evened)))}
    index = Index(there_bags, range(len(there)))
    moved: dict[tuple[int, ...], Pairing] = {}
    for pairing, bag in zip(lost, here_bags, strict=True):
        place = keys.get(normalise(pairing.old_units[0]))
        if place is None:
            ranked = ((-score(bag, there_bags[other]), other) for other in index.like(bag, 0))
            value, other = min(ranked, default=(0, 0))
            place = other if -value >= _IN_SIBLING else None
        if place is not None:
            moved[pairing.old_indexes] = _moved_to(pairing, *there[place])
    return [moved.get(pairing.old_indexes, pairing) if pairing.state == state else pairing for pairing in found]


def _moved_to(pairing: Pairing, name: str, unit: str) -> Pairing:
    before, after = normalise(pairing.old_units[0]), normalise(unit)
    alike = 1.0 if before == after else similarity(before, after)
    state = _state(before == after, in_order=False)
    return replace(pairing, state=state, new_units=(unit,), similarity=alike, elsewhere=name)


def _in_reading_order(found: Iterable[Pairing]) -> tuple[Pairing, ...]:
    """By place in the new document; what is not there follows the last passage that stood before it and stayed."""
    last = -1
    placed: list[tuple[int, int, Pairing]] = []
    for pairing in sorted(found, key=lambda pairing: pairing.old_indexes or (-1,)):
        if pairing.new_indexes:
            if pairing.old_indexes and not pairing.state.startswith("moved"):
                last = pairing.new_indexes[-1]
            placed.append((pairing.new_indexes[0], -1, pairing))
        else:
            placed.append((last, pairing.old_indexes[0], pairing))
    return tuple(pairing for _, _, pairing in sorted(placed, key=lambda place: place[:2]))
