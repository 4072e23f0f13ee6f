"""Revisions, trees and commits of the dataset's repository.

What a user names is resolved to a full hash first; only hashes are passed on.
"""

from __future__ import annotations

import datetime as dt
import os
import re
import subprocess
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from labledger.errors import Finding, UnreadableError, UsageError
from labledger.store.git import Git
from labledger.store.limits import LIMITS
from labledger.store.tree import Listing, judged, printable
from labledger.text.closest import did_you_mean

_SAFE_REF = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/+-]*(?:[~^][0-9]*)*\Z")
_REF_LIMIT = 250
_UNSHALLOW = "this clone is shallow; run: git fetch --unshallow, or fetch-depth: 0 in a workflow"


@dataclass(frozen=True, slots=True)
class Revision:
    """One commit of the dataset's repository."""

    name: str
    """As the user wrote it."""
    commit: str
    """Full hash."""
    recorded: dt.datetime
    """Committer date, in UTC."""

    @property
    def day(self) -> dt.date:
        """The day, in UTC, on which it was recorded."""
        return self.recorded.date()

    def __str__(self) -> str:
        return f"{self.name} ({self.commit[:10]}, {self.day.isoformat()})"


@dataclass(frozen=True, slots=True)
class FileChange:
    """One path that differs between two trees; an empty blob id means absent."""

    path: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Commit:
    """One commit of a history with the files it changed."""

    commit: str
    recorded: dt.datetime
    subject: str
    files: tuple[FileChange, ...]


