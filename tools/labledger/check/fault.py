"""What a check yields: a fault of one record at one place in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Place = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault of a record; `place` leads to the key or value, the empty place is the record as a whole.

    `against` is the other end of a contradiction: a record id and a place in it.
    """

    record: str
    place: Place
    code: str
    message: str
    hint: str = ""
    level: str = "error"
    against: tuple[str, Place] | None = None


def leaves(value: Any, place: Place = ()) -> Iterator[tuple[Place, Any]]:
    """Every scalar of a plain value with its place."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from leaves(inner, (*place, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from leaves(inner, (*place, index))
    else:
        yield place, value
