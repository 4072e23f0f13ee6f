"""What two sequences have in common in the same order, found exactly where that is affordable."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from typing import NamedTuple

from labledger.text.sequence import longest_run

_CELLS = 400_000_000
"""Most pairs compared at once (about 0.4 s and 50 MB); longer sequences are first cut where rare runs agree."""
_RUN = 6
"""Members of such a run."""


class Block(NamedTuple):
    """A stretch of the old sequence that equals a stretch of the new one; ends are exclusive."""

    old: int
    old_end: int
    new: int
    new_end: int


def equal_blocks(olds: Sequence[Hashable], news: Sequence[Hashable]) -> Iterator[Block]:
    """Equal stretches in the order of both sides, as much as can be.

    Of very long sequences only stretches that lie between the same rare runs are found; without any, none.
    """
    numbers: dict[Hashable, int] = {}
    # The library hashes what it is given; numbers make that the same in every run.
    old = [numbers.setdefault(member, len(numbers)) for member in olds]
    new = [numbers.setdefault(member, len(numbers)) for member in news]
    cuts = _agreeing(old, new) if len(old) * len(new) > _CELLS else []
    at_old = at_new = 0
    for end_old, end_new in (*cuts, (len(old), len(new))):
        if (end_old - at_old) * (end_new - at_new) <= _CELLS:
            yield from _between(old[at_old:end_old], new[at_new:end_new], at_old, at_new)
        at_old, at_new = end_old, end_new


def _between(old: Sequence[int], new: Sequence[int], from_old: int, from_new: int) -> Iterator[Block]:
    from rapidfuzz.distance import Indel

    for code in Indel.opcodes(old, new):
        if code.tag == "equal":
            yield Block(code.src_start + from_old, code.src_end + from_old, code.dest_start + from_new,
                        code.dest_end + from_new)  # fmt: skip


def _agreeing(old: Sequence[int], new: Sequence[int]) -> list[tuple[int, int]]:
    """Places where a run that either side has only once agrees, those that kept their order."""
    there = _single_runs(new)
    both = sorted((place, there[run]) for run, place in _single_runs(old).items() if run in there)
    kept = longest_run(place for _, place in both)
    return [pair for index, pair in enumerate(both) if index in kept]


def _single_runs(side: Sequence[int]) -> dict[tuple[int, ...], int]:
    places: dict[tuple[int, ...], int] = {}
    for index in range(len(side) - _RUN + 1):
        run = tuple(side[index : index + _RUN])
        places[run] = -1 if run in places else index
    return {run: place for run, place in places.items() if place >= 0}
