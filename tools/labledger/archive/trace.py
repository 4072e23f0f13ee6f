"""Passages known by their shingles, looked for in every version of every document: present, altered and how, missing.

A version that was captured badly is told as unreadable and one that was deleted as gone: neither is a missing passage.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from labledger.archive.classify import Change
from labledger.archive.history import Document, Version
from labledger.archive.repository import Archive
from labledger.label.clauses import label_clauses
from labledger.text.markdown import plain
from labledger.text.paragraphs import paragraphs
from labledger.text.sentences import sentences
from labledger.text.shingles import ALTERED, overlap, present, run_shingles, width_of
from labledger.text.words import words

_BLANK = re.compile(r"\n\s*\n")
_LEAST = 200
"""Words under which a version is a stub."""
_WIDEST = 40
"""Sentences over which a passage may go."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A passage that is looked for: what it belongs to, the source it is cited from, and its shingles."""

    subject: str
    source: str
    shingles: frozenset[str]


@dataclass(frozen=True, slots=True)
class Altered:
    """How a passage was altered: both wordings, from versions of the archive, and what the clause labeller says."""

    old: str
    new: str
    direction: str
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Run:
    """Versions of a document, one after the other, that say the same of a passage.

    `state` is `present`, `altered`, `missing`, `unreadable` or `gone`; `share` that of the shingles found, 0 to 1.
    """

    state: str
    share: float
    since: dt.date
    until: dt.date
    commit: str
    """The commit of its first version."""
    versions: int
    altered: Altered | None = None


@dataclass(frozen=True, slots=True)
class Trace:
    """One passage in one document, oldest run first."""

    wanted: Wanted
    document: str
    runs: tuple[Run, ...]

    @property
    def best(self) -> float:
        """The greatest share of the passage that any version holds."""
        return max((run.share for run in self.runs), default=0.0)

    @property
    def is_there(self) -> bool:
        """Whether any version holds the passage, to the word or altered."""
        return any(run.state in ("present", "altered") for run in self.runs)


@dataclass(frozen=True, slots=True)
class Searched:
    """Where a passage was looked for, and what came nearest: the log without which "missing" says nothing."""

    documents: int
    versions: int
    unreadable: int
    best: float
    best_in: str


def trace(
    archive: Archive, found: Sequence[Document], classed: Iterable[Change], wanted: Sequence[Wanted]
) -> Iterator[Trace]:
    """Each passage in each document, document by document. `classed` are all changes of these documents."""
    by_document: dict[str, list[Change]] = {}
    for change in classed:
        by_document.setdefault(change.step.document, []).append(change)
    for document in found:
        named = {step.document for step in document.steps}
        steps = [change for name in sorted(named) for change in by_document.get(name, ())]
        steps.sort(key=lambda change: document.steps.index(change.step))
        yield from _in_document(archive, document, steps, wanted)


def searched(traces: Iterable[Trace]) -> dict[Wanted, Searched]:
    """The log of the search for each passage."""
    logs: dict[Wanted, Searched] = {}
    for one in traces:
        log = logs.get(one.wanted, Searched(0, 0, 0, 0.0, ""))
        unreadable = sum(run.versions for run in one.runs if run.state == "unreadable")
        versions = sum(run.versions for run in one.runs if run.state != "gone")
        better = one.best > log.best
        logs[one.wanted] = Searched(
            log.documents + 1, log.versions + versions, log.unreadable + unreadable,
            one.best if better else log.best, one.document if better else log.best_in,
        )  # fmt: skip
    return logs


def _in_document(
    archive: Archive, document: Document, steps: Sequence[Change], wanted: Sequence[Wanted]
) -> Iterator[Trace]:
    blobs = dict.fromkeys((step.step.new.path, step.step.new.blob) for step in steps if step.step.new.blob)
    finder = _Finder(frozenset().union(*(one.shingles for one in wanted)))
    known: dict[str, frozenset[str]] = {}
    lengths: dict[str, int] = {}
    for (_, blob), data in zip(blobs, archive.read(blobs), strict=True):
        known[blob], lengths[blob] = finder.find(data.decode("utf-8", "replace"))
    for one in wanted:
        runs = list(_runs(one, steps, known, lengths))
        yield Trace(one, document.path, tuple(_explained(one, runs, document, archive)))


