"""Rows as Python has them, and on their way to pandas, polars or Arrow where these are installed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.util import find_spec
from typing import Any, overload

from labledger.errors import UnreadableError
from labledger.release.encode import packed

Row = dict[str, Any]


class Rows(Sequence[Mapping[str, Any]]):
    """Rows with named columns; each row is a mapping of column to value. Nothing in them is shared with the dataset."""

    def __init__(self, columns: Iterable[str], rows: Iterable[Sequence[Any]]) -> None:
        self.columns = tuple(columns)
        self._rows = tuple(map(tuple, rows))

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[Row]:
        return (dict(zip(self.columns, row, strict=True)) for row in self._rows)

    @overload
    def __getitem__(self, at: int) -> Row: ...
    @overload
    def __getitem__(self, at: slice) -> Rows: ...
    def __getitem__(self, at: int | slice) -> Row | Rows:
        if isinstance(at, slice):
            return Rows(self.columns, self._rows[at])
        return dict(zip(self.columns, self._rows[at], strict=True))

    def __repr__(self) -> str:
        return f"<{len(self)} rows: {', '.join(self.columns)}>"

    def column(self, name: str) -> list[Any]:
        """The values of one column, in order. Raises KeyError for no column of that name."""
        if name not in self.columns:
            raise KeyError(name)
        at = self.columns.index(name)
        return [row[at] for row in self._rows]

    def where(self, **values: Any) -> Rows:
        """The rows whose columns have these values. Raises KeyError for no column of a name."""
        wanted = [(self.columns.index(name), value) for name, value in values.items() if self.column(name) is not None]
        return Rows(self.columns, (row for row in self._rows if all(row[at] == value for at, value in wanted)))

    def to_dicts(self) -> list[Row]:
        """The rows as a list of dictionaries."""
        return [dict(row) for row in self]

    def to_pandas(self) -> Any:
        """A pandas DataFrame; lists and structured values stay Python objects.

        Raises UnreadableError where pandas is not installed.
        """
        _needed("pandas")
        import pandas

        return pandas.DataFrame.from_records(list(self._rows), columns=list(self.columns))

    def to_polars(self) -> Any:
        """A polars DataFrame; structured values are JSON. Raises UnreadableError where polars is not installed."""
        _needed("polars")
        import polars

        return polars.DataFrame(self._flat(), strict=False)

    def to_arrow(self) -> Any:
        """An Arrow table; structured values are JSON. Raises UnreadableError where pyarrow is not installed."""
        _needed("pyarrow")
        from labledger.release.parquet import arrow_of

        return arrow_of(self._flat())

    def _flat(self) -> dict[str, list[Any]]:
        """Columns in which every value is a scalar or a list of text, as the typed libraries want them."""
        return {name: _uniform(self.column(name)) for name in self.columns}


def _uniform(values: list[Any]) -> list[Any]:
    """Values of one type: lists of text as they are, anything structured or mixed as JSON."""
    present = [value for value in values if value is not None]
    if all(isinstance(value, list) and all(isinstance(part, str) for part in value) for value in present):
        return values
    if len({type(value) for value in present}) == 1 and not isinstance(present[0], (list, dict)):
        return values
    if all(isinstance(value, (int, float)) and not isinstance(value, bool) for value in present):
        return [None if value is None else float(value) for value in values]
    return [value if value is None else packed(value) for value in values]


def _needed(library: str) -> None:
    if find_spec(library) is None:
        raise UnreadableError(f"{library} is not installed", f"run: pip install {library}")
