"""What a clause reaches: quantifiers, models, deployments, domains and phases of two clauses compared."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from labledger.clause.acts import valence
from labledger.clause.asides import without_examples as without_examples
from labledger.clause.contrast import Contrast
from labledger.clause.force import read as force_of
from labledger.clause.lexicon import lexicon
from labledger.clause.passage import Passage, words
from labledger.clause.statements import outline
from labledger.text.stems import stem

_TRIGGERING = re.compile(
    r"\bthreshold\b.{0,40}\b(?:is|if|when)\b|\b(?:is|are) (?:met|reached|crossed) (?:if|when|by)\b|\boutcome \d"
)
_BROADER = {"cbrn": ("chemical", "biological", "radiological", "nuclear"),
            "weapons of mass destruction": ("chemical", "biological", "radiological", "nuclear")}  # fmt: skip
_SAME = {"cybersecurity": "cyber", "model autonomy": "autonomy", "autonomous replication": "autonomy",
         "self-replication": "autonomy", "harmful manipulation": "manipulation", "persuasion": "manipulation",
         "bioweapons": "biological", "misinformation": "disinformation", "radicalization": "radicalisation"}  # fmt: skip
_QUANTIFIERS = ("none", "universal", "most", "some")


def contrasts(old: Passage, new: Passage) -> Iterator[Contrast]:
    """What the clause reached and no longer does, and the reverse."""
    yield from _domains(old, new)
    yield from _deployments(old, new)
    yield from _quantifiers(old, new)
    yield from _phases(old, new)
    yield from _only(old, new)
    yield from _watched(old, new)


_ONLY = re.compile(
    r"\b(?:nothing else|nobody else|no one else|for no other|reserved to|reserved for|only|solely|exclusively|merely)\b(?! exceptions?| if| when| once| after| where| upon| for as)"
)
_ONLY_WITH = re.compile(
    r"\bonly (?:with|by|through|on|under|upon|following) (?:\w+ ){0,3}(?:consent|approval|sign-off|permission|agreement|order)"
)
_WATCHED = re.compile(
    r"\b(?:only|merely|just)\s+(?:watched|monitored|tracked|observed|noted)\b|\bkeeps? an eye on\b|\bmonitored only\b"
)


def _phases(old: Passage, new: Passage) -> Iterator[Contrast]:
    """Phases of a model's life that were named and are not, or the reverse; a phase in place of another says nothing."""
    was, now = (lexicon("scope", "phases").within(without_examples(side.lower)) for side in (old, new))
    if was and now and now < was:
        yield Contrast("lifecycle-phase-removed", _listed(was), _listed(now), 0.75)
    elif was and now and was < now:
        yield Contrast("lifecycle-phase-added", _listed(was), _listed(now), 0.75)


def _only(old: Passage, new: Passage) -> Iterator[Contrast]:
    """`only` holds a risky act back and makes a protective one small."""
    was, now = (_ONLY.search(_ONLY_WITH.sub(" ", side.lower)) for side in (old, new))
    if bool(was) == bool(now):
        return
    acts = {valence(statement.main) for side in (old, new) for statement in outline(side).statements}
    protective = "protective" in acts
    if now:
        yield Contrast("model-scope-narrowed" if protective else "leave-withdrawn", "", now.group(), 0.7)
    elif was:
        yield Contrast("model-scope-broadened" if protective else "leave-taken", was.group(), "", 0.7)


def _watched(old: Passage, new: Passage) -> Iterator[Contrast]:
    was, now = _WATCHED.search(old.lower), _WATCHED.search(new.lower)
    if now and not was:
        yield Contrast("risk-domain-removed", "", now.group(), 0.8)
    elif was and not now:
        yield Contrast("risk-domain-added", was.group(), "", 0.8)


def domains(passage: Passage) -> frozenset[str]:
    """The risk domains named outside examples; a collective name stands for its parts."""
    text = without_examples(passage.lower)
    named = {_SAME.get(name, name) for name in lexicon("scope", "domains").within(text)}
    parts = {part for name in named for part in _BROADER.get(name, (name,))}
    return frozenset(parts)


def _direction(old: Passage, new: Passage, lost: bool) -> tuple[str, str]:
    """Rules for what was lost or gained: what a leave reaches counts the other way round."""
    forces = [force_of(statement.main) for side in (old, new) for statement in outline(side).statements]
    acts = {valence(statement.main) for side in (old, new) for statement in outline(side).statements}
    leave = any(force.kind in ("permission", "release") for force in forces) and "protective" not in acts
    return ("strengthen" if lost else "weaken", "leave") if leave else ("", "")


def _domains(old: Passage, new: Passage) -> Iterator[Contrast]:
    was, now = domains(old), domains(new)
    if not was or not now or was == now:
        return
    lost, gained = was - now, now - was
    if lost and len(gained) <= len(lost):
        turned, _ = _direction(old, new, True)
        yield Contrast("risk-domain-removed", _listed(was), _listed(now), 0.85 if not gained else 0.6, direction=turned)
    if gained and len(lost) < len(gained):
        turned, _ = _direction(old, new, False)
        yield Contrast("risk-domain-added", _listed(was), _listed(now), 0.85 if not lost else 0.6, direction=turned)


def _listed(names: frozenset[str]) -> str:
    return ", ".join(sorted(names))


def _deployments(old: Passage, new: Passage) -> Iterator[Contrast]:
    was, now = _deployed(old), _deployed(new)
    if was == now or not (was and now):
        return
    if now < was:
        yield Contrast("deployment-scope-narrowed", _listed(was), _listed(now), 0.8)
    elif was < now:
        yield Contrast("deployment-scope-broadened", _listed(was), _listed(now), 0.8)


def _deployed(passage: Passage) -> frozenset[str]:
    text = passage.lower
    found = {name for name in ("internal", "external") if lexicon("scope", name).any(text)}
    if re.search(
        r"\b(?:internal and external|external and internal|internal or external|external or internal)\b", text
    ):
        found = {"internal", "external"}
    return frozenset(found)


def _quantifiers(old: Passage, new: Passage) -> Iterator[Contrast]:
    """All to some, every to certain: read at the subject and object, where the words around them are shared."""
    was, now = _widest(old), _widest(new)
    if was == now:
        return
    shared = set(old.concepts) & set(new.concepts)
    if len(shared) < 0.5 * max(1, min(len(set(old.concepts)), len(set(new.concepts)))):
        return
    if was == "universal" and now in ("most", "some"):
        yield Contrast("model-scope-narrowed", was, now, 0.85)
    elif now == "universal" and was in ("most", "some"):
        yield Contrast("model-scope-broadened", was, now, 0.85)
    elif was == "none" and re.search(r"\bnot (?:all|every|each)\b", new.lower):
        yield Contrast("model-scope-narrowed", "no", "not every", 0.9)
    elif now == "none" and re.search(r"\bnot (?:all|every|each)\b", old.lower):
        yield Contrast("model-scope-broadened", "not every", "no", 0.9)


def _widest(passage: Passage) -> str:
    text = without_examples(" ".join(statement.main for statement in outline(passage).statements))
    if re.search(r"\bnot (?:all|every|each)\b", text):
        return "some"
    for name in ("some", "most", "universal"):
        if lexicon("scope", name).any(text):
            return name
    return ""


@cache
def stems_of(key: str) -> frozenset[str]:
    """Stems of the single words of a scope list: narrowing or strict modifiers."""
    return frozenset(stem(part) for phrase in words("scope")[key] for part in phrase.split("-") if " " not in phrase)
