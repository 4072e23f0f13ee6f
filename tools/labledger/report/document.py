"""JSON as this program writes it: sorted keys, readable letters, and nothing a terminal would obey."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

_UNUSUAL = re.compile(r"[^\n -~]")


def document(data: Mapping[str, Any]) -> str:
    """One JSON document: a key a line, and of a list of records a record a line."""
    lines = [f"  {_dumped(key)}: {_value(data[key])}" for key in sorted(data)]
    return _safe("{\n" + ",\n".join(lines) + "\n}\n")


def _value(value: Any) -> str:
    if isinstance(value, list) and value and all(isinstance(element, Mapping) for element in value):
        return "[\n" + ",\n".join(f"    {_dumped(element)}" for element in value) + "\n  ]"
    return _dumped(value)


def line(data: Any) -> str:
    """One JSON document on one line."""
    return _safe(_dumped(data)) + "\n"


def _dumped(data: Any) -> str:
    """Compact, for without indents the encoder is many times as fast."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, default=str)


def _safe(text: str) -> str:
    """The same document with control, formatting and direction characters as escapes: no value changes."""
    return _UNUSUAL.sub(lambda found: found[0] if found[0].isprintable() else json.dumps(found[0])[1:-1], text)
