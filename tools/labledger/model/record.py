"""The base of every record, and the small parts that records share."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Annotated, Any, ClassVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, StringConstraints
from pydantic_core import PydanticCustomError

from labledger.dates import PartialDate
from labledger.ids import SEGMENT
from labledger.model.vocab import Basis, Confidence, Reviewed

ID = r"[a-z0-9][a-z0-9.+/-]*"
TEXT_LIMIT = 8_000
QUOTE_WORDS = 8
_DECIMAL = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?\Z")
_DIGITS = 18
_VISIBLE = re.compile(r"[^\s\u200b-\u200f\u2060-\u2064\ufeff]")


class Bare:
    """A scalar written without quotes that YAML could take for a number, date, truth value or null.

    It is kept letter for letter; only a field whose schema asks for a number or truth value accepts it.
    """

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return f"Bare({self.text!r})"

    def __eq__(self, other: object) -> bool:
        return str(other) == self.text if isinstance(other, (Bare, str)) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.text)


def _visible(text: str) -> str:
    if not _VISIBLE.search(text):
        raise PydanticCustomError("V-BLANK", "has no visible character")
    return text


def _decimal(value: Any) -> Any:
    if isinstance(value, (Decimal, int)) and not isinstance(value, bool):
        return value
    if not isinstance(value, Bare):
        raise PydanticCustomError("V-NUMBER", "must be a number without quotes")
    if not _DECIMAL.match(value.text) or sum(map(str.isdigit, value.text)) > _DIGITS:
        raise PydanticCustomError("V-NUMBER", "must be a decimal number of at most 18 digits")
    return Decimal(value.text)


def _whole(value: Any) -> Any:
    number = _decimal(value)
    if number != int(number):
        raise PydanticCustomError("V-NUMBER", "must be a whole number")
    return int(number)


def _truth(value: Any) -> Any:
    if isinstance(value, bool):
        return value
    if isinstance(value, Bare) and value.text in ("true", "false"):
        return value.text == "true"
    raise PydanticCustomError("Y-TYPE", "must be true or false, without quotes")


def _short_quote(text: str) -> str:
    if len(text.split()) > QUOTE_WORDS:
        raise PydanticCustomError("V-QUOTE", "a quotation may have at most eight words")
    return text


Text = Annotated[str, StringConstraints(min_length=1, max_length=TEXT_LIMIT), AfterValidator(_visible)]
Line = Annotated[str, StringConstraints(min_length=1, max_length=300, pattern=r"^[^\r\n]*$"), AfterValidator(_visible)]
Slug = Annotated[str, StringConstraints(pattern=rf"^{SEGMENT}$", max_length=100)]
Id = Annotated[str, StringConstraints(pattern=rf"^{ID}$", max_length=200)]
Ref = Annotated[str, StringConstraints(pattern=rf"^{ID}(#{SEGMENT})?$", max_length=300)]
Address = Annotated[str, StringConstraints(pattern=r"^https?://[^\s@]+$", max_length=1_000)]
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Number = Annotated[Decimal, BeforeValidator(_decimal)]
Whole = Annotated[int, BeforeValidator(_whole)]
Truth = Annotated[bool, BeforeValidator(_truth)]
Quote = Annotated[
    str, StringConstraints(min_length=1, max_length=200), AfterValidator(_visible), AfterValidator(_short_quote)
]
Slugs = frozenset[Slug]
Refs = frozenset[Ref]


class Part(BaseModel):
    """Anything inside a record: frozen, with no keys beyond the named ones."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


class Citation(Part):
    """The link from a statement to a place in a source."""

    source: Id
    """The source record."""
    locator: Line | None = None
    """Page, section or paragraph."""
    quote: Quote | None = None
    """At most eight words, only where the wording itself is the fact."""
    shingles: frozenset[Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{8,64}$")]] = frozenset()
    """Hashed word runs of the passage, so that whoever holds the document can find it."""


class Tombstone(Part):
    """Why a record no longer counts; it stays in place so that its id is never reused."""

    date: PartialDate
    """When we took the record back."""
    reason: Text
    """Why."""
    successor: Id | None = None
    """The record that took its place."""


class SearchLog(Part):
    """What was searched, where and when, before "not found" was said."""

    date: PartialDate
    """Day of the search."""
    where: Text
    """Places searched."""
    found: Text
    """What was and was not found."""


class Record(Part):
    """What every record has; on disk its own fields stand between `id` and the rest of these."""

    last: ClassVar[tuple[str, ...]] = ()
    """Fields written after everything else, because they are long."""

    id: Id
    """The record's id, spelled from its path and never changed."""
    citations: tuple[Citation, ...] = ()
    """Where it stands, in order of weight."""
    continues: frozenset[Id] = frozenset()
    """Ids of records this one carries on under a new id."""
    basis: Basis = Basis.TEXT
    """What was read."""
    confidence: Confidence = Confidence.HIGH
    """How sure we are."""
    reviewed: Reviewed = Reviewed.NONE
    """How many people other than the author checked it."""
    notes: Text | None = None
    """Our own words about the record; never evidence."""
    tombstone: Tombstone | None = None
    """Set when the record no longer counts."""


def field_order(model: type[Part]) -> tuple[str, ...]:
    """The order in which a record or part is written: its id, its own fields, what all records share, the long ones."""
    fields = list(model.model_fields)
    if not issubclass(model, Record):
        return tuple(fields)
    shared = [name for name in Record.model_fields if name != "id"]
    own = [name for name in fields if name not in Record.model_fields and name not in model.last]
    return ("id", *own, *shared, *model.last)
