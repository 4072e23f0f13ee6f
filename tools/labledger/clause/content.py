"""The content words of a clause, and what of them another clause lacks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from labledger.clause.asides import unbinding
from labledger.clause.passage import Passage, Token, words
from labledger.clause.scope import domains
from labledger.clause.statements import outline
from labledger.text.closest import alike

_INITIALS = re.compile(r"\b[A-Z]{2,5}\b")
_MOST_INITIALS = 5
_RISKS_TOGETHER = frozenset({"cbrn", "weapon"})
"""Concepts by which the risk domains are named together."""
_APART = 16
"""Characters between two words from which on they are two runs."""
_TYPO = 80.0
"""Likeness, 0 to 100, from which on two runs are one word spelled in two ways."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A run of content words that only one side has."""

    words: str
    start: int
    end: int
    tokens: tuple[Token, ...]
    side: str
    """The text of the side that has it, in lower case."""


@lru_cache(maxsize=4096)
def content_of(passage: Passage) -> tuple[Token, ...]:
    """The words of a passage that carry content, its heading and number left out."""
    common = words("function-words")["words"]
    start = len(passage.lower) - len(outline(passage).body)
    return tuple(token for token in passage.tokens if token.word not in common and token.start >= start)


def coverage(old: Passage, new: Passage) -> tuple[float, float]:
    """Share of each side's concepts that the other has."""
    mine, theirs = ({token.concept for token in content_of(side)} for side in (old, new))
    shared = len(mine & theirs)
    return shared / max(1, len(mine)), shared / max(1, len(theirs))


def lacking(here: Passage, there: Passage) -> Iterator[Stretch]:
    """Runs of content words of one side that the other lacks, outside examples, purposes and hedges."""
    content = content_of(here)
    missing = frozenset(_missing(here, there))
    run: list[Token] = []
    for token in content:
        if run and (token not in missing or token.start - run[-1].end >= _APART):
            yield _stretch(run, here)
            run = []
        if token in missing:
            run.append(token)
    if run:
        yield _stretch(run, here)


def is_typo(one: Stretch, other: Stretch) -> bool:
    """Whether two runs are one word spelled in two ways."""
    return alike(one.words, other.words) >= _TYPO


def _missing(here: Passage, there: Passage) -> Iterator[Token]:
    """Content words that the other side says in no way; numbers, times and vague words are compared elsewhere."""
    said = {token.concept for token in content_of(there)} | _said_otherwise(here, there)
    roots = {token.stem for token in content_of(there)}
    elsewhere = words("substance")["timely"] | words("vague")["phrases"]
    spared = list(unbinding(here.lower))
    for token in content_of(here):
        if len(token.word) == 1 or token.word[0].isdigit() or token.word in elsewhere:
            continue
        if token.concept in said or token.stem in roots:
            continue
        if not any(start <= token.start < end for start, end in spared):
            yield token


def _said_otherwise(here: Passage, there: Passage) -> set[str]:
    """Concepts that the other side says in another way: by initials, or by a collective name of risks."""
    said: set[str] = set()
    if domains(here) == domains(there):
        said |= _RISKS_TOGETHER.union(*(Passage(name).concepts for name in domains(here)))
    initials = set(_INITIALS.findall(there.text))
    content = content_of(here) if initials else ()
    for length in range(2, _MOST_INITIALS + 1):
        for at in range(len(content) - length + 1):
            run = content[at : at + length]
            if "".join(token.word[0] for token in run).upper() in initials:
                said |= {token.concept for token in run}
    return said


def _stretch(run: list[Token], here: Passage) -> Stretch:
    start, end = run[0].start, run[-1].end
    return Stretch(here.lower[start:end], start, end, tuple(run), here.lower)
