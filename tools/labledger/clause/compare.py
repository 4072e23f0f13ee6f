"""Two wordings of one clause compared: every facet read on both sides, and what their differences are called."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from labledger.clause import (
    audience,
    bearer,
    condition_moves,
    consequences,
    definitions,
    firmness,
    logic,
    people,
    quantities,
    scope,
    specificity,
    substance,
    times,
)
from labledger.clause.asides import examples_of
from labledger.clause.content import coverage
from labledger.clause.contrast import Contrast
from labledger.clause.passage import Passage
from labledger.clause.statements import Outline, outline

_FACETS = (
    firmness, consequences, condition_moves, logic, quantities, times, scope, people, audience, definitions, bearer,
    specificity,
)  # fmt: skip
"""Readers of one facet each; where two name the same rule with the same sureness, the first has it."""
_SOME = 0.2
"""Share of content below which two clauses in which no facet differs are not called the same."""


def compare(old: Passage, new: Passage) -> tuple[Contrast, ...]:
    """Every contrast between two wordings, both given, most certain first.

    Empty when nothing but typography differs. A contrast names a rule of the catalogue; what it adds up to is for
    the labeller to say.
    """
    if old.text == new.text:
        return ()
    was, now = outline(old), outline(new)
    if was.body == now.body and _unnumbered(was) == _unnumbered(now):
        return (Contrast("commitment-renumbered", was.number or was.heading, now.number or now.heading, 0.95),)
    found = [contrast for facet in _FACETS for contrast in facet.contrasts(old, new)]
    if definitions.same_term(old, new):
        found = [contrast for contrast in found if not contrast.rule.startswith("modality")]
    found += substance.contrasts(old, new, [(contrast.old, contrast.new) for contrast in found])
    return tuple(sorted(_surest(found), key=lambda contrast: (-contrast.sure, contrast.rule))) or (_unmoved(old, new),)


def _unnumbered(side: Outline) -> str:
    return side.heading.lstrip("0123456789. ")


def _surest(found: Iterable[Contrast]) -> Iterator[Contrast]:
    """One contrast for each rule, the surest."""
    best: dict[str, Contrast] = {}
    for contrast in found:
        if contrast.rule not in best or best[contrast.rule].sure < contrast.sure:
            best[contrast.rule] = contrast
    return iter(best.values())


def _unmoved(old: Passage, new: Passage) -> Contrast:
    """What to call a pair in which no facet differs: reworded when the content agrees, else left open."""
    if firmness.restyled(old, new):
        return Contrast("modality-restyled", old.text, new.text, 0.8)
    if examples_of(old) != examples_of(new):
        return Contrast("scope-example-dropped", old.text, new.text, 0.8)
    shared = coverage(old, new)
    if max(shared) < _SOME:
        return Contrast("commitment-substance-unclassified", old.text, new.text, 0.5)
    return Contrast("commitment-reworded", old.text, new.text, max(0.5, min(shared)))
