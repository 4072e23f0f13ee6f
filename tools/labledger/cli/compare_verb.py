"""`labledger compare`: put labs side by side."""

from __future__ import annotations

import json

import click

from labledger.cli.place import data_options, examples, find, records, today
from labledger.errors import UnreadableError, UsageError


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
    from labledger.cli.paint import paint
    from labledger.dates import DateError, PartialDate
    from labledger.report import comparison

    if len(labs) < 2:
        raise UsageError("compare needs two labs or more", "labledger list lab")
    dataset, _ = records(find(data, repo), as_of)
    for lab in labs:
        if lab not in dataset:
            from labledger.text.closest import did_you_mean

            raise UnreadableError(f"no lab {lab}", did_you_mean(lab, [i for i in dataset.records if "/" not in i]))
    if area is not None and area not in comparison.AREAS:
        raise UsageError(f"--area {area} is not known", f"one of: {', '.join(comparison.AREAS)}")
    try:
        day = PartialDate.parse(on).last if on else today(None)
    except DateError as error:
        raise UsageError(str(error)) from None
    table = comparison.compare_labs(dataset, labs, day, area)
    if json_:
        click.echo(
            json.dumps(
                {"schema": "labledger/comparison/1", "on": day.isoformat(), "areas": table},
                ensure_ascii=False,
                indent=2,
            )
        )
    else:
        paint(comparison.as_lines(table, labs, day), color)
