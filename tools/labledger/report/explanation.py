"""What is read in two clauses, which rule concludes what from it, and what it adds up to: as plain data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from labledger import __version__
from labledger.clause import asides, audience, balance, conditions, people, quantities, scope, specificity, times
from labledger.clause.compare import compare
from labledger.clause.contrast import Contrast
from labledger.clause.force import heading_force, hedges, spoken_band
from labledger.clause.force import read as force_of
from labledger.clause.lexicon import lexicon
from labledger.clause.passage import Passage, words
from labledger.clause.statements import outline
from labledger.label.clauses import Finding, Labelled, label_clauses
from labledger.label.rule import catalogue
from labledger.report.sentence import sentence

SCHEMA = "labledger/explanation/1"
FACETS = (
    "heading",
    "force",
    "hedges",
    "conditions",
    "quantities",
    "times",
    "scope",
    "people",
    "audience",
    "named",
    "vague",
)
_TOP = 6
_CONDITIONS = {
    "gate": "must come first", "precondition": "only on condition", "trigger": "applies when", "exception": "but not",
}  # fmt: skip
_ROLES = {
    "trigger": "sets off the duty", "floor": "the least required", "ceiling": "the most allowed",
    "background": "binds nobody", "unknown": "part not clear",
}  # fmt: skip
_TIMES = {
    "cadence": "how often", "deadline": "by when", "notice": "how long before or for", "leave": "how long it may rest",
    "effort": "for how long", "order": "when in a model's life", "milestone": "from which level",
}  # fmt: skip
_DEPLOYED = {"internal": "inside the lab", "external": "outside the lab"}
_QUANTIFIERS = {"universal": "all", "most": "most", "some": "some", "none": "none"}


def explain(old: str, new: str, account: Sequence[str] | None = (), *, searched: bool = False) -> dict[str, Any]:
    """The readings, findings and outcome of a pair, for people and programs. Never raises on any text.

    `account` and `searched` as in `label_clauses`. What is read but did not count stands under `set_aside`.
    """
    labelled = label_clauses(old, new, account, searched=searched)
    before, after = Passage(old), Passage(new)
    contrasts = compare(before, after) if before.text and after.text and not labelled.note else ()
    named = {finding.rule for finding in labelled.findings}
    texts = (before.text, after.text)
    return {
        "schema": SCHEMA,
        "tool": f"labledger {__version__}",
        "old": {"text": old, "read": {} if labelled.note else reading(before)},
        "new": {"text": new, "read": {} if labelled.note else reading(after)},
        "findings": [_finding(finding, texts) for finding in labelled.findings if finding.rule != "overall"],
        "set_aside": [_set_aside(contrast, texts) for contrast in contrasts if contrast.rule not in named],
        "outcome": _outcome(labelled),
        "weighing": _weighing(before, after, contrasts),
    }


def reading(passage: Passage) -> dict[str, list[str]]:
    """What was read in one clause, facet by facet, in words; facets in which nothing was read are left out."""
    if not passage.text:
        return {}
    found = {name: list(dict.fromkeys(globals()[f"_{name}"](passage))) for name in FACETS}
    return {name: told for name, told in found.items() if told}


def _heading(passage: Passage) -> Iterator[str]:
    heading = outline(passage).heading
    if heading:
        band = heading_force(heading)
        yield heading + (
            "" if band is None else " (what stands below binds)" if band >= 4 else " (what stands below binds little)"
        )


def _force(passage: Passage) -> Iterator[str]:
    for statement in outline(passage).statements:
        force = force_of(statement.main)
        strength = "" if force.kind in ("describes", "release") else f", as firm as {spoken_band(force.band)!r}"
        yield (
            f"{force.kind}{strength}"
            + (f' ("{force.word}")' if force.word else "")
            + (" of some, not all" if force.partial else "")
        )


def _hedges(passage: Passage) -> Iterator[str]:
    return iter(sorted(hedges(passage.lower)))


def _conditions(passage: Passage) -> Iterator[str]:
    for held in conditions.read(passage):
        yield f"{_CONDITIONS.get(held.kind, held.kind)}: {held.spoken}"


def _quantities(passage: Passage) -> Iterator[str]:
    for quantity in quantities.read(passage):
        yield f"{quantity.spoken} ({_ROLES.get(quantity.role, quantity.role)})"


def _times(passage: Passage) -> Iterator[str]:
    for timing in times.read(passage):
        yield f"{timing.spoken} ({_TIMES.get(timing.kind, timing.kind)})"


def _scope(passage: Passage) -> Iterator[str]:
    text = asides.without_examples(passage.lower)
    for name, said in _QUANTIFIERS.items():
        if lexicon("scope", name).any(text):
            yield said
    for name, said in _DEPLOYED.items():
        if lexicon("scope", name).any(text):
            yield said
    yield from sorted(lexicon("scope", "phases").within(text))
    yield from (f"risk: {name}" for name in sorted(scope.domains(passage)))


def _people(passage: Passage) -> Iterator[str]:
    yield from (part.spoken for part in people.read(passage))
    yield from (f"from outside: {name}" for name in sorted(lexicon("actors", "outside").within(passage.lower)))


def _audience(passage: Passage) -> Iterator[str]:
    shown = audience.read(passage)
    if shown.tells:
        detail = [
            word
            for word, held in (("in full", shown.full), ("summary", shown.summary), ("redacted", shown.redacts))
            if held
        ]
        yield ", ".join([f"told to: {shown.spoken}", *detail])


def _named(passage: Passage) -> Iterator[str]:
    return iter(sorted(specificity.named(passage)))


def _vague(passage: Passage) -> Iterator[str]:
    return iter(sorted(specificity.vague(passage)))


def _finding(finding: Finding, texts: tuple[str, str]) -> dict[str, Any]:
    rule = catalogue()[finding.rule]
    return {
        "rule": finding.rule, "code": finding.code, "direction": finding.direction, "labels": list(finding.labels),
        "confidence": round(finding.confidence, 3), "old": finding.old, "new": finding.new,
        "sentence": sentence(rule.title, finding.old, finding.new, texts), "why": rule.why,
    }  # fmt: skip


def _set_aside(contrast: Contrast, texts: tuple[str, str]) -> dict[str, Any]:
    rule = catalogue()[contrast.rule]
    return {
        "rule": rule.id, "code": rule.code, "direction": contrast.direction or rule.direction,
        "confidence": round(contrast.sure, 3),
        "sentence": sentence(rule.title, contrast.old, contrast.new, texts),
    }  # fmt: skip


def _outcome(labelled: Labelled) -> dict[str, Any]:
    sure = [one.confidence for one in labelled.findings if one.rule == "overall"]
    sure = sure or [one.confidence for one in labelled.findings if one.direction == labelled.direction]
    return {
        "direction": labelled.direction, "mixed": labelled.mixed, "labels": sorted(labelled.labels),
        "confidence": round(max(sure), 3) if sure else None, "disclosure": labelled.disclosure,
        "account": list(labelled.items), "note": labelled.note,
    }  # fmt: skip


def _weighing(old: Passage, new: Passage, contrasts: Sequence[Contrast]) -> dict[str, Any] | None:
    """How two distant wordings were weighed; None where one is an edit of the other: each finding counts there."""
    if not contrasts or balance.close(old, new):
        return None
    directions = [contrast.direction or catalogue()[contrast.rule].direction for contrast in contrasts]
    weights = balance.weigh(old, new, contrasts, directions)
    signed, _ = balance.differences(old, new, contrasts, directions)
    return {
        "weaken": round(weights.weaken, 3), "strengthen": round(weights.strengthen, 3),
        "neutral": round(weights.neutral, 3),
        "reasons": list(_reasons(signed)),
    }  # fmt: skip


def _reasons(signed: Mapping[str, float]) -> Iterator[dict[str, Any]]:
    """The differences that weigh most, whichever way: new side minus old side, and what each adds."""
    weights = words("balance")["direction"]
    parts = sorted(
        ((float(weights.get(name, 0)) * value, name) for name, value in signed.items()),
        key=lambda p: (-abs(p[0]), p[1]),
    )
    for part, name in parts[:_TOP]:
        if abs(part) >= 0.05:
            toward = "strengthen" if part > 0 else "weaken"
            yield {"name": name, "difference": round(signed[name], 2), "toward": toward, "weight": round(abs(part), 2)}
