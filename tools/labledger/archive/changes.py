"""Every recorded change of an archive: read once, compared once, classified."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cached_property
from typing import TYPE_CHECKING, Any

from labledger.archive.classify import Change, classify
from labledger.archive.engine import Map, in_turn
from labledger.archive.history import Document
from labledger.archive.pair import TOOL, Pair, as_row, from_row, pair_of
from labledger.archive.repository import Archive
from labledger.store.cache import Cache

if TYPE_CHECKING:
    from labledger.archive.parts import Reader, Version

Rows = dict[str, Mapping[str, Any]]
"""Comparisons as plain data, by their names in the cache."""
_BATCH = 60
"""Comparisons to make, from which on a task is large enough to be sent."""
Told = Callable[[int, int], None]
"""Hears how much was done since it heard last, and how much there is in all."""


def changes(
    archive: Archive, found: Sequence[Document], cache: Cache, run: Map = in_turn, told: Told = lambda done, total: None
) -> Iterator[Change]:
    """The changes of each document, in its order. What the cache knows is not read again.

    Documents come as they are done: in the order given only where `run` keeps it and the cache knows none or all.
    """
    tasks: list[_Task] = []
    for batch in _batches(found, cache):
        if batch.missing:
            tasks.append(_Task(archive.part(_blobs(batch)), batch.documents, batch.known))
        else:
            yield from _classified(archive, batch.documents, batch.known, cache)
    total = sum(len(document.steps) for task in tasks for document in task.documents)
    for place, made in run(_compared, tasks):
        task = tasks[place]
        for key, row in made.items():
            cache.remember(key, row)
        cache.keep()
        told(sum(len(document.steps) for document in task.documents), total)
        yield from _classified(archive, task.documents, {**task.known, **made}, cache)


def named(found: Iterable[Document], pattern: str | None) -> tuple[Document, ...]:
    """The documents one of whose names fits a pattern with `*` and `?`, its suffix written or not."""
    if not pattern:
        return tuple(found)
    return tuple(d for d in found if any(_fits(name, pattern) for name in d.names))


def _fits(name: str, pattern: str) -> bool:
    return (
        fnmatchcase(name, pattern) or fnmatchcase(name.rsplit(".", 1)[0], pattern) or fnmatchcase(name, f"{pattern}/*")
    )


@dataclass(frozen=True, slots=True)
class _Task:
    """Documents whose comparisons are wanted, those that are known already, and where to read."""

    archive: Archive
    documents: tuple[Document, ...]
    known: Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class _Batch:
    documents: tuple[Document, ...]
    known: Mapping[str, Mapping[str, Any]]
    missing: int


def _batches(found: Sequence[Document], cache: Cache) -> Iterator[_Batch]:
    """The documents in runs, each with about as many comparisons to make; those with none to make by themselves."""
    documents: list[Document] = []
    known: Rows = {}
    missing = 0
    for document in found:
        names = {_key(*pair) for pair in _pairs(document)}
        rows = cache.known(names)
        if len(rows) == len(names):
            yield _Batch((document,), rows, 0)
            continue
        documents.append(document)
        known |= rows
        missing += len(names) - len(rows)
        if missing >= _BATCH:
            yield _Batch(tuple(documents), known, missing)
            documents, known, missing = [], {}, 0
    if documents:
        yield _Batch(tuple(documents), known, missing)


def _blobs(batch: _Batch) -> Iterator[str]:
    return (blob for document in batch.documents for pair in _pairs(document) for blob in pair if blob)


def _compared(task: _Task) -> Rows:
    """The comparisons of a task that were not known."""
    made: Rows = {}
    wanted = [list(_unknown(document, task.known)) for document in task.documents]
    texts = task.archive.read([blob for blobs in wanted for blob in blobs])
    for document, blobs in zip(task.documents, wanted, strict=True):
        compared = _Compared(task.archive, task.known.get)
        for _, blob in blobs:
            compared.take({blob: next(texts)})
        deque(classify(document.steps, compared), 0)
        made |= compared.made
    return made


def _classified(
    archive: Archive, documents: Iterable[Document], known: Mapping[str, Mapping[str, Any]], cache: Cache
) -> Iterator[Change]:
    """The changes of documents, from their comparisons; the cache is asked for those that were not foreseen."""
    for document in documents:
        compared = _Compared(archive, lambda key: known.get(key) or cache.known([key]).get(key))
        yield from classify(document.steps, compared)
        for key, row in compared.made.items():
            cache.remember(key, row)


def _key(old: str, new: str) -> str:
    return f"archive {TOOL} {old}:{new}"


def _pairs(document: Document) -> Iterator[tuple[str, str]]:
    for step in document.steps:
        if step.new.blob:
            yield (step.old.blob if step.old else ""), step.new.blob


def _unknown(document: Document, known: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Path and id of each blob that a comparison not known needs, once."""
    seen: set[str] = set()
    for pair in _pairs(document):
        if _key(*pair) not in known:
            for blob in pair:
                if blob and blob not in seen:
                    seen.add(blob)
                    yield document.path, blob


class _Compared:
    """The comparisons of one document, known or made now."""

    def __init__(self, archive: Archive, known: Callable[[str], Mapping[str, Any] | None]) -> None:
        self.made: Rows = {}
        self._archive, self._known = archive, known
        self._versions: dict[str, Version] = {}
        self._pairs: dict[tuple[str, str], Pair] = {}

    @cached_property
    def _reader(self) -> Reader:
        from labledger.archive.parts import Reader

        return Reader()

    def take(self, texts: Mapping[str, bytes]) -> None:
        """Read versions by their blobs."""
        self._versions |= {blob: self._reader.read(data) for blob, data in texts.items()}

    def __call__(self, old: str, new: str) -> Pair:
        if (old, new) not in self._pairs:
            self._pairs[old, new] = self._remembered(old, new) or self._compare(old, new)
        return self._pairs[old, new]

    def _remembered(self, old: str, new: str) -> Pair | None:
        row = self._known(_key(old, new))
        try:
            return from_row(row) if row else None
        except (KeyError, TypeError, ValueError, IndexError):
            return None

    def _compare(self, old: str, new: str) -> Pair:
        missing = [blob for blob in (old, new) if blob and blob not in self._versions]
        self.take(dict(zip(missing, self._archive.read([(blob, blob) for blob in missing]), strict=True)))
        pair = pair_of(self._versions[old] if old else None, self._versions[new], self._reader)
        self.made[_key(old, new)] = as_row(pair)
        return pair
