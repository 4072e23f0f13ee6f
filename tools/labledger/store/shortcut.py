"""Records in plain canonical form, read line by line: five times as fast as through the parser.

Nearly every file of the dataset is in canonical form, which needs little of YAML. This reader knows that little and
nothing else: at the first line that is not surely what it seems, it gives up and the parser reads the file instead.
It never reports a fault, and what it returns is what the parser would return.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from labledger.store.limits import LIMITS

_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_-]{0,63}\Z")
_QUOTED = re.compile(r"'[^']*(?:''[^']*)*'\Z")
_PLAIN_START = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/(")
_TYPED_START = frozenset("0123456789yYnNoOtTfF")
_DEEPEST = 12
_LONGEST_KEY = 64
_KEYS_KEPT = 1_000


class _UnfamiliarError(Exception):
    """The text needs the parser."""


def read_canonical(text: str, bare: Callable[[str], Any], typed: Callable[[str], bool]) -> dict[str, Any] | None:
    """The record that a text in canonical form holds, or None for any text that is not surely in that form.

    `typed` tells unquoted text that YAML could take for something else, `bare` makes its value. The text holds no
    character that YAML does not allow.
    """
    if len(text) > LIMITS.scalar_characters or text[-1:] != "\n" or "\t" in text or "\r" in text or "\ufeff" in text:
        return None
    if LIMITS.depth < _DEEPEST or LIMITS.key_characters < _LONGEST_KEY:
        return None
    lines = text.split("\n")
    lines.pop()
    if 2 * len(lines) >= LIMITS.nodes:
        return None
    sheet = _Sheet(lines, bare, typed)
    try:
        record, end = sheet.mapping(0, 0)
    except (_UnfamiliarError, IndexError):
        return None
    return record if end == len(lines) else None


class _Sheet:
    """The lines of one text. A value is returned with the number of the line after it."""

    __slots__ = ("bare", "lines", "typed")

    def __init__(self, lines: list[str], bare: Callable[[str], Any], typed: Callable[[str], bool]) -> None:
        self.lines = lines
        self.bare = bare
        self.typed = typed

    def mapping(self, at: int, column: int) -> tuple[dict[str, Any], int]:
        """The mapping whose first key stands on a line at a column, perhaps after a dash.

        Long for speed: it runs for nearly every line of the dataset, and a call for each value doubles its time.
        """
        lines, margin, record, first = self.lines, " " * column, {}, at
        count = len(lines)
        while at < count:
            line = lines[at]
            if at != first and not line.startswith(margin):
                break
            key, colon, rest = line[column:].partition(": ")
            if not colon:
                if key[-1:] != ":":
                    raise _UnfamiliarError
                key = key[:-1]
            if (key not in _known and not _is_key(key)) or key in record:
                raise _UnfamiliarError
            at += 1
            if not rest:
                record[key], at = self.block(at, column + 2)
            elif rest[0] in _PLAIN_START:
                if ": " in rest or " #" in rest or rest[-1] in " :":
                    raise _UnfamiliarError
                record[key] = self.unquoted(rest) if rest[0] in _TYPED_START else rest
            elif rest == ">-":
                record[key], at = self.folded(at, column + 2)
            else:
                record[key] = _unwrapped(rest)
        return record, at

    def block(self, at: int, column: int) -> tuple[Any, int]:
        """The list or mapping that begins on a line at a column."""
        line = self.lines[at]
        if not line.startswith(" " * column) or column > 2 * _DEEPEST:
            raise _UnfamiliarError
        return self.sequence(at, column) if line[column : column + 2] == "- " else self.mapping(at, column)

    def sequence(self, at: int, column: int) -> tuple[list[Any], int]:
        """The list whose first element stands on a line at a column."""
        lines, start, values = self.lines, " " * column + "- ", []
        count = len(lines)
        value: Any
        while at < count and lines[at].startswith(start):
            rest = lines[at][column + 2 :]
            if rest[0] == "'":
                value, at = _unwrapped(rest), at + 1
            elif rest == ">-":
                value, at = self.folded(at + 1, column + 2)
            elif ": " in rest or rest[-1] == ":":
                value, at = self.mapping(at, column + 2)
            elif rest[0] not in _PLAIN_START or " #" in rest or rest[-1] == " ":
                raise _UnfamiliarError
            else:
                value, at = self.unquoted(rest), at + 1
            values.append(value)
        return values, at

    def unquoted(self, text: str) -> Any:
        """Text without quotes; where it could be a number, date or truth value, as `bare` makes it."""
        if text[0] not in _TYPED_START or not self.typed(text):
            return text
        if text in ("null", "Null", "NULL"):
            raise _UnfamiliarError
        return self.bare(text)

    def folded(self, at: int, column: int) -> tuple[str, int]:
        """Text folded over whole lines, all indented alike."""
        lines, first, margin = self.lines, at, " " * column
        count = len(lines)
        while at < count and lines[at].startswith(margin):
            if lines[at][column : column + 1] in ("", " ") or lines[at][-1] == " ":
                raise _UnfamiliarError
            at += 1
        if at == first or (at < count and not lines[at]):
            raise _UnfamiliarError
        return " ".join([line[column:] for line in lines[first:at]]), at


def _unwrapped(text: str) -> str:
    """The text between single quotes."""
    if not _QUOTED.match(text):
        raise _UnfamiliarError
    return text[1:-1].replace("''", "'")


_known: set[str] = set()


def _is_key(text: str) -> bool:
    if not _KEY.match(text):
        return False
    if len(_known) < _KEYS_KEPT:
        _known.add(text)
    return True