class History:
    """A repository and the folder of the dataset in it. `folder` is relative to the top; None means `place` itself."""

    def __init__(self, place: Path, folder: str | None = None) -> None:
        self.git = Git(place)
        self.folder = self.git.inside if folder is None else folder.strip("/")

    # -- revisions -----------------------------------------------------------------------------------------------

    def resolve(self, *names: str) -> tuple[Revision, ...]:
        """Full hash and date of each named revision, in two processes however many there are.

        Raises UsageError for what is not a plain revision or names two things, UnreadableError for what is not there.
        """
        for name in names:
            check_spelling(name)
        self._refuse_double_names(names)
        status, out, err = self.git.run(
            "log",
            "--no-walk=unsorted",
            "--format=%H %ct",
            "--end-of-options",
            *(f"{name}^{{commit}}" for name in names),
        )
        lines = out.decode().split("\n")[:-1]
        if status or len(lines) not in (len(names), len(set(lines))):
            raise self._unresolved(names, err)
        if len(lines) == len(names):
            return tuple(_revision(name, line) for name, line in zip(names, lines, strict=True))
        return tuple(self.resolve(name)[0] for name in names)

    def _refuse_double_names(self, names: Iterable[str]) -> None:
        plain = [name for name in names if not name.startswith("refs/")]
        patterns = [
            f"refs/{kind}/{name.rstrip('~^0123456789') or name}" for name in plain for kind in ("heads", "tags")
        ]
        found = self.git.text("for-each-ref", "--format=%(objectname) %(refname)", *patterns).splitlines()
        commits = {ref: commit for commit, ref in (line.split(" ", 1) for line in found)}
        for name in plain:
            both = [f"refs/{kind}/{name}" for kind in ("heads", "tags")]
            if all(ref in commits for ref in both):
                told = ", ".join(f"{ref} ({commits[ref][:10]})" for ref in both)
                raise UsageError(f"{name} is both a branch and a tag: {told}", "write the full name")

    def _unresolved(self, names: Iterable[str], err: str) -> UsageError | UnreadableError:
        for name in names:
            status, _, error = self.git.run("rev-parse", "--verify", "--end-of-options", f"{name}^{{commit}}")
            if status:
                return self._no_revision(name, error)
        return self.git.failure(err, outside=False)

    def _no_revision(self, name: str, err: str) -> UsageError | UnreadableError:
        if "ambiguous" in err:
            hashes = re.findall(r"^hint:\s+([0-9a-f]{4,64} \w+)", err, re.MULTILINE)
            return UsageError(f"{name} is the start of several hashes: {', '.join(hashes) or 'write more of it'}")
        if "expected commit type" in err or "cannot be peeled" in err or "peel" in err:
            return UsageError(f"{name} is not a commit")
        if self.git.run("rev-parse", "--verify", "--quiet", "HEAD")[0]:
            return UnreadableError(f"{self.git.place} has no commits yet")
        if self.git.shallow and ("~" in name or "^" in name or re.fullmatch(r"[0-9a-f]{7,64}", name)):
            return UnreadableError(f"{name} lies beyond the history that is here", _UNSHALLOW)
        refs = self.git.text(
            "for-each-ref", "--format=%(refname:short)", "--count=500", "refs/heads", "refs/tags", "refs/remotes"
        )
        return UnreadableError(f"no revision {printable(name)}", did_you_mean(name, refs.split()))

    def as_of(self, day: dt.date) -> tuple[Revision, tuple[str, ...]]:
        """The state at the end of a day, UTC: the last commit on the first-parent line not recorded after it.

        Also returns warnings about commits whose dates run backwards.
        """
        log = self.git.text("log", "--first-parent", f"--max-count={LIMITS.commits}", "--format=%H %ct", "HEAD", "--")
        line = [_revision(day.isoformat(), text) for text in log.splitlines()]
        end = dt.datetime.combine(day, dt.time.max, dt.UTC)
        chosen = next((revision for revision in line if revision.recorded <= end), None)
        if chosen is None:
            hint = _UNSHALLOW if self.git.shallow else f"history starts {line[-1].day.isoformat()}" if line else ""
            raise UnreadableError(f"nothing was recorded by {day.isoformat()}", hint)
        pairs = zip(line, line[1:], strict=False)
        backwards = [newer.commit[:10] for newer, older in pairs if newer.recorded < older.recorded]
        warning = f"{len(backwards)} commits are dated before their parent: {', '.join(backwards[:5])}"
        return chosen, (warning,) if backwards else ()

    # -- trees ---------------------------------------------------------------------------------------------------

    def tree(self, revision: Revision) -> GitTree:
        """The dataset as it stood at a revision, without a checkout."""
        return GitTree(self, revision)

    def changed(self, old: Revision, new: Revision) -> tuple[FileChange, ...]:
        """Paths of the dataset that differ between two revisions, whole equal folders skipped."""
        raw = self.git.output("diff-tree", "-r", "-z", "--raw", "--no-renames", "--no-abbrev", "--no-ext-diff",
                          old.commit, new.commit, "--", *self._pathspec())  # fmt: skip
        return tuple(_file_changes(raw.split(b"\0"), self.folder))

    def at(self, revision: Revision, paths: Iterable[str]) -> dict[str, bytes]:
        """Bytes of the named files of the dataset at a revision; a file that is not there is left out."""
        listed = list(paths)
        if not listed:
            return {}
        prefix = f"{self.folder}/" if self.folder else ""
        names = {f"{prefix}{path}".encode(): path for path in listed}
        out = self.git.output(
            "ls-tree", "-z", "--full-tree", revision.commit, "--", *(f"{prefix}{path}" for path in listed)
        )
        found = {}
        for line in out.split(b"\0")[:-1]:
            head, _, path = line.partition(b"\t")
            found[names[path]] = head.decode().split(" ")[2]
        return dict(zip(found, self.git.blobs(found.values()), strict=True))

    def uncommitted(self) -> int:
        """How many files of the dataset differ from the last commit."""
        if self.git.bare:
            return 0
        out = self.git.output("status", "--porcelain=v1", "-z", "--no-renames", "--", *self._pathspec())
        return out.count(b"\0")

    def walk(self, revision: Revision, path: str = "") -> Iterator[Commit]:
        """Commits of the first-parent line, newest first, with the files of the dataset that each changed."""
        where = "/".join(part for part in (self.folder, path) if part)
        out = self.git.output(
            "log", "--first-parent", "-m", "--root", "--raw", "-z", "--no-renames", "--no-abbrev", "--no-ext-diff",
            f"--max-count={LIMITS.commits}", "--format=%x01%H %ct %s", revision.commit, "--", *([where] if where else []),
        )  # fmt: skip
        for block in out.split(b"\x01")[1:]:
            head, _, rest = block.partition(b"\0")
            commit, seconds, *subject = head.decode("utf-8", "replace").split(" ", 2)
            files = tuple(_file_changes(rest.lstrip(b"\n").split(b"\0"), self.folder))
            yield Commit(commit, _moment(seconds), printable(" ".join(subject)), files)

    def _pathspec(self) -> list[str]:
        return [self.folder] if self.folder else []

    def entries(self, revision: Revision) -> Iterator[tuple[str, str, str]]:
        """Mode, object id and path below the dataset's folder of everything in a revision's tree."""
        out = self.git.output("ls-tree", "-r", "-z", "--full-tree", revision.commit, "--", *self._pathspec())
        for line in out.split(b"\0")[:-1]:
            head, _, path = line.partition(b"\t")
            mode, _, name = head.decode().split(" ", 2)
            yield mode, name, _below(path, self.folder)


