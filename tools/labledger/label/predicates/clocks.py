"""Predicates about time that runs: what the law or the lab itself asks for by a day."""

from __future__ import annotations

import datetime as dt

from labledger.dates import DateError, PartialDate
from labledger.diff.change import Change
from labledger.label.predicates.base import UNSTATED, Context, Hit, account_form, predicate, yes
from labledger.label.quantity import Move, date_move, number


def _day(value: object) -> dt.date | None:
    try:
        return PartialDate.parse(str(value)).last
    except DateError:
        return None


def _clock(change: Change, ladder: str) -> tuple[dt.date, str] | None:
    """Last day for a justification and the instrument that sets it; None where no statute asks for one.

    Where the instruments were not at hand, `with` gives the number of days and the day from which it holds.
    """
    changed = _day(change.date)
    if changed is None or not change.old_part or change.new_part.get("legal_role") != "statutory":
        return None
    if "clocks" in change.around:
        ends = [(dt.date.fromisoformat(clock["last"]), str(clock["instrument"])) for clock in change.around["clocks"]]
        return min(ends, default=None)
    days, _, in_force = ladder.partition(" ")
    if date_move(in_force, change.date) is Move.DOWN:
        return None
    return changed + dt.timedelta(days=int(number(days))), "the law"


def _hit(change: Change, day: dt.date, instrument: str) -> Hit:
    changed = _day(change.date) or day
    return Hit(words={"age": str((day - changed).days), "law": instrument})


def _accounted(change: Change) -> dt.date | None:
    """The day of the lab's account of the step, where one was found."""
    account = change.new_part.get("account") or {}
    return _day(account.get("date")) if account_form(change) not in ("", "none") else None


@predicate("justification-overdue")
def justification_overdue(change: Change, ladder: str, context: Context) -> Hit | None:
    """A statutory document changed, a search found no account, and the days for one have run out."""
    clock = _clock(change, ladder)
    late = clock is not None and account_form(change) == "none" and context.today > clock[0]
    return _hit(change, context.today, clock[1]) if clock and late else None


@predicate("justification-pending")
def justification_pending(change: Change, ladder: str, context: Context) -> Hit | None:
    """A statutory document changed, no account of it is recorded, and the days for one still run."""
    clock = _clock(change, ladder)
    waiting = clock is not None and account_form(change) in ("", "none") and context.today <= clock[0]
    return Hit(words={"last": clock[0].isoformat(), "law": clock[1]}) if clock and waiting else None


@predicate("justification-late")
def justification_late(change: Change, ladder: str, context: Context) -> Hit | None:
    """A statutory document changed, and the account found of it is dated after the last day for one."""
    clock, told = _clock(change, ladder), _accounted(change)
    return _hit(change, told, clock[1]) if clock and told and told > clock[0] else None


@predicate("justification-in-time")
def justification_in_time(change: Change, ladder: str, context: Context) -> Hit | None:
    """A statutory document changed, and an account of it is dated by the last day for one."""
    clock, told = _clock(change, ladder), _accounted(change)
    return _hit(change, told, clock[1]) if clock and told and told <= clock[0] else None


@predicate("review-overdue")
def review_overdue(change: Change, ladder: str, context: Context) -> Hit | None:
    """The time for a review is over on the report's day, and no later version is recorded."""
    due = _day(change.new)
    if due is None or context.today <= due:
        return None
    return Hit(words={"age": str((context.today - due).days)}, sure=UNSTATED)


@predicate("effective-first")
def effective_first(change: Change, ladder: str, context: Context) -> Hit | None:
    """A version is in force from a day before it was published."""
    version = change.new_part
    early = date_move(version.get("effective", ""), version.get("published", "")) is Move.UP
    return (
        Hit(words={"effective": str(version.get("effective")), "published": str(version.get("published"))})
        if early
        else None
    )


@predicate("date-later")
def date_later(change: Change, ladder: str, context: Context) -> Hit | None:
    """A date was put off."""
    return yes(date_move(change.old, change.new) is Move.UP)


@predicate("date-earlier")
def date_earlier(change: Change, ladder: str, context: Context) -> Hit | None:
    """A date was brought forward."""
    return yes(date_move(change.old, change.new) is Move.DOWN)
