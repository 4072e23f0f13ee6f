"""Where a dataset comes from: this package, a release, a repository."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from labledger.api.dataset import Dataset, read_tree, today
from labledger.errors import UsageError

_PACKAGE = Path(__file__).resolve().parents[1]


def load(version: str | None = None, path: str | Path | None = None, *, sha256: str | None = None) -> Dataset:
    """The data that this package carries, or a release of it.

    `version` is a calendar version such as "2026.11.0": it is downloaded once, checked and kept (see
    `labledger.release.fetch`; `sha256` is what its archive must have). `path` names a release on this machine (its
    folder or archive), a folder of records, or a repository. Nothing is downloaded unless a version is named.

    Raises UnreadableError for what is not there, is damaged, or was made by a newer labledger; UnsoundError for records
    that cannot be read; UsageError for a version that is none.

        >>> data = labledger.load()
        >>> "openai" in data
        True
    """
    if version is not None and path is not None:
        raise UsageError("a version and a path are two answers to one question", "give one of them")
    if version is not None:
        from labledger.release.fetch import fetched

        path = fetched(version, sha256)
    if path is None:
        return carried()
    place = Path(path)
    return _repository(place) if (place / "labs").is_dir() or (place / "dataset").is_dir() else _release(place)


def carried() -> Dataset:
    """The data that this package carries."""
    shipped = _PACKAGE / "_dataset"
    return _repository(shipped if (shipped / "labs").is_dir() else _PACKAGE.parents[1] / "dataset")


def _repository(folder: Path) -> Dataset:
    from labledger.cli.place import find
    from labledger.store.tree import FolderTree

    place = find(str(folder), None) if (folder / "labs").is_dir() else find(None, str(folder))
    return Dataset(read_tree(FolderTree(place.data)), today(), place=place)


def _release(path: Path) -> Dataset:
    from labledger.release.read import open_release

    opened = open_release(path)
    day = dt.datetime.fromisoformat(str(opened.manifest["revision"]["recorded"])).date()
    return Dataset(opened.dataset(), day, version=opened.version)
