"""Predicates about sets: scope, elements, artefacts, audience."""

from __future__ import annotations

from labledger.diff.change import Change
from labledger.label.predicates.base import UNSTATED, Context, Hit, listed, members, opens, predicate, rank


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


@predicate("scope-goes")
def scope_goes(change: Change, ladder: str, context: Context) -> Hit | None:
    """A stated scope is stated no more: a duty may reach less, leave may reach more."""
    return Hit(labels=("scope-broadened" if opens(change.old_part) else "scope-narrowed",))


@predicate("scope-comes")
def scope_comes(change: Change, ladder: str, context: Context) -> Hit | None:
    """A scope is stated for the first time: a duty may reach more, leave may reach less."""
    return Hit(labels=("scope-narrowed" if opens(change.new_part) else "scope-broadened",))


@predicate("reach-falls")
def reach_falls(change: Change, ladder: str, context: Context) -> Hit | None:
    """The widest audience is narrower or is no longer stated, or one was dropped and none added."""
    return _likely(change) if _reach(change) < 0 else None


@predicate("reach-rises")
def reach_rises(change: Change, ladder: str, context: Context) -> Hit | None:
    """The widest audience is wider or is stated for the first time, or one was added and none dropped."""
    return _likely(change) if _reach(change) > 0 else None


def _likely(change: Change) -> Hit:
    return Hit(sure=1.0 if change.old and change.new else UNSTATED)


def _reach(change: Change) -> int:
    before, after = members(change.old), members(change.new)
    ranks = [max((rank("audience", word) or 0 for word in side), default=-1) for side in (before, after)]
    if ranks[0] != ranks[1]:
        return ranks[1] - ranks[0]
    return (after > before) - (after < before)
