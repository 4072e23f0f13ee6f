"""Cells and records as text: JSON and CSV, the same bytes wherever they are written."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from labledger.release.table import Cell, Table, plain
from labledger.report.document import document
from labledger.report.escape import csv_cell

_pack = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), check_circular=False).encode


def packed(value: Any) -> str:
    """A list or other data as JSON on one line, with sorted keys."""
    return _pack(value)


def pretty(data: Any) -> bytes:
    """A description as JSON that people read."""
    return (json.dumps(data, ensure_ascii=False, indent=2, sort_keys=False) + "\n").encode()


def record_json(record: Any) -> tuple[str, str]:
    """A record as a JSON document, a field a line, and as one line.

    In JSON a line break can only stand between values, so that the line is the document with its breaks taken out.
    """
    text = document(plain(record))
    return text, "".join(map(str.strip, text.split("\n"))) + "\n"


def stored(table: Table, row: Sequence[Cell]) -> tuple[str | int | float | None, ...]:
    """A row as a database holds it: lists and data as JSON, truth values as 1 and 0."""
    return tuple(
        [
            cell if cell is None or kind not in _STORED else _STORED[kind](cell)
            for cell, kind in zip(row, [column.type for column in table.columns], strict=True)
        ]
    )


def unstored(table: Table, rows: Iterable[Sequence[Cell]]) -> Iterator[list[Cell]]:
    """Rows of a database as cells: the reverse of `stored`."""
    turn = [_UNSTORED.get(column.type) for column in table.columns]
    for row in rows:
        yield [cell if cell is None or f is None else f(cell) for cell, f in zip(row, turn, strict=True)]


_UNSTORED: dict[str, Callable[[Any], Cell]] = {"list": json.loads, "data": json.loads, "boolean": bool}
_STORED: dict[str, Callable[[Any], str | int]] = {"list": packed, "data": packed, "boolean": int}


def csv_text(table: Table, rows: Iterable[Sequence[Cell]]) -> bytes:
    """A table as CSV: UTF-8, commas, LF; a text that a spreadsheet would run as a formula follows an apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(table.names)
    turn = [_CSV.get(column.type) for column in table.columns]
    for row in rows:
        writer.writerow([cell if cell is None or f is None else f(cell) for cell, f in zip(row, turn, strict=True)])
    return out.getvalue().encode()


def _data_cell(value: Any) -> str:
    return csv_cell(packed(value))


_CSV: dict[str, Callable[[Any], str]] = {
    "text": csv_cell, "date": csv_cell, "list": _data_cell, "data": _data_cell,
    "boolean": lambda cell: "true" if cell else "false",
}  # fmt: skip


class Digest:
    """What a table says, whatever program stored it: a hash over its rows in order."""

    def __init__(self) -> None:
        self._hash = hashlib.sha256()
        self.rows = 0

    def add(self, rows: Iterable[Sequence[Cell]]) -> Digest:
        """Take in rows as a database holds them; the same digest."""
        for row in rows:
            self._hash.update(_pack(row).encode())
            self._hash.update(b"\n")
            self.rows += 1
        return self

    def told(self) -> str:
        """The hash in hexadecimal digits."""
        return self._hash.hexdigest()
