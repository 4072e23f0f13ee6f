"""Promises made outside a framework, and statements recorded as somebody's."""

from __future__ import annotations

from labledger.dates import PartialDate
from labledger.model.facets import Measure
from labledger.model.record import Citation, Line, Part, Record, Refs, Text
from labledger.model.vocab import Area, Capacity, CommitmentStatus, EvidenceRole


class Evidence(Part):
    """One piece of evidence about a commitment."""

    role: EvidenceRole
    """What it shows."""
    date: PartialDate | None = None
    """When it arose."""
    statement: Text
    """What it says, in our words."""
    citations: tuple[Citation, ...]
    """Where it stands."""


class Commitment(Record):
    """A lab's promise about its own future conduct, made outside a framework."""

    title: Line
    """A short name."""
    made: PartialDate
    """When it was made."""
    capacity: Capacity
    """In which capacity it was made."""
    area: Area | None = None
    """What it is about."""
    statement: Text
    """What was promised, in our words."""
    due: PartialDate | None = None
    """When it falls due."""
    trigger: Line | None = None
    """The event that makes it due, when there is no date."""
    measures: tuple[Measure, ...] = ()
    """Quantities promised, by name."""
    about: Refs = frozenset()
    """Records it belongs to: frameworks, instruments, events."""
    status: CommitmentStatus
    """How it stands."""
    evidence: tuple[Evidence, ...] = ()
    """What shows it, in order of date."""


class Resolution(Part):
    """What became of a claim."""

    date: PartialDate
    """When that was established."""
    statement: Text
    """What was established, in our words."""
    borne_out: CommitmentStatus | None = None
    """For a claim about conduct: how it turned out."""
    citations: tuple[Citation, ...]
    """Where it stands."""


class Claim(Record):
    """A statement somebody made, recorded as theirs: we attest that it was said, not that it is so."""

    date: PartialDate
    """When it was said."""
    speaker: Line
    """Who said it."""
    capacity: Capacity
    """In which capacity."""
    statement: Text
    """What was said, in our words."""
    about: Refs = frozenset()
    """Records it is about."""
    offered: tuple[Citation, ...] = ()
    """Evidence the speaker offered."""
    resolution: Resolution | None = None
    """What became of it."""
