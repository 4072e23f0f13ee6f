"""Predicates about numbers and what they do."""

from __future__ import annotations

from labledger.diff.change import Change
from labledger.label.predicates.base import Context, Hit, Plain, predicate, yes
from labledger.label.quantity import Move, measure_move


def _quantity_hit(change: Change, loosening: bool) -> Hit | None:
    role = str(change.new.get("role", change.old.get("role", "none")))
    move = measure_move(change.old, change.new)
    if move not in (Move.UP, Move.DOWN) or role == "none":
        return None
    loosens = (move is Move.UP) == (role in ("trigger", "ceiling"))
    raised = "threshold-raised" if move is Move.UP else "threshold-lowered"
    return Hit(labels=(raised,)) if loosens == loosening else None


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
    """A number moved, and nothing says what it does."""
    moved = measure_move(change.old, change.new) in (Move.UP, Move.DOWN)
    return yes(moved and str(change.new.get("role", "none")) == "none")


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
    return yes(_plays(change.old) and _any_stands(change.new_part))


@predicate("quantity-new")
def quantity_new(change: Change, ladder: str, context: Context) -> Hit | None:
    """A quantity with a role is new."""
    return yes(_plays(change.new))


def _any_stands(part: Plain) -> bool:
    return bool(part)


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
