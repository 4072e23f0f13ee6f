"""JSON Schemas of the lines that `labledger label` reads and writes."""

from __future__ import annotations

from typing import Any

from labledger.store.limits import LIMITS

_DRAFT = "https://json-schema.org/draft/2020-12/schema"
_TEXT = {"type": "string"}
_TEXTS = {"type": "array", "items": _TEXT}
_DIRECTION = {"enum": ["weaken", "strengthen", "neutral", "unclear"]}
_ID = {"type": "string", "minLength": 1, "maxLength": LIMITS.key_characters, "description": "Unique in the input."}


def pair_schema() -> dict[str, Any]:
    """The schema of one line in: a pair of clauses."""
    side = {"type": ["string", "null"]}
    return {
        "$schema": _DRAFT, "$id": "labledger/pair/1", "title": "A pair of clauses", "type": "object",
        "required": ["id", "old", "new"],
        "properties": {
            "id": _ID,
            "old": {**side, "description": "The clause before; null where there was none."},
            "new": {**side, "description": "The clause after; null where there is none."},
            "account": {
                "type": ["array", "null"], "items": _TEXT,
                "description": "Items of the lab's own account of the revision. Left out: nothing is known of it. "
                "Null: it was searched for and there is none.",
            },
        },
    }  # fmt: skip


def answer_schema() -> dict[str, Any]:
    """The schema of one line out: the labels of a pair."""
    properties = {
        "id": _ID, "direction": _DIRECTION,
        "mixed": {"type": "boolean", "description": "Weaker in one way and stronger in another."},
        "disclosure": {"enum": ["announced", "partial", "silent", "no-account", "unknown"]},
        "findings": {"type": "array", "items": _finding()},
        "note": {**_TEXT, "description": "Why nothing could be read, where that is so."},
    }  # fmt: skip
    return {
        "$schema": _DRAFT, "$id": "labledger/pair-labels/1", "title": "The labels of a pair of clauses",
        "type": "object", "required": sorted(properties.keys() - {"note"}), "additionalProperties": False,
        "properties": properties,
    }  # fmt: skip


def _finding() -> dict[str, Any]:
    properties = {
        "rule": {**_TEXT, "description": "Id of the rule; `overall` for what the others add up to."},
        "code": _TEXT, "labels": _TEXTS, "direction": _DIRECTION,
        "confidence": {"type": "number", "minimum": 0, "maximum": 1}, "tier": {"const": "text"},
        "old": {**_TEXT, "description": "What was read in the old clause."},
        "new": {**_TEXT, "description": "What was read in the new clause."},
    }  # fmt: skip
    return {"type": "object", "required": sorted(properties), "additionalProperties": False, "properties": properties}
