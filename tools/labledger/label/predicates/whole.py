"""Predicates about provisions, versions and other records as a whole."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from labledger.dates import DateError, PartialDate
from labledger.diff.change import Change
from labledger.label.predicates.base import (
    BOUND,
    Context,
    Hit,
    Plain,
    account_form,
    fall,
    is_duty,
    opens,
    predicate,
    rank,
    yes,
)
from labledger.label.quantity import Move, date_move, number


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
    returned = change.last_held and _binds(change.new_part)
    return Hit(words={"former": change.last_held.split("/")[-1]}) if returned else None


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
    return yes(lapsed and (record.get("status") == "missed" or (record.get("status") == "open" and not fulfilled)))


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


@predicate("fact-of-kind")
def fact_of_kind(change: Change, ladder: str, context: Context) -> Hit | None:
    """A fact of one of the kinds in `with`."""
    return yes(str(change.new_part.get("kind")) in ladder.split())


@predicate("power-falls")
def power_falls(change: Change, ladder: str, context: Context) -> Hit | None:
    """A body's power ended or goes less far."""
    return yes(_power(change) < 0)


@predicate("power-rises")
def power_rises(change: Change, ladder: str, context: Context) -> Hit | None:
    """A body got a power or it goes further."""
    return yes(_power(change) > 0)


def _power(change: Change) -> int:
    if change.new_part.get("kind") != "powers":
        return 0
    if change.old is None or change.new is None:
        return 1 if change.old is None else -1
    return -fall("right", change.old.get("right"), change.new.get("right"))


@predicate("score-falls")
def score_falls(change: Change, ladder: str, context: Context) -> Hit | None:
    """A score is lower under the same rubric."""
    return yes(_score(change) < 0)


@predicate("score-rises")
def score_rises(change: Change, ladder: str, context: Context) -> Hit | None:
    """A score is higher under the same rubric."""
    return yes(_score(change) > 0)


def _score(change: Change) -> int:
    same = change.old_part.get("rubric") == change.new_part.get("rubric")
    if not same or change.old is None or change.new is None or "value" not in change.old or "value" not in change.new:
        return 0
    before, after = number(change.old["value"]), number(change.new["value"])
    return (after > before) - (after < before)


@predicate("score-without-reason")
def score_without_reason(change: Change, ladder: str, context: Context) -> Hit | None:
    """A score differs under the same rubric with the same evidence and no reason."""
    if change.old is None or change.new is None or _score(change) == 0:
        return None
    same_evidence = change.old_part.get("citations") == change.new_part.get("citations")
    return yes(same_evidence and not change.new.get("reason"))


@predicate("source-lost")
def source_lost(change: Change, ladder: str, context: Context) -> Hit | None:
    """The latest retrieval of a source failed and no archive copy is known."""
    source = change.new_part
    latest = max((str(capture.get("date")) for capture in source.get("captures", ())), default="")
    gone = isinstance(change.new, Mapping) and change.new.get("outcome") == "gone" and change.new["date"] == latest
    kept = source.get("archives") or any(capture.get("archive") for capture in source.get("captures", ()))
    return yes(gone and not kept)


@predicate("justification-overdue")
def justification_overdue(change: Change, ladder: str, context: Context) -> Hit | None:
    """A statutory document changed and a search found no account though the days in `with` have run out.

    `with` holds the number of days and the day from which the law is in force. Where nobody has searched, nothing
    is said.
    """
    days, _, in_force = ladder.partition(" ")
    statutory = change.new_part.get("legal_role") == "statutory"
    if not statutory or account_form(change) != "none" or date_move(in_force, change.date) is Move.DOWN:
        return None
    try:
        age = (context.today - dt.date.fromisoformat(change.date)).days
    except ValueError:
        return None
    return Hit(words={"age": str(age)}) if age > number(days) else None
