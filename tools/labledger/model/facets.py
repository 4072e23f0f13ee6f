"""The typed facets of a provision: what rules compare."""

from __future__ import annotations

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from labledger.dates import PartialDate
from labledger.model.record import Line, Number, Part, Slug, Slugs, Text, Truth, Whole
from labledger.model.vocab import (
    Body,
    Comparator,
    DeadlineRole,
    Deployment,
    ExceptionKind,
    MeasureRole,
    Order,
    Phase,
    Right,
    Unit,
)


class Measure(Part):
    """One quantity: value times ten to the exponent, in a unit, or a phrase where no number stands."""

    name: Slug
    """What is measured; the same name in every version."""
    value: Number | None = None
    """The number, before the exponent."""
    upper: Number | None = None
    """The upper end, for `between`."""
    exponent: Whole | None = None
    """Power of ten: 1 with exponent 26 is 10 to the 26."""
    unit: Slug | None = None
    """Unit: percent, people, usd, operations, x."""
    comparator: Comparator = Comparator.EXACTLY
    """How it bounds."""
    role: MeasureRole = MeasureRole.NONE
    """What it does."""
    baseline: Line | None = None
    """What it is measured against."""
    phrase: Line | None = None
    """Words in place of a number: thousands, historical rates."""

    @model_validator(mode="after")
    def _says_something(self) -> Measure:
        if (self.value is None) == (self.phrase is None):
            raise PydanticCustomError("V-FACET", "a measure has either a value or a phrase")
        if (self.upper is not None) != (self.comparator is Comparator.BETWEEN):
            raise PydanticCustomError("V-FACET", "upper goes with the comparator between, and only with it")
        return self


class Cadence(Part):
    """How often something recurs: an interval, growth of compute, an event, or a phrase."""

    name: Slug
    """What recurs, and by which clock; the same name in every version."""
    every: Number | None = None
    """The interval, in `unit`."""
    unit: Unit | None = None
    """Unit of the interval."""
    event: Slug | None = None
    """Recurs at each event of this sort."""
    phrase: Line | None = None
    """Words in place of an interval: regularly, periodically."""

    @model_validator(mode="after")
    def _says_something(self) -> Cadence:
        if sum(value is not None for value in (self.every, self.event, self.phrase)) != 1:
            raise PydanticCustomError("V-FACET", "a cadence has one of every, event and phrase")
        if (self.every is None) != (self.unit is None):
            raise PydanticCustomError("V-FACET", "every and unit go together")
        return self


class Deadline(Part):
    """By when: a date, a period, a place before or after an event, or a phrase."""

    name: Slug
    """What is due; the same name in every version."""
    role: DeadlineRole
    """What has to happen by then."""
    date: PartialDate | None = None
    """A date."""
    within: Number | None = None
    """A period, in `unit`, after `event`."""
    unit: Unit | None = None
    """Unit of the period."""
    order: Order | None = None
    """Before or after `event`."""
    event: Slug | None = None
    """The event it is counted from or ordered against."""
    phase: Phase | None = None
    """Where in a model's life that event lies."""
    phrase: Line | None = None
    """Words in place of a time: promptly, in due course."""

    @model_validator(mode="after")
    def _says_something(self) -> Deadline:
        if all(value is None for value in (self.date, self.within, self.order, self.phrase)):
            raise PydanticCustomError("V-FACET", "a deadline has a date, a period, an order or a phrase")
        if (self.within is None) != (self.unit is None):
            raise PydanticCustomError("V-FACET", "within and unit go together")
        return self


class Scope(Part):
    """What a provision reaches; a set left empty is not stated."""

    deployment: frozenset[Deployment] = frozenset()
    """Kinds of use."""
    models: Slugs = frozenset()
    """Classes of model."""
    domains: Slugs = frozenset()
    """Domains of risk: biological, chemical, nuclear, radiological, cyber, ai-rd, persuasion."""
    phases: frozenset[Phase] = frozenset()
    """Points of a model's life."""
    entities: Slugs = frozenset()
    """Affiliates, partners, contractors."""
    threats: Slugs = frozenset()
    """Actors it is meant to withstand."""


class Condition(Part):
    """Something that must hold before a duty bites, or that triggers it."""

    name: Slug
    """Its name in every version."""
    trigger: Truth = False
    """True when it sets the duty off, so that another one widens the duty; false when it limits the duty."""
    statement: Text
    """What it says, in our words."""


class Exemption(Part):
    """One way out of a duty."""

    name: Slug
    """Its name in every version."""
    kind: ExceptionKind
    """What sort of way out."""
    statement: Text
    """What it says, in our words."""
    safeguards: Slugs = frozenset()
    """Conditions on using it: public-acknowledgement, board-approval."""


class Decision(Part):
    """Who decides, reviews or is told about one matter."""

    name: Slug
    """The matter; the same name in every version."""
    body: Body
    """Which body."""
    title: Line | None = None
    """What the body or officer is called."""
    right: Right
    """What it may do."""
    independent: Truth | None = None
    """Whether it stands outside the lab's management; absent when not said."""
