"""Sources and their captures; reviews of labels; waivers of findings."""

from __future__ import annotations

from typing import Annotated

from pydantic import StringConstraints

from labledger.dates import PartialDate
from labledger.model.record import Address, Citation, Id, Line, Part, Quote, Record, Ref, Sha256, Slug, Text
from labledger.model.vocab import Capacity, CaptureOutcome, Direction, Grade, QuotationGrade


class Capture(Part):
    """One retrieval of a source."""

    date: PartialDate
    """When."""
    outcome: CaptureOutcome = CaptureOutcome.OK
    """What was found."""
    sha256: Sha256 | None = None
    """Hash of the bytes."""
    address: Address | None = None
    """Where it was retrieved, when not from the source's own address."""
    archive: Address | None = None
    """An archive's copy of just this retrieval."""


class Quotation(Part):
    """A quotation in this source, held against the best-known original."""

    original: Id
    """The source that holds the original."""
    locator: Line | None = None
    """Where, in either."""
    words: Quote
    """At most eight words of the original."""
    as_given: Quote
    """The same passage as this source gives it."""
    grade: QuotationGrade
    """How far they differ."""


class Source(Record):
    """A document we rely on, as published."""

    title: Line
    """Its title."""
    publisher: Line
    """Who published it."""
    published: PartialDate | None = None
    """When."""
    address: Address | None = None
    """Where; absent when it was never established."""
    archives: frozenset[Address] = frozenset()
    """Archive copies."""
    grade: Grade
    """How near it is to what it tells of."""
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")] = "en"
    """Language code."""
    captures: tuple[Capture, ...] = ()
    """Retrievals, in order of date."""
    quotations: tuple[Quotation, ...] = ()
    """Quotations it gives, held against their originals."""
    known_errors: tuple[Text, ...] = ()
    """What this source gets wrong, so that nobody takes it over."""


class Ruling(Part):
    """A person's verdict on one label."""

    fingerprint: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{16}$")]
    """The label it is about."""
    provision: Slug | None = None
    """The provision, for people to read."""
    rule: Slug
    """The rule that gave the label."""
    direction: Direction
    """The verdict."""
    by: Line
    """Who ruled."""
    date: PartialDate
    """When."""
    reason: Text
    """Why."""


class Reply(Part):
    """What the company says of a label, beside it and never in its place."""

    fingerprint: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{16}$")]
    """The label it is about."""
    date: PartialDate
    """When it was given."""
    speaker: Line
    """Who gave it."""
    capacity: Capacity
    """In which capacity."""
    statement: Text
    """What it says, in our words."""
    citations: tuple[Citation, ...]
    """Where it stands."""


class Review(Record):
    """People's rulings on the labels of one step between two versions, and the company's replies."""

    old: Id
    """The older version."""
    new: Id
    """The newer version."""
    recorded_by: frozenset[Line] = frozenset()
    """Who recorded the versions; nobody confirms their own reading, so they do not rule here."""
    rulings: tuple[Ruling, ...] = ()
    """The rulings, in order of date; the latest of each person counts."""
    replies: tuple[Reply, ...] = ()
    """The company's replies, in order of date."""


class Waiver(Record):
    """A tolerated finding: what, why, until when."""

    check: Annotated[str, StringConstraints(pattern=r"^[A-Z]-[A-Z]+$")]
    """Code of the finding."""
    subject: Ref
    """The record it is about."""
    reason: Text
    """Why it is tolerated."""
    until: PartialDate
    """Last day on which it is."""
