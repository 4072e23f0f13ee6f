"""JSON as this program writes it: sorted keys, readable letters, and nothing a terminal would obey."""

from __future__ import annotations

import json
import re
from typing import Any

_UNUSUAL = re.compile(r"[^\n -~]")


def document(data: Any) -> str:
    """One JSON document, indented."""
    return _safe(json.dumps(data, ensure_ascii=False, indent=2, sort_keys=True, default=str)) + "\n"


def line(data: Any) -> str:
    """One JSON document on one line."""
    return _safe(json.dumps(data, ensure_ascii=False, sort_keys=True, default=str)) + "\n"


def _safe(text: str) -> str:
    """The same document with control, formatting and direction characters as escapes: no value changes."""
    return _UNUSUAL.sub(lambda found: found[0] if found[0].isprintable() else json.dumps(found[0])[1:-1], text)
