"""Canonical YAML out: one way to write a record, decided by its model alone.

Keys stand in the order of the model, defaults are left out, sets are sorted, text that YAML could take for something
else is quoted, and long text is folded with one sentence a line.
"""

from __future__ import annotations

import json
import re
import types
import typing
from collections.abc import Iterator, Mapping
from decimal import Decimal
from enum import Enum
from functools import cache, lru_cache
from typing import Any

from labledger.model.record import Bare, Part, field_order
from labledger.store import codec

_PLAIN = re.compile(r"[A-Za-z0-9/(][^\x00-\x1f\x7f]*\Z")
_PLAIN_START = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/(")
_UNSAFE = re.compile(r":(\s|\Z)|\s#|\A\s|\s\Z")
_SENTENCE_END = re.compile(r"(?<=[a-z0-9)\]%”’][.?!]) (?=[A-Z“‘(])")
_DECIMAL = re.compile(r"-?[0-9]+(\.[0-9]+)?\Z")
_ODD = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
_FOLD_AT = 88


class Field(typing.NamedTuple):
    """What the writer needs to know of one field."""

    part: type[Part] | None
    is_set: bool
    is_number: bool
    default: Any
    is_plain: bool
    """Whether text needs no comparison with a default and is not a number."""


_UNKNOWN = Field(None, False, False, ..., True)


@cache
def fields_of(model: type[Part]) -> dict[str, Field]:
    """The fields of a model in the order in which they are written."""
    hints = typing.get_type_hints(model)
    return {name: _field(hints[name], model.model_fields[name].default) for name in field_order(model)}


def _field(hint: Any, default: Any) -> Field:
    members = _members(hint)
    part = next((m for m in members if isinstance(m, type) and issubclass(m, Part)), None)
    is_set = any(typing.get_origin(m) is frozenset or m is frozenset for m in _outer(hint))
    is_number = any(m in (int, bool, Decimal) for m in members)
    return Field(part, is_set, is_number, default, not (is_number or isinstance(default, (bool, Enum))))


def _outer(hint: Any) -> Iterator[Any]:
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        for arm in typing.get_args(hint):
            yield from _outer(arm)
    else:
        yield hint


def _members(hint: Any) -> list[Any]:
    """Every plain type that occurs in an annotation."""
    arms = typing.get_args(hint)
    if not arms or (isinstance(hint, type) and not arms):
        return [hint]
    return [member for arm in arms for member in _members(arm)]


def dump(record: Mapping[str, Any], model: type[Part]) -> bytes:
    """The canonical bytes of a record. Keys the model does not know are kept, after the known ones."""
    lines: list[str] = []
    _mapping(lines, record, model, "")
    lines.append("")
    return "\n".join(lines).encode()


def _mapping(lines: list[str], record: Mapping[str, Any], model: type[Part] | None, indent: str) -> None:
    known = fields_of(model) if model else {}
    order = [name for name in known if name in record]
    if len(order) < len(record):
        order += [name for name in record if name not in known]
    for name in order:
        field, value = known.get(name, _UNKNOWN), record[name]
        # Most values are text without a default to compare with; for them every question saved counts.
        if type(value) is str and field.is_plain:
            _text(lines, f"{indent}{_key(name)}:", value, indent)
        elif name == "id" or not _is_default(value, field):
            _entry(lines, f"{indent}{_key(name)}:", value, field, indent)


def _is_default(value: Any, field: Field) -> bool:
    if value is None or value == [] or value == {}:
        return True
    default = field.default
    if isinstance(default, bool):
        return str(value).lower() == str(default).lower() if not isinstance(value, (list, dict)) else False
    return isinstance(default, Enum) and str(value) == str(default.value)


def _entry(lines: list[str], head: str, value: Any, field: Field, indent: str) -> None:
    if isinstance(value, Mapping):
        lines.append(head)
        _mapping(lines, value, field.part, indent + "  ")
    elif isinstance(value, (list, tuple, set, frozenset)):
        lines.append(head)
        _sequence(lines, _ordered(value, field), field, indent + "  ")
    else:
        _scalar(lines, head, value, field, indent)


def _ordered(value: Any, field: Field) -> list[Any]:
    return sorted(set(map(str, value))) if field.is_set else list(value)


def _sequence(lines: list[str], values: list[Any], field: Field, indent: str) -> None:
    for value in values:
        if isinstance(value, Mapping):
            first = len(lines)
            _mapping(lines, value, field.part, indent + "  ")
            if first == len(lines):
                lines.append(f"{indent}- ''")
            else:
                lines[first] = f"{indent}- {lines[first][len(indent) + 2 :]}"
        elif isinstance(value, list):
            lines.append(f"{indent}-")
            _sequence(lines, value, field, indent + "  ")
        else:
            _scalar(lines, f"{indent}-", value, field, indent)


def _scalar(lines: list[str], head: str, value: Any, field: Field, indent: str) -> None:
    if field.is_number or isinstance(value, (bool, int, Decimal)):
        lines.append(f"{head} {_number(value)}")
    else:
        _text(lines, head, str(value), indent)


def _text(lines: list[str], head: str, text: str, indent: str) -> None:
    if "\n" in text:
        lines.extend(_literal(head, text, indent))
    elif _foldable(text):
        lines.append(f"{head} >-")
        lines.extend([f"{indent}  {sentence}" for sentence in _SENTENCE_END.split(text)])
    else:
        lines.append(f"{head} {_quoted(text)}")


def _number(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value)
    bare = isinstance(value, (int, Decimal, Bare)) or _DECIMAL.match(text) or text in ("true", "false")
    return text if bare else _quoted(text)


def _foldable(text: str) -> bool:
    if len(text) <= _FOLD_AT:
        ends = ". " in text or "? " in text or "! " in text
        if not ends or _SENTENCE_END.search(text) is None:
            return False
    return text == text.strip() and "  " not in text and text.isprintable()


def _literal(head: str, text: str, indent: str) -> Iterator[str]:
    lines = text.split("\n")
    if (
        lines[-1] == ""
        or lines[0][:1] in ("", " ", "\t")
        or any(line != line.rstrip() for line in lines)
        or _ODD.search(text)
    ):
        yield f"{head} {_escaped(text)}"
        return
    yield f"{head} |-"
    yield from (f"{indent}  {line}" if line else "" for line in lines)


@lru_cache(maxsize=4_096)
def _key(name: str) -> str:
    return name if re.fullmatch(r"[A-Za-z_][A-Za-z0-9_-]*", name) else json.dumps(name, ensure_ascii=False)


def _quoted(text: str) -> str:
    """A one-line scalar: plain where no reader of YAML 1.1 or 1.2 could take it for anything but text."""
    if text[:1] in _PLAIN_START and (text.isprintable() or _PLAIN.match(text)) and not _looks_typed(text):
        suspect = ":" in text or "#" in text or text[-1].isspace()
        if not suspect or not _UNSAFE.search(text):
            return text
    if text.isprintable():
        return "'" + text.replace("'", "''") + "'"
    return _escaped(text)


def _escaped(text: str) -> str:
    """Text in double quotes, in which all that a reader of YAML could stumble over is an escape."""
    return _ODD.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(text, ensure_ascii=False))


def _looks_typed(text: str) -> bool:
    return text[0].isdigit() or codec.looks_typed(text)
