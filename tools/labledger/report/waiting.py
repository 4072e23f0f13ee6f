"""What waits for a second pair of eyes: labels of severity error, until two people other than the author agree."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from labledger.ids import Kind
from labledger.label.label import Label, Row
from labledger.label.rule import rules
from labledger.model.dataset import Dataset

Plain = Mapping[str, Any]
NEEDED = 2
"""People who have to agree on a label of severity error."""


@dataclass(frozen=True, slots=True)
class Position:
    """One person's ruling on a label: the latest of that person."""

    by: str
    direction: str
    date: str
    reason: str
    counts: bool
    """Whether it counts towards two: not for somebody who recorded the versions."""


@dataclass(frozen=True, slots=True)
class Case:
    """One label with what people and the company said of it."""

    row: Row
    label: Label
    machine: str
    """The direction that the machine gave."""
    severity: str
    """The severity that the rule has."""
    positions: tuple[Position, ...]
    replies: tuple[Plain, ...]
    """The company's replies as they are recorded, in order of date."""

    @property
    def contested(self) -> bool:
        """Whether two people say different things of it."""
        return len({position.direction for position in self.positions}) > 1

    @property
    def agreed(self) -> int:
        """How many people who count say the same."""
        counted = [position.direction for position in self.positions if position.counts]
        return max(map(counted.count, counted), default=0)

    @property
    def state(self) -> str:
        """`contested`, `waits` (severity error, fewer than two agree), `settled` or `open` (nobody has to rule)."""
        if self.contested:
            return "contested"
        if self.severity == "error":
            return "settled" if self.agreed >= NEEDED else "waits"
        return "settled" if self.positions else "open"


def cases(dataset: Dataset, rows: Iterable[Row]) -> Iterator[Case]:
    """Every label of every version step, oldest step first; rows as people's rulings left them."""
    severities = {rule.id: rule.severity for rule in rules()}
    reviews = {f"{review['old']}..{review['new']}": review for _, review in dataset.of_kind(Kind.REVIEW)}
    for row in sorted(rows, key=lambda row: (row.date, row.step, row.subject)):
        review = reviews.get(row.step, {})
        for label in row.labels if row.step else ():
            severity = severities.get(label.rule, label.severity)
            yield Case(
                row, label, label.machine or label.direction, severity, tuple(_positions(review, label.fingerprint)),
                tuple(reply for reply in review.get("replies", ()) if str(reply["fingerprint"]) == label.fingerprint),
            )  # fmt: skip


def _positions(review: Plain, fingerprint: str) -> Iterator[Position]:
    """The latest ruling of each person, in order of date."""
    own = {_person(name) for name in review.get("recorded_by", ())}
    latest: dict[str, Plain] = {}
    for ruling in sorted(review.get("rulings", ()), key=lambda ruling: str(ruling["date"])):
        if str(ruling["fingerprint"]) == fingerprint:
            latest[_person(ruling["by"])] = ruling
    for person, ruling in sorted(latest.items(), key=lambda item: str(item[1]["date"])):
        by, direction, date, reason = (str(ruling[name]) for name in ("by", "direction", "date", "reason"))
        yield Position(by, direction, date, reason, person not in own)


def _person(name: object) -> str:
    """A name without its spaces and case, so that one person is one."""
    return "".join(str(name).split()).casefold()


def as_data(case: Case) -> dict[str, Any]:
    """A case as plain data."""
    return {
        "date": case.row.date, "step": case.row.step, "subject": case.row.subject, "rule": case.label.rule,
        "fingerprint": case.label.fingerprint, "severity": case.severity, "state": case.state,
        "machine": case.machine, "direction": case.label.direction, "message": case.label.message,
        "positions": [
            {"by": one.by, "direction": one.direction, "date": one.date, "reason": one.reason, "counts": one.counts}
            for one in case.positions
        ],
        "replies": [dict(reply) for reply in case.replies],
    }  # fmt: skip
