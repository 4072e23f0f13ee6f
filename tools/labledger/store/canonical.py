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
from functools import cache
from typing import Any

from labledger.model.record import Bare, Part, field_order
from labledger.store import codec

_PLAIN = re.compile(r"[A-Za-z0-9/(][^\x00-\x1f\x7f]*\Z")
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
    return Field(part, is_set, is_number, default)


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
    return ("\n".join(_mapping(record, model, "")) + "\n").encode()


def _mapping(record: Mapping[str, Any], model: type[Part] | None, indent: str) -> Iterator[str]:
    known = fields_of(model) if model else {}
    order = [name for name in known if name in record] + [name for name in record if name not in known]
    for name in order:
        field = known.get(name, Field(None, False, False, ...))
        value = record[name]
        if name != "id" and _is_default(value, field):
            continue
        yield from _entry(f"{indent}{_key(name)}:", value, field, indent)


def _is_default(value: Any, field: Field) -> bool:
    if value is None or value == [] or value == {}:
        return True
    default = field.default
    if isinstance(default, bool):
        return str(value).lower() == str(default).lower() if not isinstance(value, (list, dict)) else False
    return isinstance(default, Enum) and str(value) == str(default.value)


def _entry(head: str, value: Any, field: Field, indent: str) -> Iterator[str]:
    if isinstance(value, Mapping):
        yield head
        yield from _mapping(value, field.part, indent + "  ")
    elif isinstance(value, (list, tuple, set, frozenset)):
        yield head
        yield from _sequence(_ordered(value, field), field, indent + "  ")
    else:
        yield from _scalar(head, value, field, indent)


def _ordered(value: Any, field: Field) -> list[Any]:
    return sorted(set(map(str, value))) if field.is_set else list(value)


def _sequence(values: list[Any], field: Field, indent: str) -> Iterator[str]:
    for value in values:
        if isinstance(value, Mapping):
            lines = list(_mapping(value, field.part, indent + "  "))
            yield f"{indent}- {lines[0].lstrip()}" if lines else f"{indent}- ''"
            yield from lines[1:]
        elif isinstance(value, list):
            yield f"{indent}-"
            yield from _sequence(value, field, indent + "  ")
        else:
            yield from _scalar(f"{indent}-", value, field, indent)


def _scalar(head: str, value: Any, field: Field, indent: str) -> Iterator[str]:
    if field.is_number or isinstance(value, (bool, int, Decimal)):
        yield f"{head} {_number(value)}"
        return
    text = str(value)
    if "\n" in text:
        yield from _literal(head, text, indent)
    elif _foldable(text):
        yield f"{head} >-"
        yield from (f"{indent}  {sentence}" for sentence in _SENTENCE_END.split(text))
    else:
        yield f"{head} {_quoted(text)}"


def _number(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value)
    bare = isinstance(value, (int, Decimal, Bare)) or _DECIMAL.match(text) or text in ("true", "false")
    return text if bare else _quoted(text)


def _foldable(text: str) -> bool:
    if text != " ".join(text.split(" ")).strip() or "  " in text or not text.isprintable():
        return False
    return len(text) > _FOLD_AT or _SENTENCE_END.search(text) is not None


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


def _key(name: str) -> str:
    return name if re.fullmatch(r"[A-Za-z_][A-Za-z0-9_-]*", name) else json.dumps(name, ensure_ascii=False)


def _quoted(text: str) -> str:
    """A one-line scalar: plain where no reader of YAML 1.1 or 1.2 could take it for anything but text."""
    if _PLAIN.match(text) and not _UNSAFE.search(text) and not _looks_typed(text):
        return text
    if text.isprintable():
        return "'" + text.replace("'", "''") + "'"
    return _escaped(text)


def _escaped(text: str) -> str:
    """Text in double quotes, in which all that a reader of YAML could stumble over is an escape."""
    return _ODD.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(text, ensure_ascii=False))


def _looks_typed(text: str) -> bool:
    return text[0].isdigit() or codec.looks_typed(text)
