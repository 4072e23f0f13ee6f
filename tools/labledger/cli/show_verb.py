"""`labledger show`: a record, a lab on a day, or a provision through its versions."""

from __future__ import annotations

from typing import Any

import click

from labledger.cli.place import data_options, examples, find, records, today
from labledger.errors import UnreadableError, UsageError


@click.command(
    epilog=examples("labledger show anthropic --on 2024-06-01", "labledger show 'anthropic/rsp#eval-cadence'")
)
@click.argument("record_id", metavar="ID")
@data_options
@click.option("--on", metavar="DATE", help="What was true on this day (labs and frameworks; default: today).")
@click.option("--as-of", metavar="REV", help="As it had been recorded at a revision or by a day.")
@click.option("--today", "today_", metavar="DATE", help="The day that counts as today.")
@click.option("--json", "json_", is_flag=True, help="Print plain data.")
@click.option("--color", type=click.Choice(("auto", "always", "never")), default="auto", help="Colour on terminals.")
def command(record_id: str, data: str | None, repo: str | None, on: str | None, as_of: str | None, today_: str | None,
            json_: bool, color: str) -> None:  # fmt: skip
    """Show what is recorded under ID.

    A lab reads like a briefing for one day: frameworks in force, facts, promises, questions.
    A framework shows the version in force; a provision id with # shows it through all versions.
    """
    from labledger.cli.paint import paint
    from labledger.report import briefing
    from labledger.report.document import document

    dataset, _ = records(find(data, repo), as_of)
    day = _day(on, today_)
    base, _, slug = record_id.partition("#")
    _known(dataset, base)
    if slug and not briefing.provision_history(dataset, record_id):
        _no_provision(dataset, base, slug)
    if json_:
        click.echo(document(_data(dataset, record_id)), nl=False)
        return
    paint(briefing.brief(dataset, record_id, day), color)


def _day(on: str | None, today_: str | None) -> Any:
    from labledger.dates import DateError, PartialDate

    if on is None:
        return today(today_)
    try:
        return PartialDate.parse(on).last
    except DateError as error:
        raise UsageError(str(error)) from None


def _known(dataset: Any, base: str) -> None:
    if base not in dataset:
        from labledger.text.closest import did_you_mean

        raise UnreadableError(f"no record {base}", did_you_mean(base, dataset.records))


def _no_provision(dataset: Any, base: str, slug: str) -> None:
    from labledger.report.briefing import slugs_of
    from labledger.text.closest import did_you_mean

    raise UnreadableError(f"{base} has no provision {slug}", did_you_mean(slug, slugs_of(dataset, base)))


def _data(dataset: Any, record_id: str) -> dict[str, Any]:
    from labledger.report.briefing import provision_history

    if "#" in record_id:
        found = [
            {"version": version, "provision": provision} for version, provision in provision_history(dataset, record_id)
        ]
        return {"schema": "labledger/provision/1", "id": record_id, "versions": found}
    return {"schema": "labledger/record/1", "record": dataset.get(record_id)}
