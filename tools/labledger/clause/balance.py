"""What each of two distant wordings commits to, weighed: a sum of readable differences with published weights.

Where two clauses share few words, single differences mislead: half of all real weakenings replace a clause by another
about the same matter. Here everything that was read of both sides is counted, and the differences are added up with
the weights of `words/balance.yaml`, which `tests/benchmarks/balance.py` fits. The sum is even-handed by construction:
swapping the clauses turns its sign.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from labledger.clause import audience, conditions, people, quantities, scope, specificity, times
from labledger.clause.acts import valence
from labledger.clause.content import coverage
from labledger.clause.contrast import Contrast
from labledger.clause.definitions import same_term
from labledger.clause.force import hedges
from labledger.clause.force import read as force_of
from labledger.clause.lexicon import lexicon, shape
from labledger.clause.pairing import unanswered
from labledger.clause.passage import Passage, words
from labledger.clause.statements import outline

_EXPLICIT = shape("force", r"{explicit}")
_SOFT = shape("force", r"{soft}")
_CLOSE_WORDS = 5
"""Concepts that may differ between two wordings that are still an edit of each other; this and the two shares below
were chosen on the project's open pairs, see `tests/benchmarks/labels.md`."""
_CLOSE_SHARE = 0.75
"""Share of both sides that the other must have to be an edit of it."""
_CONTAINED = 0.9
"""Share of one side that the other must hold to count as the same clause with something more or less."""
_NO_BAND = 2.5
"""Stands for the band of a clause in which nothing binds: between aims and advice, so that it says little."""
_REASONS = 4
"""Most differences that are given as reasons."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """How likely each direction is, 0 to 1, and the differences that speak most for it."""

    weaken: float
    strengthen: float
    neutral: float
    reasons: tuple[str, ...]


def close(old: Passage, new: Passage) -> bool:
    """Whether one wording is an edit of the other, so that single differences can be trusted."""
    covered = coverage(old, new)
    return (
        len(old.matter ^ new.matter) <= _CLOSE_WORDS
        or min(covered) >= _CLOSE_SHARE
        or max(covered) >= _CONTAINED
        or same_term(old, new)
    )


def weigh(old: Passage, new: Passage, contrasts: Sequence[Contrast], directions: Sequence[str]) -> Weighed:
    """Weigh two wordings. `directions` are those of the contrasts, in order."""
    signed, unsigned = differences(old, new, contrasts, directions)
    toward, stays = words("balance")["direction"], words("balance")["neutral"]
    lean = sum(float(toward.get(name, 0)) * value for name, value in signed.items())
    calm = float(stays["constant"]) + sum(float(stays.get(name, 0)) * value for name, value in unsigned.items())
    neutral, up = _logistic(calm), _logistic(lean)
    return Weighed((1 - neutral) * (1 - up), (1 - neutral) * up, neutral, _reasons(signed, toward, lean))


def differences(
    old: Passage, new: Passage, contrasts: Sequence[Contrast], directions: Sequence[str]
) -> tuple[dict[str, float], dict[str, float]]:
    """Differences from old to new: signed ones, which swapping turns, and unsigned ones, which it keeps."""
    was, now = profile(old), profile(new)
    signed = {name: now[name] - was[name] for name in was}
    unsigned = {name: abs(value) for name, value in signed.items()}
    covered = coverage(old, new)
    lost, gained = _duties_without_match(old, new), _duties_without_match(new, old)
    signed["content of the other side"] = covered[0] - covered[1]
    signed["duties without a match"] = gained - lost
    unsigned["duties without a match"] = gained + lost
    unsigned["least shared"], unsigned["most shared"] = min(covered), max(covered)
    for contrast, direction in zip(contrasts, directions, strict=True):
        family = f"contrast of {family_of(contrast.rule)}"
        sign = {"strengthen": 1.0, "weaken": -1.0}.get(direction, 0.0)
        signed[family] = signed.get(family, 0.0) + sign * contrast.sure
        unsigned[family] = unsigned.get(family, 0.0) + abs(sign) * contrast.sure
    return signed, unsigned


@cache
def family_of(rule: str) -> str:
    """The family of a rule, by the first part of a name that it holds; `substance` for the rest."""
    families = words("balance")["families"]
    return str(next((name for part, name in families.items() if part in rule), "substance"))


@lru_cache(maxsize=4096)
def profile(passage: Passage) -> Mapping[str, float]:
    """What was read of one side, counted."""
    return {**_size(passage), **_force(passage), **_precision(passage), **_people(passage), **_reach(passage)}


def _size(passage: Passage) -> dict[str, float]:
    return {
        "length": math.log(1 + len(passage.tokens)),
        "statements": len(outline(passage).statements),
        "listed things": specificity.joints(passage),
    }


def _force(passage: Passage) -> dict[str, float]:
    """How firmly a side binds, statement by statement and word by word."""
    mains = [statement.main for statement in outline(passage).statements]
    forces = [force_of(main) for main in mains]
    bands = [force.band for force in forces if force.kind != "describes"]
    duties = (
        force.kind in ("duty", "prohibition") and force.band >= 4 and bool(force.word or valence(main))
        for force, main in zip(forces, mains, strict=True)
    )  # fmt: skip
    return {
        "firmest band": max(bands, default=_NO_BAND),
        "mean band": sum(bands) / len(bands) if bands else _NO_BAND,
        "duties": sum(duties),
        "descriptions": sum(force.kind == "describes" for force in forces),
        "binding words": len(_EXPLICIT.findall(passage.lower)),
        "soft words": len(_SOFT.findall(passage.lower)),
        "hedges": len(hedges(passage.lower)),
        "protective acts": sum(valence(main) == "protective" for main in mains),
    }


def _precision(passage: Passage) -> dict[str, float]:
    return {
        "vague phrases": len(specificity.vague(passage)),
        "quantities": len(quantities.read(passage)),
        "times": len(times.read(passage)),
        "named things": len(specificity.named(passage)),
    }


def _people(passage: Passage) -> dict[str, float]:
    parts, shown = people.read(passage), audience.read(passage)
    return {
        "bodies": sum(part.answers for part in parts),
        "highest body": max((part.rung for part in parts), default=0.0),
        "strongest right": max((part.right for part in parts), default=0),
        "widest audience": shown.rung,
        "telling": float(shown.tells),
        "outside reviewers": len(lexicon("actors", "outside").within(passage.lower)),
    }


def _reach(passage: Passage) -> dict[str, float]:
    """What a side covers, and what it hangs on."""
    held = conditions.read(passage)
    return {
        "all-words": len(lexicon("scope", "universal").within(passage.lower)),
        "some-words": len(lexicon("scope", "some").within(passage.lower)),
        "exceptions": sum(one.kind in ("exception", "precondition") for one in held),
        "triggers": sum(one.kind == "trigger" for one in held),
        "gates": sum(one.kind == "gate" for one in held),
        "domains": len(scope.domains(passage)),
        "examples": len(lexicon("scope", "illustrating").within(passage.lower)),
    }


def _duties_without_match(here: Passage, there: Passage) -> int:
    """Statements that bind on one side and that the other side does not answer."""
    return sum(force_of(statement.main).kind in ("duty", "prohibition") for statement in unanswered(here, there))


def _reasons(signed: Mapping[str, float], weights: Mapping[str, str], lean: float) -> tuple[str, ...]:
    """The differences that add most to the outcome, with their size."""
    parts = sorted(
        ((float(weights.get(name, 0)) * value, name) for name, value in signed.items()), key=lambda part: -abs(part[0])
    )
    return tuple(f"{name} {signed[name]:+.1f}" for part, name in parts[:_REASONS] if part * lean > 0)


def _logistic(value: float) -> float:
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, value))))
