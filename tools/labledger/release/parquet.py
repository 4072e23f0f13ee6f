"""Tables as Parquet, where pyarrow is installed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from importlib.util import find_spec
from typing import Any

from labledger.release.encode import packed, packed_list
from labledger.release.table import Cell, Table


def available() -> bool:
    """Whether Parquet can be written here."""
    return find_spec("pyarrow") is not None


def arrow_table(table: Table, rows: Sequence[Sequence[Cell]]) -> Any:
    """A table in Arrow's form: lists stay lists, other data is JSON text, each column carries its meaning."""
    import pyarrow as pa

    types = {"integer": pa.int64(), "number": pa.float64(), "boolean": pa.bool_(), "list": pa.list_(pa.string())}
    fields, columns = [], []
    for at, column in enumerate(table.columns):
        kind = types.get(column.type, pa.string())
        cells = [row[at] for row in rows]
        if column.type == "data":
            cells = [None if cell is None else packed(cell) for cell in cells]
        fields.append(pa.field(column.name, kind, not column.needed, {"description": column.meaning}))
        columns.append(pa.array(cells, kind))
    return pa.Table.from_arrays(columns, schema=pa.schema(fields, {"title": table.title}))


def parquet(table: Table, rows: Sequence[Sequence[Cell]]) -> bytes:
    """A table as the bytes of a Parquet file."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    sink = pa.BufferOutputStream()
    pq.write_table(arrow_table(table, rows), sink, compression="zstd")
    data: bytes = sink.getvalue().to_pybytes()
    return data


def parquet_rows(table: Table, data: bytes) -> list[list[Cell]]:
    """The rows of a Parquet file as a database would hold them. Raises ValueError for other bytes."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    found = pq.read_table(pa.BufferReader(data)).to_pydict()
    turn: dict[str, Callable[[Any], Cell]] = {"list": packed_list, "boolean": int}
    columns = [
        [cell if cell is None or column.type not in turn else turn[column.type](cell) for cell in found[column.name]]
        for column in table.columns
    ]
    return [list(row) for row in zip(*columns, strict=True)]


def arrow_of(columns: Mapping[str, list[Any]]) -> Any:
    """Columns of uniform values as an Arrow table."""
    import pyarrow as pa

    return pa.table(dict(columns))
