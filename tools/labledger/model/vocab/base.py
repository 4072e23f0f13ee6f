"""What every closed vocabulary is made of."""

from __future__ import annotations

from enum import Enum
from typing import Any


class Vocab(str, Enum):  # noqa: UP042  a StrEnum member cannot carry its meaning
    """A closed list of words; each member carries its meaning as its docstring."""

    def __new__(cls, word: str, meaning: str) -> Any:
        """Make a member from its word and what the word means."""
        member = str.__new__(cls, word)
        member._value_ = word
        member.__doc__ = meaning
        return member

    def __str__(self) -> str:
        return str(self.value)
