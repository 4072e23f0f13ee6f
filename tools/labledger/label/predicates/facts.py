"""Predicates about facts, events and scores."""

from __future__ import annotations

from labledger.dates import PartialDate
from labledger.diff.change import Change, Origin
from labledger.label.predicates.base import UNSTATED, Context, Hit, Plain, fall, predicate, yes
from labledger.label.quantity import Move, date_move, number


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


@predicate("power-named")
def power_named(change: Change, ladder: str, context: Context) -> Hit | None:
    """A power with one of the words in `with` in its name came, went or differs."""
    words = change.field.partition(".")[2].split("-")
    return yes(change.new_part.get("kind") == "powers" and not set(words).isdisjoint(ladder.split()))


@predicate("first-members")
def first_members(change: Change, ladder: str, context: Context) -> Hit | None:
    """The first known member of a body: nobody began before, or at a time that is not known."""
    first = change.old is None and _of(change, "membership") and _alone(change, change.new, "start", Move.UP)
    return _body(change) if first else None


@predicate("last-members")
def last_members(change: Change, ladder: str, context: Context) -> Hit | None:
    """The last known member of a body: nobody stayed longer, or until a time that is not known."""
    last = change.new is None and _of(change, "membership") and _alone(change, change.old, "end", Move.DOWN)
    return _body(change) if last else None


def _body(change: Change) -> Hit:
    """A yes that is only likely where no more than one member is on record: a body has several."""
    return Hit(sure=1.0 if len(change.new_part.get("values", ())) > 1 else UNSTATED)


@predicate("role-vacant")
def role_vacant(change: Change, ladder: str, context: Context) -> Hit | None:
    """The last known holder of an office left, and after the days in `with` nobody is known to hold it."""
    if change.new is not None or not _of(change, "role") or not _alone(change, change.old, "end", Move.DOWN):
        return None
    empty = (context.today - PartialDate.parse(change.date).last).days
    return Hit(words={"age": str(empty)}) if empty > int(ladder) else None


@predicate("role-filled")
def role_filled(change: Change, ladder: str, context: Context) -> Hit | None:
    """Somebody holds an office that nobody was known to hold until then."""
    return yes(change.old is None and _of(change, "role") and _alone(change, change.new, "start", Move.UP))


def _of(change: Change, kind: str) -> bool:
    """Whether a change on a known day is one of a fact of this kind."""
    return bool(change.new_part.get("kind") == kind and change.date)


def _alone(change: Change, value: Plain, field: str, further: Move) -> bool:
    """Whether no other value of the fact began earlier (or ended later) than the day of the change.

    Of several on one day the first by name counts, so that one act is told once.
    """
    for other in change.new_part.get("values", ()):
        if other == value:
            continue
        move = date_move(other.get(field, ""), change.date)
        if move in (further, Move.UNKNOWN) or (move is Move.SAME and str(other["name"]) < str(value["name"])):
            return False
    return True


@predicate("corrected")
def corrected(change: Change, ladder: str, context: Context) -> Hit | None:
    """What had been recorded was replaced: we were wrong, or knew less exactly."""
    return yes(change.origin is Origin.CORRECTION)


@predicate("event-of-kind")
def event_of_kind(change: Change, ladder: str, context: Context) -> Hit | None:
    """An event of one of the kinds in `with`."""
    people = change.new_part.get("people") or ["somebody"]
    told = Hit(
        words={"people": ", ".join(map(str, people)), "role": str(change.new_part.get("role") or "no role given")}
    )
    return told if str(change.new_part.get("kind")) in ladder.split() else None


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
