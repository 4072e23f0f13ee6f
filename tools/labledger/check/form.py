"""Is one file sound by itself: its schema, its id, its canonical form?"""

from __future__ import annotations

import typing
from collections.abc import Container, Iterator, Mapping
from typing import Any

from pydantic import BaseModel, ValidationError

from labledger.check.fault import Fault, Place
from labledger.check.hints import date_hint, odd_letter
from labledger.check.unfinished import BLANK, blanks
from labledger.ids import SEGMENT, Kind, kind_of
from labledger.model.kinds import MODELS
from labledger.model.record import ID, Bare
from labledger.store.canonical import dump, fields_of
from labledger.store.codec import looks_typed
from labledger.store.tree import printable
from labledger.text.closest import did_you_mean


def check_form(record_id: str, record: Mapping[str, Any], taken: Container[str] = frozenset()) -> Iterator[Fault]:
    """Faults of a record against the model of its kind, and against the id its path spells.

    `taken` holds the ids that other files spell.
    """
    kind = kind_of(record_id)
    assert kind is not None
    yield from _stated_id(record_id, record.get("id"), taken)
    left = dict.fromkeys(blanks(record))
    try:
        MODELS[kind].model_validate(record)
    except ValidationError as error:
        for detail in error.errors(include_url=False, include_context=True):
            if detail["type"] == "I-DUP":
                yield from _twice(record_id, record, detail)
            elif detail["loc"] in left:
                left[detail["loc"]] = _schema_fault(record_id, kind, detail).hint
            elif detail["loc"] != ("id",):
                yield _schema_fault(record_id, kind, detail)
    for place, hint in left.items():
        name = next((str(step) for step in reversed(place) if isinstance(step, str)), "record")
        yield Fault(record_id, place, "V-TODO", f"{name} still says {BLANK}", hint or "fill it in, or delete the field")


def _stated_id(record_id: str, stated: Any, taken: Container[str]) -> Iterator[Fault]:
    if stated is None:
        yield Fault(record_id, (), "I-FORM", "has no id", f"first line: id: {record_id}")
    elif str(stated) == record_id:
        return
    elif isinstance(stated, str) and stated in taken:
        message = f"id {stated} belongs to another file"
        yield Fault(record_id, ("id",), "I-DUP", message, f"id: {record_id}", against=(stated, ("id",)))
    else:
        odd = f"{odd_letter(str(stated))}; " if odd_letter(str(stated)) else ""
        message = f"id {_shown(stated)} is not what the path spells"
        yield Fault(record_id, ("id",), "I-FORM", message, f"{odd}id: {record_id}")


def _twice(record_id: str, record: Mapping[str, Any], detail: Any) -> Iterator[Fault]:
    """Every part of a list that bears the name of an earlier one."""
    owner: Any = record
    for step in detail["loc"]:
        owner = owner[step]
    field = detail.get("ctx", {}).get("field", "provisions")
    key = "slug" if field == "provisions" else "name"
    where: Place = (*detail["loc"], field)
    first: dict[str, int] = {}
    for index, part in enumerate(owner[field]):
        earlier = first.setdefault(str(part[key]), index)
        if earlier != index:
            message = f"{key} {part[key]} stands twice in {field}"
            yield Fault(record_id, (*where, index, key), "I-DUP", message, against=(record_id, (*where, earlier, key)))


def is_canonical(record_id: str, record: Mapping[str, Any], data: bytes) -> bool:
    """Whether the bytes of a file are the one way to write its record."""
    kind = kind_of(record_id)
    assert kind is not None
    return dump(record, MODELS[kind]) == data


def _schema_fault(record_id: str, kind: Kind, detail: Any) -> Fault:
    place: Place = tuple(detail["loc"])
    error = detail["type"]
    field = str(place[-1]) if place else ""
    match error:
        case "missing":
            return Fault(record_id, place[:-1], "V-MISSING", f"{field} is missing", "see dataset/SCHEMA.md")
        case "extra_forbidden":
            return _unknown(record_id, kind, place)
        case "enum":
            words = detail["ctx"]["expected"].replace("'", "").replace(" or ", ", ").split(", ")
            hint = did_you_mean(str(detail["input"]), words) or f"one of: {', '.join(words)}"
            return Fault(record_id, place, "V-WORD", f"{field} cannot be {_shown(detail['input'])}", hint)
        case "string_type" if isinstance(detail["input"], Bare):
            text = _shown(detail["input"])
            return Fault(record_id, place, "Y-TYPE", f"{text} could be read as something else than text", "quote it")
        case "string_pattern_mismatch":
            return _misformed(record_id, place, detail)
    if "-" in error and error.isupper():
        hint = date_hint(str(detail["input"])) if error.startswith("D-") else ""
        return Fault(record_id, place, error, _sentence(field, detail["msg"]), hint)
    code = {"string_too_long": "V-LEN", "string_too_short": "V-BLANK"}.get(error, "V-TYPE")
    return Fault(record_id, place, code, f"{field} {_plain(error, detail)}")


def _unknown(record_id: str, kind: Kind, place: Place) -> Fault:
    field = str(place[-1])
    if not field or looks_typed(field):
        return Fault(record_id, place, "Y-KEY", f"{_shown(field)} is not plain text as a key", "see dataset/SCHEMA.md")
    hint = did_you_mean(field, _siblings(kind, place[:-1]))
    return Fault(record_id, place, "V-UNKNOWN", f"{_shown(field)} is not a field here", hint)


def _misformed(record_id: str, place: Place, detail: Any) -> Fault:
    """A text against the pattern of its field: an id, an address, one line, anything else."""
    pattern, text = detail["ctx"]["pattern"], str(detail["input"])
    message = f"{place[-1]} cannot be {_shown(text)}"
    if pattern.startswith(("^" + SEGMENT, "^" + ID)):
        odd = f"; {odd_letter(text)}" if odd_letter(text) else ""
        return Fault(record_id, place, "I-FORM", message, f"lowercase ASCII letters, digits, '.', '+', '-'{odd}")
    if "https" in pattern:
        return Fault(record_id, place, "V-FORM", message, "an address starts with https:// and names no user")
    if "\\n" in pattern:
        return Fault(record_id, place, "V-FORM", f"{place[-1]} must be one line")
    return Fault(record_id, place, "V-FORM", message, f"the form is {pattern}")


def _sentence(field: str, message: str) -> str:
    return message if message[:1].isdigit() or message.startswith("'") else f"{field} {message}".strip()


def _plain(error: str, detail: Any) -> str:
    match error:
        case "string_too_long":
            return f"is longer than {detail['ctx']['max_length']} characters"
        case "string_too_short":
            return "is empty"
        case "string_type":
            return "must be text"
        case "tuple_type" | "frozen_set_type" | "list_type":
            return "must be a list, one line for each, each starting with a dash"
        case "model_type" | "dict_type":
            return "must be a mapping of keys to values"
    return str(detail["msg"]).lower()


def _shown(value: Any) -> str:
    text = str(value)
    return f"'{printable(text if len(text) <= 60 else text[:57] + '...')}'"


def _siblings(kind: Kind, place: Place) -> list[str]:
    """The fields that may stand where an unknown one was found."""
    model: type[BaseModel] | None = MODELS[kind]
    for step in place:
        if isinstance(step, int) or model is None:
            continue
        field = fields_of(typing.cast(Any, model)).get(step)
        model = field.part if field else None
    return list(fields_of(typing.cast(Any, model))) if model else []
