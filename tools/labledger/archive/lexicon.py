"""Word lists of this layer: data files in several languages, each read once."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from labledger.store import codec

_WORDS = Path(__file__).resolve().parent / "words"


@cache
def words(name: str) -> dict[str, tuple[str, ...]]:
    """The lists of one file by their headings, in the order of the file.

    `name` is the file's name without its suffix. Raises YamlFaults when the file is not sound.
    """
    record, _ = codec.read((_WORDS / f"{name}.yaml").read_bytes(), f"{name}.yaml")
    return {heading: tuple(listed) for heading, listed in record.items()}


@cache
def word_set(name: str, heading: str) -> frozenset[str]:
    """One list as a set."""
    return frozenset(words(name)[heading])
