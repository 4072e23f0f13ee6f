"""Fit the weights by which two distant wordings are weighed, from labelled pairs, and say how well they do.

    PYTHONPATH=tools python tests/benchmarks/balance.py [--write]

Reads the project's own labelled pairs and, where they are there, the real coded pairs beside the repository. Prints the
balanced recall of each set when the weights are fitted on the others; `--write` fits on all but the held-out set and
writes `words/balance.yaml`. Logistic regression with a strong quadratic penalty, by gradient descent on scaled values.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

import yaml

from labledger.clause.balance import differences
from labledger.clause.compare import compare
from labledger.clause.passage import Passage
from labledger.label.rule import catalogue

ROOT = Path(__file__).resolve().parents[2]
WEIGHTS = ROOT / "tools/labledger/clause/words/balance.yaml"
SETS = {
    "own": ROOT / "tests/cases/clauses/revisions.yaml",
    "own, more": ROOT / "tests/cases/clauses/revisions-more.yaml",
    "own, third": ROOT / "tests/cases/clauses/revisions-third.yaml",
    "paraphrased": ROOT / "../shared/gold/clauses_dev.yaml",
    "real": ROOT / "../shared/gold/real_dev.yaml",
}
HELD_OUT = {
    "own, held out": ROOT / "tests/cases/clauses/revisions-held-out.yaml",
    "held out": ROOT / "tests/cases/clauses/held-out.yaml",
}
PENALTY, STEPS, RATE = 0.3, 400, 0.3
DIRECTIONS = ("weaken", "strengthen", "neutral")
Row = tuple[dict[str, float], dict[str, float], str]


def rows(path: Path) -> list[Row]:
    """Signed and unsigned differences and the direction of every pair that has both sides."""
    found = []
    for case in yaml.safe_load(path.read_text(encoding="utf-8"))["cases"]:
        if (
            case.get("old")
            and case.get("new")
            and case["direction"] in DIRECTIONS
            and case.get("kind") != "constructed"
        ):
            old, new = Passage(case["old"]), Passage(case["new"])
            contrasts = compare(old, new)
            directions = [contrast.direction or catalogue()[contrast.rule].direction for contrast in contrasts]
            found.append((*differences(old, new, contrasts, directions), case["direction"]))
    return found


LOOSENING = frozenset(
    {"soft words", "hedges", "vague phrases", "some-words", "exceptions", "triggers", "examples", "descriptions"}
)
"""Of these, more binds less. Of everything else more binds more: a weight of the wrong sign is held at nothing."""


def toward_sign(name: str) -> float:
    """The sign that a direction weight may have."""
    return -1.0 if name in LOOSENING else 1.0


def neutral_sign(name: str) -> float:
    """The sign that a neutral weight may have: shared content speaks for it, every difference against."""
    return 1.0 if name.endswith("shared") else -1.0


def fit(
    values: Sequence[Mapping[str, float]], truths: Sequence[bool], constant: bool, sign: Callable[[str], float]
) -> tuple[dict[str, float], float]:
    """Weights on the values as they are, and the constant; both classes weigh the same in the fit."""
    names = sorted({name for row in values for name in row})
    count = len(values)
    middle = {n: (sum(r.get(n, 0.0) for r in values) / count if constant else 0.0) for n in names}
    spread = {n: math.sqrt(sum((r.get(n, 0.0) - middle[n]) ** 2 for r in values) / count) or 1.0 for n in names}
    scaled = [[(row.get(n, 0.0) - middle[n]) / spread[n] for n in names] for row in values]
    share = {True: 0.5 / max(1, sum(truths)), False: 0.5 / max(1, count - sum(truths))}
    weights, base = [0.0] * len(names), 0.0
    for _ in range(STEPS):
        slope, drift = [PENALTY * w for w in weights], 0.0
        for row, truth in zip(scaled, truths, strict=True):
            error = (1 / (1 + math.exp(-base - sum(map(float.__mul__, weights, row)))) - truth) * share[truth]
            drift += error
            slope = [s + error * value for s, value in zip(slope, row, strict=True)]
        weights = [max(0.0, (w - RATE * s) * sign(n)) * sign(n) for n, w, s in zip(names, weights, slope, strict=True)]
        base -= RATE * drift if constant else 0.0
    raw = {n: w / spread[n] for n, w in zip(names, weights, strict=True)}
    return raw, base - sum(raw[n] * middle[n] for n in names)


Weights = tuple[dict[str, float], dict[str, float], float]


def weights_of(data: Sequence[Row]) -> Weights:
    """Direction weights, fitted on what changed; neutral weights and constant, fitted on all."""
    moved = [(signed, direction) for signed, _, direction in data if direction != "neutral"]
    toward, _ = fit(
        [signed for signed, _ in moved], [direction == "strengthen" for _, direction in moved], False, toward_sign
    )
    stays, constant = fit(
        [unsigned for _, unsigned, _ in data], [d == "neutral" for _, _, d in data], True, neutral_sign
    )
    return toward, stays, constant


def recall(data: Iterable[Row], weights: Weights) -> float:
    """Mean over the three directions of the share found."""
    toward, stays, constant = weights
    right: dict[str, list[bool]] = {}
    for signed, unsigned, direction in data:
        calm = constant + sum(stays.get(n, 0.0) * v for n, v in unsigned.items())
        lean = sum(toward.get(n, 0.0) * v for n, v in signed.items())
        given = "neutral" if calm >= 0 else "strengthen" if lean > 0 else "weaken"
        right.setdefault(direction, []).append(given == direction)
    return sum(sum(found) / len(found) for found in right.values()) / len(right)


def write(weights: Weights) -> None:
    """Put the weights into the word list, rounded to three places, families kept."""
    toward, stays, constant = weights
    kept = WEIGHTS.read_text(encoding="utf-8").partition("neutral:")[0]
    lines = ["neutral:", f"  constant: '{constant:.3f}'"]
    lines += [f"  {name}: '{weight:.3f}'" for name, weight in sorted(stays.items())]
    lines += ["direction:"] + [f"  {name}: '{weight:.3f}'" for name, weight in sorted(toward.items())]
    WEIGHTS.write_text(kept + "\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    """Print the recalls, and write the weights when asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    data = {name: rows(path) for name, path in {**SETS, **HELD_OUT}.items() if path.exists()}
    for name, own in data.items():
        rest = [row for other, found in data.items() if other not in (name, *HELD_OUT) for row in found]
        print(f"{name:16s} {len(own):4d} pairs, fitted on the others: {recall(own, weights_of(rest)):.3f}")
    final = weights_of([row for name, found in data.items() if name not in HELD_OUT for row in found])
    if options.write:
        write(final)


if __name__ == "__main__":
    main()
