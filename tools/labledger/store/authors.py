"""Who recorded a file: the authors that its history names."""

from __future__ import annotations

from labledger.store.history import History
from labledger.store.tree import printable


def authors(history: History, path: str) -> frozenset[str]:
    """Names of the authors of every commit that touched a file of the dataset; none for one that is not committed.

    `path` is below the dataset's root. Raises UnreadableError where git cannot answer.
    """
    whole = f"{history.folder}/{path}" if history.folder else path
    names = history.git.text("log", "--no-merges", "--format=%an", "HEAD", "--", whole)
    return frozenset(printable(name.strip())[:300] for name in names.splitlines() if name.strip())
