"""Labs, their frameworks, the versions of each, and the provisions of each version."""

from __future__ import annotations

from typing import ClassVar

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from labledger.dates import PartialDate
from labledger.model.facets import (
    Cadence,
    Condition,
    Deadline,
    Decision,
    Exemption,
    Measure,
    Scope,
)
from labledger.model.record import (
    Address,
    Citation,
    Id,
    Line,
    Part,
    Record,
    SearchLog,
    Sha256,
    Slug,
    Slugs,
    Text,
    Truth,
    Whole,
)
from labledger.model.vocab import (
    AccountForm,
    Area,
    Audience,
    Basis,
    Bearer,
    Confidence,
    Consequence,
    Container,
    Coverage,
    Detail,
    Extent,
    FrameworkKind,
    LegalRole,
    Logic,
    Modality,
    Polarity,
    Status,
    Wording,
)


class Lab(Record):
    """An organisation that develops frontier models."""

    name: Line
    """The name in everyday use."""
    legal_name: Line | None = None
    """The registered name."""
    aliases: frozenset[Line] = frozenset()
    """Other names in use."""
    country: Line | None = None
    """Where it is seated."""
    homepage: Address | None = None
    """Its main address."""
    summary: Text | None = None
    """What a reader should know first."""
    searches: tuple[SearchLog, ...] = ()
    """Searches for frameworks that found none, in order of date."""


class Framework(Record):
    """A standing, versioned document in which a lab binds itself, seen as one work through time."""

    title: Line
    """The title in use now."""
    kind: FrameworkKind
    """What sort of document it is."""
    aliases: frozenset[Line] = frozenset()
    """Former and short titles."""
    address: Address | None = None
    """The page that always leads to the latest version."""
    legal_role: LegalRole | None = None
    """What part it plays under a statute, where that is established."""
    companion_to: Id | None = None
    """The framework it belongs to."""
    withdrawn: PartialDate | None = None
    """When the lab took it back."""
    successor: Id | None = None
    """The framework that replaced it."""
    summary: Text | None = None
    """What a reader should know first."""
    searches: tuple[SearchLog, ...] = ()
    """Searches for versions that found none, in order of date."""


class DocumentFile(Part):
    """The very file that a version's text was read from."""

    source: Id
    """The source record; the file is one of its captures."""
    sha256: Sha256 | None = None
    """Hash of the file's bytes; absent when the file could not be had."""
    pages: Whole | None = None
    """Number of pages."""


class AccountItem(Part):
    """One change that the lab's own account tells of."""

    text: Text
    """What it says, in our words."""
    provisions: Slugs = frozenset()
    """Slugs of the provisions it is about, in the old or the new version."""
    areas: frozenset[Area] = frozenset()
    """Areas it is about, when it names no provision."""
    extent: Extent = Extent.NAMED
    """Whether it tells the change or only its class."""
    where: Line | None = None
    """Where it is told: changelog, page entry, post."""


class Account(Part):
    """What the lab itself said about a revision."""

    form: AccountForm
    """The strongest form in which it was given."""
    date: PartialDate | None = None
    """When it was published."""
    citations: tuple[Citation, ...] = ()
    """Where it stands."""
    items: tuple[AccountItem, ...] = ()
    """The changes it tells of, in its order."""
    search: SearchLog | None = None
    """For form none: the search that found none."""


