"""Asking the database by SQL: reading only, within a limit of time and memory."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from labledger.errors import LedgerError, UnreadableError, UsageError
from labledger.release.database import FORMAT, filled
from labledger.release.tables import Tabled

SECONDS = 10.0
"""Most time that a query may take, unless asked for more."""
_STEPS = 10_000
"""Steps of the database's machine between two looks at the clock."""
_CELL_BYTES = 16 << 20
_HEAP_BYTES = 1 << 30
_HEADER = b"SQLite format 3\0"
_READING = frozenset({sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE})
_REFUSED_FUNCTIONS = frozenset({"load_extension", "readfile", "writefile", "edit", "fts3_tokenizer"})
_HINT = "see: labledger tables"


class Answers:
    """The rows that a query yields, as they come."""

    def __init__(self, cursor: sqlite3.Cursor, translate: Any) -> None:
        self.columns: tuple[str, ...] = tuple(part[0] for part in cursor.description or ())
        self._cursor, self._translate = cursor, translate

    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        try:
            yield from self._cursor
        except (sqlite3.Error, MemoryError) as error:
            raise self._translate(error) from None


@contextmanager
def embedded(tabled: Tabled) -> Iterator[sqlite3.Connection]:
    """The database of a dataset, in memory."""
    with filled(tabled) as connection:
        yield connection


@contextmanager
def opened(path: Path) -> Iterator[sqlite3.Connection]:
    """A database on disk, which is never written to, not even by a journal beside it.

    Raises UnreadableError for a file that is no database of ours.
    """
    try:
        with path.open("rb") as file:
            head = file.read(len(_HEADER))
    except OSError as error:
        raise UnreadableError(f"{path} cannot be read: {(error.strerror or str(error)).lower()}") from None
    if head != _HEADER:
        raise UnreadableError(f"{path} is no SQLite database")
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
        try:
            (number,) = connection.execute("pragma user_version").fetchone()
        except sqlite3.Error as error:
            raise UnreadableError(f"{path} is damaged: {error}") from None
        if number > FORMAT:
            raise UnreadableError(f"{path} was made by a newer labledger", "update: pip install -U labledger")
        yield connection


def ask(connection: sqlite3.Connection, sql: str, seconds: float = SECONDS) -> Answers:
    """The answers to one statement that only reads.

    Raises UsageError for a statement that is wrong or would do more than read, UnreadableError for one that takes
    longer than `seconds` or more memory than there is for it, and for a damaged database.
    """
    end = time.monotonic() + seconds
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _CELL_BYTES)
    connection.execute(f"pragma hard_heap_limit={_HEAP_BYTES}")
    connection.set_progress_handler(lambda: time.monotonic() > end, _STEPS)
    connection.set_authorizer(_authorized)

    def translate(error: BaseException) -> LedgerError:
        return _told(error, time.monotonic() > end, seconds)

    try:
        answers = Answers(connection.execute(sql), translate)
    except (sqlite3.Error, sqlite3.Warning, ValueError, MemoryError) as error:
        raise translate(error) from None
    if not answers.columns:
        raise UsageError("there is no statement", _HINT)
    return answers


def _authorized(action: int, first: str | None, second: str | None, *_: Any) -> int:
    allowed = action in _READING and not (action == sqlite3.SQLITE_FUNCTION and second in _REFUSED_FUNCTIONS)
    # Full-text search asks whether the database has changed.
    allowed = allowed or (action == sqlite3.SQLITE_PRAGMA and first == "data_version")
    return sqlite3.SQLITE_OK if allowed else sqlite3.SQLITE_DENY


def _told(error: BaseException, late: bool, seconds: float) -> LedgerError:
    text = str(error)
    if isinstance(error, sqlite3.OperationalError) and text == "interrupted":
        if not late:
            return UnreadableError("the query was interrupted")
        return UnreadableError(f"the query took longer than {seconds:g} s", "ask for less, or allow more: --seconds")
    if isinstance(error, MemoryError) or "out of memory" in text or "too big" in text:
        return UnreadableError("the query needs more memory than it may have", "ask for less")
    if "not authorized" in text or "prohibited" in text:
        return UsageError("the query does more than read", "one select at a time; " + _HINT)
    if "one statement" in text:
        return UsageError("more than one statement", "ask one at a time")
    if isinstance(error, sqlite3.DatabaseError) and ("malformed" in text or "disk image" in text):
        return UnreadableError(f"the database is damaged: {text}")
    return UsageError(f"the query is wrong: {text}", _HINT)
