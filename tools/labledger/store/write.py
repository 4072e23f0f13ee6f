"""Writing files: the one module that does. A file is old or new, whole, whatever happens in between."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import tempfile
from pathlib import Path

from labledger.errors import UnreadableError
from labledger.store.tree import printable

_PREFIX = ".labledger-"


def write_file(path: Path, data: bytes) -> None:
    """Put bytes in the place of a file: temporary file beside it, fsync, its mode kept, rename, fsync of the folder.

    Raises UnreadableError when the disk refuses; nothing half-written stays behind.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        mode = _mode(path)
        handle, name = tempfile.mkstemp(prefix=_PREFIX, dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            os.chmod(name, mode)
            os.replace(name, path)
        except BaseException:
            with contextlib.suppress(OSError):
                os.unlink(name)
            raise
        _sync_folder(path.parent)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise UnreadableError(f"{printable(str(path))} cannot be written: {reason}") from None


def _mode(path: Path) -> int:
    """The mode of the file that is there, else what a new one gets. A device or pipe is never replaced by a file."""
    if not path.exists():
        return 0o666 & ~_umask()
    found = path.stat().st_mode
    if not stat.S_ISREG(found):
        raise OSError(errno.EINVAL, "it is not a regular file")
    return stat.S_IMODE(found)


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current


def _sync_folder(folder: Path) -> None:
    """Make the rename last through a power cut, where the system can."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    except OSError as error:
        # Some file systems sync no folders, and say so in one of these ways.
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):
            raise
    finally:
        os.close(handle)
