"""A plain folder as an archive: one file for each version, the day of its capture in its name."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path, PurePosixPath

from labledger.archive.history import Capture, FileChange
from labledger.archive.repository import is_document
from labledger.errors import UnreadableError, UsageError
from labledger.store.git import blob_id
from labledger.store.limits import LIMITS
from labledger.store.tree import FolderTree, printable, read_file

_DATED = re.compile(
    r"(?P<before>.*?)[\s_.@-]*(?P<day>(?:19|20)\d\d-?\d\d-?\d\d)"
    r"(?:[T_ ](?P<time>\d\d[-:.]?\d\d(?:[-:.]?\d\d)?)Z?)?[\s_.-]*(?P<after>.*)\Z"
)
_SHA1 = "0" * 40


class FolderArchive:
    """Files named by document and day: `Service/Privacy Policy/2025-03-01.md`, `privacy-2025-03-01.md` and the like."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.name = printable(root.name)
        self._undated: list[str] = []
        self._refused = 0

    def captures(self) -> Sequence[Capture]:
        """One capture for each file, by day, then by name. Raises UnreadableError where no file has a day."""
        listing = FolderTree(self.root).listing()
        self._refused = len(listing.findings)
        found = []
        for path in sorted(listing.files):
            if not is_document(path) and not is_document(f"folder/{path}"):
                continue
            dated = dated_name(path)
            if dated is None:
                self._undated.append(path)
            else:
                found.append((dated[1], path, dated[0]))
        if not found:
            hint = "a repository, a bundle, or files like 'Privacy Policy/2025-03-01.md'"
            raise UnreadableError(f"{printable(str(self.root))} is no archive", hint)
        return list(self._captures(sorted(found)))

    def _captures(self, found: Sequence[tuple[dt.datetime, str, str]]) -> Iterator[Capture]:
        held: dict[str, str] = {}
        before = ""
        for moment, path, document in found:
            blob = blob_id(read_file(self.root / path, LIMITS.archive_bytes), _SHA1)
            self._paths[blob] = path
            name = blob_id(f"{path}\0{blob}".encode(), _SHA1)
            file = FileChange(document, held.get(document, ""), blob)
            held[document] = blob
            yield Capture(name, (before,) if before else (), moment, printable(path), (file,))
            before = name

    @property
    def _paths(self) -> dict[str, str]:
        return self.__dict__.setdefault("_by_blob", {})  # type: ignore[no-any-return]

    def commit_of(self, revision: str) -> str:
        """A folder has no revisions. Raises UsageError."""
        raise UsageError(f"{printable(revision[:60])!r} is no day, and a folder has no revisions", "write YYYY-MM-DD")

    def read(self, wanted: Iterable[tuple[str, str]]) -> Iterator[bytes]:
        """The files that hold the blobs."""
        for _, blob in wanted:
            yield read_file(self.root / self._paths[blob], LIMITS.archive_bytes)

    def part(self, blobs: Iterable[str]) -> FolderArchive:
        """The same folder with the files of some blobs only."""
        part = FolderArchive(self.root.absolute())
        part._paths.update((blob, self._paths[blob]) for blob in blobs)
        return part

    def remarks(self) -> Iterator[str]:
        """Files that were left out."""
        if self._undated:
            count = len(self._undated)
            yield f"{count} {'file has' if count == 1 else 'files have'} no day in the name and were left out"
        if self._refused:
            yield f"{self._refused} {'file was' if self._refused == 1 else 'files were'} refused: links or odd names"


def dated_name(path: str) -> tuple[str, dt.datetime] | None:
    """The document that a file is a version of, and when it was captured; None without a day in its name."""
    place = PurePosixPath(path)
    match = _DATED.match(place.stem)
    if match is None:
        return None
    digits = re.sub(r"\D", "", match["day"] + (match["time"] or ""))
    try:
        moment = dt.datetime.strptime(digits.ljust(14, "0"), "%Y%m%d%H%M%S").replace(tzinfo=dt.UTC)
    except ValueError:
        return None
    left = "-".join(part for part in (match["before"], match["after"]) if part)
    folder = place.parent.as_posix()
    if left:
        return (f"{folder}/{left}{place.suffix}" if folder != "." else f"{left}{place.suffix}"), moment
    return (f"{folder}{place.suffix}" if folder != "." else f"document{place.suffix}"), moment
