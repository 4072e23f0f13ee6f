"""Fit how often findings of a raw sureness are right, from labelled pairs, and say what it does to held-out ones.

    PYTHONPATH=tools python tests/benchmarks/calibrate.py            print reliability before and after
    PYTHONPATH=tools python tests/benchmarks/calibrate.py --write    and write tools/labledger/label/calibration.yaml

Fitted on the open sets of `clause_sets.py`, never on a held-out one. A step's share is drawn towards the share of all
findings of that closeness and sureness, the more the fewer it has, and never falls as sureness grows. What follows for
pairs that rules were written with in view is too good, so each set is also predicted from the others alone.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from clause_scores import reliability, verdict
from clause_sets import CaseSet, case_sets
from label_systems import near, ours

from labledger.label.calibration import TABLE, family_of

STARTS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95)
"""Raw sureness from which a step holds."""
WEIGHT = 15.0
"""So many findings the prior counts for in each step."""
LEAST, MOST = 0.05, 0.98


@dataclass(frozen=True, slots=True)
class Sample:
    """A finding that could be judged."""

    family: str
    close: bool
    sure: float
    right: bool


Key = tuple[str, bool]
Table = Mapping[Key, Sequence[float]]
"""Share right in each step, by family and closeness."""


def samples(one: CaseSet) -> Iterator[Sample]:
    """Every finding of a set that can be judged, by its raw sureness."""
    for case in one.cases:
        for said in ours(case).findings:
            right = verdict(case, said)
            if right is not None:
                yield Sample(family_of(said.rule), near(case), said.raw, right)


def fit(found: Sequence[Sample]) -> Table:
    """Share right by family, closeness and step: never falling, drawn towards all families where findings are few."""
    table = {}
    for edited in (True, False):
        here = [one for one in found if one.close is edited]
        middle = sum(one.right for one in here) / max(1, len(here))
        every = _steps(here, [middle] * len(STARTS))
        for family in sorted({one.family for one in found}):
            table[family, edited] = _steps([one for one in here if one.family == family], every)
    return table


def _steps(found: Iterable[Sample], prior: Sequence[float]) -> list[float]:
    """Share right in each step with the prior counted in, made to rise."""
    total, right = [WEIGHT] * len(STARTS), [WEIGHT * share for share in prior]
    for one in found:
        at = step_of(one.sure)
        total[at] += 1
        right[at] += one.right
    return [min(MOST, max(LEAST, share)) for share in rising([r / t for r, t in zip(right, total, strict=True)], total)]


def step_of(sure: float) -> int:
    """The step that a raw sureness falls in."""
    return max(at for at, start in enumerate(STARTS) if sure + 1e-9 >= start)


def rising(values: Sequence[float], weights: Sequence[float]) -> list[float]:
    """The nearest sequence that never falls, by squares under weights: neighbours out of order share their mean."""
    blocks: list[tuple[float, float, int]] = []
    for value, weight in zip(values, weights, strict=True):
        blocks.append((value, weight, 1))
        while len(blocks) > 1 and blocks[-2][0] > blocks[-1][0]:
            (a, m, i), (b, n, j) = blocks[-2:]
            blocks[-2:] = [((a * m + b * n) / (m + n), m + n, i + j)]
    return [value for value, _, count in blocks for _ in range(count)]


def after(table: Table, one: Sample) -> float:
    """The calibrated sureness of a finding by a table that is not yet written."""
    steps = table.get((one.family, one.close)) or table["overall", one.close]
    return steps[step_of(one.sure)]


def written(table: Table, counts: Mapping[Key, int]) -> str:
    """The table as strict YAML in block style; steps of one share are joined."""
    lines = ["families:"]
    for family in sorted({family for family, _ in table}):
        lines.append(f"  {family}:")
        for edited, word in ((True, "close"), (False, "distant")):
            lines.append(f"    {word}:")
            last = ""
            for start, share in zip(STARTS, table[family, edited], strict=True):
                if (told := f"{share:.2f}") != last:
                    lines += [f"      - from: '{start:.2f}'", f"        right: '{told}'"]
                last = told
    lines.append("findings:")
    for family in sorted({family for family, _ in counts}):
        close, distant = (counts.get((family, edited), 0) for edited in (True, False))
        lines += [f"  {family}:", f"    close: '{close}'", f"    distant: '{distant}'"]
    return "\n".join(lines) + "\n"


def told(title: str, judged: Sequence[tuple[float, bool]]) -> Iterator[str]:
    """A reliability table, and the mean square by which sureness and outcome differ (Brier), with the gap of means."""
    brier = sum((sure - right) ** 2 for sure, right in judged) / max(1, len(judged))
    gap = sum(sure - right for sure, right in judged) / max(1, len(judged))
    yield f"{title}: {len(judged)} findings, Brier {brier:.3f}, surer than right by {gap:+.3f}"
    for row in reliability(judged):
        share = row["right"] / row["findings"]
        yield f"  from {row['from']:.1f}  {row['findings']:5d} findings  mean {row['mean']:.2f}  right {share:.2f}"


def main() -> None:
    """Print reliability before and after, and write the table when asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true")
    chosen = parser.parse_args()
    data = {one.name: list(samples(one)) for one in case_sets()}
    held = {one.name for one in case_sets() if one.held_out}
    open_ones = [sample for name, found in data.items() if name not in held for sample in found]
    table = fit(open_ones)
    for name, found in data.items():
        rest = [s for other, listed in data.items() if other not in (name, *held) for s in listed]
        print("\n".join(told(f"{name}, before", [(s.sure, s.right) for s in found])))
        by = table if name in held else fit(rest)
        print("\n".join(told(f"{name}, fitted on the others", [(after(by, s), s.right) for s in found])))
    unseen = [sample for name in held for sample in data[name]]
    print("\n".join(told("all held out, before", [(s.sure, s.right) for s in unseen])))
    print("\n".join(told("all held out, after", [(after(table, s), s.right) for s in unseen])))
    if chosen.write:
        counts: dict[Key, int] = defaultdict(int)
        for one in open_ones:
            counts[one.family, one.close] += 1
        TABLE.write_text(written(table, counts), encoding="utf-8")


if __name__ == "__main__":
    main()
