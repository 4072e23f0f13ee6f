"""Trees of files: a folder on disk or a plain mapping, read with care.

This is the only module that reads bytes from disk. Links, devices and odd names are refused where they stand;
nothing outside the root is ever opened.
"""

from __future__ import annotations

import errno
import os
import stat
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from labledger.errors import Finding, UnreadableError
from labledger.store.limits import LIMITS

_RESERVED = frozenset(
    ["con", "prn", "aux", "nul", *(f"com{n}" for n in range(1, 10)), *(f"lpt{n}" for n in range(1, 10))]
)
_FORBIDDEN = frozenset("<>:\"'\\|?*")
_PATH_LIMIT = 240
_NAME_LIMIT = 200


class UnreadableFileError(UnreadableError):
    """One file cannot be read, for the `reason` given; the others may be."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{printable(str(path))} {reason}")
        self.reason = reason


@dataclass(frozen=True)
class Listing:
    """The files of a tree: path below the root to a content key (blob id; empty when unknown), and what was refused."""

    files: Mapping[str, str]
    findings: tuple[Finding, ...] = ()


class Tree(Protocol):
    """Files by path below a root."""

    @property
    def name(self) -> str:
        """What to put before a path in messages."""
        ...

    def listing(self) -> Listing:
        """Every file of the tree."""
        ...

    def read(self, paths: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        """The bytes of the named files, in the order asked for. Raises UnreadableFileError at one that is not there."""
        ...


@dataclass(frozen=True)
class DictTree:
    """A tree held in memory: path to bytes."""

    files: Mapping[str, bytes]
    name: str = "dataset"

    def listing(self) -> Listing:
        """Every file of the mapping."""
        return judged(dict.fromkeys(self.files, ""), self.name)

    def read(self, paths: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        """The bytes of the named files."""
        for path in paths:
            yield path, self.files[path]


class FolderTree:
    """A tree on disk."""

    def __init__(self, root: Path) -> None:
        self.root = root
        try:
            relative = os.path.relpath(root)
        except ValueError:
            relative = str(root)
        self.name = printable(relative if not relative.startswith("..") else str(root))

    def listing(self) -> Listing:
        """Every regular file below the root; links, devices and odd names become findings."""
        files: dict[str, str] = {}
        findings: list[Finding] = []
        if not self.root.is_dir():
            raise UnreadableError(f"{self.root} is not a folder")
        for path, found in self._walk("", findings):
            files[path] = found
            if len(files) > LIMITS.files:
                raise UnreadableError(f"{self.root} holds more than {LIMITS.files:,} files")
        listing = judged(files, self.name)
        return Listing(listing.files, (*findings, *listing.findings))

    def _walk(self, folder: str, findings: list[Finding]) -> Iterator[tuple[str, str]]:
        try:
            with os.scandir(self.root / folder) as entries:
                ordered = sorted(entries, key=lambda entry: entry.name)
        except OSError as error:
            findings.append(self._finding(folder, "P-READ", f"cannot be listed: {error.strerror}"))
            return
        for entry in ordered:
            path = f"{folder}/{entry.name}" if folder else entry.name
            if entry.is_symlink():
                findings.append(self._finding(path, "P-LINK", "is a link", "put the file itself here"))
            elif entry.is_dir(follow_symlinks=False):
                yield from self._folder(path, entry.name, findings)
            elif entry.is_file(follow_symlinks=False):
                yield path, ""
            else:
                findings.append(self._finding(path, "P-KIND", "is neither a file nor a folder"))

    def _folder(self, path: str, name: str, findings: list[Finding]) -> Iterator[tuple[str, str]]:
        if name.endswith(".yaml"):
            findings.append(self._finding(path, "P-KIND", "is a folder named like a record"))
        elif len(path) > _PATH_LIMIT:
            findings.append(self._finding(path, "P-LEN", f"path is longer than {_PATH_LIMIT} characters"))
        elif name not in (".git", "__pycache__"):
            yield from self._walk(path, findings)

    def _finding(self, path: str, code: str, message: str, hint: str = "") -> Finding:
        return Finding(f"{self.name}/{printable(path)}".rstrip("/"), 0, 0, code, message, hint)

    def read(self, paths: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        """The bytes of the named files, each opened without following links."""
        for path in paths:
            yield path, read_file(self.root / path)


def read_file(path: Path, most: int = LIMITS.file_bytes) -> bytes:
    """The bytes of one regular file, at most the size limit plus one byte. Raises UnreadableFileError."""
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
        with os.fdopen(handle, "rb") as file:
            if not stat.S_ISREG(os.fstat(handle).st_mode):
                raise UnreadableFileError(path, "is not a regular file")
            return file.read(most + 1)
    except OSError as error:
        reason = "it is a link" if error.errno == errno.ELOOP else (error.strerror or "unknown").lower()
        raise UnreadableFileError(path, f"cannot be read: {reason}") from None


def judged(files: Mapping[str, str], name: str) -> Listing:
    """Refuse names that other systems could not hold; of names that differ only in case, remark on the later."""
    findings: list[Finding] = []
    sound: dict[str, str] = {}
    seen: dict[str, str] = {}
    for path, key in files.items():
        fault = _name_fault(path)
        folded = path.lower() if path.isascii() else unicodedata.normalize("NFC", path).casefold()
        if fault:
            findings.append(Finding(f"{name}/{printable(path)}", 0, 0, *fault))
            continue
        if folded in seen:
            other = f"differs from {seen[folded]} only in case or accent form"
            findings.append(Finding(f"{name}/{printable(path)}", 0, 0, "P-CASE", other, "rename one of them"))
        seen.setdefault(folded, path)
        sound[path] = key
    return Listing(sound, tuple(findings))


def _name_fault(path: str) -> tuple[str, str] | None:
    if len(path) > _PATH_LIMIT:
        return "P-LEN", f"path is longer than {_PATH_LIMIT} characters"
    for part in path.split("/"):
        if part in ("", ".", "..") or part.startswith("-"):
            return "P-NAME", "has a part that is empty, dots or starts with a dash"
        if len(part) > _NAME_LIMIT:
            return "P-LEN", f"name is longer than {_NAME_LIMIT} characters"
        if part.split(".")[0].lower() in _RESERVED or part[-1] in ". ":
            return "P-NAME", "cannot exist on Windows"
        if not part.isprintable() or _FORBIDDEN.intersection(part):
            return "P-NAME", "has a character that file names may not have"
    return None


def printable(text: str) -> str:
    """A text in which every character that does not print, or turns the line around, is escaped."""
    return text if text.isprintable() else "".join(c if c.isprintable() else _escaped(c) for c in text)


def _escaped(character: str) -> str:
    code = ord(character)
    if 0xDC80 <= code <= 0xDCFF:
        return f"\\x{code - 0xDC00:02x}"
    return f"\\x{code:02x}" if code < 0x100 else f"U+{code:04X}"
