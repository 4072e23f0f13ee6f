"""Predicates about sets: scope, elements, artefacts, audience."""

from __future__ import annotations

from labledger.diff.change import Change
from labledger.label.predicates.base import Context, Hit, listed, members, predicate, rank, yes


def lost_and_gained(change: Change) -> tuple[list[str], list[str]]:
    """Members of a set that went and that came."""
    before, after = members(change.old), members(change.new)
    return sorted(before - after), sorted(after - before)


@predicate("set-loses")
def set_loses(change: Change, ladder: str, context: Context) -> Hit | None:
    """A set that is stated on both sides lost members."""
    lost, _ = lost_and_gained(change)
    return Hit(words={"lost": listed(lost)}) if lost and (change.new or ladder == "all") else None


@predicate("set-gains")
def set_gains(change: Change, ladder: str, context: Context) -> Hit | None:
    """A set that is stated on both sides gained members."""
    _, gained = lost_and_gained(change)
    return Hit(words={"gained": listed(gained)}) if gained and (change.old or ladder == "all") else None


@predicate("reach-falls")
def reach_falls(change: Change, ladder: str, context: Context) -> Hit | None:
    """The widest audience is narrower, or one was dropped and none added."""
    return yes(_reach(change) < 0)


@predicate("reach-rises")
def reach_rises(change: Change, ladder: str, context: Context) -> Hit | None:
    """The widest audience is wider, or one was added and none dropped."""
    return yes(_reach(change) > 0)


def _reach(change: Change) -> int:
    before, after = members(change.old), members(change.new)
    if not before or not after:
        return 0
    ranks = [max(rank("audience", word) or 0 for word in side) for side in (before, after)]
    if ranks[0] != ranks[1]:
        return ranks[1] - ranks[0]
    return (after > before) - (after < before)
