"""A label: a rule's or a person's verdict on a change; and the row that collects the labels of one act."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from labledger.diff.change import Change, Origin, digest


@dataclass(frozen=True, slots=True)
class Label:
    """One verdict on one change, with what it rests on."""

    rule: str
    code: str
    labels: tuple[str, ...]
    direction: str
    severity: str
    message: str
    confidence: float
    tier: str
    field: str
    fingerprint: str
    ruling: str = ""
    """Who ruled, when and why, where a person's verdict replaced the machine's."""
    machine: str = ""
    """The machine's direction, where a person ruled."""
    people: tuple[tuple[str, str], ...] = ()
    """Each person who ruled and the direction, in order of date; the last one stands."""


@dataclass(frozen=True, slots=True)
class Row:
    """Everything that one step did to one subject: the changes, the labels they got, and what it adds up to."""

    subject: str
    kind: str
    step: str
    date: str
    origin: Origin
    changes: tuple[Change, ...]
    labels: tuple[Label, ...] = ()
    direction: str = "unclear"
    mixed: bool = False
    disclosure: str = "unknown"
    account: tuple[str, ...] = field(default=())
    """Items of the lab's own account that are about it."""

    @property
    def severity(self) -> str:
        """The gravest severity among its labels."""
        found = {label.severity for label in self.labels}
        return next((word for word in ("error", "warn", "info") if word in found), "off")

    @property
    def area(self) -> str:
        """What the provision is about; empty for other records."""
        part = self.changes[0].new_part or self.changes[0].old_part
        return str(part.get("area", "")) if self.kind == "provision" else ""

    @property
    def plain_labels(self) -> tuple[str, ...]:
        """The plain labels it carries, with the one that sums up its direction."""
        words = [word for label in self.labels for word in label.labels]
        overall = {"weaken": "weakened", "strengthen": "strengthened"}.get(self.direction)
        return tuple(sorted({*words, *([overall] if overall else [])}))


def fingerprint(rule: str, change: Change, facet: Any) -> str:
    """Identity of a label: rule, subject, facet and both values. No message, no line number."""
    return digest(rule, change.subject, facet, change.old, change.new)
