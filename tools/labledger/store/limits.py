"""Limits on untrusted input, in one place; each can be set by an environment variable of the same name."""

from __future__ import annotations

import os
from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class Limits:
    """Sizes beyond which a file or repository is refused rather than read."""

    file_bytes: int = 1 << 20
    """Bytes of one YAML file."""
    archive_bytes: int = 8 << 20
    """Bytes of one text of a text archive."""
    nodes: int = 50_000
    """Scalars, lists and mappings in one file."""
    depth: int = 32
    """Nesting of lists and mappings."""
    scalar_characters: int = 64 << 10
    """Characters of one scalar."""
    key_characters: int = 128
    """Characters of one key."""
    files: int = 100_000
    """Files in one dataset."""
    commits: int = 1_000_000
    """Commits walked in one history."""
    cell_characters: int = 2_000
    """Characters of one value in a report; longer ones are cut with a mark."""
    comment_characters: int = 60_000
    """Characters of a Markdown report meant for a comment."""


def _from_environment() -> Limits:
    chosen = {}
    for field in fields(Limits):
        text = os.environ.get(f"LABLEDGER_LIMIT_{field.name.upper()}", "")
        if text.isascii() and text.isdigit():
            chosen[field.name] = int(text)
    return Limits(**chosen)


LIMITS = _from_environment()
