"""The documents that stand beside another one on a day: of the same service, whatever its name, or the same commit."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from labledger.archive.history import Document, Step, Version
from labledger.archive.pair import Passage

_MOST = 16
"""Siblings looked at on either side, those of the same commit first."""
Texts = tuple[tuple[str, str], ...]
"""Path and blob of each."""


@dataclass(frozen=True, slots=True)
class Work:
    """What is needed to tell the clauses of one change; texts are named by blob."""

    old: str
    new: str
    passages: tuple[Passage, ...]
    total: int
    """Passages of the change, whether they are among `passages` or not."""
    beside_old: Texts
    beside_new: Texts

    @property
    def blobs(self) -> tuple[str, ...]:
        """Every blob that is read."""
        return tuple(dict.fromkeys((self.old, self.new, *(blob for _, blob in (*self.beside_old, *self.beside_new)))))


@dataclass(frozen=True, slots=True)
class _Line:
    """The versions of one document, and the days they were recorded on, none before the one before."""

    days: tuple[dt.date, ...]
    versions: tuple[Version, ...]

    def on(self, day: dt.date) -> Version | None:
        """The last version recorded by the end of a day."""
        at = bisect_right(self.days, day)
        return self.versions[at - 1] if at else None


class Siblings:
    """All documents of an archive, by service and by commit."""

    def __init__(self, documents: Sequence[Document], declared: Mapping[str, str]) -> None:
        """`declared` are renames of services and documents, new name to old."""
        self._declared = declared
        self._lines = tuple(map(_line, documents))
        self._services: defaultdict[str, set[int]] = defaultdict(set)
        self._commits: defaultdict[str, set[int]] = defaultdict(set)
        for at, document in enumerate(documents):
            for name in document.names:
                self._services[self._service(name)].add(at)
            for step in document.steps:
                self._commits[step.new.commit].add(at)

    def beside(self, step: Step) -> tuple[Texts, Texts]:
        """What stood beside the old version on its day, and beside the new one on its day."""
        if step.old is None:
            return (), ()
        commit = self._commits[step.new.commit]
        near = sorted(self._services[self._service(step.document)] | commit, key=lambda at: (at not in commit, at))
        lines = [self._lines[at] for at in near if step.new not in self._lines[at].versions][:_MOST]
        return tuple(_texts(lines, step.old.day)), tuple(_texts(lines, step.new.day))

    def _service(self, path: str) -> str:
        """The folder that a document stands in, under its oldest name."""
        name = path.split("/", 1)[0] if "/" in path else ""
        seen: set[str] = set()
        while name in self._declared and name not in seen:
            seen.add(name)
            name = self._declared[name]
        return name


def _line(document: Document) -> _Line:
    versions = sorted((step.new for step in document.steps), key=lambda version: version.recorded)
    return _Line(tuple(version.day for version in versions), tuple(versions))


def _texts(lines: Sequence[_Line], day: dt.date) -> Iterator[tuple[str, str]]:
    for line in lines:
        version = line.on(day)
        if version is not None and version.blob:
            yield version.path, version.blob
