"""Descriptions and schemas under the validators of those who wrote the standards, where these are installed."""

from __future__ import annotations

import json
import logging
import os
import tempfile
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from labledger.release.read import Opened
from labledger.release.table import plain
from labledger.store.layout import path_of

_MOST = 20
"""Most faults of one sort that are told."""


def json_schemas(opened: Opened, notes: list[str]) -> Iterator[str]:
    """Every record against the schema of its kind that the release carries."""
    if find_spec("jsonschema") is None:
        notes.append("JSON Schemas were not run: jsonschema is not installed; records were held against the model")
        return
    import jsonschema

    from labledger.ids import Kind, kind_of

    validators: dict[Kind, Any] = {}
    for record in opened.records():
        kind = kind_of(str(record["id"]))
        if kind is None:
            continue
        if kind not in validators:
            schema = json.loads(opened.read(f"schemas/records/{kind}.schema.json"))
            validators[kind] = jsonschema.Draft202012Validator(schema)
        for error in validators[kind].iter_errors(plain(record)):
            yield f"{path_of(str(record['id']))}: {error.json_path}: {error.message[:200]}"


def descriptions(opened: Opened, notes: list[str]) -> Iterator[str]:
    """datapackage.json and croissant.json with the files they describe."""
    wanted = {"frictionless": _frictionless, "mlcroissant": _croissant}
    for library in wanted:
        if find_spec(library) is None:
            notes.append(f"{library} was not run: it is not installed")
    if not any(map(find_spec, wanted)):
        return
    with tempfile.TemporaryDirectory(prefix="labledger-verify-") as name:
        place = Path(name)
        for path in opened.files:
            if path.endswith((".csv", ".json")) and not path.startswith(("records/", "schemas/")):
                (place / path).parent.mkdir(exist_ok=True)
                (place / path).write_bytes(opened.read(path))
        for library, validate in wanted.items():
            if find_spec(library) is not None:
                yield from validate(place)


def _frictionless(place: Path) -> Iterator[str]:
    import frictionless

    report = frictionless.validate(place / "datapackage.json")
    for number, error in enumerate(report.flatten(["note", "rowNumber", "fieldName", "message"])):
        if number < _MOST:
            yield f"datapackage.json: {error[3] or error[0]}"


def _croissant(place: Path) -> Iterator[str]:
    """Its `validate` overlooks columns that do not exist and wrong hashes; so every record set is loaded as well."""
    os.environ.setdefault("CROISSANT_CACHE", str(place / "cache"))
    logging.getLogger("absl").setLevel(logging.ERROR)
    import mlcroissant

    try:
        dataset = mlcroissant.Dataset(jsonld=str(place / "croissant.json"))
        for record_set in dataset.metadata.record_sets:
            for _ in dataset.records(record_set.id):
                pass
    except Exception as error:  # a library's own, of any kind: each is a fault of the description
        yield f"croissant.json: {str(error)[:300]}"
