"""The force of two clauses compared: statement by statement, with their headings and hedges."""

from __future__ import annotations

import re
from collections.abc import Iterator

from labledger.clause.acts import valence
from labledger.clause.contrast import Contrast, listing
from labledger.clause.force import Force, heading_force, hedges
from labledger.clause.force import read as force_of
from labledger.clause.lexicon import lexicon, shape
from labledger.clause.pairing import Matched, matched
from labledger.clause.passage import Passage, concepts_of
from labledger.clause.statements import outline

_SOFTER, _HARDER = "modality-weakened", "modality-strengthened"
_BINDING = 4
"""Band of a clause under no heading."""
_SURE = ((0.5, 0.9), (0.25, 0.7), (0.0, 0.55))
"""How sure a difference of force is, from a likeness of the two statements on."""
_DOUBTFUL = 0.45
"""How sure it is where a denial may have moved into another construction."""
_MINIMAL = 3
"""Concepts that may differ before a denial is taken to have moved."""
_FADED = 0.6
"""What a difference from or to a description is worth of one between two duties."""
_DENIAL = re.compile(r"\b(?:not?|nobody|never)\b")
_NONE_WITHOUT = re.compile(r"\b(?:no|not|never|none|nobody)\b.*\bwithout\b")
_TOLERANCE = shape("force", r"{tolerances}")
_GATE = shape("conditions", r"{gate-markers}")
_ORDERED = shape("conditions", r"{ordered}")


def contrasts(old: Passage, new: Passage) -> Iterator[Contrast]:
    """Force that fell or rose, from the old clause to the new one."""
    yield from _headings(old, new)
    yield from _hedges(old, new)
    for pair in matched(old, new):
        yield from _forces(pair)


def restyled(old: Passage, new: Passage) -> bool:
    """Whether the modal word differs inside one band."""
    forces = ((force_of(pair.old.main), force_of(pair.new.main)) for pair in matched(old, new))
    return any(was.word != now.word and was.band == now.band for was, now in forces)


def _headings(old: Passage, new: Passage) -> Iterator[Contrast]:
    before, after = outline(old).heading, outline(new).heading
    was, now = heading_force(before), heading_force(after)
    if now is not None and now < (_BINDING if was is None else was):
        yield Contrast("heading-force-lowered", before or "no heading", after, 0.9)
    elif was is not None and was < (_BINDING if now is None else now):
        yield Contrast("heading-force-raised", before, after or "no heading", 0.9)


def _hedges(old: Passage, new: Passage) -> Iterator[Contrast]:
    pairs = matched(old, new)
    was = frozenset(word for pair in pairs for word in hedges(pair.old.text))
    now = frozenset(word for pair in pairs for word in hedges(pair.new.text))
    if len(now) > len(was):
        yield Contrast("hedge-added", listing(was), listing(now - was), 0.85)
    elif len(was) > len(now):
        yield Contrast("hedge-removed", listing(was - now), listing(now), 0.85)


def _forces(pair: Matched) -> Iterator[Contrast]:
    was, now = force_of(pair.old.main), force_of(pair.new.main)
    if (was.kind, was.band, was.partial) == (now.kind, now.band, now.partial) or _same_in_other_words(pair, was, now):
        return
    sure = next(sure for least, sure in _SURE if pair.likeness >= least)
    if {was.kind, now.kind} == {"duty", "prohibition"} and _reworked(pair):
        sure = _DOUBTFUL
    yield from _between(was, now, valence(pair.old.main) or valence(pair.new.main), sure)


def _same_in_other_words(pair: Matched, was: Force, now: Force) -> bool:
    """Whether a denial on one side says what a bound, a gate or an order says on the other."""
    if was.partial != now.partial:
        whole = pair.new.main if was.partial else pair.old.main
        return lexicon("scope", "some").any(whole) or "sometimes" in whole.split()
    kinds = {was.kind, now.kind}
    if kinds <= {"permission", "prohibition", "duty"} and _both_tolerate(pair):
        return True
    return _gated(pair, was, now) or _with_and_without(pair)


def _both_tolerate(pair: Matched) -> bool:
    """Whether both sides say how much is tolerated: "may miss no more than" forbids what "must not exceed" forbids."""
    return all(_TOLERANCE.search(statement.main) for statement in (pair.old, pair.new))


def _gated(pair: Matched, was: Force, now: Force) -> bool:
    """Whether "not unless" stands on one side and "only if" on the other."""
    if "prohibition" not in (was.kind, now.kind) or not {was.kind, now.kind} & {"duty", "permission"}:
        return False
    forbids, allows = (pair.old, pair.new) if was.kind == "prohibition" else (pair.new, pair.old)
    if not (_GATE.search(forbids.text) and _ORDERED.search(allows.text)):
        return False
    return not {one.marker for one in forbids.conditions} & {one.marker for one in allows.conditions}


def _with_and_without(pair: Matched) -> bool:
    """Whether "none without" stands on one side and "each with" on the other."""
    texts = {bool(_NONE_WITHOUT.search(text)): text for text in (pair.old.text, pair.new.text)}
    if len(texts) < 2 or _DENIAL.search(texts[False]) or "without" in texts[False]:
        return False
    return concepts_of(texts[True].rpartition("without")[2]) <= concepts_of(texts[False])


def _reworked(pair: Matched) -> bool:
    """Whether more than a word or two differs: a denial may then have moved into another construction."""
    return len(concepts_of(pair.old.text) ^ concepts_of(pair.new.text)) > _MINIMAL


def _between(was: Force, now: Force, act: str, sure: float) -> Iterator[Contrast]:
    """What the step from one force to another is called; `act` is the valence of what is bound."""
    kinds = (was.kind, now.kind)
    direction = ""
    if now.partial != was.partial and set(kinds) != {"duty", "release"}:
        rule = "model-scope-narrowed" if now.partial else "model-scope-broadened"
    elif "describes" in kinds:
        rule, sure = _described(was, now), _FADED * sure
    elif set(kinds) == {"duty", "prohibition"}:
        rule = "commitment-polarity-flipped"
        direction = "strengthen" if (act != "protective") == (now.kind == "prohibition") else "weaken"
    elif kinds == ("prohibition", "permission"):
        rule = "self-prohibition-lifted"
    elif kinds == ("permission", "prohibition"):
        rule = "self-prohibition-added"
    elif "release" in kinds:
        rule = "duty-released" if now.kind == "release" else "duty-imposed"
    else:
        rule = _SOFTER if now.band < was.band else _HARDER if now.band > was.band else ""
    if rule:
        yield Contrast(rule, was.spoken, now.spoken, sure, direction=direction)


def _described(was: Force, now: Force) -> str:
    """A duty that became a description binds no longer; a weak word that became one says little either way."""
    if was.kind != "describes" and was.band >= 3 and was.word:
        return _SOFTER
    if now.kind != "describes" and now.band >= 3 and now.word:
        return _HARDER
    if now.kind == "permission" and now.word:
        return _SOFTER
    return _HARDER if was.kind == "permission" and was.word else ""
