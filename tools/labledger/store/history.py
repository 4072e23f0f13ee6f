"""Revisions, trees and commits of the dataset's repository."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from labledger.errors import Finding, UnreadableError
from labledger.store.git import Git, blob_id
from labledger.store.limits import LIMITS
from labledger.store.line import Line, Revision
from labledger.store.names import UNSHALLOW, Names, moment_of, revision_of
from labledger.store.tree import Listing, Tree, judged, printable

_ASKED_BY_NAME = 500
"""Most paths that are asked for one by one; beyond, the whole tree is listed."""


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
        self.names = Names(self.git)
        self._trees: dict[str, Sequence[bytes]] = {}

    @classmethod
    def of_dataset(cls, place: Path) -> History:
        """A repository without files at hand: the dataset is its folder `dataset`, else the repository as a whole."""
        history = cls(place, "dataset")
        found = history.git.run("rev-parse", "--verify", "--quiet", "HEAD:dataset/labs")[0] == 0
        return history if found else cls(place, "")

    # -- revisions -----------------------------------------------------------------------------------------------

    def resolve(self, *names: str) -> tuple[Revision, ...]:
        """Full hash and date of each named revision. Raises UsageError or UnreadableError: see `Names`."""
        return self.names.resolve(*names)

    @cached_property
    def line(self) -> Line:
        """First parents from HEAD back, read by us: git's own date search is neither strict nor in UTC."""
        status, out, err = self.git.run(
            "log", "--first-parent", f"--max-count={LIMITS.commits}", "--format=%H %ct", "HEAD", "--"
        )
        if status:
            unborn = self.git.run("rev-parse", "--verify", "--quiet", "HEAD")[0]
            raise self.names.empty() if unborn else self.git.failure(err)
        return Line([revision_of("", text) for text in out.decode().splitlines()])

    def as_of(self, day: dt.date) -> tuple[Revision, tuple[str, ...]]:
        """The state at the end of a day, UTC, on the first-parent line; and warnings about dates that run backwards."""
        chosen = self.line.as_of(day)
        if chosen is None:
            first = self.line.revisions[-1].day.isoformat()
            raise UnreadableError(
                f"nothing was recorded by {day.isoformat()}",
                UNSHALLOW if self.git.shallow else f"history starts {first}",
            )
        odd = self.line.disordered
        listed = ", ".join(revision.commit[:10] for revision in odd[:5]) + (", …" if len(odd) > 5 else "")
        commits = "commit is" if len(odd) == 1 else "commits are"
        warning = f"{len(odd)} {commits} dated out of order, taken as recorded with the parent: {listed}"
        return Revision(day.isoformat(), chosen.commit, chosen.recorded), (warning,) if odd else ()

    def remarks(self) -> Iterator[str]:
        """What a reader must know of the repository: that history is cut short, or that git was told to alter it."""
        if self.git.shallow:
            yield UNSHALLOW
        if self.git.grafted:
            yield "the repository has grafts; they are left out of account"
        if count := self.names.replaced:
            yield f"the repository replaces {count} {'object' if count == 1 else 'objects'}; the originals are read"

    def unrelated(self, old: Revision, new: Revision) -> bool:
        """Whether two revisions have no commit in common."""
        if "line" in self.__dict__ and {old.commit, new.commit} <= {
            revision.commit for revision in self.line.revisions
        }:
            return False
        return self.git.run("merge-base", old.commit, new.commit)[0] == 1

    # -- trees ---------------------------------------------------------------------------------------------------

    def tree(self, revision: Revision, below: str = "") -> GitTree:
        """The dataset as it stood at a revision, without a checkout, or only what lies below one of its folders."""
        return GitTree(self, revision, below)

    def changed(self, old: Revision, new: Revision) -> tuple[FileChange, ...]:
        """Paths of the dataset that differ between two revisions, whole equal folders skipped.

        Raises UnreadableError when neither of them has the folder of the dataset.
        """
        raw = self.git.output("diff-tree", "-r", "-z", "--raw", "--no-renames", "--no-abbrev", "--no-ext-diff",
                              old.commit, new.commit, "--", *self._pathspec())  # fmt: skip
        found = tuple(file for _, file in _raw(raw, self.folder) if file)
        if not found and not self.entries(old) and not self.entries(new):
            raise self.no_folder(new)
        return found

    def no_folder(self, revision: Revision) -> UnreadableError:
        """What to tell when a revision holds no dataset."""
        told = f"{revision} has no folder {printable(self.folder)}" if self.folder else f"{revision} holds no files"
        return UnreadableError(told, "name the dataset with --data DIR")

    def blob_ids(self, revision: Revision, paths: Iterable[str]) -> dict[str, str]:
        """The blob of each of these files at a revision; a file that is not there is left out."""
        prefix = f"{self.folder}/" if self.folder else ""
        wanted = {f"{prefix}{path}".encode(): path for path in paths}
        found = {}
        # Only lines of interest are taken apart: the tree may hold a thousand times as many.
        for line in self._lines(revision, [path.decode() for path in wanted]):
            head, _, path = line.partition(b"\t")
            if path in wanted and head.startswith(b"100"):
                found[wanted[path]] = head[-len(revision.commit) :].decode()
        return found

    def _lines(self, revision: Revision, paths: Sequence[str]) -> Sequence[bytes]:
        """Lines of a revision's tree that hold at least these paths: by name while they are few.

        In a checkout the whole tree is listed, since telling what is not committed needs it as well.
        """
        if not self.git.bare or revision.commit in self._trees or len(paths) > _ASKED_BY_NAME:
            return self._listed(revision)
        return self.git.output("ls-tree", "-z", "--full-tree", revision.commit, "--", *paths).split(b"\0")[:-1]

    def entries(self, revision: Revision, below: str = "") -> Sequence[tuple[str, str, str]]:
        """Mode, object id and path in the dataset of everything in a revision's tree, or below one of its folders.

        A revision without a hash is what is staged.
        """
        if not revision.commit:
            return self._staged()
        lines = self._below(revision, below) if below else self._listed(revision)
        return [_entry(line, self.folder) for line in lines]

    def _below(self, revision: Revision, below: str) -> Sequence[bytes]:
        where = f"{self.folder}/{below}" if self.folder else below
        return self.git.output("ls-tree", "-r", "-z", "--full-tree", revision.commit, "--", where).split(b"\0")[:-1]

    def _listed(self, revision: Revision) -> Sequence[bytes]:
        if revision.commit not in self._trees:
            out = self.git.output("ls-tree", "-r", "-z", "--full-tree", revision.commit, "--", *self._pathspec())
            self._trees[revision.commit] = out.split(b"\0")[:-1]
        return self._trees[revision.commit]

    def _staged(self) -> Sequence[tuple[str, str, str]]:
        """Mode, object id and path of everything that is staged. Raises UnreadableError amid a merge."""
        found = []
        for line in self.git.staged(*self._pathspec()):
            head, _, path = line.partition(b"\t")
            mode, name, stage = head.decode().split(" ")
            if stage != "0":
                raise UnreadableError(
                    f"{printable(_below(path, self.folder))} is in conflict", "finish the merge first"
                )
            found.append((mode, name, _below(path, self.folder)))
        return found

    def uncommitted(self, revision: Revision, tree: Tree) -> int:
        """How many files differ between a revision and a tree; git itself would run filters to find out."""
        there = {path: name for mode, name, path in self.entries(revision) if mode.startswith("100")}
        here = tree.listing().files
        count = len(here.keys() - there.keys()) + len(there.keys() - here.keys() - self._left_out(there, here))
        common = [path for path in here if path in there]
        return count + sum(not _same(data, there[path]) for path, data in tree.read(common))

    def _left_out(self, there: Iterable[str], here: Iterable[str]) -> set[str]:
        """Files that a sparse checkout leaves out on purpose."""
        if self.git.bare or not set(there) - set(here):
            return set()
        flagged = self.git.flagged(*self._pathspec())
        return {_below(line[2:], self.folder) for line in flagged if line[:1] in (b"S", b"s")}

    def walk(self, revision: Revision, path: str = "") -> Iterator[Commit]:
        """Commits of the first-parent line, newest first, with the files of the dataset that each changed."""
        where = "/".join(part for part in (self.folder, path) if part)
        out = self.git.output(
            "log", "--first-parent", "-m", "--root", "--raw", "-z", "--no-renames", "--no-abbrev", "--no-ext-diff",
            f"--max-count={LIMITS.commits}", "--format=%x01%H %ct %s", revision.commit, "--",
            *([where] if where else []),
        )  # fmt: skip
        head, files = "", []
        for token, file in _raw(out, self.folder):
            if file:
                files.append(file)
            elif token:
                if head:
                    yield _commit(head, files)
                head, files = token, []
        if head:
            yield _commit(head, files)

    def _pathspec(self) -> list[str]:
        return [self.folder] if self.folder else []


