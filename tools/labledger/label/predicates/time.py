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


@predicate("interval-lost")
def interval_lost(change: Change, ladder: str, context: Context) -> Hit | None:
    """A stated interval is gone, or became a phrase or an event."""
    if change.new is None:
        return yes("phrase" not in change.old)
    return yes("every" in change.old and "phrase" in change.new)


@predicate("interval-stated")
def interval_stated(change: Change, ladder: str, context: Context) -> Hit | None:
    """An interval is stated for the first time, or takes the place of a phrase."""
    if change.old is None:
        return yes("phrase" not in change.new)
    return yes("every" in change.new and "phrase" in change.old)


def _deadline(change: Change) -> Move:
    """Later is up."""
    if "date" in change.old and "date" in change.new:
        return date_move(change.old["date"], change.new["date"])
    moved = period_move(change.old, change.new, "within")
    if moved is not Move.UNKNOWN or "within" in change.old or "within" in change.new:
        return moved
    order = change.old.get("order"), change.new.get("order")
    phases = [_PHASES.index(str(side["phase"])) for side in (change.old, change.new) if side.get("phase") in _PHASES]
    if order[0] == order[1] and order[0] and len(phases) == 2:
        return Move.UP if phases[1] > phases[0] else Move.DOWN if phases[1] < phases[0] else Move.SAME
    return Move.UNKNOWN


_PHASES = ("design", "training", "internal-use", "release", "after-release")


def _role_of(change: Change) -> str:
    return str((change.new or change.old).get("role", ""))


@predicate("deadline-later")
def deadline_later(change: Change, ladder: str, context: Context) -> Hit | None:
    """What the lab must do is due later."""
    return yes(_role_of(change) in _LATER_WEAKENS and _deadline(change) is Move.UP)


@predicate("deadline-earlier")
def deadline_earlier(change: Change, ladder: str, context: Context) -> Hit | None:
    """What the lab must do is due earlier."""
    return yes(_role_of(change) in _LATER_WEAKENS and _deadline(change) is Move.DOWN)


@predicate("notice-shorter")
def notice_shorter(change: Change, ladder: str, context: Context) -> Hit | None:
    """A notice, retention or waiting period is shorter."""
    return yes(_role_of(change) not in _LATER_WEAKENS and _deadline(change) is Move.DOWN)


@predicate("notice-longer")
def notice_longer(change: Change, ladder: str, context: Context) -> Hit | None:
    """A notice, retention or waiting period is longer."""
    return yes(_role_of(change) not in _LATER_WEAKENS and _deadline(change) is Move.UP)


def _is_fixed(deadline: Plain) -> bool:
    return any(deadline.get(name) is not None for name in ("date", "within", "order"))


@predicate("deadline-opens")
def deadline_opens(change: Change, ladder: str, context: Context) -> Hit | None:
    """A fixed time became a phrase."""
    return yes(_is_fixed(change.old) and not _is_fixed(change.new) and "phrase" in change.new)


@predicate("deadline-closes")
def deadline_closes(change: Change, ladder: str, context: Context) -> Hit | None:
    """A phrase became a fixed time."""
    return yes(_is_fixed(change.new) and not _is_fixed(change.old) and "phrase" in change.old)


@predicate("deadline-gone")
def deadline_gone(change: Change, ladder: str, context: Context) -> Hit | None:
    """No time is stated any more."""
    return Hit()


@predicate("deadline-new")
def deadline_new(change: Change, ladder: str, context: Context) -> Hit | None:
    """A time is stated for the first time."""
    return Hit()


@predicate("order-becomes")
def order_becomes(change: Change, ladder: str, context: Context) -> Hit | None:
    """An act moved to the other side of an event; `with` names the side it went to."""
    orders = change.old.get("order"), change.new.get("order")
    return yes(all(orders) and orders[0] != orders[1] and orders[1] == ladder)


@predicate("moved-after-lapse")
def moved_after_lapse(change: Change, ladder: str, context: Context) -> Hit | None:
    """A date was put off on a day when the old one had passed."""
    if "date" not in change.old or "date" not in change.new or not change.date:
        return None
    lapsed = date_move(change.old["date"], change.date) is Move.UP
    return yes(lapsed and _deadline(change) is Move.UP)
