"""`labledger compare`: put labs side by side."""

from __future__ import annotations

import click

from labledger.cli.place import data_options, examples, find, known_lab, records, today
from labledger.errors import UsageError


@click.command(
    epilog=examples(
        "labledger compare anthropic openai", "labledger compare anthropic openai google-deepmind --area evaluation"
    )
)
@click.argument("labs", nargs=-1, required=True)
@data_options
@click.option("--area", help="Only provisions of this area: threshold, evaluation, security, ...")
@click.option("--on", metavar="DATE", help="What was in force on this day (default: today).")
@click.option("--as-of", metavar="REV", help="As recorded at a revision or by a day.")
@click.option("--json", "json_", is_flag=True, help="Print plain data.")
@click.option("--color", type=click.Choice(("auto", "always", "never")), default="auto", help="Colour on terminals.")
def command(labs: tuple[str, ...], data: str | None, repo: str | None, area: str | None, on: str | None,
            as_of: str | None, json_: bool, color: str) -> None:  # fmt: skip
    """Put what LABS have bound themselves to side by side, area by area, strongest words first."""
    from labledger.cli.filters import chosen
    from labledger.cli.paint import paint
    from labledger.dates import DateError, PartialDate
    from labledger.report import comparison
    from labledger.report.document import document

    if len(labs) < 2:
        raise UsageError("compare needs two labs or more", "labledger list lab")
    dataset, _ = records(find(data, repo), as_of)
    for lab in labs:
        known_lab(dataset, lab)
    chosen({"area": [area] if area else []})
    try:
        day = PartialDate.parse(on).last if on else today(None)
    except DateError as error:
        raise UsageError(str(error)) from None
    table = comparison.compare_labs(dataset, labs, day, area)
    if json_:
        click.echo(document({"schema": "labledger/comparison/1", "on": day.isoformat(), "areas": table}), nl=False)
    else:
        paint(comparison.as_lines(table, labs, day), color)
