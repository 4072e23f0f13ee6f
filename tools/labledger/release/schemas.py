"""JSON Schemas that go with a release: of each kind of record and of a row of each table."""

from __future__ import annotations

from typing import Any

from labledger.ids import Kind
from labledger.release.table import Column, Table
from labledger.report.schema import schema_of

_DRAFT = "https://json-schema.org/draft/2020-12/schema"
DATE_PATTERN = "^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$"
_TYPES: dict[str, dict[str, Any]] = {
    "text": {"type": "string"},
    "date": {"type": "string", "pattern": DATE_PATTERN},
    "integer": {"type": "integer"},
    "number": {"type": "number"},
    "boolean": {"type": "boolean"},
    "list": {"type": "array", "items": {"type": "string"}},
    "data": {},
}


def record_schema(kind: Kind) -> dict[str, Any]:
    """The schema of a kind of record."""
    return schema_of(str(kind))


def table_schema(table: Table) -> dict[str, Any]:
    """The schema of one row of a table as a JSON object; a cell without a value is null."""
    return {
        "$schema": _DRAFT,
        "$id": f"labledger/table/{table.name}/1",
        "title": table.title,
        "description": table.meaning,
        "type": "object",
        "additionalProperties": False,
        "required": list(table.names),
        "properties": {column.name: _property(column) for column in table.columns},
    }


def _property(column: Column) -> dict[str, Any]:
    schema = dict(_TYPES[column.type])
    if not column.needed and "type" in schema:
        schema["type"] = [schema["type"], "null"]
    schema["description"] = meaning(column)
    return schema


def meaning(column: Column) -> str:
    """What a column holds, with its unit."""
    return f"{column.meaning} Unit: {column.unit}." if column.unit else column.meaning
