"""Cells and records as text: JSON and CSV, the same bytes wherever they are written."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import islice
from typing import Any

from labledger.release.table import Cell, Table, plain
from labledger.report.escape import csv_cell

_pack = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), check_circular=False).encode


def packed(value: Any) -> str:
    """A list or other data as JSON on one line, with sorted keys."""
    return _pack(value)


def packed_list(value: Sequence[str]) -> str:
    """A list of texts as JSON on one line; the same lists come again and again."""
    return _known_list(tuple(value))


@lru_cache(maxsize=1 << 14)
def _known_list(value: tuple[str, ...]) -> str:
    return _pack(value)


def pretty(data: Any) -> bytes:
    """A description as JSON that people read."""
    return (json.dumps(data, ensure_ascii=False, indent=2, sort_keys=False) + "\n").encode()


def record_json(record: Mapping[str, Any]) -> tuple[str, str]:
    """A record as a JSON document, a field a line in the order of the record, and as one line."""
    fields = [f'"{name}": {_shown(_in_order(plain(value)))}' for name, value in record.items()]
    return "{\n  " + ",\n  ".join(fields) + "\n}\n", "{" + ", ".join(fields) + "}\n"


_in_order = json.JSONEncoder(ensure_ascii=False, check_circular=False).encode
_UNUSUAL = re.compile(r"[^ -~]")


def _shown(text: str) -> str:
    """The same JSON with control, formatting and direction characters as escapes: no value changes."""
    if text.isprintable():
        return text
    return _UNUSUAL.sub(lambda found: found[0] if found[0].isprintable() else json.dumps(found[0])[1:-1], text)


def stored(table: Table, rows: Iterable[Sequence[Cell]]) -> Iterator[list[Cell]]:
    """Rows as a database holds them: lists and data as JSON, truth values as 1 and 0."""
    return _turned([_STORED.get(column.type) for column in table.columns], rows)


def unstored(table: Table, rows: Iterable[Sequence[Cell]]) -> Iterator[list[Cell]]:
    """Rows of a database as cells: the reverse of `stored`."""
    return _turned([_UNSTORED.get(column.type) for column in table.columns], rows)


def _turned(turn: Sequence[Callable[[Any], Cell] | None], rows: Iterable[Sequence[Cell]]) -> Iterator[list[Cell]]:
    changed = [(at, f) for at, f in enumerate(turn) if f is not None]
    for row in rows:
        cells = list(row)
        for at, f in changed:
            if cells[at] is not None:
                cells[at] = f(cells[at])
        yield cells


_UNSTORED: dict[str, Callable[[Any], Cell]] = {"list": json.loads, "data": json.loads, "boolean": bool}
_STORED: dict[str, Callable[[Any], Cell]] = {"list": packed_list, "data": packed, "boolean": int}


def csv_text(table: Table, rows: Iterable[Sequence[Cell]]) -> bytes:
    """Rows of a database as CSV: UTF-8, commas, LF.

    A text that a spreadsheet would run as a formula follows an apostrophe, and stays on one line.
    """
    truths = [at for at, column in enumerate(table.columns) if column.type == "boolean"]
    texts = [at for at, column in enumerate(table.columns) if column.type not in ("boolean", "integer", "number")]
    parts = [_lines([table.names])]
    left = iter(rows)
    while some := list(islice(left, _AT_ONCE)):
        shown = [_with_words(row, truths) for row in some] if truths else some
        text = _lines(shown)
        if _RISKY.search(text) or text.count("\n") != len(shown) or not text.replace("\n", "").isprintable():
            text = _lines(_harmless(row, texts) for row in shown)
        parts.append(text)
    return "".join(parts).encode()


def _lines(rows: Iterable[Sequence[Cell]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()


def _with_words(row: Sequence[Cell], truths: Iterable[int]) -> list[Cell]:
    cells = list(row)
    for at in truths:
        cells[at] = None if cells[at] is None else "true" if cells[at] else "false"
    return cells


def _harmless(row: Sequence[Cell], texts: Iterable[int]) -> list[Cell]:
    cells = list(row)
    for at in texts:
        if cells[at] is not None:
            cells[at] = csv_cell(cells[at])
    return cells


_RISKY = re.compile(r'(?:^|,)"?[=+\-@\t\r＝＋－＠]', re.MULTILINE)
"""What may be the start of a formula; also where it is within a text, since looking closer costs little."""
_AT_ONCE = 500


def digest(rows: Iterable[Sequence[Cell]]) -> str:
    """What a table says, whatever program stored it: sha256 over its rows, as a database holds them, as JSON."""
    found = hashlib.sha256()
    left = iter(rows)
    while some := list(islice(left, _AT_ONCE)):
        found.update(_pack(some)[1:-1].encode())
        found.update(b"\n")
    return found.hexdigest()
