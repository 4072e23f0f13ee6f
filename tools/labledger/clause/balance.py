"""What each of two distant wordings commits to, weighed: a sum of readable differences with published weights.

Where two clauses share few words, single differences mislead: half of all real weakenings replace a clause by another
about the same matter. Here everything that was read of both sides is counted, and the differences are added up with
the weights of `words/balance.yaml`, which `tests/benchmarks/balance.py` fits. The sum is even-handed by construction:
swapping the clauses turns its sign.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from labledger.clause import audience, conditions, people, quantities, scope, specificity, substance, times
from labledger.clause.acts import valence
from labledger.clause.contrast import Contrast
from labledger.clause.definitions import same_term
from labledger.clause.likeness import likeness
from labledger.clause.force import hedges
from labledger.clause.force import read as force_of
from labledger.clause.lexicon import lexicon
from labledger.clause.passage import Passage, words
from labledger.clause.statements import outline

_EXPLICIT = re.compile(r"\b(?:will|must|shall|required|commit)\b")
_SOFT = re.compile(r"\b(?:may|might|could|can|aim|intend|plan|consider|strive|seek)\b")
_JOINTS = re.compile(r",|\b(?:and|or)\b")
_CLOSE_WORDS = 5
"""Concepts that may differ between two wordings that are still an edit of each other."""
_CLOSE_SHARE = 0.75
_ABSENT = 0.34
_CONTAINED = 0.9
"""Share of one side that the other must hold to count as the same clause with something more or less."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """How likely each direction is, and the differences that speak most for it."""

    weaken: float
    strengthen: float
    neutral: float
    reasons: tuple[str, ...]


def close(old: Passage, new: Passage) -> bool:
    """Whether one wording is an edit of the other, so that single differences can be trusted."""
    mine, theirs = set(old.concepts), set(new.concepts)
    covered = substance.coverage(old, new)
    return (
        len(mine ^ theirs) <= _CLOSE_WORDS
        or min(covered) >= _CLOSE_SHARE
        or max(covered) >= _CONTAINED
        or same_term(old, new)
    )


def weigh(old: Passage, new: Passage, contrasts: Sequence[Contrast], directions: Sequence[str]) -> Weighed:
    """Weigh two wordings. `directions` are those of the contrasts, in order."""
    signed, unsigned = differences(old, new, contrasts, directions)
    toward = words("balance")["direction"]
    stays = words("balance")["neutral"]
    lean = sum(float(toward.get(name, 0)) * value for name, value in signed.items())
    calm = float(stays["constant"]) + sum(float(stays.get(name, 0)) * value for name, value in unsigned.items())
    neutral, up = _logistic(calm), _logistic(lean)
    return Weighed((1 - neutral) * (1 - up), (1 - neutral) * up, neutral, _reasons(signed, toward, lean))


def _reasons(signed: Mapping[str, float], weights: Mapping[str, str], lean: float) -> tuple[str, ...]:
    parts = sorted(
        ((float(weights.get(name, 0)) * value, name) for name, value in signed.items()), key=lambda p: -abs(p[0])
    )
    return tuple(f"{name} {signed[name]:+.1f}" for part, name in parts[:4] if part * lean > 0)


def _logistic(value: float) -> float:
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, value))))


def differences(
    old: Passage, new: Passage, contrasts: Sequence[Contrast], directions: Sequence[str]
) -> tuple[dict[str, float], dict[str, float]]:
    """Differences from old to new: signed ones, which swapping turns, and unsigned ones, which it keeps."""
    was, now = profile(old), profile(new)
    signed = {name: now[name] - was[name] for name in was}
    unsigned = {name: abs(value) for name, value in signed.items()}
    covered = substance.coverage(old, new)
    signed["content of the other side"] = covered[0] - covered[1]
    signed["duties without a match"] = _unmatched(new, old) - _unmatched(old, new)
    unsigned["duties without a match"] = _unmatched(new, old) + _unmatched(old, new)
    unsigned["least shared"], unsigned["most shared"] = min(covered), max(covered)
    for contrast, direction in zip(contrasts, directions, strict=True):
        family = f"contrast of {_family(contrast.rule)}"
        sign = {"strengthen": 1.0, "weaken": -1.0}.get(direction, 0.0)
        signed[family] = signed.get(family, 0.0) + sign * contrast.sure
        unsigned[family] = unsigned.get(family, 0.0) + abs(sign) * contrast.sure
    return signed, unsigned


def _unmatched(here: Passage, there: Passage) -> int:
    """Statements that bind on one side and of whose content the other side has less than a third."""
    return sum(
        force_of(statement.main).kind in ("duty", "prohibition") and likeness(statement.text, there.lower) < _ABSENT
        for statement in outline(here).statements
    )


@cache
def _family(rule: str) -> str:
    families = words("balance")["families"]
    return str(next((name for part, name in families.items() if part in rule), "substance"))


@lru_cache(maxsize=4096)
def profile(passage: Passage) -> Mapping[str, float]:
    """What was read of one side, counted."""
    text = passage.lower
    statements = outline(passage).statements
    forces = [force_of(statement.main) for statement in statements]
    bands = [force.band for force in forces if force.kind != "describes"]
    held = conditions.read(passage)
    parts = people.read(passage)
    shown = audience.read(passage)
    return {
        "length": math.log(1 + len(passage.tokens)),
        "statements": len(statements),
        "firmest band": max(bands, default=2.5),
        "mean band": sum(bands) / len(bands) if bands else 2.5,
        "duties": sum(f.kind in ("duty", "prohibition") and f.band >= 4 and bool(f.word or valence(s.main))
                      for f, s in zip(forces, statements, strict=True)),
        "descriptions": sum(force.kind == "describes" for force in forces),
        "binding words": len(_EXPLICIT.findall(text)),
        "soft words": len(_SOFT.findall(text)),
        "hedges": len(hedges(text)),
        "vague phrases": len(specificity.vague(passage)),
        "quantities": len(quantities.read(passage)),
        "times": len(times.read(passage)),
        "named things": len(specificity.named(passage)),
        "bodies": sum(part.answers for part in parts),
        "highest body": max((part.rung for part in parts), default=0.0),
        "strongest right": max((part.right for part in parts), default=0),
        "widest audience": shown.rung,
        "telling": float(shown.tells),
        "outside reviewers": len(lexicon("actors", "outside").within(text)),
        "all-words": len(lexicon("scope", "universal").within(text)),
        "some-words": len(lexicon("scope", "some").within(text)),
        "exceptions": sum(one.kind in ("exception", "precondition") for one in held),
        "triggers": sum(one.kind == "trigger" for one in held),
        "gates": sum(one.kind == "gate" for one in held),
        "listed things": len(_JOINTS.findall(text)),
        "domains": len(scope.domains(passage)),
        "examples": len(lexicon("scope", "illustrating").within(text)),
        "protective acts": sum(valence(statement.main) == "protective" for statement in statements),
    }  # fmt: skip
