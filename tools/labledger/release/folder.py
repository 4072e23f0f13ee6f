"""Putting a release in place: made whole in a temporary folder beside its place, then renamed. Never half of it."""

from __future__ import annotations

import contextlib
import ctypes
import errno
import hashlib
import os
import shutil
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from labledger.errors import UnreadableError, UsageError
from labledger.release.contents import SUMS, Bundle, File
from labledger.store.tree import printable

_PREFIX = ".labledger-release-"
_STALE_SECONDS = 3_600
_FILE_MODE, _FOLDER_MODE = 0o644, 0o755
_LEVEL = 3
_AT_FDCWD, _EXCHANGE = -100, 2
Stamp = tuple[int, int, int, int, int, int]


def publish(target: Path, bundle: Bundle, replace: bool) -> None:
    """Write a release as `target`: a folder with the release as a folder, as an archive, and the archive's checksum.

    Raises UsageError when something else stands at `target`, UnreadableError when the disk refuses. In either case,
    and when the process is killed, what stood there still stands.
    """
    refuse_place(target, replace)
    home = next(folder for folder in target.absolute().parents if folder.is_dir())
    _tidy(home)
    try:
        with _temporary(home) as place:
            _fill(place, bundle)
            os.sync()
            target.parent.mkdir(parents=True, exist_ok=True)
            _move(place, target)
    except OSError as error:
        if error.errno in (errno.ENOTEMPTY, errno.EEXIST):
            raise _exists(target) from None
        reason = (error.strerror or str(error)).lower()
        raise UnreadableError(f"{printable(str(target))} cannot be written: {reason}") from None


def refuse_place(target: Path, replace: bool) -> None:
    """Raise UsageError for a place that may not be written to."""
    shown = printable(str(target))
    if target.is_symlink() or (target.exists() and not target.is_dir()):
        raise UsageError(f"-o {shown} is a {'link' if target.is_symlink() else 'file'}", "name a folder")
    if not target.is_dir() or not any(target.iterdir()):
        return
    if not replace:
        raise _exists(target)
    others = [path.name for path in target.iterdir() if path.name != SUMS and not path.name.startswith("labledger-")]
    if others:
        raise UsageError(f"-o {shown} holds other things: {printable(sorted(others)[0])}", "name a folder of its own")


def _exists(target: Path) -> UsageError:
    return UsageError(f"-o {printable(str(target))} is not empty", "add --force to replace the release in it")


def _tidy(home: Path) -> None:
    """Remove what a killed run left behind an hour ago or earlier."""
    for path in home.glob(f"{_PREFIX}*"):
        with contextlib.suppress(OSError):
            if time.time() - path.stat().st_mtime > _STALE_SECONDS:
                shutil.rmtree(path)


@contextmanager
def _temporary(home: Path) -> Iterator[Path]:
    place = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=home))
    try:
        place.chmod(_FOLDER_MODE)
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _fill(place: Path, bundle: Bundle) -> None:
    name = bundle.edition.name
    made: set[Path] = set()
    with (place / f"{name}.zip").open("wb") as file, Packer(file, name, stamp_of(bundle)) as packer:
        for path, data in bundle.files():
            _write(place / name / path, data, made)
            packer.add((path, data))
    digest = hashlib.sha256()
    with (place / f"{name}.zip").open("rb") as packed:
        while block := packed.read(1 << 20):
            digest.update(block)
    (place / f"{name}.zip").chmod(_FILE_MODE)
    _write(place / SUMS, f"{digest.hexdigest()}  {name}.zip\n".encode(), made)


def _write(path: Path, data: bytes, made: set[Path]) -> None:
    if path.parent not in made:
        path.parent.mkdir(parents=True, exist_ok=True)
        for folder in (path.parent, *path.parent.parents):
            if folder in made or folder.name.startswith(_PREFIX):
                break
            folder.chmod(_FOLDER_MODE)
            made.add(folder)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _FILE_MODE)
    try:
        left = memoryview(data)
        while left:
            left = left[os.write(handle, left) :]
        os.fchmod(handle, _FILE_MODE)
    finally:
        os.close(handle)


def stamp_of(bundle: Bundle) -> Stamp:
    """The moment of the revision as an archive holds it, in UTC."""
    return stamp(bundle.edition.revision.recorded.timetuple()[:6])


def stamp(moment: tuple[int, ...]) -> Stamp:
    """A moment within the years that an archive can name."""
    year, month, day, hour, minute, second = moment
    return (min(max(year, 1980), 2107), month, day, hour, minute, second)


class Packer:
    """Packs files one after the other. A context manager."""

    def __init__(self, file: IO[bytes], name: str, moment: Stamp) -> None:
        self._zip = zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL)
        self._name, self._moment = name, moment

    def __enter__(self) -> Packer:
        return self

    def add(self, file: File) -> None:
        """Pack one more file."""
        path, data = file
        entry = zipfile.ZipInfo(f"{self._name}/{path}", self._moment)
        entry.compress_type = zipfile.ZIP_DEFLATED
        entry.create_system, entry.external_attr = 3, (0o100000 | _FILE_MODE) << 16
        self._zip.writestr(entry, data, compresslevel=_LEVEL)

    def __exit__(self, *_: object) -> None:
        self._zip.close()


def packed_archive(file: IO[bytes], name: str, moment: Stamp, files: Iterable[File]) -> None:
    """Write an archive of these files."""
    with Packer(file, name, moment) as packer:
        for one in files:
            packer.add(one)


def _move(place: Path, target: Path) -> None:
    """Put a folder in the place of another in one step; where the system cannot exchange two, in two steps."""
    if not target.exists() or not any(target.iterdir()):
        os.rename(place, target)
    elif not _exchanged(place, target):
        old = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=place.parent))
        os.rename(target, old)
        os.rename(place, target)
        shutil.rmtree(old, ignore_errors=True)
    handle = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _exchanged(one: Path, other: Path) -> bool:
    """Whether two folders could be exchanged in one step of the file system."""
    if sys.platform != "linux":
        return False
    exchange = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    paths = os.fsencode(one), os.fsencode(other)
    return exchange is not None and exchange(_AT_FDCWD, paths[0], _AT_FDCWD, paths[1], _EXCHANGE) == 0
