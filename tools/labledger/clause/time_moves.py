"""Moves: what it means that one timing stands in the place of another, or that none does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from labledger.clause.clocks import DECISION, LIFE, comparable
from labledger.clause.timing import Timing

_MIRRORS = {
    "cadence-slowed": "cadence-quickened", "cadence-removed": "cadence-added",
    "deadline-extended": "deadline-shortened", "deadline-removed": "deadline-added",
    "deadline-made-open": "deadline-fixed", "notice-shortened": "notice-lengthened",
    "threshold-loosened": "threshold-tightened", "threshold-removed": "threshold-added",
    "threshold-lowered": "threshold-raised",
}  # fmt: skip
_BOTH_WAYS = _MIRRORS | {mirror: rule for rule, mirror in _MIRRORS.items()}


@dataclass(frozen=True, slots=True)
class Move:
    """A rule of the catalogue and how sure it is; no rule where nothing is to be said."""

    rule: str = ""
    sure: float = 0.0
    labels: tuple[str, ...] = ()

    @property
    def mirrored(self) -> Move:
        """The same move seen from the other side."""
        labels = tuple(_BOTH_WAYS.get(label, label) for label in self.labels)
        return Move(_BOTH_WAYS.get(self.rule, self.rule), self.sure, labels)


_NOTHING = Move()
_INSTANT, _OPEN, _OCCASIONAL = 0.0, 3.0, 3.0


def move(old: Timing, new: Timing) -> Move:
    """What it means that `new` stands where `old` stood; both are of one kind."""
    return _MOVES[old.kind](old, new)


def gone(timing: Timing) -> Move:
    """What it means that a timing is no longer there."""
    if timing.kind == "cadence":
        sure = {"calendar": 0.8, "growth": 0.8, "event": 0.6, "ambiguous": 0.7}.get(timing.measure, 0.6)
        if timing.measure == "vague" and timing.size >= _OCCASIONAL:
            return _NOTHING
        return Move("cadence-removed", 0.45 if timing.size < 0 else sure)
    if timing.kind == "deadline":
        if timing.measure == "vague":
            return Move("deadline-removed", 0.7 - 0.1 * timing.size) if timing.size < _OPEN else _NOTHING
        return Move("deadline-removed", 0.8 if timing.measure == "calendar" else 0.7)
    if timing.kind == "notice":
        return Move("notice-shortened", 0.6)
    if timing.kind == "stay":
        return _NOTHING
    return Move("deadline-shortened", 0.5) if timing.kind == "leave" else Move("threshold-removed", 0.6)


def _towards(rule: str, sure: float, old: float, new: float) -> Move:
    """The rule where the number grew, its mirror where it fell."""
    found = Move(rule, round(sure, 2))
    return found if new > old else found.mirrored if new < old else _NOTHING


def _cadence(old: Timing, new: Timing) -> Move:
    if "ambiguous" in (old.measure, new.measure):
        return Move("threshold-changed-unknown", 0.4)
    was, now = (t.size if t.measure == "vague" else 0.0 for t in (old, new))
    if was != now:
        return _towards("cadence-slowed", 0.75 if min(was, now) < 0 else 0.85, was, now)
    if old.measure != new.measure:
        return Move("threshold-metric-replaced", 0.4)
    if old.sign != new.sign:
        return _towards("cadence-slowed", 0.8, old.sign == "at-most", new.sign == "at-most")
    return _towards("cadence-slowed", 0.9, old.size, new.size)


def _deadline(old: Timing, new: Timing) -> Move:
    if "not-before" in (old.sign, new.sign) and old.sign != new.sign:
        return _towards("deadline-extended", 0.85, old.sign == "not-before", new.sign == "not-before")
    if old.measure == new.measure:
        return _same_measure(old, new)
    if old.measure != "vague" and new.measure != "vague":
        return Move("threshold-changed-unknown", 0.35)
    was, now = (t.size if t.measure == "vague" else -1.0 for t in (old, new))
    if _INSTANT in (was, now):
        # `Immediately` is the shortest of all periods.
        return _towards("deadline-extended", 0.7, now, was)
    found = Move("deadline-made-open", 0.85, ("deadline-extended",))
    return found if now > was else found.mirrored


def _same_measure(old: Timing, new: Timing) -> Move:
    equal = old.span.equals(new.span) if old.span and new.span else abs(old.size - new.size) < 1e-6
    if not equal:
        against = (new.size > old.size) != (new.clock > old.clock) and comparable(old.clock, new.clock)
        sure = 0.7 if against and new.clock != old.clock else 0.7 if old.measure == "vague" else 0.9
        return _towards("deadline-extended", sure, old.size, new.size)
    if comparable(old.clock, new.clock):
        return _towards("deadline-extended", 0.75, old.clock, new.clock)
    last = max(old.clock, new.clock)
    # What the lab itself decides starts the clock when it suits: later than anything left unsaid.
    if min(old.clock, new.clock) >= 0 or not DECISION <= last < LIFE:
        return _NOTHING
    return _towards("deadline-extended", 0.55, old.clock, new.clock)


def _notice(old: Timing, new: Timing) -> Move:
    if old.measure != new.measure:
        return Move("threshold-changed-unknown", 0.35)
    if (old.sign == "at-most") != (new.sign == "at-most"):
        return _towards("notice-shortened", 0.75, old.sign == "at-most", new.sign == "at-most")
    return _towards("notice-shortened", 0.85, -old.size, -new.size)


def _leave(old: Timing, new: Timing) -> Move:
    return _towards("deadline-extended", 0.65, old.size, new.size)


def _effort(old: Timing, new: Timing) -> Move:
    found = Move("threshold-loosened", 0.75, ("threshold-lowered",))
    return found if new.size < old.size else found.mirrored


def _unwatched(old: Timing, new: Timing) -> Move:
    found = Move("threshold-loosened", 0.8, ("threshold-raised",))
    return found if new.size > old.size else found.mirrored


def _stay(old: Timing, new: Timing) -> Move:
    """Longer or shorter, with nothing to say whether long is good."""
    return Move("threshold-changed-unknown", 0.5, ("threshold-raised" if new.size > old.size else "threshold-lowered",))


_MOVES: dict[str, Callable[[Timing, Timing], Move]] = {
    "cadence": _cadence,
    "deadline": _deadline,
    "notice": _notice,
    "leave": _leave,
    "effort": _effort,
    "unwatched": _unwatched,
    "stay": _stay,
}
