"""What a clause reaches: quantifiers, models, deployments, domains and phases of two clauses compared."""

from __future__ import annotations

from collections.abc import Iterator

from labledger.clause.acts import valences
from labledger.clause.asides import without_examples
from labledger.clause.contrast import Contrast, listing, presence
from labledger.clause.force import read as force_of
from labledger.clause.lexicon import lexicon, shape
from labledger.clause.likeness import share
from labledger.clause.passage import Passage, words
from labledger.clause.statements import outline

_SAME_MATTER = 0.5
"""Share of content from which on quantifiers of two clauses are about the same things."""
_NOT_ALL = shape("scope", r"{not-all}")
_ONLY = shape("scope", r"{only}(?!\s{after-only})")
_ONLY_WITH = shape("scope", r"\bonly {means}\s(?:\w+\s){0,3}{consents}")
"""Consent, which restricts nothing but the act: "only with the board's approval"."""
_WATCHED = shape("scope", r"{watched}")
_EVERYWHERE = shape("scope", r"{everywhere}")


def contrasts(old: Passage, new: Passage) -> Iterator[Contrast]:
    """What the clause reached and no longer does, and the reverse."""
    yield from _domains(old, new)
    yield from _deployments(old, new)
    yield from _quantifiers(old, new)
    yield from _phases(old, new)
    yield from _only(old, new)
    yield from presence(_watched(old), _watched(new), gone="risk-domain-added", came="risk-domain-removed", sure=0.8)


def domains(passage: Passage) -> frozenset[str]:
    """The risk domains named outside examples; a collective name stands for its parts."""
    names, collective = words("scope")["names"], words("scope")["collective"]
    named = lexicon("scope", "domains").within(without_examples(passage.lower))
    return frozenset(part for name in named for part in collective.get(name, (names.get(name, name),)))


def _domains(old: Passage, new: Passage) -> Iterator[Contrast]:
    was, now = domains(old), domains(new)
    lost, gained = was - now, now - was
    if not was or not now or not (lost or gained):
        return
    sure = (0.75 if len(lost) != len(gained) else 0.6) if lost and gained else 0.85
    leave = _is_leave(old, new)  # what a leave reaches counts the other way round
    if len(gained) <= len(lost):
        direction = "strengthen" if leave else ""
        yield Contrast("risk-domain-removed", listing(was), listing(now), sure, direction=direction)
    else:
        direction = "weaken" if leave else ""
        yield Contrast("risk-domain-added", listing(was), listing(now), sure, direction=direction)


def _is_leave(old: Passage, new: Passage) -> bool:
    """Whether one of the two clauses gives leave, and neither is about an act that protects."""
    forces = [force_of(statement.main) for side in (old, new) for statement in outline(side).statements]
    leave = any(force.kind in ("permission", "release") for force in forces)
    return leave and "protective" not in valences(old, new)


def _deployments(old: Passage, new: Passage) -> Iterator[Contrast]:
    was, now = _deployed(old), _deployed(new)
    if now and now < was:
        yield Contrast("deployment-scope-narrowed", listing(was), listing(now), 0.8)
    elif was and was < now:
        yield Contrast("deployment-scope-broadened", listing(was), listing(now), 0.8)


def _deployed(passage: Passage) -> frozenset[str]:
    """Whether a passage speaks of deployment inside the lab, outside it, or both."""
    text, places = passage.lower, ("internal", "external")
    if _EVERYWHERE.search(text):
        return frozenset(places)
    return frozenset(name for name in places if lexicon("scope", name).any(text))


def _quantifiers(old: Passage, new: Passage) -> Iterator[Contrast]:
    """All to some, every to certain, where the words around them are shared."""
    was, now = _least(old), _least(new)
    if was == now or share(old.matter, new.matter) < _SAME_MATTER:
        return
    if was == "universal" and now:
        yield Contrast("model-scope-narrowed", was, now, 0.85)
    elif now == "universal" and was:
        yield Contrast("model-scope-broadened", was, now, 0.85)


def _least(passage: Passage) -> str:
    """The least of the quantifiers of the main clauses: `some`, `most` or `universal`; empty where there is none."""
    text = without_examples(outline(passage).mains)
    if _NOT_ALL.search(text):
        return "some"
    return next((name for name in ("some", "most", "universal") if lexicon("scope", name).any(text)), "")


def _phases(old: Passage, new: Passage) -> Iterator[Contrast]:
    """Phases of a model's life that were named and are not, or the reverse; one in place of another says nothing."""
    was, now = (lexicon("scope", "phases").within(without_examples(side.lower)) for side in (old, new))
    if now and now < was:
        yield Contrast("lifecycle-phase-removed", listing(was), listing(now), 0.75)
    elif was and was < now:
        yield Contrast("lifecycle-phase-added", listing(was), listing(now), 0.75)


def _only(old: Passage, new: Passage) -> Iterator[Contrast]:
    """`only` holds a risky act back and makes a protective one small."""
    if _says_otherwise(old, new):
        return
    was, now = (_ONLY.search(_ONLY_WITH.sub(" ", side.lower)) for side in (old, new))
    protective = "protective" in valences(old, new)
    yield from presence(
        was.group() if was else "",
        now.group() if now else "",
        gone="model-scope-broadened" if protective else "leave-taken",
        came="model-scope-narrowed" if protective else "leave-withdrawn",
        sure=0.7,
    )


def _says_otherwise(old: Passage, new: Passage) -> bool:
    """Whether the other side says "only" in another place, or denies instead: "none without"."""
    if all("only" in side.lower.split() for side in (old, new)):
        return True
    forbids = [
        any(force_of(statement.main).kind == "prohibition" for statement in outline(side).statements)
        for side in (old, new)
    ]
    return forbids[0] != forbids[1]


def _watched(passage: Passage) -> str:
    """The words by which something is only watched; empty where there are none."""
    match = _WATCHED.search(passage.lower)
    return match.group() if match else ""
