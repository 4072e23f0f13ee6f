"""Two wordings of one clause compared: every facet read on both sides, and what their differences are called."""

from __future__ import annotations

from collections.abc import Iterator

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
from labledger.clause.contrast import Contrast
from labledger.clause.passage import Passage
from labledger.clause.statements import outline

_FACETS = (firmness, consequences, condition_moves, logic, quantities, times, scope, people, audience, definitions,
           bearer, specificity)  # fmt: skip
_SOME = 0.2
"""Share of content below which two short clauses in which no facet differs are not called the same."""


def compare(old: Passage, new: Passage) -> tuple[Contrast, ...]:
    """Every contrast between two wordings, both given, most certain first.

    Empty when nothing but typography differs. A contrast names a rule of the catalogue; what it adds up to is for
    the labeller to say.
    """
    if old.text == new.text:
        return ()
    if outline(old).body == outline(new).body and _unnumbered(old) == _unnumbered(new):
        was, now = outline(old), outline(new)
        return (Contrast("commitment-renumbered", was.number or was.heading, now.number or now.heading, 0.95),)
    found = [contrast for facet in _FACETS for contrast in facet.contrasts(old, new)]
    if definitions.same_term(old, new):
        found = [contrast for contrast in found if not contrast.rule.startswith("modality")]
    found += substance.contrasts(old, new, [(contrast.old, contrast.new) for contrast in found])
    kept = tuple(sorted(_distinct(found), key=lambda contrast: (-contrast.sure, contrast.rule)))
    return kept or (_unmoved(old, new),)


def _unnumbered(passage: Passage) -> str:
    return outline(passage).heading.lstrip("0123456789. ")


def _distinct(found: list[Contrast]) -> Iterator[Contrast]:
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
    if substance.examples_differ(old, new):
        return Contrast("scope-example-dropped", old.text, new.text, 0.8)
    shared = substance.coverage(old, new)
    if max(shared) < _SOME:
        return Contrast("commitment-substance-unclassified", old.text, new.text, 0.5)
    return Contrast("commitment-reworded", old.text, new.text, max(0.5, min(shared)))
