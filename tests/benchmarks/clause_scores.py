"""Scores of a system's answers on a set of labelled clause pairs, as counts, with intervals.

The counting is that of the scorer beside the gold sets: macro-F1 over the plain labels that some case asks for;
recall of each direction and their mean; neutral pairs that got a label other than `reworded-neutral`, `moved` and the
tolerated ones; traps with the right direction and no banned label; `undisclosed` only where an account was looked for.
"""

from __future__ import annotations

import math
import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from clause_sets import SETTLED, Case
from label_systems import Answer, Said, Sureness

QUIET = frozenset({"reworded-neutral", "moved"})
SAMPLES = 200
"""Samples drawn with replacement for the interval of a figure that is no simple share."""
BINS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9)
"""Lower ends of the bands of confidence in the reliability table."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One case with its answer, judged."""

    case: Case
    answer: Answer
    missing: frozenset[str]
    wrong: frozenset[str]
    hit: frozenset[str]
    right: bool
    """Whether the direction is right or tolerated."""
    trapped: bool
    """Whether a banned label was given."""

    @property
    def over(self) -> bool:
        """Whether a neutral pair was given a label or, where labels are not known, a direction."""
        if self.case.direction_only:
            return self.answer.direction != "neutral"
        return bool(self.answer.labels - QUIET - self.case.also_ok - _unscored(self.case))


def _unscored(case: Case) -> frozenset[str]:
    return frozenset() if case.searched else frozenset({"undisclosed"})


def mark(case: Case, answer: Answer) -> Mark:
    """Judge one answer."""
    given, wanted = answer.labels - _unscored(case), case.labels - _unscored(case)
    wrong = frozenset() if case.direction_only else given - wanted - case.also_ok
    banned = wrong if case.must_not is None else given & case.must_not
    hit = given & wanted
    return Mark(case, answer, wanted - given, wrong, hit, case.accepts(answer.direction), bool(banned))


def scores(marks: Sequence[Mark]) -> dict[str, Any]:
    """All figures of a set, with 95% intervals of those that are no simple shares."""
    ranges = {"macro_f1_interval": _sampled(marks, macro), "balanced_interval": _sampled(marks, balanced)}
    return {**figures(marks), **ranges}


def figures(marks: Sequence[Mark]) -> dict[str, Any]:
    """All figures of a set as counts and shares, fit for JSON."""
    labels = f1_of(marks)
    neutral = [m for m in marks if m.case.direction == "neutral"]
    traps = [m for m in marks if m.case.trap]
    unclear = [m for m in marks if m.answer.direction == "unclear"]
    scored = any(m.case.searched for m in marks)
    return {
        "pairs": len(marks),
        "macro_f1": _round(macro(marks)),
        "labels": {name: labels[name] for name in sorted(labels)},
        "direction": recalls(marks),
        "balanced": _round(balanced(marks)),
        "over_labelled": [sum(m.over for m in neutral), len(neutral)],
        "traps": [sum(m.right and not m.trapped for m in traps), len(traps)],
        "undisclosed": labels.get("undisclosed") if scored else None,
        "unclear": [sum(m.case.accepts("unclear") for m in unclear), len(unclear)],
        "kinds": _kinds(marks),
    }


def f1_of(marks: Sequence[Mark]) -> dict[str, dict[str, float]]:
    """F1 with counts of each label that some case asks for."""
    tp, fp, fn = Counter(), Counter(), Counter()
    for one in marks:
        tp.update(one.hit)
        fp.update(one.wrong)
        fn.update(one.missing)
    return {
        name: {"f1": _round(2 * tp[name] / (2 * tp[name] + fp[name] + fn[name])),
               "tp": tp[name], "fp": fp[name], "fn": fn[name]}
        for name in {*tp, *fn}
    }  # fmt: skip


def macro(marks: Sequence[Mark]) -> float:
    """Mean F1 over the labels asked for; 0 where none is."""
    tp, rest = Counter(), Counter()
    for one in marks:
        tp.update(one.hit)
        rest.update(one.wrong)
        rest.update(one.missing)
    asked = {name for one in marks for name in (*one.hit, *one.missing)}
    return sum(2 * tp[name] / (2 * tp[name] + rest[name]) for name in asked) / max(1, len(asked))


