"""Statements of two wordings paired: which of the old ones and which of the new ones are about the same thing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from labledger.clause.likeness import likeness
from labledger.clause.passage import Passage
from labledger.clause.statements import Statement, outline

_ALIKE = 0.3
"""Likeness from which on two statements are about the same thing; chosen on the project's open pairs."""

_ANSWERED = 0.34
"""Share of a statement's content that the other side must have to say it too: a third."""


@dataclass(frozen=True, slots=True)
class Matched:
    """Two statements about the same thing, and how much of the shorter one's content they share."""

    old: Statement
    new: Statement
    likeness: float


@lru_cache(maxsize=2048)
def matched(old: Passage, new: Passage) -> tuple[Matched, ...]:
    """Statements of both sides that are about the same thing, best first; a lone pair is always compared."""
    before, after = outline(old).statements, outline(new).statements
    if len(before) == len(after) == 1:
        return (Matched(before[0], after[0], likeness(before[0].text, after[0].text)),)
    scored = sorted(
        ((likeness(one.text, other.text), i, j) for i, one in enumerate(before) for j, other in enumerate(after)),
        key=lambda row: (-row[0], row[1], row[2]),
    )
    used_old: set[int] = set()
    used_new: set[int] = set()
    pairs = []
    for score, i, j in scored:
        if score >= _ALIKE and i not in used_old and j not in used_new:
            used_old.add(i)
            used_new.add(j)
            pairs.append(Matched(before[i], after[j], score))
    return tuple(pairs)


def unanswered(here: Passage, there: Passage) -> Iterator[Statement]:
    """Statements of one side of whose content the other side has less than a third."""
    for statement in outline(here).statements:
        if likeness(statement.text, there.lower) < _ANSWERED:
            yield statement
