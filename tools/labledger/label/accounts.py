"""Does the lab's own account name a change? Its items are matched with the words of the change."""

from __future__ import annotations

from collections.abc import Sequence

from labledger.clause.contrast import Contrast
from labledger.clause.passage import Passage

_GENERIC = frozenset(
    """model risk policy level capability safeguard evaluate develop apply safe ensure conduct threshold deploy secure
    harm high update clarify more add text describe plan process set chang clariti edit other safeti explain""".split()
)


def disclosure_of(
    old: Passage, new: Passage, contrasts: Sequence[Contrast], account: Sequence[str] | None
) -> tuple[str, tuple[str, ...]]:
    """`announced`, `partial`, `silent` or `no-account`, and the items that are about the change."""
    if account is None:
        return "no-account", ()
    changed = _changed(old, new)
    about = frozenset(old.concepts) | frozenset(new.concepts)
    scored = [(_score(item, changed, about), item) for item in account]
    announced = tuple(item for score, item in scored if score >= 1.0)
    if announced:
        return "announced", announced
    partial = tuple(item for score, item in scored if score >= 0.5)
    return ("partial", partial) if partial else ("silent", ())


def _changed(old: Passage, new: Passage) -> frozenset[str]:
    return frozenset(old.concepts) ^ frozenset(new.concepts)


def _score(item: str, changed: frozenset[str], about: frozenset[str]) -> float:
    """1 and more where the item speaks of what changed; half where it speaks of the clause."""
    said = frozenset(Passage(item).concepts)
    special = said - _GENERIC
    if not special:
        return 0.0
    hit, near = len(special & changed), len(special & about)
    return (hit >= 2 or hit >= 0.5 * len(special)) * 0.6 + (near >= 3 or near >= 0.5 * len(special)) * 0.5
