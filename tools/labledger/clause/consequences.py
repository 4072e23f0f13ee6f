"""What is done, compared: consequences that grew softer or harder, and acts that gave way to lesser ones."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from labledger.clause.contrast import Contrast
from labledger.clause.lexicon import ranks, shape
from labledger.clause.likeness import share
from labledger.clause.pairing import Matched, matched
from labledger.clause.passage import Passage, words
from labledger.clause.statements import Statement, outline

_SOFTER, _HARDER = "consequence-softened", "consequence-hardened"
_LIKE, _SAME_MATTER = 0.5, 0.6
"""Share of content from which on statements, and clauses, are alike enough for one act to stand for the other."""
_SHORT = 16
"""Content words of a clause that is short enough for its strongest act to be what it is about."""
_VERB = shape("statements", r"{auxiliaries}\s+(?:not\s+|never\s+)?(?P<verb>\w+)")


def contrasts(old: Passage, new: Passage) -> Iterator[Contrast]:
    """Acts of the old clause against those of the new one."""
    for pair in matched(old, new):
        yield from _consequences(pair, old)
    yield from _lesser_acts(old, new)
    yield from _other_act(old, new)


def _consequences(pair: Matched, old: Passage) -> Iterator[Contrast]:
    """Where both clauses answer a trigger, or are short and alike and deny nothing: halt became review."""
    answered = bool(pair.old.of("trigger") and pair.new.of("trigger"))
    if not answered:
        denied = "not" in (pair.old.main + pair.new.main).split()
        if denied or pair.likeness < _LIKE or len(old.concepts) > _SHORT:
            return
    was, now = _hardest(pair.old), _hardest(pair.new)
    if was[0] and now[0] and abs(was[0] - now[0]) >= (1 if answered else 2) and was[1] not in pair.new.main:
        yield Contrast(_SOFTER if now[0] < was[0] else _HARDER, was[1], now[1], 0.8 if answered else 0.65)


def _hardest(statement: Statement) -> tuple[float, str]:
    """The hardest thing a statement says will be done, 7 halt to 1 note, with its word; 0 where there is none."""
    finder, rungs = ranks("consequence", "rungs")
    return max(((rungs[found.phrase], found.phrase) for found in finder.find(statement.main)), default=(0.0, ""))


def _lesser_acts(old: Passage, new: Passage) -> Iterator[Contrast]:
    """An act that gave way to a lesser one of its kind, in an otherwise like clause: update became review."""
    if share(old.matter, new.matter) < _SAME_MATTER:
        return
    lost, gained = old.matter - new.matter, new.matter - old.matter
    for more, less in _lesser():
        if more in lost and less in gained:
            yield Contrast(_SOFTER, more, less, 0.65)
        elif less in lost and more in gained:
            yield Contrast(_HARDER, less, more, 0.65)


@cache
def _lesser() -> tuple[tuple[str, str], ...]:
    """Pairs of concepts, the first of which does more than the second."""
    return tuple((str(more), less) for more, lesser in words("lesser-acts").items() for less in sorted(lesser))


def _other_act(old: Passage, new: Passage) -> Iterator[Contrast]:
    """The same words round another verb: a different duty that looks alike."""
    was, now = (_VERB.search(outline(side).mains) for side in (old, new))
    if was and now and old.matter == new.matter:
        mine, theirs = Passage(was["verb"]).concepts, Passage(now["verb"]).concepts
        if mine and theirs and mine != theirs and mine[0] in new.matter:
            yield Contrast("definition-restructured", was.group(), now.group(), 0.6)
