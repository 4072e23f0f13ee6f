"""Which model belongs to which kind of record."""

from __future__ import annotations

from labledger.ids import Kind
from labledger.model.commitment import Claim, Commitment
from labledger.model.fact import Event, Fact
from labledger.model.framework import Framework, Lab, Version
from labledger.model.instrument import Instrument
from labledger.model.question import Assessment, Question
from labledger.model.record import Record
from labledger.model.source import Review, Source, Waiver

MODELS: dict[Kind, type[Record]] = {
    Kind.LAB: Lab,
    Kind.FRAMEWORK: Framework,
    Kind.VERSION: Version,
    Kind.REVIEW: Review,
    Kind.COMMITMENT: Commitment,
    Kind.CLAIM: Claim,
    Kind.FACT: Fact,
    Kind.EVENT: Event,
    Kind.ASSESSMENT: Assessment,
    Kind.QUESTION: Question,
    Kind.INSTRUMENT: Instrument,
    Kind.SOURCE: Source,
    Kind.WAIVER: Waiver,
}