class _Finder:
    """Looks for shingles in the versions of one document; a block of text that versions share is hashed once."""

    def __init__(self, wanted: frozenset[str]) -> None:
        self._wanted = wanted
        self._widths = sorted({width_of(shingle) for shingle in wanted})
        self._words: dict[str, list[str]] = {}
        self._hits: dict[tuple[tuple[str, ...], str], frozenset[str]] = {}

    def find(self, markdown: str) -> tuple[frozenset[str], int]:
        """The wanted shingles that stand in a text, and how many words it has."""
        found: set[str] = set()
        tail: tuple[str, ...] = ()
        length = 0
        for block in _BLANK.split(markdown):
            own = self._words.get(block)
            if own is None:
                own = self._words[block] = words(plain(block))
            if not own:
                continue
            key = tail, block
            if key not in self._hits:
                self._hits[key] = self._within([*tail, *own])
            found |= self._hits[key]
            length += len(own)
            tail = tuple([*tail, *own][-(self._widths[-1] - 1) :]) if self._widths[-1] > 1 else ()
        return frozenset(found), length

    def _within(self, found: Sequence[str]) -> frozenset[str]:
        runs = (run_shingles(found, width) for width in self._widths if width <= len(found))
        return self._wanted.intersection(*[frozenset().union(*runs)])


def _runs(
    wanted: Wanted, steps: Sequence[Change], known: Mapping[str, frozenset[str]], lengths: Mapping[str, int]
) -> Iterator[Run]:
    run: Run | None = None
    for change in steps:
        version = change.step.new
        state, share = _state(wanted, change, known, lengths)
        if run is not None and (run.state, run.share) == (state, share):
            run = replace(run, until=version.day, versions=run.versions + 1)
            continue
        if run is not None:
            yield replace(run, until=version.day)
        run = Run(state, share, version.day, version.day, version.commit, 1)
    if run is not None:
        yield run


def _state(
    wanted: Wanted, change: Change, known: Mapping[str, frozenset[str]], lengths: Mapping[str, int]
) -> tuple[str, float]:
    blob = change.step.new.blob
    if not blob:
        return "gone", 0.0
    share = round(overlap(wanted.shingles, known[blob]), 4)
    state = present(wanted.shingles, known[blob])
    broken = change.name == "capture-error" or (change.name == "first" and bool(change.reasons))
    if state != "present" and (broken or lengths[blob] < _LEAST):
        return "unreadable", share
    return state, share


def _explained(wanted: Wanted, runs: Sequence[Run], document: Document, archive: Archive) -> Iterator[Run]:
    """The runs, the altered ones with both wordings: the passage is read where it still stands to the word."""
    whole = next((run for run in runs if run.state == "present"), None)
    if whole is None or not any(run.state == "altered" for run in runs):
        yield from runs
        return
    versions = {step.new.commit: step.new for step in document.steps}
    old = standing(wanted.shingles, _read(archive, versions[whole.commit]))
    for run in runs:
        if run.state != "altered":
            yield run
            continue
        new = standing(wanted.shingles, _read(archive, versions[run.commit]), 2 * len(words(old)))
        said = label_clauses(old, new)
        labels = tuple(sorted({label for finding in said.findings for label in finding.labels}))
        yield replace(run, altered=Altered(old, new, said.direction, labels))


def standing(passage: frozenset[str], text: str, most: int = 0) -> str:
    """The sentences, side by side, that hold most of a passage's shingles, and of several such stretches the shortest.

    `most` is how many words they may have together, one sentence apart; 0 for as many as it takes.
    """
    units = [unit for block in paragraphs(text) for unit in sentences(block)]
    split = [words(unit) for unit in units]
    hits = list(_hits(passage, split))
    best, chosen = (0, 0), range(0)
    for start in (at for at, found in enumerate(hits) if found):
        held: set[str] = set()
        length = 0
        for end in range(start, len(units)):
            length += len(split[end])
            if most and length > most and end > start:
                break
            held |= hits[end]
            if (len(held), -length) > best:
                best, chosen = (len(held), -length), range(start, end + 1)
            if len(held) == len(passage) or (not most and end - start > _WIDEST):
                break
    return " ".join(units[at] for at in chosen)


def _hits(passage: frozenset[str], split: Sequence[Sequence[str]]) -> Iterator[frozenset[str]]:
    """The passage's runs that end in each sentence."""
    widths = {width_of(one) for one in passage}
    widest = max(widths, default=1)
    before: list[str] = []
    for unit in split:
        own = [*before, *unit]
        runs = (run_shingles(own, width) for width in widths if width <= len(own))
        yield passage & frozenset().union(*runs)
        before = own[-(widest - 1) :] if widest > 1 else []


def _read(archive: Archive, version: Version) -> str:
    (data,) = archive.read([(version.path, version.blob)])
    return _text(data)


def _text(data: bytes) -> str:
    return plain(data.decode("utf-8", "replace"))


def missing_everywhere(log: Searched) -> bool:
    """Whether nothing searched came near the passage."""
    return log.best < ALTERED
