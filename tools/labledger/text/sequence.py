"""What kept its order while other things moved."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable


def longest_run(keys: Iterable[float]) -> frozenset[int]:
    """Indexes of the longest run of keys that never decrease; of equally long ones the one that ends lowest."""
    ends: list[float] = []
    last: list[int] = []
    previous: list[int] = []
    for index, key in enumerate(keys):
        at = bisect_right(ends, key)
        previous.append(last[at - 1] if at else -1)
        ends[at : at + 1], last[at : at + 1] = [key], [index]
    kept: set[int] = set()
    at = last[-1] if last else -1
    while at >= 0:
        kept.add(at)
        at = previous[at]
    return frozenset(kept)
