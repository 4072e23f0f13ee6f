"""`labledger query`: ask the tables by SQL."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from labledger.cli.place import data_options, examples, find, records, today
from labledger.errors import UsageError

_FORMATS = ("text", "csv", "json", "jsonl", "markdown")
_WIDTH = 60
DATABASE = "labledger.sqlite"


@click.command(
    epilog=examples(
        "labledger query 'select * from directions_by_lab_and_year'",
        "labledger query \"select date, subject, told from weakenings where lab = 'openai'\" --format csv",
    )
)
@click.argument("sql")
@data_options
@click.option("--db", metavar="FILE", help="Database of a release, or the release's folder (default: the dataset's).")
@click.option("--as-of", metavar="REV", help="The dataset as it had been recorded at a revision or by a day.")
@click.option("--today", "today_", metavar="DATE", help="Day for promises and questions (default: today).")
@click.option("--seconds", type=click.FloatRange(0, min_open=True), default=10.0, show_default=True, help="Time limit.")
@click.option(
    "--format", "format_", type=click.Choice(_FORMATS), default="text", show_default=True, help="Form of the output."
)
@click.option("--json", "json_", is_flag=True, help="The same as --format json.")
@click.option("-o", "--output", metavar="FILE", help="Write to a file.")
@click.option("--force", is_flag=True, help="Replace the file that -o names.")
def command(sql: str, data: str | None, repo: str | None, db: str | None, as_of: str | None, today_: str | None,
            seconds: float, format_: str, json_: bool, output: str | None, force: bool) -> None:  # fmt: skip
    """Ask the tables of a release by SQL: one statement that reads.

    `labledger tables` names the tables, columns and views. Lists stand in the tables as JSON.
    """
    from labledger.cli.paint import deliver
    from labledger.release.query import ask

    if db is not None and (data or repo or as_of):
        raise UsageError("--db names all there is", "leave out --data, --repo and --as-of")
    with _connection(data, repo, db, as_of, today_) as connection:
        answers = ask(connection, sql, seconds)
        text = _formatted(answers.columns, list(answers), "json" if json_ else format_)
    deliver(text, output, force)


@contextmanager
def _connection(data: str | None, repo: str | None, db: str | None, as_of: str | None, today_: str | None
                ) -> Iterator[Any]:  # fmt: skip
    from labledger.release.query import embedded, opened

    if db is not None:
        path = Path(db)
        with opened(path / DATABASE if path.is_dir() else path) as connection:
            yield connection
        return
    from labledger.release.tables import Tabled

    dataset, _ = records(find(data, repo), as_of)
    with embedded(Tabled(dataset, today(today_))) as connection:
        yield connection


def _formatted(columns: tuple[str, ...], rows: list[tuple[Any, ...]], format_: str) -> str:
    from labledger.report.document import line

    found = [dict(zip(columns, row, strict=True)) for row in rows]
    match format_:
        case "json":
            from labledger.report.document import document

            return document({"schema": "labledger/query/1", "columns": list(columns), "rows": found})
        case "jsonl":
            return "".join(map(line, found))
        case "csv":
            return _csv(columns, rows)
        case "markdown":
            return "".join(_markdown(columns, rows))
    return "".join(_text(columns, rows))


def _csv(columns: tuple[str, ...], rows: list[tuple[Any, ...]]) -> str:
    import csv
    import io

    from labledger.report.escape import csv_cell

    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    for row in (columns, *rows):
        writer.writerow([csv_cell(cell) if isinstance(cell, str) else cell for cell in row])
    return out.getvalue()


def _markdown(columns: tuple[str, ...], rows: list[tuple[Any, ...]]) -> Iterator[str]:
    from labledger.report.escape import markdown

    yield f"| {' | '.join(map(markdown, columns))} |\n"
    yield f"|{'---|' * len(columns)}\n"
    for row in rows:
        yield "| " + " | ".join("" if cell is None else markdown(str(cell)) for cell in row) + " |\n"


def _text(columns: tuple[str, ...], rows: list[tuple[Any, ...]]) -> Iterator[str]:
    """Columns side by side, long cells cut; a count at the end."""
    from labledger.report.escape import cut, one_line

    shown = [["" if cell is None else cut(one_line(str(cell)), _WIDTH) for cell in row] for row in (columns, *rows)]
    widths = [max(map(len, column)) for column in zip(*shown, strict=True)]
    for row in shown:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() + "\n"
    yield f"({len(rows)} row{'' if len(rows) == 1 else 's'})\n"
