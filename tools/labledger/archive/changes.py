"""Every recorded change of an archive: read once, compared once, classified."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from typing import Any

from labledger.archive.classify import Change, classify
from labledger.archive.history import Document
from labledger.archive.pair import TOOL, Pair, as_row, from_row, pair_of
from labledger.archive.parts import Reader, Version
from labledger.archive.repository import Archive
from labledger.store.cache import Cache


def changes(archive: Archive, found: Sequence[Document], cache: Cache) -> Iterator[Change]:
    """The changes of each document, document by document. What the cache knows is not read again."""
    known = cache.known(_key(*pair) for document in found for pair in _pairs(document))
    wanted = [list(_unknown(document, known)) for document in found]
    texts = archive.read([blob for blobs in wanted for blob in blobs])
    for document, blobs in zip(found, wanted, strict=True):
        reader = Reader()
        versions = {blob: reader.read(next(texts)) for _, blob in blobs}
        yield from classify(document.steps, _Compared(archive, cache, known, reader, versions))


def named(found: Iterable[Document], pattern: str | None) -> tuple[Document, ...]:
    """The documents one of whose names fits a pattern with `*` and `?`, its suffix written or not."""
    if not pattern:
        return tuple(found)
    return tuple(d for d in found if any(_fits(name, pattern) for name in d.names))


def _fits(name: str, pattern: str) -> bool:
    return (
        fnmatchcase(name, pattern) or fnmatchcase(name.rsplit(".", 1)[0], pattern) or fnmatchcase(name, f"{pattern}/*")
    )


def _key(old: str, new: str) -> str:
    return f"archive {TOOL} {old}:{new}"


def _pairs(document: Document) -> Iterator[tuple[str, str]]:
    for step in document.steps:
        if step.new.blob:
            yield (step.old.blob if step.old else ""), step.new.blob


def _unknown(document: Document, known: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Path and id of each blob that a comparison not in the cache needs, once."""
    seen: set[str] = set()
    for pair in _pairs(document):
        if _key(*pair) not in known:
            for blob in pair:
                if blob and blob not in seen:
                    seen.add(blob)
                    yield document.path, blob


class _Compared:
    """The comparisons of one document, from the cache or made now."""

    def __init__(
        self, archive: Archive, cache: Cache, known: Mapping[str, Any], reader: Reader, versions: dict[str, Version]
    ) -> None:
        self._archive, self._cache, self._known = archive, cache, known
        self._reader, self._versions = reader, versions
        self._made: dict[tuple[str, str], Pair] = {}

    def __call__(self, old: str, new: str) -> Pair:
        if (old, new) not in self._made:
            self._made[old, new] = self._remembered(old, new) or self._compare(old, new)
        return self._made[old, new]

    def _remembered(self, old: str, new: str) -> Pair | None:
        row = self._known.get(_key(old, new)) or self._cache.known([_key(old, new)]).get(_key(old, new))
        try:
            return from_row(row) if row else None
        except (KeyError, TypeError, ValueError, IndexError):
            return None

    def _compare(self, old: str, new: str) -> Pair:
        missing = [(blob, blob) for blob in (old, new) if blob and blob not in self._versions]
        for (_, blob), data in zip(missing, self._archive.read(missing), strict=True):
            self._versions[blob] = self._reader.read(data)
        pair = pair_of(self._versions[old] if old else None, self._versions[new], self._reader)
        self._cache.remember(_key(old, new), as_row(pair))
        return pair
