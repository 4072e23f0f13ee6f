"""The history of an archive: one walk over its commits, told as one line of versions for each document."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from labledger.errors import UsageError


@dataclass(frozen=True, slots=True)
class FileChange:
    """What a commit did to one file: ids of its blobs before and after, empty where there is none.

    `source` is the path it was renamed from, empty when it was not.
    """

    path: str
    old: str
    new: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Capture:
    """One commit: when its author recorded it, what it calls itself, and the files it changed."""

    commit: str
    parents: tuple[str, ...]
    recorded: dt.datetime
    subject: str
    files: tuple[FileChange, ...]
    edge: bool = False
    """Whether its parents are cut off, so that nothing is known of what was before."""


@dataclass(frozen=True, slots=True)
class Version:
    """One recorded text of a document. An empty blob id says that the document is gone."""

    commit: str
    recorded: dt.datetime
    blob: str
    path: str
    subject: str = ""
    edge: bool = False

    @property
    def day(self) -> dt.date:
        """The day, in UTC, of the capture."""
        return self.recorded.date()


@dataclass(frozen=True, slots=True)
class Step:
    """From one version of a document to the next. `old` is None at the first record."""

    document: str
    old: Version | None
    new: Version
    returned: bool = False
    """Whether the document had been gone."""


@dataclass(frozen=True, slots=True)
class Document:
    """A document through all its renames: its last path and its steps, oldest first."""

    path: str
    steps: tuple[Step, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Every path it had, oldest first."""
        both = (version for step in self.steps for version in (step.old, step.new) if version is not None)
        return tuple(dict.fromkeys(version.path for version in both))


def parse_map(pairs: Iterable[str]) -> dict[str, str]:
    """Declared renames, new name to old, from texts OLD=NEW: of a folder or of one document. Raises UsageError."""
    declared: dict[str, str] = {}
    for pair in pairs:
        old, sign, new = pair.partition("=")
        old, new = old.strip().strip("/"), new.strip().strip("/")
        if not sign or not old or not new or old == new:
            raise UsageError(f"--map {pair[:60]!r} is not OLD=NEW", "for example: --map 'Le Chat=Vibe'")
        if declared.get(new, old) != old:
            raise UsageError(f"--map gives {new[:60]!r} two old names")
        declared[new] = old
    return declared


def documents(captures: Sequence[Capture], declared: Mapping[str, str] | None = None) -> tuple[Document, ...]:
    """Every document of an archive, sorted by path. `captures` are oldest first, parents before children.

    A document is followed through renames in a commit, and, where it first appears under a declared new name, from the
    last version under the old one.
    """
    lines: dict[str, _Line] = {}
    closed: list[_Line] = []
    last: dict[str, Version] = {}
    for capture in linear(captures):
        for file in capture.files:
            if file.source in lines and file.path in lines:
                closed.append(lines.pop(file.path))
            line = lines.pop(file.source, None) or lines.get(file.path)
            if line is None:
                line = _Line(_declared(file.path, declared or {}, last))
            lines[file.path] = line
            version = Version(capture.commit, capture.recorded, file.new, file.path, capture.subject, capture.edge)
            line.versions.append(version)
            last[file.path] = version
    steps = (tuple(_steps(line)) for line in (*closed, *lines.values()))
    found = (Document(told[-1].document, told) for told in steps if told)
    return tuple(sorted(found, key=lambda document: (document.path, document.steps[0].new.commit)))


@dataclass(frozen=True)
class _Line:
    """The versions of one document as they are gathered, and the one of another name that it goes on from."""

    origin: Version | None = None
    versions: list[Version] = field(default_factory=list)


def _declared(path: str, declared: Mapping[str, str], last: Mapping[str, Version]) -> Version | None:
    """The last version under the name that a path had by declaration; None when there is none or it is gone."""
    for new, old in declared.items():
        if path == new or path.startswith(f"{new}/"):
            origin = last.get(old + path[len(new) :])
            return origin if origin is not None and origin.blob else None
    return None


def _steps(line: _Line) -> Iterator[Step]:
    """The steps of a line. A rename that changes no byte is no step; after an absence the last text is the old one."""
    old, absent = line.origin, False
    for version in line.versions:
        if old is None and not version.blob:
            continue
        if old is None or absent or version.blob != old.blob:
            yield Step(version.path, old, version, absent and bool(version.blob))
        absent = not version.blob
        old = old if absent or (old is not None and old.blob == version.blob) else version


def linear(captures: Sequence[Capture]) -> Iterator[Capture]:
    """The captures on the first-parent line, each merge told by the commits it brought where they explain it.

    Commits of a side line count for a file where they lead from what the main line had to what the merge has; where
    both lines changed the file, the merge itself is the one change.
    """
    by_hash = {capture.commit: capture for capture in captures}
    if not captures:
        return
    main: list[Capture] = []
    at: Capture | None = captures[-1]
    while at is not None:
        main.append(at)
        at = by_hash.get(at.parents[0]) if at.parents else None
    told = {capture.commit for capture in main}
    order = {capture.commit: index for index, capture in enumerate(captures)}
    for capture in reversed(main):
        if len(capture.parents) > 1:
            yield from _brought(capture, by_hash, order, told)
        else:
            yield capture


def _brought(merge: Capture, by_hash: Mapping[str, Capture], order: Mapping[str, int], told: set[str]) -> list[Capture]:
    side: list[Capture] = []
    waiting = list(merge.parents[1:])
    while waiting:
        name = waiting.pop()
        if name in told or name not in by_hash:
            continue
        told.add(name)
        side.append(by_hash[name])
        waiting += by_hash[name].parents
    side.sort(key=lambda capture: order[capture.commit])
    explained = {file.path for file in merge.files if _explains(side, file)}
    kept = [replace(c, files=tuple(f for f in c.files if f.path in explained)) for c in side if len(c.parents) < 2]
    left = replace(merge, files=tuple(file for file in merge.files if file.path not in explained))
    return [capture for capture in (*kept, left) if capture.files]


def _explains(side: Sequence[Capture], file: FileChange) -> bool:
    """Whether the side commits lead, link by link, from the old blob of a merge's file to its new one."""
    blob = file.old
    touched = False
    for capture in side:
        for change in capture.files:
            if change.path == file.path and len(capture.parents) < 2:
                if change.old != blob or change.source:
                    return False
                blob, touched = change.new, True
    return touched and blob == file.new