class Provision(Part):
    """The smallest unit of a version that can be kept, broken or changed by itself."""

    slug: Slug
    """Its name through all versions."""
    continues: Slugs = frozenset()
    """Slugs in the predecessor that this one carries on under a new slug: two for a merger."""
    section: Line | None = None
    """Printed number or path of the section."""
    locator: Line | None = None
    """Page and paragraph in the version's own document."""
    area: Area
    """What it is about."""
    bearer: Bearer = Bearer.LAB
    """Who has to act."""
    modality: Modality
    """How strongly it binds."""
    polarity: Polarity = Polarity.DUTY
    """What it does to the one it binds; a definition is left at duty."""
    container: Container = Container.NORMATIVE
    """The part of the document it stands in."""
    statement: Text
    """What it says, in our own words."""
    wording: Wording = Wording.FREE
    """How near the statement is to the document's words."""
    term: Slug | None = None
    """For a definition: the term defined."""
    elements: Slugs = frozenset()
    """Parts that the duty names as required, as slugs; examples after "such as" are left out."""
    measures: tuple[Measure, ...] = ()
    """Quantities, by name."""
    cadences: tuple[Cadence, ...] = ()
    """How often, by name."""
    deadlines: tuple[Deadline, ...] = ()
    """By when, by name."""
    scope: Scope | None = None
    """What it reaches."""
    hedges: Slugs = frozenset()
    """Softening phrases, as slugs: where-appropriate, reasonable-efforts, as-feasible, in-our-judgement."""
    logic: Logic | None = None
    """How several conditions combine."""
    conditions: tuple[Condition, ...] = ()
    """What must hold before a duty bites, or what triggers it, by name."""
    exceptions: tuple[Exemption, ...] = ()
    """Ways out, by name."""
    artefacts: Slugs = frozenset()
    """What is to be disclosed, as slugs."""
    detail: Detail | None = None
    """How much of it is disclosed."""
    audience: frozenset[Audience] = frozenset()
    """To whom."""
    decisions: tuple[Decision, ...] = ()
    """Who decides or reviews what, by name."""
    consequence: Consequence | None = None
    """What follows when the line is crossed."""
    inherited: Truth = False
    """Carried over from the predecessor without having been read again in this version."""
    basis: Basis = Basis.TEXT
    """What was read."""
    confidence: Confidence = Confidence.HIGH
    """How sure we are."""
    citations: tuple[Citation, ...] = ()
    """Further places; the version's own document is understood."""
    notes: Text | None = None
    """Our own words about it; never evidence."""

    @model_validator(mode="after")
    def _names_are_unique(self) -> Provision:
        for field in ("measures", "cadences", "deadlines", "conditions", "exceptions", "decisions"):
            names = [part.name for part in getattr(self, field)]
            if len(set(names)) != len(names):
                raise PydanticCustomError("I-DUP", "{field} has two parts with one name", {"field": field})
        return self


class Version(Record):
    """One published text of a framework, complete in itself."""

    last: ClassVar[tuple[str, ...]] = ("provisions",)

    label: Line
    """The version as the lab prints or calls it; a re-upload keeps the label of what it replaced."""
    title: Line
    """The title as printed."""
    status: Status = Status.FINAL
    """How settled it is."""
    published: PartialDate
    """Stated publication date."""
    effective: PartialDate | None = None
    """Stated date of coming into force."""
    first_observed: PartialDate | None = None
    """Earliest capture or other proof that it was public."""
    withdrawn: PartialDate | None = None
    """When the lab took it back without a successor."""
    supersedes: Id | None = None
    """The version before it."""
    legal_role: LegalRole | None = None
    """What part this version plays under a statute, where that is established."""
    document: DocumentFile | None = None
    """The file its text was read from."""
    summary: Text | None = None
    """What a reader should know first."""
    coverage: Coverage
    """How much of its provisions is recorded here."""
    account: Account | None = None
    """The lab's own account of this revision; absent when nobody has looked."""
    provisions: tuple[Provision, ...] = ()
    """Its provisions, in the order of the document."""

    @model_validator(mode="after")
    def _slugs_are_unique(self) -> Version:
        slugs = [provision.slug for provision in self.provisions]
        if len(set(slugs)) != len(slugs):
            twice = next(slug for slug in slugs if slugs.count(slug) > 1)
            raise PydanticCustomError("I-DUP", "two provisions are called {slug}", {"slug": twice})
        return self
