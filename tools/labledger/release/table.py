"""What a table is: columns with a type and a meaning, and where each cell stands in a record."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from labledger.ids import Kind, framework_of, lab_of
from labledger.model.dataset import Dataset

Plain = Mapping[str, Any]
Cell = Any
"""None, text, a whole number, a number, a truth value, or for lists and data what JSON can hold."""


class Typed(str):
    """A scalar that stands in a record without quotes: a number or truth value, letter for letter."""

    __slots__ = ()

    def value(self) -> int | float | bool | str:
        """What it stands for."""
        if self in ("true", "false"):
            return self == "true"
        return float(self) if "." in self else int(self)


def plain(value: Any) -> Any:
    """A value of a record as JSON has it: numbers and truth values in the place of their spelling."""
    if isinstance(value, Typed):
        return value.value()
    if isinstance(value, list):
        return [plain(part) for part in value]
    return {key: plain(part) for key, part in value.items()} if isinstance(value, dict) else value


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    `type` is text, date (a partial one), integer, number, boolean, list (of text) or data (JSON).
    `source` says where a cell comes from, when the column's name does not: `a.b` is a field within the part,
    `^a` a field of the record around it, `@word` is computed (see `_COMPUTED`).
    """

    name: str
    type: str
    meaning: str
    source: str = ""
    default: Cell = None
    refers: str = ""
    """The table whose key it holds."""
    needed: bool = False
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """One table: of every record of a kind, or of every part that lies in a list of it."""

    name: str
    title: str
    meaning: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    kind: Kind | None = None
    each: str = ""
    """The field whose list gives a row a part; empty for a row a record."""
    searched: tuple[str, ...] = ()
    """Columns of the full-text search."""

    def column(self, name: str) -> Column:
        """The column of a name. Raises KeyError."""
        return next(column for column in self.columns if column.name == name)

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the columns."""
        return tuple(column.name for column in self.columns)


@dataclass(frozen=True, slots=True)
class Spot:
    """The place a row comes from: the record, its part, and how many parts stood before it."""

    record_id: str
    record: Plain
    part: Plain
    number: int


Getter = Callable[[Spot], Cell]
_COMPUTED: Mapping[str, Getter] = {
    "@record": lambda spot: spot.record_id,
    "@lab": lambda spot: lab_of(spot.record_id),
    "@framework": lambda spot: framework_of(spot.record_id),
    "@slug": lambda spot: spot.record_id.split("/")[-1],
    "@scheme": lambda spot: spot.record_id.split("/")[1],
    "@edition": lambda spot: spot.record_id.split("/")[2],
    "@number": lambda spot: spot.number,
    "@provision": lambda spot: f"{spot.record_id}#{spot.part.get('slug')}",
    "@thread": lambda spot: f"{framework_of(spot.record_id)}#{spot.part.get('slug')}",
    "@duty": lambda spot: f"{spot.record_id}#{spot.part.get('name')}",
}


def rows(table: Table, dataset: Dataset) -> Iterator[tuple[Cell, ...]]:
    """The rows of a table of records, in order of id and, within a record, of its parts."""
    assert table.kind is not None
    getters = [_getter(column) for column in table.columns]
    for record_id, record in dataset.of_kind(table.kind):
        for number, part in enumerate(_parts(record, table.each), 1):
            spot = Spot(record_id, record, part, number)
            yield tuple([get(spot) for get in getters])


def _parts(record: Plain, each: str) -> Iterable[Plain]:
    if not each:
        return (record,)
    for step in each.split("."):
        record = record.get(step) or {}
    return record if isinstance(record, list) else ()


def _getter(column: Column) -> Getter:
    source = column.source or column.name
    cell, default = CELLS[column.type], column.default
    if source.startswith("@"):
        return _COMPUTED[source]
    if source.startswith("^"):
        field = source[1:]
        return lambda spot: cell(spot.record[field]) if field in spot.record else default
    if "." not in source:
        return lambda spot: cell(spot.part[source]) if source in spot.part else default
    outer, inner = source.split(".")
    return lambda spot: cell(part[inner]) if inner in (part := spot.part.get(outer) or {}) else default


def _number(value: Any) -> Cell:
    return float(value)


def _truth(value: Any) -> Cell:
    return str(value) == "true"


def _list(value: Any) -> Cell:
    return [str(part) for part in value]


CELLS: Mapping[str, Callable[[Any], Cell]] = {
    "text": str, "date": str, "integer": int, "number": _number, "boolean": _truth, "list": _list, "data": plain,
}  # fmt: skip


def settled(
    table: Table, found: Iterable[tuple[Cell, ...]], known: Mapping[str, frozenset[str]]
) -> Iterator[list[Cell]]:
    """Rows whose references all lead to a row of the table referred to; one that leads nowhere is left empty."""
    checked = [(at, known[column.refers]) for at, column in enumerate(table.columns) if column.refers]
    for row in found:
        cells = list(row)
        for at, targets in checked:
            if cells[at] is not None and cells[at] not in targets:
                cells[at] = None
        yield cells
