"""Clocks: which event starts a deadline, from what happens through what is found to what is settled."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from labledger.clause.passage import words
from labledger.clause.timing import any_of, phrases

_INQUIRY = ("occurrence", "suspicion", "awareness", "opening", "confirmation", "decision", "completion")
NONE, DECISION = -1, 5
LIFE = 10
"""Clocks from here on are events in the life of a model; they have no order with those of an inquiry."""
_AFTER = re.compile(r" (?:of|after|from|following|since|upon) (.{0,80})")
_SEGMENT = re.compile(r" (?:of|that|whether|in) |,")
_LEAD = (
    r"(?:(?:the|its|our|a|an|each|any|first|last|final|initial|public|general|full|external|commercial|wide|such|that"
    r"|this|every|model's|end of|close of|completion of|completing|conclusion of|finishing|start of|beginning of"
    r"|starting|beginning|when) )*"
)
_OF_A_MODEL = r"(?! of (?:[\w-]+ ){0,2}?(?!(?:models?|systems?|weights|agents?|versions?)\b)[\w-]+(?:[,.;:]| [a-z]|\Z))"


def clock(after: str, end: int) -> tuple[int, int]:
    """Which event starts the clock, as a rank (-1 for none), and where its words end; `after` begins at `end`.

    0 to 6 go from what happens to what is settled; from `LIFE` on from the start of training to release.
    """
    found = _AFTER.match(after)
    if not found:
        return NONE, end
    begin = end + found.start(1)
    if event := _life().match(found[1]):
        return _place(event), begin + event.end()
    for segment in _SEGMENT.split(found[1]):
        hits = list(_hits(segment))
        if hits:
            rank = max(rank for rank, _ in hits)
            return rank, begin + found[1].index(segment) + max(stop for _, stop in hits)
    return NONE, end


def comparable(one: int, two: int) -> bool:
    """Whether both clocks are read and lie on one scale."""
    return min(one, two) >= 0 and (one >= LIFE) == (two >= LIFE)


def _hits(segment: str) -> Iterator[tuple[int, int]]:
    """Every kind of event named in a stretch; who opens an inquiry names the inquiry only to say which."""
    opened = phrases("timing", "clock-opening").search(segment)
    for rank, name in enumerate(_INQUIRY):
        match = phrases("timing", f"clock-{name}").search(segment)
        if match and (not opened or name == "opening"):
            yield rank, match.end()


@cache
def _life() -> re.Pattern[str]:
    timing = words("timing")
    inside, outside = any_of(timing["internal"]), any_of(timing["deploy"] | timing["access"])
    return re.compile(
        rf"(?P<lead>{_LEAD})(?:(?P<training>{any_of(timing['training'])})|(?P<internal>{inside})"
        rf"|(?P<outside>{outside}))(?![\w-]){_OF_A_MODEL}"
    )


def _place(event: re.Match[str]) -> int:
    """The start of training, its end, use within the lab, release."""
    if event["outside"]:
        return LIFE + 3
    if event["internal"]:
        return LIFE + 2
    return LIFE + (0 if re.search(r"\b(?:start|beginn|first)", event["lead"]) else 1)
