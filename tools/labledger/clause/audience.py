"""Who gets to see it, and how much of it: the audience and detail of two clauses compared."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from labledger.clause.contrast import Contrast
from labledger.clause.lexicon import lexicon
from labledger.clause.passage import Passage

_SHORT = 14
_MUCH = 4
"""Concepts by which one account of a thing must be longer to tell more."""
_LADDER = ("public", "regulator", "vetted", "board", "internal")
_NOT_PUBLIC = re.compile(
    r"\bspecial publications?\b|\bpublicly available models?\b|\bgeneral public\b(?= safety)|\bpublic (?:safety|health|deployment|release|interest)\b|\bpublicly (?:deployed|released)\b"
)
_PUBLISHING = re.compile(
    r"\bpublish\w*|\bpublication\b|\bmake public\b|\bmade public\b|\bwebsite\b|\bpublicly\b|\bpost(?:ed)? online\b"
)


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
    """Audiences and detail of what a passage promises to tell; nothing where it tells nothing."""
    text = _NOT_PUBLIC.sub(" ", passage.lower)
    tells = lexicon("audience", "telling").any(text)
    named = frozenset(name for name in _LADDER if tells and lexicon("audience", name).any(text))
    return Shown(
        tells, named, lexicon("audience", "full").any(text), lexicon("audience", "summary").any(text),
        lexicon("audience", "redaction").any(text),
    )  # fmt: skip


def contrasts(old: Passage, new: Passage) -> Iterator[Contrast]:
    """A narrower or wider audience, less or more detail, wider or narrower grounds for redaction."""
    was, now = read(old), read(new)
    if was.rung and now.rung and was.rung != now.rung:
        rule = "audience-narrowed" if now.rung < was.rung else "audience-widened"
        yield Contrast(rule, was.spoken, now.spoken, 0.85)
    elif was.rung >= 4 and not now.rung and was.tells and now.tells and _near(old, new):
        yield Contrast("audience-narrowed", was.spoken, now.spoken, 0.75)
    elif now.rung >= 4 and not was.rung and was.tells and now.tells and _near(old, new):
        yield Contrast("audience-widened", was.spoken, now.spoken, 0.75)
    elif was.rung >= 3 and not now.rung and _PUBLISHING.search(old.lower):
        yield Contrast("disclosure-duty-removed", was.spoken, "", 0.7)
    elif now.rung >= 3 and not was.rung and _PUBLISHING.search(new.lower):
        yield Contrast("disclosure-duty-added", "", now.spoken, 0.7)
    if was.tells and now.tells and was.summary != now.summary:
        rule = "disclosure-detail-reduced" if now.summary else "disclosure-detail-increased"
        yield Contrast(rule, "summary" if was.summary else "in full", "summary" if now.summary else "in full", 0.75)
    elif was.tells and now.tells and _near(old, new):
        yield from _breadth(old, new)
    if was.tells and now.tells and was.redacts != now.redacts:
        rule = "redaction-widened" if now.redacts else "redaction-narrowed"
        yield Contrast(rule, "redacted" if was.redacts else "", "redacted" if now.redacts else "", 0.6)


def _near(old: Passage, new: Passage) -> bool:
    """Whether both clauses tell the same thing."""
    mine, theirs = set(old.concepts), set(new.concepts)
    return len(mine & theirs) >= 0.5 * max(1, min(len(mine), len(theirs)))


def _breadth(old: Passage, new: Passage) -> Iterator[Contrast]:
    """Much more told than before about the same thing, or much less; long texts tell of too many things to say."""
    if min(len(old.concepts), len(new.concepts)) > _SHORT:
        return
    lost, gained = set(old.concepts) - set(new.concepts), set(new.concepts) - set(old.concepts)
    if len(lost) - len(gained) >= _MUCH and len(gained) <= 1:
        yield Contrast("disclosure-detail-reduced", ", ".join(sorted(lost)), ", ".join(sorted(gained)), 0.55)
    elif len(gained) - len(lost) >= _MUCH and len(lost) <= 1:
        yield Contrast("disclosure-detail-increased", ", ".join(sorted(lost)), ", ".join(sorted(gained)), 0.55)


def tells_outside(passage: Passage) -> bool:
    """Whether a passage promises a report, a notice or the like that is not for the lab's own eyes alone."""
    shown = read(passage)
    return shown.rung >= 3 or (shown.tells and not shown.rung and lexicon("audience", "artefacts").any(passage.lower))
