"""Is one file sound by itself: its schema, its id, its canonical form?"""

from __future__ import annotations

import typing
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel, ValidationError

from labledger.check.fault import Fault, Place
from labledger.ids import Kind, kind_of
from labledger.model.kinds import MODELS
from labledger.model.record import Bare
from labledger.store.canonical import dump, fields_of
from labledger.text.closest import did_you_mean


def check_form(record_id: str, record: Mapping[str, Any]) -> Iterator[Fault]:
    """Faults of a record against the model of its kind, and against the id its path spells."""
    kind = kind_of(record_id)
    assert kind is not None
    stated = record.get("id")
    if stated is None:
        yield Fault(record_id, (), "I-FORM", "has no id", f"first line: id: {record_id}")
    elif str(stated) != record_id:
        yield Fault(record_id, ("id",), "I-FORM", f"id {stated} is not what the path spells", f"id: {record_id}")
    try:
        MODELS[kind].model_validate(record)
    except ValidationError as error:
        for detail in error.errors(include_url=False, include_context=True):
            yield _schema_fault(record_id, kind, record, detail)


def is_canonical(record_id: str, record: Mapping[str, Any], data: bytes) -> bool:
    """Whether the bytes of a file are the one way to write its record."""
    kind = kind_of(record_id)
    assert kind is not None
    return dump(record, MODELS[kind]) == data


def _schema_fault(record_id: str, kind: Kind, record: Mapping[str, Any], detail: Any) -> Fault:
    place: Place = tuple(detail["loc"])
    error = detail["type"]
    field = str(place[-1]) if place else ""
    match error:
        case "missing":
            return Fault(record_id, place[:-1], "V-MISSING", f"{field} is missing", "see dataset/SCHEMA.md")
        case "extra_forbidden":
            hint = did_you_mean(field, _siblings(kind, place[:-1]))
            return Fault(record_id, place, "V-UNKNOWN", f"{field} is not a field here", hint)
        case "enum":
            words = detail["ctx"]["expected"].replace("'", "").replace(" or ", ", ").split(", ")
            hint = did_you_mean(str(detail["input"]), words) or f"one of: {', '.join(words)}"
            return Fault(record_id, place, "V-WORD", f"{field} cannot be {_shown(detail['input'])}", hint)
        case "string_type" if isinstance(detail["input"], Bare):
            text = detail["input"].text
            return Fault(record_id, place, "Y-TYPE", f"{text} could be read as something else than text", f"quote it: '{text}'")
    if "-" in error and error.isupper():
        return Fault(record_id, place, error, _sentence(field, detail["msg"]), _date_hint(detail))
    code = {"string_pattern_mismatch": "V-FORM", "string_too_long": "V-LEN", "string_too_short": "V-BLANK"}.get(error, "V-TYPE")
    return Fault(record_id, place, code, f"{field} {_plain(error, detail)}", _form_hint(field, detail))


def _sentence(field: str, message: str) -> str:
    return message if message[:1].isdigit() or message.startswith("'") else f"{field} {message}".strip()


def _date_hint(detail: Any) -> str:
    return f"write '{_redated(str(detail['input']))}'" if _redated(str(detail["input"])) else ""


def _redated(text: str) -> str | None:
    """The exact form of a date, where only one reading exists: missing zeros and month names."""
    import datetime as dt

    parts = text.strip().split("-")
    if len(parts) in (2, 3) and len(parts[0]) == 4 and all(part.isascii() and part.isdigit() for part in parts):
        return "-".join([parts[0], *(part.zfill(2)[-2:] for part in parts[1:])])
    for pattern, form in (("%B %Y", "%Y-%m"), ("%b %Y", "%Y-%m"), ("%d %B %Y", "%Y-%m-%d"), ("%B %d, %Y", "%Y-%m-%d")):
        try:
            return dt.datetime.strptime(text.strip(), pattern).strftime(form)  # noqa: DTZ007
        except ValueError:
            continue
    return None


def _plain(error: str, detail: Any) -> str:
    match error:
        case "string_pattern_mismatch":
            return f"cannot be {_shown(detail['input'])}"
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


def _form_hint(field: str, detail: Any) -> str:
    if detail["type"] != "string_pattern_mismatch":
        return ""
    pattern = detail["ctx"]["pattern"]
    if "https" in pattern:
        return "an address starts with https:// and names no user"
    if "a-z0-9" in pattern and "{64}" not in pattern and "{16}" not in pattern:
        return "lowercase ASCII letters, digits, '.', '+', '-'"
    return f"the form is {pattern}"


def _shown(value: Any) -> str:
    text = str(value)
    return repr(text if len(text) <= 60 else text[:57] + "...")


def _siblings(kind: Kind, place: Place) -> list[str]:
    """The fields that may stand where an unknown one was found."""
    model: type[BaseModel] | None = MODELS[kind]
    for step in place:
        if isinstance(step, int) or model is None:
            continue
        field = fields_of(typing.cast(Any, model)).get(step)
        model = field.part if field else None
    return list(fields_of(typing.cast(Any, model))) if model else []
