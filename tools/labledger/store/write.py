"""Writing files: the one module that does. A file is old or new, whole, whatever happens in between."""

from __future__ import annotations

import contextlib
import os
import stat
import tempfile
from pathlib import Path

from labledger.errors import UnreadableError

_PREFIX = ".labledger-"


def write_file(path: Path, data: bytes) -> None:
    """Put bytes in the place of a file: temporary file beside it, fsync, its mode kept, rename, fsync of the folder.

    Raises UnreadableError when the disk refuses; nothing half-written stays behind.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        mode = stat.S_IMODE(path.stat().st_mode) if path.exists() else 0o666 & ~_umask()
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
        raise UnreadableError(f"{path} cannot be written: {error.strerror or error}") from None


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
    finally:
        os.close(handle)
