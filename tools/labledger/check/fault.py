"""What a check yields: a fault of one record at one place in it."""

from __future__ import annotations

from dataclasses import dataclass

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
