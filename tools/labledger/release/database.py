"""One SQLite database of all tables: keys, indexes, full-text search, views; the same bytes for the same rows."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from typing import Any

from labledger.errors import UnreadableError
from labledger.release.table import Column, Table
from labledger.release.tables import BY_NAME, TABLES, Tabled
from labledger.release.views import VIEWS

FORMAT = 1
"""Kept in the database as its user version; grows when a table changes its shape."""
_TYPES = {"integer": "integer", "boolean": "integer", "number": "real"}
_PLAIN_INDEXES = {"changes": ("date", "direction"), "provisions": ("thread", "area"), "change_labels": ("rule",)}
_WRITER = slice(96, 100)
_WRITER_NAME = (3_000_000).to_bytes(4, "big")


@contextmanager
def _revived(data: bytes) -> Iterator[sqlite3.Connection]:
    """A database from its bytes. Raises UnreadableError for bytes that are none."""
    with closing(sqlite3.connect(":memory:")) as connection:
        try:
            connection.deserialize(data)
            yield connection
        except sqlite3.Error as error:
            raise UnreadableError(f"the database is damaged: {error}") from None


def database_rows(data: bytes) -> dict[str, list[list[Any]]]:
    """The rows of every table in a database, in the order in which they were written.

    Raises UnreadableError for one that is damaged or lacks a table or column.
    """
    with _revived(data) as connection:
        return {table.name: list(map(list, connection.execute(_selection(table)))) for table in TABLES}


def _selection(table: Table) -> str:
    return f"select {', '.join(map(quoted, table.names))} from {quoted(table.name)} order by rowid"  # noqa: S608


def dangling(data: bytes) -> Iterator[str]:
    """What the database itself finds wrong: damaged pages, rows that refer to none. Raises UnreadableError."""
    with _revived(data) as connection:
        for (told,) in connection.execute("pragma integrity_check"):
            if told != "ok":
                yield f"{told}"
        for table, row, target, _ in connection.execute("pragma foreign_key_check"):
            yield f"{table}: row {row} refers to no row of {target}"


def quoted(name: str) -> str:
    """A name as SQL takes it, also where it is a word of the language."""
    return '"' + name.replace('"', '""') + '"'


def database(tabled: Tabled) -> bytes:
    """The whole database as bytes.

    The library that wrote a database leaves its release number in the header, where nothing reads it; a constant
    takes its place, so that two releases of the library that write the same pages write the same bytes.
    """
    with filled(tabled) as connection:
        data = bytearray(connection.serialize())
    data[_WRITER] = _WRITER_NAME
    return bytes(data)


@contextmanager
def filled(tabled: Tabled) -> Iterator[sqlite3.Connection]:
    """A database in memory with every table, index and view."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        connection.executescript(
            f"pragma page_size=4096; pragma encoding='UTF-8'; pragma auto_vacuum=none; pragma user_version={FORMAT};"
        )
        connection.execute("begin")
        for table in TABLES:
            connection.execute(creation(table))
            _fill(connection, table, tabled)
        for statement in _later():
            _run(connection, statement)
        connection.execute("commit")
        yield connection


def _fill(connection: sqlite3.Connection, table: Table, tabled: Tabled) -> None:
    marks = ",".join("?" * len(table.columns))
    connection.executemany(f"insert into {quoted(table.name)} values ({marks})", tabled.stored(table.name))  # noqa: S608


def _run(connection: sqlite3.Connection, statement: str) -> None:
    try:
        connection.execute(statement)
    except sqlite3.OperationalError as error:
        if "fts5" in str(error):
            hint = "use a Python whose sqlite3 has FTS5"
            raise UnreadableError("this SQLite has no full-text search", hint) from None
        raise


def creation(table: Table) -> str:
    """The statement that makes a table."""
    parts = [_column(column) for column in table.columns]
    parts.append(f"primary key ({', '.join(map(quoted, table.key))})")
    parts.extend(
        f"foreign key ({quoted(column.name)}) references {quoted(column.refers)} ({quoted(key_of(column))})"
        for column in table.columns
        if column.refers
    )
    return f"create table {quoted(table.name)} (\n  " + ",\n  ".join(parts) + "\n)"


def key_of(column: Column) -> str:
    """The column of another table that a column refers to."""
    return BY_NAME[column.refers].key[0]


def _column(column: Column) -> str:
    return f"{quoted(column.name)} {_TYPES.get(column.type, 'text')}" + (" not null" if column.needed else "")


def _later() -> Iterator[str]:
    for table in TABLES:
        yield from _indexes(table)
        if table.searched:
            name, columns = quoted(f"{table.name}_fts"), ", ".join(map(quoted, table.searched))
            yield f"create virtual table {name} using fts5({columns}, content={quoted(table.name)})"
            yield f"insert into {name} ({name}) values ('rebuild')"  # noqa: S608
    for view in VIEWS:
        yield f"create view {quoted(view.name)} as\n{view.sql}"


def _indexes(table: Table) -> Iterable[str]:
    wanted = [column.name for column in table.columns if column.refers and column.name != table.key[0]]
    wanted = [] if table.name == "change_values" else wanted
    for name in (*wanted, *_PLAIN_INDEXES.get(table.name, ())):
        index = quoted(f"{table.name}_{name}")
        yield f"create index {index} on {quoted(table.name)} ({quoted(name)})"
