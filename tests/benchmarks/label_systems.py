"""The systems whose labels are scored: ours, one that sees only added and removed clauses, and governdiff.

governdiff is run by its public interface in an environment of its own and says things of its own; MAPPING is how they
are read as plain labels and directions. Where a check could be read in two ways the one that scores better was taken.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from clause_sets import Case

from labledger.clause.balance import close
from labledger.clause.passage import Passage
from labledger.label.calibration import calibrated, family_of
from labledger.label.clauses import Finding, label_clauses

Sureness = Callable[[Case, "Said"], float]
"""A measure of how sure a finding of a case is, 0 to 1."""
PEER = Path(__file__).resolve().parent / "governdiff_pairs.py"


@dataclass(frozen=True, slots=True)
class Said:
    """One finding of a system."""

    rule: str
    labels: frozenset[str]
    direction: str
    confidence: float
    raw: float = 1.0
    """How sure the reading was before calibration."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a system says of a pair."""

    direction: str
    findings: tuple[Said, ...]

    @property
    def labels(self) -> frozenset[str]:
        """Every plain label."""
        return frozenset(label for finding in self.findings for label in finding.labels)


def ours(case: Case) -> Answer:
    """The labeller of this project."""
    found = label_clauses(case.old, case.new, case.account, searched=case.searched)
    said = [Said(f.rule, frozenset(f.labels), f.direction, f.confidence, _raw(f)) for f in found.findings]
    return Answer(found.direction, tuple(said))


def _raw(finding: Finding) -> float:
    return float(getattr(finding, "raw", finding.confidence))


def near(case: Case) -> bool:
    """Whether the two wordings are edits of each other; a clause that came or went as a whole counts as that."""
    return not (case.old and case.new) or close(Passage(case.old), Passage(case.new))


def raw_sureness(case: Case, said: Said) -> float:
    """How sure a finding is as it was read, whatever the case."""
    return said.raw


def calibrated_sureness(case: Case, said: Said) -> float:
    """How sure a finding is after calibration."""
    return calibrated(family_of(said.rule), near(case), said.raw)


def added_and_removed(case: Case) -> Answer:
    """The least one can do: a clause that came strengthens, one that went weakens, all else is neutral."""
    if bool(case.old) == bool(case.new):
        return Answer("neutral", ())
    labels, direction = (("added", "strengthened"), "strengthen") if case.new else (("removed", "weakened"), "weaken")
    return Answer(direction, (Said("whole", frozenset(labels), direction, 1.0),))


MAPPING: dict[str, tuple[tuple[str, ...], str]] = {
    "modality-strengthened": (("modality-hardened",), "strengthen"),
    "modality-weakened": (("modality-softened",), "weaken"),
    "duty-added": ((), "strengthen"),
    "prohibition-added": ((), "strengthen"),
    "restriction-added": ((), "strengthen"),
    "permission-removed": ((), "weaken"),
    "protection-removed": ((), "weaken"),
    "policy-clause-added": ((), "strengthen"),
    "policy-clause-removed": ((), "weaken"),
    "scope-expanded": (("scope-broadened",), "strengthen"),
    "scope-narrowed": (("scope-narrowed",), "weaken"),
    "authority-shifted": ((), "neutral"),
    "deadline-shortened": (("deadline-shortened",), "strengthen"),
    "deadline-extended": (("deadline-extended",), "weaken"),
    "threshold-changed": ((), "unclear"),
    "effective-date-shifted": ((), "unclear"),
    "exception-added": (("exception-added",), "weaken"),
    "exception-removed": (("exception-removed",), "strengthen"),
    "definition-changed": (("definition-changed",), "unclear"),
    "reference-retargeted": ((), "neutral"),
    "substantive-text-changed": (("reworded-neutral",), "neutral"),
}
"""Plain labels and direction of each check. A changed threshold or effective date is labelled by its two values."""
_TYPES = {"added": (("added",), "strengthen"), "removed": (("removed",), "weaken"), "moved": (("moved",), "neutral")}


@dataclass(frozen=True, slots=True)
class PeerRun:
    """What governdiff said of many pairs: as documents and with the pairing given, and its seconds of processor."""

    documents: dict[str, Answer]
    paired: dict[str, Answer]
    cpu: float


def governdiff(python: Path, cases: Sequence[Case]) -> PeerRun:
    """Run governdiff in the environment of an interpreter. Raises CalledProcessError where it is not installed."""
    lines = "".join(json.dumps({"id": str(n), "old": c.old, "new": c.new}) + "\n" for n, c in enumerate(cases))
    done = subprocess.run([str(python), str(PEER)], input=lines, capture_output=True, text=True, check=True)
    *rows, last = [json.loads(line) for line in done.stdout.splitlines()]
    ids = [case.id for case in cases]
    documents = {name: read(row["documents"]) for name, row in zip(ids, rows, strict=True)}
    return PeerRun(documents, {n: read(r["paired"]) for n, r in zip(ids, rows, strict=True)}, last["cpu"])


def read(changes: Iterable[Sequence]) -> Answer:
    """Its changes and findings as plain labels and directions, with the label that sums the direction up."""
    said = [finding for kind, checks in changes for finding in _said(kind, checks)]
    found = {finding.direction for finding in said}
    direction = next((word for word in ("weaken", "strengthen", "unclear") if word in found), "neutral")
    if {"weaken", "strengthen"} <= found:
        direction = "unclear"
    overall = {"weaken": "weakened", "strengthen": "strengthened"}.get(direction)
    if overall:
        said.append(Said("overall", frozenset({overall}), direction, 1.0))
    return Answer(direction, tuple(said))


def _said(kind: str, checks: Iterable[Sequence[str | None]]) -> Iterator[Said]:
    if kind in _TYPES:
        labels, direction = _TYPES[kind]
        yield Said(kind, frozenset(labels), direction, 1.0)
    for check, old, new in checks:
        if kind in ("added", "removed") and not MAPPING.get(check, ((), ""))[0]:
            continue
        labels, direction = MAPPING.get(check, ((), "neutral"))
        yield Said(check, frozenset((*labels, *_by_value(check, old, new))), direction, 1.0)


def _by_value(check: str, old: str | None, new: str | None) -> Iterator[str]:
    if check == "threshold-changed" and old and new:
        yield "threshold-raised" if float(new.split()[0]) > float(old.split()[0]) else "threshold-lowered"
    if check == "effective-date-shifted" and old and new:
        yield "deadline-extended" if new > old else "deadline-shortened"