class GitTree:
    """The dataset as it stood at a revision, or as it is staged when the revision has no hash."""

    def __init__(self, history: History, revision: Revision, below: str = "") -> None:
        self.history = history
        self.revision = revision
        self.below = below
        self.name = f"{revision.commit[:10] or revision.name}:{history.folder}".rstrip(":")
        self._names: dict[str, str] = {}

    def listing(self) -> Listing:
        """Every file of the revision with its object id; links and submodules become findings."""
        files: dict[str, str] = {}
        findings: list[Finding] = []
        for mode, name, path in self.history.entries(self.revision, self.below):
            if mode.startswith("100"):
                files[path] = name
            else:
                findings.append(_not_read(f"{self.name}/{printable(path)}", mode))
        if not files and not findings and not self.below:
            raise self.history.no_folder(self.revision)
        listing = judged(files, self.name)
        self._names = dict(listing.files)
        return Listing(listing.files, (*findings, *listing.findings))

    def read(self, paths: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        """The bytes of the named files."""
        listed = list(paths)
        if not self._names:
            self.listing()
        yield from zip(listed, self.history.git.blobs((path, self._names[path]) for path in listed), strict=True)


def _below(path: bytes, folder: str) -> str:
    text = path.decode("utf-8", "surrogateescape")
    return text.removeprefix(f"{folder}/") if folder else text


def _entry(line: bytes, folder: str) -> tuple[str, str, str]:
    head, _, path = line.partition(b"\t")
    mode, _, name = head.decode().split(" ", 2)
    return mode, name, _below(path, folder)


def _not_read(shown: str, mode: str) -> Finding:
    if mode == "120000":
        return Finding(shown, 0, 0, "P-LINK", "is a link", "put the file itself here")
    return Finding(shown, 0, 0, "P-LINK", "is a submodule and is not read", "", "warning")


def _same(data: bytes, name: str) -> bool:
    """Whether bytes are those of a blob, also where a checkout has turned its line ends."""
    return blob_id(data, name) == name or (b"\r\n" in data and blob_id(data.replace(b"\r\n", b"\n"), name) == name)


def _raw(out: bytes, folder: str) -> Iterator[tuple[str, FileChange | None]]:
    """Read the NUL-separated output of --raw: heads of commits as text, and changes of regular files."""
    tokens = iter(out.split(b"\0"))
    for token in tokens:
        if not token.lstrip(b"\n").startswith(b":"):
            yield token.decode("utf-8", "replace").lstrip("\n\x01"), None
            continue
        old_mode, new_mode, old, new, _ = token.lstrip(b"\n:").decode().split(" ")
        before = old if old_mode.startswith("100") else ""
        after = new if new_mode.startswith("100") else ""
        path = next(tokens)
        if before or after:
            yield "", FileChange(_below(path, folder), before, after)


def _commit(head: str, files: Iterable[FileChange]) -> Commit:
    commit, seconds, *subject = head.split(" ", 2)
    return Commit(commit, moment_of(seconds), printable(" ".join(subject)), tuple(files))
