"""JSON Schemas: of each kind of record, generated from the model, and of the report."""

from __future__ import annotations

from typing import Any

from labledger.ids import Kind
from labledger.report.report import DISCLOSURES, SCHEMA

_DRAFT = "https://json-schema.org/draft/2020-12/schema"
NAMES = (*(str(kind) for kind in Kind), "report", "report-row")

_TEXT = {"type": "string"}
_MAYBE = {"type": ["string", "null"]}
_SIDE = {
    "type": ["object", "null"],
    "required": ["record", "locator", "source"],
    "additionalProperties": False,
    "properties": {"record": _TEXT, "locator": _MAYBE, "source": _MAYBE},
}
_DIRECTION = {"enum": ["weaken", "strengthen", "unclear", "neutral"]}
_SEVERITY = {"enum": ["error", "warn", "info", "off"]}


def schema_of(name: str) -> dict[str, Any]:
    """The schema of a kind of record, of `report`, or of one `report-row` as in JSON lines."""
    if name == "report":
        return _report()
    if name == "report-row":
        row = _row()
        row["properties"]["schema"] = {"const": f"{SCHEMA}#row"}
        row["required"].append("schema")
        return {"$schema": _DRAFT, "title": "One row of a report", **row}
    from labledger.model.kinds import MODELS

    schema = MODELS[Kind(name)].model_json_schema(mode="validation")
    return {"$schema": _DRAFT, "$id": f"labledger/{name}/1", **_numbers_allowed(schema)}


def _numbers_allowed(schema: Any) -> Any:
    """Numbers as YAML has them: the model's own pattern for text that holds a number is not one a file may use."""
    if isinstance(schema, list):
        return [_numbers_allowed(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    if "anyOf" in schema:
        arms = [
            arm
            for arm in schema["anyOf"]
            if not (isinstance(arm, dict) and "(?!^[-+.]*$)" in str(arm.get("pattern", "")))
        ]
        schema = {**schema, "anyOf": arms}
    return {key: _numbers_allowed(value) for key, value in schema.items()}


def _closed(properties: dict[str, Any], description: str = "") -> dict[str, Any]:
    schema: dict[str, Any] = {
        "type": "object",
        "required": sorted(properties),
        "additionalProperties": False,
        "properties": properties,
    }
    return {**schema, "description": description} if description else schema


def _report() -> dict[str, Any]:
    counts = {"type": "object", "additionalProperties": {"type": "integer", "minimum": 0}}
    groups = ("all", "direction", "severity", "disclosure", "origin", "kind", "rulings")
    return {
        "$schema": _DRAFT,
        "$id": SCHEMA,
        "title": "A report of labelled changes",
        **_closed(
            {
                "schema": {"const": SCHEMA},
                "tool": _TEXT,
                "label_set": _TEXT,
                "question": _closed(dict.fromkeys(("clock", "old", "new", "as_of", "today"), _TEXT)),
                "counts": _closed(
                    dict.fromkeys(groups, counts), "Totals over the rows; steps are not counted as changes."
                ),
                "notes": {"type": "array", "items": _TEXT},
                "steps": {"type": "array", "items": _step()},
                "rows": {"type": "array", "items": _row()},
            }
        ),
    }


def _step() -> dict[str, Any]:
    return _closed(
        {
            "step": _TEXT, "lab": _TEXT, "old": _MAYBE, "new": _TEXT, "title": _TEXT, "date": _TEXT, "account": _MAYBE,
            "coverage": _TEXT, "provisions": {"type": "integer", "minimum": 0},
            "unmatched_account_items": {"type": "array", "items": _TEXT},
        },
        "One version step: what led to what, when, and in what form the lab told of it.",
    )  # fmt: skip


def _row() -> dict[str, Any]:
    texts = {"type": "array", "items": _TEXT}
    return _closed(
        {
            "subject": _TEXT, "kind": _TEXT, "lab": _MAYBE, "framework": _MAYBE, "area": _MAYBE, "step": _MAYBE,
            "date": _MAYBE, "origin": {"enum": ["amendment", "backfill", "correction"]}, "direction": _DIRECTION,
            "mixed": {"type": "boolean"}, "severity": _SEVERITY, "disclosure": {"enum": list(DISCLOSURES)},
            "account": texts, "plain_labels": texts, "old_statement": _MAYBE, "new_statement": _MAYBE,
            "labels": {"type": "array", "items": _label()},
            "changes": {"type": "array", "minItems": 1, "items": _change()},
        },
        "Everything one step did to one subject.",
    )  # fmt: skip


def _label() -> dict[str, Any]:
    return _closed(
        {
            "rule": _TEXT, "code": _TEXT, "labels": {"type": "array", "items": _TEXT}, "direction": _DIRECTION,
            "severity": _SEVERITY, "message": _TEXT, "confidence": {"type": "number", "minimum": 0, "maximum": 1},
            "tier": {"enum": ["field", "text", "person"]}, "field": _TEXT,
            "fingerprint": {"type": "string", "pattern": "^[0-9a-f]{16}$"}, "ruling": _MAYBE,
        },
        "One verdict on one change.",
    )  # fmt: skip


def _change() -> dict[str, Any]:
    actions = ["added", "removed", "changed", "moved", "renumbered", "split", "merged", "reworded"]
    return _closed(
        {
            "key": _TEXT, "field": _TEXT, "action": {"enum": actions}, "old": {}, "new": {}, "old_text": _TEXT,
            "new_text": _TEXT, "old_at": _SIDE, "new_at": _SIDE,
        },
        "One difference with both values, as data and in words, and where each stands.",
    )  # fmt: skip
