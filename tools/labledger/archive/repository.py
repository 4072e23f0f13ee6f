"""Where an archive is read from: a repository, a bundle of one, or a folder with one file for each version.

Nothing in a repository is trusted: see `store.git`. A bundle is unpacked into a temporary repository of our own.
"""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Protocol

from labledger.archive.history import Capture, FileChange
from labledger.errors import UnreadableError
from labledger.store.git import Git
from labledger.store.limits import LIMITS
from labledger.store.names import UNSHALLOW, Names, moment_of
from labledger.store.tree import printable, read_file
from labledger.store.write import write_file

_TEXTS = frozenset((".md", ".markdown", ".txt", ".text", ".html", ".htm", ".rst", ".adoc"))
_ABOUT = frozenset(
    ("readme", "license", "licence", "contributing", "changelog", "code_of_conduct", "security", "notice")
)
_SIGN = b"# v"


class Archive(Protocol):
    """An archive that can be read."""

    @property
    def name(self) -> str:
        """What to call it in messages."""
        ...

    def captures(self) -> Sequence[Capture]:
        """Its commits that touched documents, oldest first, parents before children."""
        ...

    def commit_of(self, revision: str) -> str:
        """The full hash of a revision. Raises UsageError or UnreadableError where it is none."""
        ...

    def read(self, wanted: Iterable[tuple[str, str]]) -> Iterator[bytes]:
        """The bytes of blobs, each named by path and id, in the order asked for; at most a byte over the limit."""
        ...

    def part(self, blobs: Iterable[str]) -> Archive:
        """An archive for reading some blobs, small enough to be sent to another process."""
        ...

    def remarks(self) -> Iterator[str]:
        """What a reader must know of it."""
        ...


@contextmanager
def opened(place: Path, revision: str | None = None) -> Iterator[Archive]:
    """Open an archive for reading. `revision` is where its history ends; None means its own head.

    Raises UnreadableError when there is no archive, UsageError when the revision is none.
    """
    if place.is_file():
        with _unpacked(place.resolve()) as archive:
            yield archive if revision is None else archive.at(revision)
    elif _is_repository(place):
        git = Git(place)
        yield GitArchive(git, _head(git) if revision is None else Names(git).resolve(revision)[0].commit)
    else:
        from labledger.archive.folder import FolderArchive

        yield FolderArchive(place)


def _is_repository(place: Path) -> bool:
    return (place / ".git").exists() or all((place / name).exists() for name in ("HEAD", "objects", "refs"))


def is_document(path: str) -> bool:
    """Whether a file of an archive is a text it keeps: not about the archive, not hidden, not of another kind."""
    parts = PurePosixPath(path)
    if any(part.startswith(".") for part in parts.parts) or parts.suffix.lower() not in _TEXTS:
        return False
    return len(parts.parts) > 1 or parts.stem.lower() not in _ABOUT


@dataclass(frozen=True)
class GitArchive:
    """A repository read from one commit back."""

    git: Git
    head: str
    refs: tuple[tuple[str, str], ...] = ()

    @property
    def name(self) -> str:
        """The folder's name."""
        return printable(self.git.place.name)

    def at(self, revision: str) -> GitArchive:
        """The same repository from another revision back."""
        return GitArchive(self.git, self.commit_of(revision), self.refs)

    def commit_of(self, revision: str) -> str:
        """The full hash of a revision; a bundle's own branches and tags are known by name."""
        named = dict(self.refs)
        spelled = (revision, f"refs/heads/{revision}", f"refs/tags/{revision}")
        known = next((named[name] for name in spelled if name in named), None)
        return known or Names(self.git).resolve(revision)[0].commit

    def captures(self) -> Sequence[Capture]:
        """One log over everything; merges are compared with their first parent."""
        out = self.git.output(
            "log", "--topo-order", "--diff-merges=first-parent", "--root", "--raw", "-z", "-M", "-l1000", "--no-abbrev",
            "--no-ext-diff", "--encoding=UTF-8", f"--max-count={LIMITS.commits}", "--format=%x01%H %at %P%x02%s",
            self.head, "--",
        )  # fmt: skip
        found = list(_captures(out, self.git.shallow))
        found.reverse()
        return found

    def read(self, wanted: Iterable[tuple[str, str]]) -> Iterator[bytes]:
        """One process for all of them."""
        return self.git.blobs(wanted, LIMITS.archive_bytes)

    def part(self, blobs: Iterable[str]) -> GitArchive:
        """The repository itself; its references are not needed for reading."""
        return GitArchive(self.git, self.head)

    def remarks(self) -> Iterator[str]:
        """Whether history is cut short or altered."""
        if self.git.shallow:
            yield UNSHALLOW
        if self.git.grafted:
            yield "the repository has grafts; they are left out of account"
        if count := Names(self.git).replaced:
            yield f"the repository replaces {count} {'object' if count == 1 else 'objects'}; the originals are read"


