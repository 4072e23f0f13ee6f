"""One difference between old and new: subject, field, action, two values. No judgement in it."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

Plain = Mapping[str, Any]


class Action(StrEnum):
    """What happened to a subject or to one of its fields."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"
    RENUMBERED = "renumbered"
    SPLIT = "split"
    MERGED = "merged"
    REWORDED = "reworded"


class Origin(StrEnum):
    """Why the record differs."""

    AMENDMENT = "amendment"
    """The lab acted."""
    BACKFILL = "backfill"
    """We learned late."""
    CORRECTION = "correction"
    """We were wrong."""


@dataclass(frozen=True, slots=True)
class Side:
    """Where one side of a change stands."""

    record: str
    """Id of the record: the version for a provision."""
    locator: str = ""
    """Page, section or paragraph in the record's own document."""
    source: str = ""
    """Id of the source of that document."""

    @property
    def place(self) -> str:
        """The last part of the record's id and the locator, as a reader would say where it stands."""
        return " ".join(part for part in (self.record.split("/")[-1], self.locator) if part)


@dataclass(frozen=True, slots=True)
class Change:
    """One difference.

    `field` is empty for the subject as a whole, else the path of a facet: `modality`, `scope.domains`,
    `cadences.calendar`. `old_part` and `new_part` are the whole provision or record on each side, for rules that
    need to look around.
    """

    subject: str
    kind: str
    field: str
    action: Action
    old: Any
    new: Any
    date: str = ""
    step: str = ""
    origin: Origin = Origin.AMENDMENT
    old_side: Side | None = None
    new_side: Side | None = None
    old_part: Plain = dataclasses.field(default_factory=dict, repr=False, compare=False)
    new_part: Plain = dataclasses.field(default_factory=dict, repr=False, compare=False)
    new_version: Plain = dataclasses.field(default_factory=dict, repr=False, compare=False)
    """For a provision: the version record that took the step, with the lab's account of it."""
    around: Plain = dataclasses.field(default_factory=dict, repr=False, compare=False)
    """What rules may need of other records, by name: see `diff.around`. Empty where only two records were at hand."""

    @property
    def key(self) -> str:
        """Short hash of what differs: the same whatever the run, the order or the wording of messages."""
        return digest(self.subject, self.field, self.action, self.old, self.new)

    def at(self, **changes: Any) -> Change:
        """The same change with some attributes replaced."""
        return dataclasses.replace(self, **changes)


def digest(*parts: Any) -> str:
    """Sixteen hexadecimal digits over the canonical JSON of the parts."""
    text = json.dumps(parts, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