class GitTree:
    """The dataset as it stood at a revision."""

    def __init__(self, history: History, revision: Revision) -> None:
        self.history = history
        self.revision = revision
        self.name = f"{revision.commit[:10]}:{history.folder}".rstrip(":")
        self._names: dict[str, str] = {}

    def listing(self) -> Listing:
        """Every file of the revision with its object id; links and submodules become findings."""
        files: dict[str, str] = {}
        findings: list[Finding] = []
        for mode, name, path in self.history.entries(self.revision):
            if mode.startswith("100"):
                files[path] = name
            else:
                what = "is a link" if mode == "120000" else "is a submodule and is not read"
                findings.append(Finding(f"{self.name}/{printable(path)}", 0, 0, "P-LINK", what))
        if not files and self.history.folder:
            raise UnreadableError(
                f"{self.revision} has no folder {self.history.folder}", "name the dataset with --data DIR"
            )
        listing = judged(files, self.name)
        self._names = dict(listing.files)
        return Listing(listing.files, (*findings, *listing.findings))

    def read(self, paths: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        """The bytes of the named files."""
        listed = list(paths)
        if not self._names:
            self.listing()
        yield from zip(listed, self.history.git.blobs(self._names[path] for path in listed), strict=True)


def check_spelling(name: str) -> None:
    """Refuse what is not a plain revision: options, ranges, reflog dates, searches, paths. Raises UsageError."""
    plain = len(name) <= _REF_LIMIT and _SAFE_REF.match(name) and ".." not in name and not name.endswith((".lock", "/"))
    if not plain:
        shown = printable(name[:60])
        raise UsageError(f"{shown!r} is not a revision", "a branch, a tag, a hash, or one of these with ~N")


def _revision(name: str, line: str) -> Revision:
    commit, seconds = line.split(" ")
    return Revision(name, commit, _moment(seconds))


def _moment(seconds: str) -> dt.datetime:
    try:
        return dt.datetime.fromtimestamp(int(seconds), dt.UTC)
    except (ValueError, OverflowError, OSError):
        return dt.datetime.fromtimestamp(0, dt.UTC)


def _below(path: bytes, folder: str) -> str:
    text = path.decode("utf-8", "surrogateescape")
    return text.removeprefix(f"{folder}/") if folder else text


def _file_changes(fields: list[bytes], folder: str) -> Iterator[FileChange]:
    """Read the NUL-separated output of --raw; only regular files count."""
    for head, path in zip(fields[::2], fields[1::2], strict=False):
        if not head.startswith(b":"):
            return
        old_mode, new_mode, old, new, _ = head[1:].decode().split(" ")
        before = old if old_mode.startswith("100") else ""
        after = new if new_mode.startswith("100") else ""
        if before or after:
            yield FileChange(_below(path, folder), before, after)
