"""Predicates about provisions, versions and other records as a whole."""

from __future__ import annotations

from labledger.dates import DateError, PartialDate
from labledger.diff.change import Change
from labledger.label.predicates.base import (
    BOUND,
    Context,
    Hit,
    Plain,
    account_form,
    is_duty,
    opens,
    predicate,
    rank,
    yes,
)
from labledger.label.quantity import Move, date_move


@predicate("duty-appears")
def duty_appears(change: Change, ladder: str, context: Context) -> Hit | None:
    """A provision that binds the lab is new."""
    return yes(_binds(change.new_part))


@predicate("duty-disappears")
def duty_disappears(change: Change, ladder: str, context: Context) -> Hit | None:
    """A provision that bound the lab is gone."""
    return yes(_binds(change.old_part))


def _binds(part: Plain) -> bool:
    """Whether a provision binds the lab, by itself or as a line whose crossing does."""
    if not is_duty(part):
        return False
    return (rank("modality", part.get("modality")) or 0) >= 2 or _is_line(part)


def _is_line(part: Plain) -> bool:
    return part.get("area") == "threshold" and part.get("modality") == "describes"


@predicate("came-back")
def came_back(change: Change, ladder: str, context: Context) -> Hit | None:
    """A provision that binds the lab is there again, after a version without it; `former` is who held it last."""
    former = change.around.get("former")
    return Hit(words={"former": str(former).split("/")[-1]}) if former and _binds(change.new_part) else None


@predicate("option-only")
def option_only(change: Change, ladder: str, context: Context) -> Hit | None:
    """A provision that only says what the lab may do for safety came or went."""
    part = change.new_part or change.old_part
    return yes(part.get("modality") == "may" and part.get("polarity", "duty") in BOUND)


@predicate("leave-appears")
def leave_appears(change: Change, ladder: str, context: Context) -> Hit | None:
    """A provision that lets the lab loosen something is new."""
    return yes(_is_leave(change.new_part))


@predicate("leave-disappears")
def leave_disappears(change: Change, ladder: str, context: Context) -> Hit | None:
    """A provision that let the lab loosen something is gone."""
    return yes(_is_leave(change.old_part))


def _is_leave(part: Plain) -> bool:
    return opens(part) and part.get("bearer", "lab") == "lab"


@predicate("definition")
def definition(change: Change, ladder: str, context: Context) -> Hit | None:
    """The provision defines a term or describes, without binding."""
    part = change.new_part or change.old_part
    return yes(part.get("modality") == "describes" and part.get("area") != "threshold")


@predicate("always")
def always(change: Change, ladder: str, context: Context) -> Hit | None:
    """The selection says it all."""
    return Hit()


@predicate("first-version")
def first_version(change: Change, ladder: str, context: Context) -> Hit | None:
    """A framework's first version."""
    return yes(not change.old_part)


@predicate("later-version")
def later_version(change: Change, ladder: str, context: Context) -> Hit | None:
    """A further version of a known framework."""
    return yes(bool(change.old_part))


def _labels_equal(change: Change) -> bool:
    return change.old_part.get("label") == change.new_part.get("label")


@predicate("altered-in-silence")
def altered_in_silence(change: Change, ladder: str, context: Context) -> Hit | None:
    """The file differs under the same label and no account of it is recorded."""
    if not _labels_equal(change) or account_form(change) not in ("none", ""):
        return None
    return Hit(labels=("undisclosed",) if account_form(change) == "none" else ())


@predicate("altered-under-label")
def altered_under_label(change: Change, ladder: str, context: Context) -> Hit | None:
    """The file differs under the same label, and the lab said so."""
    return yes(_labels_equal(change) and account_form(change) not in ("none", ""))


@predicate("withdrawn-without-successor")
def withdrawn_without_successor(change: Change, ladder: str, context: Context) -> Hit | None:
    """A framework was taken back and nothing replaced it."""
    return yes("successor" not in change.new_part)


@predicate("overdue")
def overdue(change: Change, ladder: str, context: Context) -> Hit | None:
    """The due date has passed on the report's day and no fulfilment is recorded."""
    record = change.new_part
    fulfilled = any(piece.get("role") == "fulfilment" for piece in record.get("evidence", ()))
    lapsed = date_move(change.new, context.today.isoformat()) is Move.UP
    return yes(lapsed and record.get("status") == "open" and not fulfilled)


@predicate("still-open")
def still_open(change: Change, ladder: str, context: Context) -> Hit | None:
    """A question without a full answer; its age in days, at most to the report's day, goes into the message."""
    try:
        asked = PartialDate.parse(str(change.old)).first
        until = min(PartialDate.parse(str(change.new)).last, context.today)
    except DateError:
        return Hit(words={"age": "unknown"})
    return Hit(words={"age": str(max(0, (until - asked).days))})


@predicate("answer-is")
def answer_is(change: Change, ladder: str, context: Context) -> Hit | None:
    """An answer whose state is the word in `with`."""
    return yes((change.new or {}).get("state") == ladder)
