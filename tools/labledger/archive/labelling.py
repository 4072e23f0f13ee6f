"""The clauses of many changes, each told once: what the cache knows is taken from it, the rest done behind one map."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache as once
from pathlib import Path
from typing import Any

from labledger.archive.changes import Rows, Told
from labledger.archive.classify import Change
from labledger.archive.engine import Map, in_turn
from labledger.archive.pair import TOOL
from labledger.archive.repository import Archive
from labledger.archive.siblings import Siblings, Work
from labledger.store.cache import Cache

_CODE = ("archive", "clause", "label", "text")
_CLASSES = frozenset(("substantive", "rollback", "revert"))
_BATCH = 12
"""Changes of one task."""


@dataclass(frozen=True, slots=True)
class _Task:
    archive: Archive
    works: tuple[Work, ...]


def clauses(
    archive: Archive, changes: Sequence[Change], siblings: Siblings, cache: Cache, run: Map = in_turn,
    told: Told = lambda done, total: None,
) -> list[Mapping[str, Any]]:  # fmt: skip
    """For each change its clauses and what was left out, as plain data: see `clauses.told`.

    Changes of other classes than substantive ones, reverts and rollbacks have none.
    """
    keys = [_key(change, siblings) for change in changes]
    known: Rows = dict(cache.known(key for key in keys if key))
    missing: dict[str, Change] = {}
    for key, change in zip(keys, changes, strict=True):
        if key and key not in known:
            missing.setdefault(key, change)
    for made in _made(archive, missing, siblings, run, told):
        for key, row in made.items():
            cache.remember(key, row)
        cache.keep()
        known |= made
    return [known.get(key, {"clauses": [], "left_out": {}}) for key in keys]


def _made(archive: Archive, missing: Mapping[str, Change], siblings: Siblings, run: Map, told: Told) -> Iterator[Rows]:
    # Changes of one service stand beside the same texts.
    names = sorted(missing, key=lambda name: (missing[name].step.document, name))
    parts = [names[at : at + _BATCH] for at in range(0, len(names), _BATCH)]
    tasks = []
    for part in parts:
        works = tuple(_work(missing[name], siblings) for name in part)
        tasks.append(_Task(archive.part(blob for work in works for blob in work.blobs), works))
    for place, rows in run(_told, tasks):
        told(len(parts[place]), len(names))
        yield dict(zip(parts[place], rows, strict=True))


def _told(task: _Task) -> list[dict[str, Any]]:
    # The labeller is imported only where something is labelled: a warm answer takes no longer.
    from labledger.archive.clauses import told

    blobs = list(dict.fromkeys(blob for work in task.works for blob in work.blobs))
    texts = dict(zip(blobs, task.archive.read([(blob, blob) for blob in blobs]), strict=True))
    return [told(work, texts) for work in task.works]


def _work(change: Change, siblings: Siblings) -> Work:
    assert change.pair is not None
    assert change.step.old is not None
    total = sum(change.pair.counts.values())
    beside = siblings.beside(change.step)
    return Work(change.step.old.blob, change.step.new.blob, change.pair.passages, total, *beside)


def _key(change: Change, siblings: Siblings) -> str:
    """The name of a change's clauses in the cache; empty where it has none."""
    old, new, pair = change.step.old, change.step.new, change.pair
    if old is None or pair is None or change.name not in _CLASSES:
        return ""
    if not any(passage.weight == "substantive" for passage in pair.passages):
        return ""
    beside = repr(siblings.beside(change.step)).encode()
    return f"clauses {TOOL} {_code()} {old.blob}:{new.blob} {hashlib.blake2b(beside, digest_size=12).hexdigest()}"


@once
def _code() -> str:
    """Digest of the files that decide what is said of a clause, by name, size and time: reading them takes longer."""
    root = Path(__file__).resolve().parent.parent
    digest = hashlib.blake2b(digest_size=8)
    for name in _CODE:
        for folder, folders, files in os.walk(root / name):
            folders.sort()
            for file in sorted(files):
                if file.endswith((".py", ".yaml")):
                    found = os.stat(f"{folder}/{file}")
                    digest.update(f"{file} {found.st_size} {found.st_mtime_ns}\n".encode())
    return digest.hexdigest()
