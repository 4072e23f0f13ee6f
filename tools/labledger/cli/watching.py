"""Waiting for files to change, by looking at their times: no library, no service, the same on every system."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from pathlib import Path

_PAUSE = 0.5
"""Seconds between two looks."""


def each_change(folder: Path) -> Iterator[None]:
    """Once at the start, then whenever a file below the folder was written, made, moved or deleted; never ends."""
    seen: Mapping[str, tuple[int, int]] | None = None
    while True:
        now = _times(folder)
        if now != seen:
            seen = now
            yield
        time.sleep(_PAUSE)


def _times(folder: Path) -> dict[str, tuple[int, int]]:
    """Time of the last write in nanoseconds, and size, of every record file; one that vanishes is left out."""
    found: dict[str, tuple[int, int]] = {}
    for path in folder.rglob("*.yaml"):
        try:
            state = path.lstat()
        except OSError:
            continue
        found[str(path)] = state.st_mtime_ns, state.st_size
    return found
