"""New records: what the id says already, what a person fills in, and blanks for the rest."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from labledger.cli.place import Place
from labledger.errors import UsageError

Record = dict[str, Any]
_DATED = re.compile(r"([0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?)(?:-|\Z)")
CITED = frozenset({"commitment", "claim", "event", "question", "instrument", "assessment", "version", "answer"})
"""Kinds that the check wants a citation for."""


def started(record_id: str, kind: str) -> Record:
    """What the id of a record says of it: its date, its label, the versions it stands between."""
    record: Record = {"id": record_id}
    leaf = record_id.rpartition("/")[2]
    dated = _DATED.match(leaf)
    match kind:
        case "event" | "claim" if dated:
            record["date"] = dated[1]
        case "version":
            record["label"] = leaf.removeprefix("v").partition("+")[0]
        case "review":
            framework = record_id.partition("/reviews/")[0]
            record["old"], record["new"] = (f"{framework}/{name}" for name in leaf.split("..", 1))
        case "waiver":
            record["check"] = leaf.partition("--")[0].upper()
    return record


def copied(place: Place, predecessor: str) -> Record:
    """What a version takes over from the one before: its title and its provisions, each marked inherited.

    Raises UnreadableError, with the ids that look like it, where there is no such record.
    """
    from labledger.cli.records import existing
    from labledger.model.record import Bare

    old = existing(place, predecessor)
    dropped = ("continues", "locator", "notes")
    provisions = [
        {**{key: value for key, value in provision.items() if key not in dropped}, "inherited": Bare("true")}
        for provision in old.get("provisions") or ()
    ]
    return {"title": old.get("title"), "supersedes": predecessor, "coverage": "changed", "provisions": provisions}


def filled(record: Record, model: Any, sets: Sequence[str]) -> Record:
    """The record with FIELD=TEXT pairs filled in; FIELD may be a field of a part, like document.source.

    Raises UsageError for a field that does not exist, with the one that looks like it.
    """
    for text in sets:
        name, equals, value = text.partition("=")
        if not equals:
            raise UsageError(f"--set {text} has no =", "FIELD=TEXT")
        record = _with(record, model, name.split("."), value, name)
    return record


def _with(record: Mapping[str, Any], model: Any, path: Sequence[str], value: str, shown: str) -> Record:
    from labledger.store.canonical import fields_of
    from labledger.text.closest import did_you_mean

    known = fields_of(model)
    name, rest = path[0], path[1:]
    field = known.get(name)
    if field is None or (field.part is not None) != bool(rest):
        fields = [key if shape.part is None else f"{key}.{sub}" for key, shape in known.items()
                  for sub in (fields_of(shape.part) if shape.part else ("",))]  # fmt: skip
        raise UsageError(f"--set {shown} is not a plain field", did_you_mean(shown, fields) or "see dataset/SCHEMA.md")
    if field.part is None:
        return {**record, name: [part.strip() for part in value.split(",")] if field.is_set else value}
    if is_list(model, name):
        first, *others = record.get(name) or [{}]
        return {**record, name: [_with(first, field.part, rest, value, shown), *others]}
    return {**record, name: _with(record.get(name) or {}, field.part, rest, value, shown)}


def is_list(model: Any, name: str) -> bool:
    """Whether a field holds a list of parts."""
    return str(model.model_fields[name].annotation).startswith("tuple")


def completed(record: Record, model: Any) -> Record:
    """The record with a blank in every required field that nothing fills, in the parts it has as well."""
    from labledger.store.canonical import fields_of

    whole = dict(record)
    for name in missing(model, record):
        whole[name] = _blank(model, name)
    for name, value in whole.items():
        part = fields_of(model)[name].part
        if part is not None and isinstance(value, list) and name != "provisions":
            whole[name] = [completed(inner, part) if isinstance(inner, dict) else inner for inner in value]
        elif part is not None and isinstance(value, dict):
            whole[name] = completed(value, part)
    return whole


def missing(model: Any, record: Mapping[str, Any]) -> list[str]:
    """Required fields that a record does not have."""
    return [name for name, field in model.model_fields.items() if field.is_required() and name not in record]


def _blank(model: Any, name: str) -> Any:
    from labledger.check.unfinished import BLANK
    from labledger.store.canonical import fields_of

    field = fields_of(model)[name]
    if field.part is not None:
        inner = {key: _blank(field.part, key) for key in missing(field.part, {})}
        return [inner] if is_list(model, name) else inner
    return [BLANK] if field.is_set else BLANK


def faults(record: Record, place: Sequence[str | int] = ()) -> Iterator[str]:
    """What is wrong with the fields that are filled in, at a place or anywhere, each with what to do."""
    from labledger.check.form import check_form

    for fault in check_form(str(record["id"]), record):
        filled_in = fault.code not in ("V-TODO", "V-MISSING")
        if filled_in and (not place or tuple(fault.place[: len(place)]) == tuple(place)):
            yield f"{fault.message} ({fault.hint})" if fault.hint else fault.message


def to_fill_in(record: Record, model: Any) -> Iterator[str]:
    """Every blank with what its field means."""
    from labledger.check.unfinished import blanks
    from labledger.store.canonical import fields_of

    for place in dict.fromkeys(tuple(step for step in found if isinstance(step, str)) for found in blanks(record)):
        at, info = model, None
        for name in place:
            info = at.model_fields.get(name) if at is not None else None
            at = fields_of(at)[name].part if at is not None else None
        words = f" ({', '.join(choices(info))})" if info is not None and choices(info) else ""
        yield f"  {'.'.join(place)}: {info.description if info is not None else ''}{words}"


def choices(info: Any) -> list[str]:
    """The words a field may hold, where its list is closed."""
    from enum import Enum

    kinds = [info.annotation, *getattr(info.annotation, "__args__", ())]
    return [str(word) for kind in kinds if isinstance(kind, type) and issubclass(kind, Enum) for word in kind]
