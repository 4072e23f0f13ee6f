"""Fields that a scaffold left blank for a person to fill in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from labledger.check.fault import Place

BLANK = "TODO"
"""What stands in a required field until somebody fills it in."""


def blanks(value: Any, place: Place = ()) -> Iterator[Place]:
    """Where a record still says TODO, alone or at the start of a text."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from blanks(inner, (*place, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from blanks(inner, (*place, index))
    elif str(value) == BLANK or str(value).startswith((f"{BLANK} ", f"{BLANK}:")):
        yield place
