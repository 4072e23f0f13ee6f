"""Predicates about cadences and deadlines."""

from __future__ import annotations

from labledger.diff.change import Change
from labledger.label.predicates.base import Context, Hit, Plain, predicate, yes
from labledger.label.quantity import Move, date_move, period_move

_LATER_WEAKENS = ("response", "publication", "remediation", "preparation")


def _interval(change: Change) -> Move:
    return period_move(change.old, change.new, "every")


@predicate("interval-longer")
def interval_longer(change: Change, ladder: str, context: Context) -> Hit | None:
    """Something recurs after a longer interval."""
    return yes(_interval(change) is Move.UP)


@predicate("interval-shorter")
def interval_shorter(change: Change, ladder: str, context: Context) -> Hit | None:
    """Something recurs after a shorter interval."""
    return yes(_interval(change) is Move.DOWN)


@predicate("interval-same")
def interval_same(change: Change, ladder: str, context: Context) -> Hit | None:
    """The same interval, written otherwise."""
    return yes(_interval(change) is Move.SAME)


@predicate("interval-lost")
def interval_lost(change: Change, ladder: str, context: Context) -> Hit | None:
    """A stated interval or recurring event is gone, or became a phrase."""
    return yes("phrase" not in change.old and (change.new is None or "phrase" in change.new))


@predicate("interval-stated")
def interval_stated(change: Change, ladder: str, context: Context) -> Hit | None:
    """An interval or recurring event is stated for the first time, or takes the place of a phrase."""
    return yes("phrase" not in change.new and (change.old is None or "phrase" in change.old))


def _deadline(change: Change) -> Move:
    """Later is up; unknown where the time is counted from, or ordered against, another event."""
    if not _one_event(change) and not ("date" in change.old and "date" in change.new):
        return _phase_move(change)
    if "date" in change.old and "date" in change.new:
        return date_move(change.old["date"], change.new["date"])
    moved = period_move(change.old, change.new, "within")
    if moved is not Move.UNKNOWN or "within" in change.old or "within" in change.new:
        return moved
    return _phase_move(change)


def _one_event(change: Change) -> bool:
    events = {side["event"] for side in (change.old, change.new) if "event" in side}
    return len(events) < 2


def _phase_move(change: Change) -> Move:
    """Whether an act that must come before (or after) an event moved along the life of a model."""
    order = change.old.get("order"), change.new.get("order")
    phases = [_PHASES.index(str(side["phase"])) for side in (change.old, change.new) if side.get("phase") in _PHASES]
    if order[0] == order[1] and order[0] and len(phases) == 2:
        return Move.UP if phases[1] > phases[0] else Move.DOWN if phases[1] < phases[0] else Move.SAME
    return Move.UNKNOWN


_PHASES = ("design", "training", "internal-use", "release", "after-release")


def _later_weakens(change: Change) -> bool | None:
    """Whether a later or longer time binds less; None where the two sides differ in what the time is for.

    Notice counts from its length: thirty days ahead binds more than ten, while an announcement put off binds less.
    """
    sides = [side for side in (change.old, change.new) if side]
    weakens = {
        str(side.get("role")) in _LATER_WEAKENS or (side.get("role") == "notice" and "within" not in side)
        for side in sides
    }
    return weakens.pop() if len(weakens) == 1 else None


def _lost_time(change: Change) -> tuple[str, ...]:
    return ("deadline-extended",) if _later_weakens(change) else ("deadline-shortened",)


def _gained_time(change: Change) -> tuple[str, ...]:
    return ("deadline-shortened",) if _later_weakens(change) else ("deadline-extended",)


@predicate("deadline-later")
def deadline_later(change: Change, ladder: str, context: Context) -> Hit | None:
    """What the lab must do is due later."""
    return yes(_later_weakens(change) is True and _deadline(change) is Move.UP)


@predicate("deadline-earlier")
def deadline_earlier(change: Change, ladder: str, context: Context) -> Hit | None:
    """What the lab must do is due earlier."""
    return yes(_later_weakens(change) is True and _deadline(change) is Move.DOWN)


@predicate("notice-shorter")
def notice_shorter(change: Change, ladder: str, context: Context) -> Hit | None:
    """A notice, retention or waiting period is shorter."""
    return yes(_later_weakens(change) is False and _deadline(change) is Move.DOWN)


@predicate("notice-longer")
def notice_longer(change: Change, ladder: str, context: Context) -> Hit | None:
    """A notice, retention or waiting period is longer."""
    return yes(_later_weakens(change) is False and _deadline(change) is Move.UP)


def _is_fixed(deadline: Plain) -> bool:
    return any(deadline.get(name) is not None for name in ("date", "within", "order"))


@predicate("deadline-same")
def deadline_same(change: Change, ladder: str, context: Context) -> Hit | None:
    """The same time for the same purpose, written otherwise."""
    told = [[side.get(key) for key in ("role", "event", "order", "phase")] for side in (change.old, change.new)]
    return yes(told[0] == told[1] and period_move(change.old, change.new, "within") is Move.SAME)


@predicate("deadline-opens")
def deadline_opens(change: Change, ladder: str, context: Context) -> Hit | None:
    """A fixed time became a phrase."""
    opened = _is_fixed(change.old) and not _is_fixed(change.new) and "phrase" in change.new
    return Hit(labels=_lost_time(change)) if opened else None


@predicate("deadline-closes")
def deadline_closes(change: Change, ladder: str, context: Context) -> Hit | None:
    """A phrase became a fixed time."""
    closed = _is_fixed(change.new) and not _is_fixed(change.old) and "phrase" in change.old
    return Hit(labels=_gained_time(change)) if closed else None


@predicate("deadline-gone")
def deadline_gone(change: Change, ladder: str, context: Context) -> Hit | None:
    """No time is stated any more."""
    return Hit(labels=_lost_time(change))


@predicate("deadline-new")
def deadline_new(change: Change, ladder: str, context: Context) -> Hit | None:
    """A time is stated for the first time."""
    return Hit(labels=_gained_time(change))


@predicate("order-becomes")
def order_becomes(change: Change, ladder: str, context: Context) -> Hit | None:
    """An act moved to the other side of one event; `with` names the side it went to.

    Keeping and waiting until after an event is the stricter side of it: those are left to a reader.
    """
    orders = change.old.get("order"), change.new.get("order")
    flipped = all(orders) and orders[0] != orders[1] and orders[1] == ladder
    return yes(flipped and _one_event(change) and _later_weakens(change) is True)


@predicate("moved-after-lapse")
def moved_after_lapse(change: Change, ladder: str, context: Context) -> Hit | None:
    """A date was put off on a day when the old one had passed."""
    if "date" not in change.old or "date" not in change.new or not change.date:
        return None
    lapsed = date_move(change.old["date"], change.date) is Move.UP
    return yes(lapsed and _later_weakens(change) is True and _deadline(change) is Move.UP)
