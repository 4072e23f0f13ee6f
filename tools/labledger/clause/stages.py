"""Order against an event: whether something is done before, during or after training, deployment or publication."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from labledger.clause.passage import words
from labledger.clause.timing import Timing, any_of, occurrences

_PLACES = {"training": 0, "internal": 3, "deploy": 6, "access": 6, "publication": 99}
PLACES_APART = 50
"""Places further apart belong to events that have no order between them."""
_SIDES = {"before": 0, "during": 1, "after": 2}
_NOT_SIDES = frozenset({"until", "pre-", "post-", "as of", "since", "on", "following"})


@cache
def _side_of() -> dict[str, str]:
    return {word: side for side in _SIDES for word in words("timing")[side] if word not in _NOT_SIDES}


@cache
def _event_of() -> dict[str, str]:
    return {word: event for event in _PLACES for word in words("timing")[event]}


@cache
def _pattern() -> re.Pattern[str]:
    side, event = any_of(_side_of()) + "|(?<!the )following", any_of(_event_of())
    gap = rf"(?:(?!(?:{side}|and|or|will|must|shall)\b)[\w'-]+ ){{0,6}}?"
    more = rf"(?:,? (?:and|or) (?:{side})|, (?:{side}))*"
    return re.compile(
        rf"(?<![\w-])(?:(?P<glued>pre|post)-|(?P<first>{side})(?P<more>{more}) {gap})"
        rf"(?P<event>{event})(?![\w-])"
    )


def stages(lower: str) -> Iterator[Timing]:
    """Every `before`, `during` or `after` an event of a model's life, with its place from before training on."""
    for match in _pattern().finditer(lower):
        event = _event_of()[match["event"]]
        if match["glued"]:
            sides = ["before" if match["glued"] == "pre" else "after"]
        else:
            both = match["first"] + (match["more"] or "")
            sides = sorted({_side_of().get(w, "after") for w in re.findall(any_of(_side_of()) + "|following", both)})
        for side in sides:
            place = float(_PLACES[event] + _SIDES[side])
            yield Timing("order", match.start(), match.end(), match.group(), "stage", place)


def milestones(lower: str) -> Iterator[Timing]:
    """Every `as part of reaching ...`: a duty that waits for a later level."""
    for match in occurrences(lower, "timing", "milestone"):
        yield Timing("milestone", match.start(), match.end(), match.group(), "event", 0.0)
