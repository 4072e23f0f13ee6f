"""Laws, codes and accords that several labs answer to."""

from __future__ import annotations

from labledger.dates import PartialDate
from labledger.model.facets import Deadline, Measure
from labledger.model.record import Citation, Id, Line, Part, Record, Slug, Slugs, Text
from labledger.model.vocab import DeliveryStatus, InstrumentKind, Modality, SignatureStatus


class Duty(Part):
    """One duty that an instrument lays on labs."""

    name: Slug
    """Its name through all versions of the instrument."""
    statement: Text
    """What must be done, in our words."""
    bound: Text
    """Who is bound."""
    modality: Modality
    """How strongly."""
    start: PartialDate | None = None
    """From when."""
    deadlines: tuple[Deadline, ...] = ()
    """By when, by name."""
    artefacts: Slugs = frozenset()
    """What must be published or filed."""
    penalty: Text | None = None
    """What failing costs."""
    locator: Line | None = None
    """Section or article."""
    confirmed: Text | None = None
    """What was not confirmed in the text itself."""


class Signature(Part):
    """How one lab stands to the instrument."""

    lab: Line
    """The lab's slug, or its name when it has no record."""
    status: SignatureStatus
    """How it stands."""
    date: PartialDate | None = None
    """Since when."""
    chapters: Slugs = frozenset()
    """Chapters signed, when not all."""
    delivery: DeliveryStatus | None = None
    """Whether it delivered."""
    delivered: Text | None = None
    """What it delivered and when."""
    citations: tuple[Citation, ...] = ()
    """Where it stands."""


class Instrument(Record):
    """One version of a law, code or accord."""

    title: Line
    """Its title."""
    kind: InstrumentKind
    """What sort of document."""
    jurisdiction: Line
    """Where it holds."""
    adopted: PartialDate | None = None
    """When it was made or signed."""
    effective: PartialDate | None = None
    """From when it holds."""
    repealed: PartialDate | None = None
    """When it was replaced or ended."""
    supersedes: Id | None = None
    """The version before it."""
    summary: Text
    """What a reader should know first."""
    measures: tuple[Measure, ...] = ()
    """Thresholds that decide who is bound, by name."""
    duties: tuple[Duty, ...] = ()
    """Its duties, in the order of the text."""
    signatures: tuple[Signature, ...] = ()
    """Who signed."""