def recalls(marks: Sequence[Mark]) -> dict[str, list[int]]:
    """Of each settled direction how many were found, and of how many."""
    found = {word: [m for m in marks if m.case.direction == word] for word in SETTLED}
    return {word: [sum(m.right for m in listed), len(listed)] for word, listed in found.items() if listed}


def balanced(marks: Sequence[Mark]) -> float:
    """Mean of the recalls of the directions."""
    counted = recalls(marks).values()
    return sum(right / total for right, total in counted) / max(1, len(counted))


def _kinds(marks: Sequence[Mark]) -> dict[str, dict[str, Any]]:
    """For each kind of case: how many, how many directions right, and what was taken for what how often."""
    kinds: dict[str, dict[str, Any]] = {}
    for one in marks:
        row = kinds.setdefault(one.case.kind, {"pairs": 0, "right": 0, "taken": Counter()})
        row["pairs"] += 1
        row["right"] += one.right
        if not one.right:
            row["taken"][f"{one.case.direction} as {one.answer.direction}"] += 1
    return {name: {**row, "taken": dict(sorted(row["taken"].items()))} for name, row in sorted(kinds.items())}


def verdict(case: Case, said: Said) -> bool | None:
    """Whether a finding is right: its labels asked for or tolerated, its direction that of the case or tolerated.

    A finding without a direction of its own (neutral or unclear) is judged by its labels where it has some; one that
    claims nothing is not judged. In a case that does both, findings of both directions are right.
    """
    if "undisclosed" in said.labels:
        return "undisclosed" in case.labels | case.also_ok if case.searched and not case.direction_only else None
    if not case.direction_only and not said.labels <= case.labels | case.also_ok:
        return False
    if said.direction == "unclear" and (case.direction_only or not said.labels):
        return None
    if case.accepts(said.direction) or case.direction == "unclear":
        return True
    return said.direction in ("neutral", "unclear") and bool(said.labels) and not case.direction_only


def reliability(judged: Sequence[tuple[float, bool]]) -> list[dict[str, Any]]:
    """Of findings in each band of confidence: how many, their mean confidence, how many right."""
    rows = []
    for low, high in zip(BINS, (*BINS[1:], 1.01), strict=True):
        band = [(sure, right) for sure, right in judged if low <= round(sure, 6) < high]
        if band:
            rows.append({
                "from": low, "findings": len(band), "right": sum(right for _, right in band),
                "mean": _round(sum(sure for sure, _ in band) / len(band)),
            })  # fmt: skip
    return rows


def judged(marks: Sequence[Mark], sureness: Sureness) -> list[tuple[float, bool]]:
    """How sure every finding that can be judged is, by some measure of it, and whether it is right."""
    pairs = [(sureness(m.case, f), verdict(m.case, f)) for m in marks for f in m.answer.findings]
    return [(sure, right) for sure, right in pairs if right is not None]


def wilson(right: int, total: int) -> tuple[float, float]:
    """95% interval of a share, after Wilson; (0, 1) where there is nothing."""
    if not total:
        return 0.0, 1.0
    z, share = 1.96, right / total
    middle = share + z * z / (2 * total)
    spread = z * math.sqrt(share * (1 - share) / total + z * z / (4 * total * total))
    scale = 1 + z * z / total
    return max(0.0, (middle - spread) / scale), min(1.0, (middle + spread) / scale)


def _sampled(marks: Sequence[Mark], figure: Callable[[Sequence[Mark]], float]) -> list[float]:
    """95% interval of a figure by drawing cases with replacement, the same draws every time.

    Rare labels are missing from many draws, which lifts them all; their mean is moved back to the figure itself.
    """
    draw = random.Random(0)
    values = sorted(figure(draw.choices(marks, k=len(marks))) for _ in range(SAMPLES))
    lifted = sum(values) / SAMPLES - figure(marks)
    ends = values[int(0.025 * SAMPLES)], values[int(0.975 * SAMPLES) - 1]
    return [_round(min(1.0, max(0.0, end - lifted))) for end in ends]


def _round(value: float) -> float:
    return round(value, 3)
