"""Facts about labs over time, and events."""

from __future__ import annotations

from labledger.dates import PartialDate
from labledger.model.facets import Measure
from labledger.model.record import Citation, Line, Part, Record, Refs, Slug, Text
from labledger.model.vocab import Basis, Body, Capacity, Confidence, EventKind, FactKind, Right


class Value(Part):
    """One value of a property over a period; conflicting values stand side by side."""

    name: Slug
    """Its name: the member, the power, the holder."""
    statement: Text
    """What holds, in our words."""
    start: PartialDate | None = None
    """First day; absent when not known."""
    end: PartialDate | None = None
    """First day on which it no longer holds; absent while it holds."""
    measures: tuple[Measure, ...] = ()
    """Quantities, by name."""
    body: Body | None = None
    """For a power: the body that has it."""
    right: Right | None = None
    """For a power: how far it goes."""
    disputed: Line | None = None
    """Which other value contradicts this one, and why both stand."""
    basis: Basis = Basis.TEXT
    """What was read."""
    confidence: Confidence = Confidence.HIGH
    """How sure we are."""
    citations: tuple[Citation, ...]
    """Where it stands."""


class Fact(Record):
    """One property of a lab and its dated values."""

    title: Line
    """What the property is, as a heading."""
    kind: FactKind
    """What sort of property."""
    values: tuple[Value, ...]
    """The values, in order of start."""


class Event(Record):
    """Something that happened on a date and is not already implied by another record."""

    date: PartialDate
    """When, as exactly as it is known."""
    kind: EventKind
    """What sort of thing."""
    title: Line
    """A headline without judgement."""
    statement: Text
    """What happened, in our words."""
    people: frozenset[Line] = frozenset()
    """Who was involved."""
    role: Line | None = None
    """The office held, for departures and appointments."""
    capacity: Capacity = Capacity.UNKNOWN
    """In which capacity the reason given was given."""
    reason: Text | None = None
    """The reason given, in our words, with who gave it."""
    measures: tuple[Measure, ...] = ()
    """Quantities, by name."""
    about: Refs = frozenset()
    """Records it touches."""
