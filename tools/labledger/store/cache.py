"""Parsed records by blob id: a blob never changes, so neither does what it parses to.

The cache may be deleted at any time; without a place to write, everything works and is only slower.
"""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any

_LOADER = 1
"""Grows whenever the codec reads something differently."""
_BATCH = 500
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode


class Cache:
    """A table of blob id to parsed record under the platform's cache folder. Use as a context manager."""

    def __init__(self, folder: Path | None = None) -> None:
        self._rows: sqlite3.Connection | None = None
        self._fresh: dict[str, str] = {}
        self._path = Path()
        chosen = folder if folder is not None else _default_folder()
        if chosen is not None:
            self._open(chosen / f"records-{_LOADER}.sqlite")

    def _open(self, path: Path) -> None:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            rows = sqlite3.connect(path, timeout=2, isolation_level=None)
            rows.execute("pragma journal_mode=wal")
            # After a power cut the cache may be damaged: then it is dropped like any damaged one.
            rows.execute("pragma synchronous=off")
            rows.execute("create table if not exists record (blob text primary key, value text not null) without rowid")
            self._rows, self._path = rows, path
        except (sqlite3.Error, OSError) as error:
            self._without(error, path)

    def _without(self, error: Exception, path: Path) -> None:
        """Go on without the cache; a damaged one is dropped, never trusted half-way, one in use is left alone."""
        self._rows = None
        if isinstance(error, sqlite3.Error) and not isinstance(error, sqlite3.OperationalError):
            for suffix in ("", "-wal", "-shm"):
                with contextlib.suppress(OSError):
                    os.unlink(f"{path}{suffix}")

    def __enter__(self) -> Cache:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.keep()
        if self._rows is not None:
            self._rows.close()

    def keep(self) -> None:
        """Write what is new now, so that a run that is stopped later can go on from here."""
        if self._rows is None or not self._fresh:
            return
        with contextlib.suppress(sqlite3.Error):
            self._rows.execute("begin immediate")
            self._rows.executemany("insert or ignore into record values (?, ?)", sorted(self._fresh.items()))
            self._rows.execute("commit")
            self._fresh = {}

    def known(self, blobs: Iterable[str]) -> dict[str, Mapping[str, Any]]:
        """The parsed records of those blobs that are in the cache."""
        if self._rows is None:
            return {}
        wanted = list(blobs)
        found: dict[str, Mapping[str, Any]] = {}
        try:
            for at in range(0, len(wanted), _BATCH):
                part = wanted[at : at + _BATCH]
                marks = ",".join("?" * len(part))
                rows = self._rows.execute(f"select blob, value from record where blob in ({marks})", part)  # noqa: S608
                found.update((blob, json.loads(value)) for blob, value in rows)
        except (sqlite3.Error, ValueError, TypeError) as error:
            self._without(error, self._path)
            return {}
        return {blob: value for blob, value in found.items() if isinstance(value, dict)}

    def remember(self, blob: str, record: Mapping[str, Any]) -> None:
        """Keep a parsed record; it is written when the cache is closed."""
        if self._rows is not None:
            self._fresh[blob] = _encode(record)


def _default_folder() -> Path | None:
    """LABLEDGER_CACHE names a folder, or `off`; else the platform's cache folder."""
    named = os.environ.get("LABLEDGER_CACHE", "")
    if named == "off":
        return None
    if named:
        return Path(named)
    from platformdirs import user_cache_path

    try:
        return user_cache_path("labledger", appauthor=False)
    except (OSError, RuntimeError):
        return None
