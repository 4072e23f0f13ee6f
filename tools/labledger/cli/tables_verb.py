"""`labledger tables`: explain the tables, columns and views that a query can name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click

from labledger.cli.place import examples
from labledger.errors import UsageError

SCHEMA = "labledger/tables/1"


@click.command(epilog=examples("labledger tables", "labledger tables provisions"))
@click.argument("name", required=False)
@click.option("--json", "json_", is_flag=True, help="Print plain data.")
def command(name: str | None, json_: bool) -> None:
    """Explain the tables of a release, or the columns of the table NAME."""
    from labledger.release.tables import BY_NAME
    from labledger.release.views import VIEWS
    from labledger.report.document import document

    views = {view.name: view for view in VIEWS}
    if name is not None and name not in BY_NAME and name not in views:
        from labledger.text.closest import did_you_mean

        raise UsageError(f"no table {name}", did_you_mean(name, [*BY_NAME, *views]) or "run: labledger tables")
    tables = [table for table in BY_NAME.values() if name in (None, table.name)]
    chosen = [view for view in VIEWS if name in (None, view.name)]
    if json_:
        asked = [{"name": view.name, "question": view.question, "sql": view.sql} for view in chosen]
        click.echo(document({"schema": SCHEMA, "tables": list(map(_data, tables)), "views": asked}), nl=False)
    elif name is None:
        click.echo("\n".join(_overview(tables, chosen)))
    elif name in views:
        click.echo(f"{views[name].question}\n\n{views[name].sql}")
    else:
        click.echo("\n".join(_columns(tables[0])))


def _data(table: Any) -> dict[str, Any]:
    columns = [{"name": c.name, "type": c.type, "meaning": c.meaning, "refers": c.refers or None,
                "unit": c.unit or None, "needed": c.needed} for c in table.columns]  # fmt: skip
    return {"name": table.name, "title": table.title, "meaning": table.meaning, "key": list(table.key),
            "columns": columns}  # fmt: skip


def _overview(tables: list[Any], views: list[Any]) -> Iterator[str]:
    width = max(len(part.name) for part in (*tables, *views))
    yield "Tables"
    for table in tables:
        yield f"  {table.name:<{width}}  {table.meaning}"
    yield ""
    yield "Views"
    for view in views:
        yield f"  {view.name:<{width}}  {view.question}"


def _columns(table: Any) -> Iterator[str]:
    width = max(map(len, table.names))
    yield f"{table.name}: {table.meaning}"
    yield f"Key: {', '.join(table.key)}"
    yield ""
    for column in table.columns:
        further = [f"refers to {column.refers}"] if column.refers else []
        further += [f"unit: {column.unit}"] if column.unit else []
        yield f"  {column.name:<{width}}  {column.type:<7}  {column.meaning}" + (
            f" ({'; '.join(further)})" if further else ""
        )
    if table.searched:
        yield ""
        yield f"Full text: {table.name}_fts ({', '.join(table.searched)}), by rowid"
