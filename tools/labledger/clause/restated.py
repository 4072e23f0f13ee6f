"""Whether a clause says a time in other words than those by which times are read."""

from __future__ import annotations

import re

from labledger.clause.amounts import amounts_of
from labledger.clause.cadences import ONGOING
from labledger.clause.passage import Passage
from labledger.clause.timing import Timing, is_period, span_of

_KEEPS_ON = re.compile(r"\b(?:keeps? (?:on )?[a-z]+ing|goes on [a-z]+ing|continues? to)\b")
_WAITS = re.compile(r"\b(?:only (?:once|after|when|if)|until|unless|without first|no sooner than)\b")


def said_otherwise(timing: Timing, passage: Passage, read: tuple[Timing, ...]) -> bool:
    """Whether a passage states the same length, growth or lasting act, where none of its readings has it.

    `serve one-year terms` says what `rotate yearly` says; `keep refining` is `refine continually`.
    """
    if timing.kind == "cadence" and timing.measure == "vague":
        return timing.size == ONGOING and bool(_KEEPS_ON.search(passage.lower))
    if not timing.span and timing.measure != "growth":
        return False
    for amount in amounts_of(passage.lower, passage.text):
        if any(other.start <= amount.start < other.end for other in read):
            continue
        if timing.measure == "growth" and amount.unit == "multiple" and abs(amount.high - timing.size) < 1e-6:
            return True
        if timing.span and is_period(amount) and span_of(amount, amount.high).equals(timing.span):
            return True
    return False


def waits(lower: str) -> bool:
    """Whether a clause lets an act wait for another in words of condition: `only once`, `not until`."""
    return bool(_WAITS.search(lower))
