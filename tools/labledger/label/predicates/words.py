"""Predicates about single words: modality, polarity, bearer, and whatever has a ladder."""

from __future__ import annotations

import re

from labledger.diff.change import Change
from labledger.label.predicates.base import BOUND, UNSTATED, Context, Hit, fall, is_duty, predicate, rank, yes

_LOOSE = ("describes", "released")


@predicate("rank-falls")
def rank_falls(change: Change, ladder: str, context: Context) -> Hit | None:
    """A word moved down its ladder, or off it, which is likely the same."""
    return _unstated(change) if change.new is None else yes(fall(ladder, change.old, change.new) > 0)


@predicate("rank-rises")
def rank_rises(change: Change, ladder: str, context: Context) -> Hit | None:
    """A word moved up its ladder, or onto it, which is likely the same."""
    return _unstated(change) if change.old is None else yes(fall(ladder, change.old, change.new) < 0)


def _unstated(change: Change) -> Hit | None:
    """A yes that is only likely: what one side does not state may stand elsewhere."""
    return Hit(sure=UNSTATED)


@predicate("band-falls")
def band_falls(change: Change, ladder: str, context: Context) -> Hit | None:
    """What binds the lab binds it less strongly."""
    bound = change.old_part.get("polarity", "duty") in BOUND and change.old_part.get("bearer", "lab") == "lab"
    return yes(bound and fall("modality", change.old, change.new) > 0)


@predicate("band-rises")
def band_rises(change: Change, ladder: str, context: Context) -> Hit | None:
    """What binds the lab binds it more strongly."""
    bound = change.new_part.get("polarity", "duty") in BOUND and change.new_part.get("bearer", "lab") == "lab"
    return yes(bound and fall("modality", change.old, change.new) < 0)


@predicate("band-same")
def band_same(change: Change, ladder: str, context: Context) -> Hit | None:
    """The word differs inside one band."""
    ranks = rank("modality", change.old), rank("modality", change.new)
    return yes(ranks[0] is not None and ranks[0] == ranks[1])


@predicate("stops-binding")
def stops_binding(change: Change, ladder: str, context: Context) -> Hit | None:
    """A duty became a description, or is expressly not required any more."""
    return yes(change.new in _LOOSE and (rank("modality", change.old) or 0) >= 2 and is_duty(change.old_part))


@predicate("starts-binding")
def starts_binding(change: Change, ladder: str, context: Context) -> Hit | None:
    """A description, or what was expressly not required, became a duty."""
    return yes(change.old in _LOOSE and (rank("modality", change.new) or 0) >= 2 and is_duty(change.new_part))


@predicate("word-becomes")
def word_becomes(change: Change, ladder: str, context: Context) -> Hit | None:
    """A word went from one of those before `>` in `with` to one of those after it."""
    before, _, after = ladder.partition(">")
    return yes(str(change.old) in before.split() and str(change.new) in after.split())


@predicate("bearer-becomes")
def bearer_becomes(change: Change, ladder: str, context: Context) -> Hit | None:
    """The duty went from the lab to others, or came to it."""
    word, part = (change.new, change.new_part) if ladder == "lab" else (change.old, change.old_part)
    bound = is_duty(part) and rank("modality", part.get("modality")) is not None
    return yes(str(word) == "lab" and bound)


@predicate("heading-falls")
def heading_falls(change: Change, ladder: str, context: Context) -> Hit | None:
    """The heading above a provision promises less: goals or examples where requirements stood."""
    return yes(_heading(change.old) > _heading(change.new))


@predicate("heading-rises")
def heading_rises(change: Change, ladder: str, context: Context) -> Hit | None:
    """The heading above a provision promises more."""
    return yes(_heading(change.old) < _heading(change.new))


def _heading(section: object) -> int:
    """Rank of the nearest heading of a section path that says what it is; one that says nothing is the body."""
    words = _WORD.findall(str(section).lower())
    ranks = [rank("heading", word) for word in reversed(words)]
    return next((found for found in ranks if found is not None), _BODY)


_WORD = re.compile(r"[a-z]+")
_BODY = 3
