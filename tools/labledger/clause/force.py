"""How strongly a clause binds: duty, prohibition, permission or release, and how firmly it is put.

The bands are those of the catalogue of rules: 4 must, will, present practice; 3 should; 2 aim, intend; 1 may;
0 released.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from labledger.clause.lexicon import at_end, lexicon, shape
from labledger.clause.modals import Denials, Modal, denials_of, governing_modal

_SPOKEN = {0: "released", 1: "may", 2: "aims", 3: "should", 4: "will"}
_DESCRIBING = shape(
    "force",
    r"{describing}|\bis {described} (?:if|when|by)\b|\bare (?:most|more|less) |\bis (?:an?|the) (?!{binding-nouns})"
    r"|\bare (?:an?|the) ",
)
_PRACTISED = re.compile(r"\b(?:is|are) (?:\w+ly )?\w+(?:ed|en|ut|un|ept)\b")
"""A passive, which tells of a practice: "is tested", "are carefully kept"."""
_NONE_WITHOUT = re.compile(
    r"\bthere (?:is|are|will be) no\b.*\b(?:which|that|whose|where)\b.*\bnot\b|\bno\b.{3,60}\bgoes (?:un\w+|without)\b"
)
"""Two denials that bind: "there is no model that is not tested", "no model goes untested"."""
_NOT_THE_CASE = shape("force", r"{not-case}")
_LEAVE_DENIED = shape("force", r"{leave-denied}|\bno [\w -]{1,40}? {leave}")
_NEEDLESS = shape("force", r"{needless}|\b(?:no|nor) [\w -]{1,40}? {needed}")
_NO_UNDERTAKING = shape("force", r"{denials}\s+(?:\w+ly\s+)?{undertakings}")
_OTHERS = at_end("force", "holders-of-rights", more=3)
_THINGS = at_end("force", "able-things")


@dataclass(frozen=True, slots=True)
class Force:
    """What a main clause does to the lab, and how firmly."""

    kind: str
    """`duty`, `prohibition`, `permission`, `release` or `describes`."""
    band: int
    word: str = ""
    """The word the reading rests on; empty for plain present tense."""
    partial: bool = False
    """A denial of "all", not of "any": not every, not always."""

    @property
    def spoken(self) -> str:
        """For people: the kind and the word it rests on."""
        said = f" ({self.word})" if self.word else " (present tense)" if self.kind != "describes" else ""
        return f"{self.kind}{said}"


_DESCRIBES = Force("describes", 4)


@lru_cache(maxsize=8192)
def read(main: str) -> Force:
    """The force of a main clause in lower case. An empty one describes."""
    if not main:
        return _DESCRIBES
    if _NONE_WITHOUT.search(main):
        return Force("duty", 4)
    modal, denials = governing_modal(main), denials_of(main)
    if released := _released(main, modal, denials):
        return released
    if modal is None:
        return _present(main, denials)
    if modal.band == 1:
        return _allowed(main, modal, denials)
    return Force(_bound(denials), modal.band, modal.phrase, denials.partial)


def hedges(text: str) -> frozenset[str]:
    """The hedges in a text: words that leave the lab room."""
    return lexicon("force", "hedges").within(text)


def heading_force(heading: str) -> int | None:
    """Band of a heading in brackets: 4 for commitments, 1 for goals and examples, None when it says nothing of it."""
    if lexicon("force", "heading-soft").any(heading):
        return 1
    return 4 if lexicon("force", "heading-binding").any(heading) else None


def spoken_band(band: int) -> str:
    """The word that stands for a band."""
    return _SPOKEN[band]


def _released(main: str, modal: Modal | None, denials: Denials) -> Force | None:
    """A release, where the clause says that nothing is undertaken or needed; None where it says no such thing."""
    if (found := _NO_UNDERTAKING.search(main)) and denials.count % 2:
        return Force("release", 0, found.group(), denials.partial)
    needless = _NEEDLESS.search(main)
    if modal is None:
        return Force("release", 0, needless.group(), denials.partial) if needless else None
    if modal.band and not needless:
        return None
    if _NOT_THE_CASE.search(main):
        return Force("duty", 4, modal.phrase, partial=True)
    return Force("release", 0, modal.phrase, denials.partial)


def _present(main: str, denials: Denials) -> Force:
    """Plain present tense: a practice, or a description."""
    if _DESCRIBING.search(main) and not denials.count and not _PRACTISED.search(main):
        return _DESCRIBES
    return Force(_bound(denials), 4, partial=denials.partial)


def _allowed(main: str, modal: Modal, denials: Denials) -> Force:
    """What "may" does: it gives leave, denies it, gives a right to others, or says what a thing is able to do."""
    if _LEAVE_DENIED.search(main):
        return Force("duty" if denials.verbs else "prohibition", 4, modal.phrase, denials.partial)
    subject = main[: modal.start]
    if _THINGS.search(subject):
        return _DESCRIBES
    if _OTHERS.search(subject):
        return Force("duty", 4)
    return Force("release" if denials.verbs % 2 else "permission", 1, modal.phrase, denials.partial)


def _bound(denials: Denials) -> str:
    return "prohibition" if denials.count % 2 and not denials.partial else "duty"