def _head(git: Git) -> str:
    """The commit that HEAD names; in a mirror whose HEAD names no branch, the main branch or the only one."""
    status, out, _ = git.run("rev-parse", "--verify", "--quiet", "HEAD^{commit}")
    if not status:
        return out.decode().strip()
    lines = git.text("for-each-ref", "--format=%(objectname) %(refname)", "refs/heads").splitlines()
    return _chosen({ref: name for name, ref in (line.split(" ", 1) for line in lines)}, Names(git).empty())


def _chosen(refs: dict[str, str], none: UnreadableError) -> str:
    for name in ("HEAD", "refs/heads/main", "refs/heads/master"):
        if name in refs:
            return refs[name]
    heads = sorted(name for name in refs if name.startswith("refs/heads/"))
    if not heads:
        raise none
    if len(heads) > 1:
        raise UnreadableError(f"no branch is the main one of {', '.join(map(printable, heads[:5]))}", "name NEW")
    return refs[heads[0]]


@contextmanager
def _unpacked(bundle: Path) -> Iterator[GitArchive]:
    """A bundle as a repository in a temporary folder, removed afterwards."""
    head = read_file(bundle)
    if not head.startswith(_SIGN) or b" git bundle\n" not in head[:40]:
        raise UnreadableError(f"{printable(str(bundle))} is neither a folder nor a git bundle")
    longer = b"object-format=sha256" in head.split(b"\n\n", 1)[0]
    with tempfile.TemporaryDirectory(prefix="labledger-archive-") as folder:
        place = Path(folder) / f"{bundle.stem}.git"
        settings = "[core]\n\trepositoryformatversion = 1\n\tbare = true\n"
        settings += "[extensions]\n\tobjectformat = sha256\n" if longer else ""
        for name, text in {
            "HEAD": "ref: refs/heads/main\n",
            "config": settings,
            "refs/.keep": "",
            "objects/.keep": "",
        }.items():
            write_file(place / name, text.encode())
        git = Git(place)
        status, out, err = git.run("bundle", "unbundle", str(bundle))
        if status:
            raise git.failure(err)
        lines = (line.split(" ", 1) for line in out.decode("utf-8", "replace").splitlines())
        refs = {ref: commit for commit, ref in lines}
        yield GitArchive(git, _chosen(refs, Names(git).empty()), tuple(sorted(refs.items())))


def _captures(out: bytes, shallow: bool) -> Iterator[Capture]:
    """Read the NUL-separated output of the log, newest first."""
    tokens = iter(out.split(b"\0"))
    head, files = "", list[FileChange]()
    for token in tokens:
        token = token.lstrip(b"\n")
        if token.startswith(b"\x01"):
            if head:
                yield _capture(head, files, shallow)
            head, files = token.decode("utf-8", "replace")[1:], []
        elif token.startswith(b":"):
            file = _file(token, tokens)
            if file is not None:
                files.append(file)
    if head:
        yield _capture(head, files, shallow)


def _file(token: bytes, tokens: Iterator[bytes]) -> FileChange | None:
    old_mode, new_mode, old, new, status = token.lstrip(b":").decode().split(" ")
    path = source = next(tokens).decode("utf-8", "surrogateescape")
    if status[0] in "RC":
        path = next(tokens).decode("utf-8", "surrogateescape")
    before = old if old_mode.startswith("100") and status[0] != "C" else ""
    after = new if new_mode.startswith("100") else ""
    if not is_document(path) or not (before or after):
        return None
    return FileChange(path, before, after, source if status[0] == "R" else "")


def _capture(head: str, files: Sequence[FileChange], shallow: bool) -> Capture:
    named, _, subject = head.partition("\x02")
    commit, seconds, *parents = named.split(" ")
    known = tuple(parent for parent in parents if parent)
    moment: dt.datetime = moment_of(seconds)
    return Capture(commit, known, moment, printable(subject), tuple(files), shallow and not known)
