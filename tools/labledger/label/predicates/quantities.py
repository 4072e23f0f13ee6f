"""Predicates about numbers and what they do."""

from __future__ import annotations

from labledger.diff.change import Change
from labledger.label.predicates.base import Context, Hit, Plain, opens, predicate, yes
from labledger.label.quantity import Move, measure_move

_TURNED = ("trigger", "coverage")
"""Roles that mean the opposite in leave the lab gives itself: leave that is set off later or covers less binds more."""


def _role(change: Change) -> str:
    """The one role that the quantity has on the sides that state one; `none` where they disagree."""
    roles = {str(side.get("role", "none")) for side in (change.old, change.new)} - {"none"}
    return roles.pop() if len(roles) == 1 else "none"


def _loosens(change: Change) -> bool | None:
    """Whether a moved quantity asks less of the lab; None where it did not move or nothing says what it does."""
    role, move = _role(change), measure_move(change.old, change.new)
    if move not in (Move.UP, Move.DOWN) or role == "none":
        return None
    leave = {opens(side) for side in (change.old_part, change.new_part)}
    if role in _TURNED and len(leave) > 1:
        return None
    up_loosens = (role in ("trigger", "ceiling")) != (role in _TURNED and leave == {True})
    return (move is Move.UP) == up_loosens


def _quantity_hit(change: Change, loosening: bool) -> Hit | None:
    return Hit(labels=(_way(change),)) if _loosens(change) is loosening else None


def _way(change: Change) -> str:
    """Which way the number went, whatever that does."""
    return "threshold-raised" if measure_move(change.old, change.new) is Move.UP else "threshold-lowered"


@predicate("quantity-loosened")
def quantity_loosened(change: Change, ladder: str, context: Context) -> Hit | None:
    """A trigger or ceiling went up, or a floor or coverage down."""
    return _quantity_hit(change, loosening=True)


@predicate("quantity-tightened")
def quantity_tightened(change: Change, ladder: str, context: Context) -> Hit | None:
    """A trigger or ceiling went down, or a floor or coverage up."""
    return _quantity_hit(change, loosening=False)


@predicate("quantity-without-role")
def quantity_without_role(change: Change, ladder: str, context: Context) -> Hit | None:
    """A number moved, and nothing says what that does."""
    moved = measure_move(change.old, change.new) in (Move.UP, Move.DOWN)
    return Hit(labels=(_way(change),)) if moved and _loosens(change) is None else None


@predicate("quantity-equal")
def quantity_equal(change: Change, ladder: str, context: Context) -> Hit | None:
    """The same quantity, written otherwise."""
    return yes(measure_move(change.old, change.new) is Move.SAME and change.old.get("role") == change.new.get("role"))


@predicate("quantity-to-words")
def quantity_to_words(change: Change, ladder: str, context: Context) -> Hit | None:
    """A number became a phrase."""
    return yes("value" in change.old and "phrase" in change.new and _plays(change.old))


@predicate("words-to-quantity")
def words_to_quantity(change: Change, ladder: str, context: Context) -> Hit | None:
    """A phrase became a number."""
    return yes("phrase" in change.old and "value" in change.new and _plays(change.new))


def _plays(measure: Plain) -> bool:
    return str(measure.get("role", "none")) != "none"


@predicate("quantity-gone")
def quantity_gone(change: Change, ladder: str, context: Context) -> Hit | None:
    """A quantity with a role is no longer there."""
    return yes(_plays(change.old))


@predicate("quantity-new")
def quantity_new(change: Change, ladder: str, context: Context) -> Hit | None:
    """A quantity with a role is new."""
    return yes(_plays(change.new))


@predicate("unit-differs")
def unit_differs(change: Change, ladder: str, context: Context) -> Hit | None:
    """The number counts something else than before."""
    both = "value" in change.old and "value" in change.new
    return yes(
        both
        and measure_move(change.old, change.new) is Move.UNKNOWN
        and change.old.get("unit") != change.new.get("unit")
    )


@predicate("baseline-differs")
def baseline_differs(change: Change, ladder: str, context: Context) -> Hit | None:
    """The number is measured against something else than before."""
    return yes(change.old.get("baseline") != change.new.get("baseline"))


@predicate("number-dropped")
def number_dropped(change: Change, ladder: str, context: Context) -> Hit | None:
    """A number that bounds nothing by itself gave way to a phrase."""
    return yes("value" in change.old and "phrase" in change.new and not _plays(change.old))


@predicate("number-told")
def number_told(change: Change, ladder: str, context: Context) -> Hit | None:
    """A number that bounds nothing by itself took the place of a phrase."""
    return yes("phrase" in change.old and "value" in change.new and not _plays(change.new))


@predicate("margin")
def margin(change: Change, ladder: str, context: Context) -> Hit | None:
    """The quantity is a margin before a line: its name has one of the words in `with`."""
    name = change.field.partition(".")[2]
    return yes(not set(name.split("-")).isdisjoint(ladder.split()))
