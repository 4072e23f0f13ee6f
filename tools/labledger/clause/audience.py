"""Who gets to see it, and how much of it: the audience and detail of two clauses compared."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from labledger.clause.contrast import Contrast, listing
from labledger.clause.lexicon import lexicon, shape
from labledger.clause.likeness import share
from labledger.clause.passage import Passage

_LADDER = ("public", "regulator", "vetted", "board", "internal")
_OUTSIDE, _OFFICIAL = 3, 4
"""Rungs from which on an audience is outside the lab, and from which on it is the public or its authorities."""
_SAME_THING = 0.5
"""Share of content from which on two clauses tell the same thing."""
_SHORT = 14
"""Content words up to which what a clause tells can be counted; longer ones tell of too many things."""
_MUCH = 4
"""Concepts by which one account of a thing must be longer to tell more."""
_NOT_PUBLIC = shape("audience", r"{not-public}")
_PUBLISHING = shape("audience", r"{publishing}")


@dataclass(frozen=True, slots=True)
class Shown:
    """What a clause tells to whom."""

    tells: bool
    audiences: frozenset[str]
    full: bool
    summary: bool
    redacts: bool

    @property
    def rung(self) -> int:
        """Rank of the widest audience: 5 public, 4 regulator, 3 vetted outsiders, 2 board, 1 internal, 0 nobody."""
        return max((5 - _LADDER.index(name) for name in self.audiences), default=0)

    @property
    def spoken(self) -> str:
        """For people: the audiences named."""
        return ", ".join(name for name in _LADDER if name in self.audiences) or "nobody named"


@lru_cache(maxsize=4096)
def read(passage: Passage) -> Shown:
    """Audiences and detail of what a passage promises to tell; no audience where it tells nothing."""
    text = _NOT_PUBLIC.sub(" ", passage.lower)
    tells, full, summary, redacts = (
        lexicon("audience", key).any(text) for key in ("telling", "full", "summary", "redaction")
    )
    named = frozenset(name for name in _LADDER if tells and lexicon("audience", name).any(text))
    return Shown(tells, named, full, summary, redacts)


def contrasts(old: Passage, new: Passage) -> Iterator[Contrast]:
    """A narrower or wider audience, less or more detail, wider or narrower grounds for redaction."""
    was, now = read(old), read(new)
    yield from _audiences(old, new)
    if not (was.tells and now.tells):
        return
    if was.summary != now.summary:
        rule = "disclosure-detail-reduced" if now.summary else "disclosure-detail-increased"
        yield Contrast(rule, "summary" if was.summary else "in full", "summary" if now.summary else "in full", 0.75)
    elif _same_thing(old, new):
        yield from _breadth(old, new)
    if was.redacts != now.redacts:
        rule = "redaction-widened" if now.redacts else "redaction-narrowed"
        yield Contrast(rule, "redacted" if was.redacts else "", "redacted" if now.redacts else "", 0.6)


def tells_outside(passage: Passage) -> bool:
    """Whether a passage promises a report, a notice or the like that is not for the lab's own eyes alone."""
    shown = read(passage)
    if shown.rung:
        return shown.rung >= _OUTSIDE
    return shown.tells and lexicon("audience", "artefacts").any(passage.lower)


def _audiences(old: Passage, new: Passage) -> Iterator[Contrast]:
    """Another audience; or an audience that went or came, with the duty to tell or without it."""
    was, now = read(old), read(new)
    lost, still_told = was.rung > now.rung, was.tells and now.tells
    wider = max(was.rung, now.rung)
    if was.rung == now.rung:
        return
    if was.rung and now.rung:
        yield Contrast("audience-narrowed" if lost else "audience-widened", was.spoken, now.spoken, 0.85)
    elif wider >= _OFFICIAL and still_told and _same_thing(old, new):
        yield Contrast("audience-narrowed" if lost else "audience-widened", was.spoken, now.spoken, 0.75)
    elif wider >= _OUTSIDE and _PUBLISHING.search((old if lost else new).lower):
        if lost:
            yield Contrast("disclosure-duty-removed", was.spoken, "", 0.7)
        else:
            yield Contrast("disclosure-duty-added", "", now.spoken, 0.7)


def _same_thing(old: Passage, new: Passage) -> bool:
    return share(old.matter, new.matter) >= _SAME_THING


def _breadth(old: Passage, new: Passage) -> Iterator[Contrast]:
    """Much more told than before about the same thing, or much less."""
    if min(len(old.concepts), len(new.concepts)) > _SHORT:
        return
    lost, gained = old.matter - new.matter, new.matter - old.matter
    if len(lost) - len(gained) >= _MUCH and len(gained) <= 1:
        yield Contrast("disclosure-detail-reduced", listing(lost), listing(gained), 0.55)
    elif len(gained) - len(lost) >= _MUCH and len(lost) <= 1:
        yield Contrast("disclosure-detail-increased", listing(lost), listing(gained), 0.55)
