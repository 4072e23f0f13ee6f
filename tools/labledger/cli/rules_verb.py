"""`labledger rules`: explain the rules behind the labels."""

from __future__ import annotations

import dataclasses
from typing import Any

import click

from labledger.cli.place import examples
from labledger.errors import UnreadableError


@click.command(epilog=examples("labledger rules", "labledger rules cadence-slowed"))
@click.argument("rule_id", metavar="[ID]", required=False)
@click.option("--direction", help="Only rules that say weaken, strengthen, neutral or unclear.")
@click.option("--json", "json_", is_flag=True, help="Print plain data.")
def command(rule_id: str | None, direction: str | None, json_: bool) -> None:
    """List every rule, or explain the one with this ID or code: what it sees, why it matters, what it does not see."""
    from labledger.cli.filters import chosen as checked
    from labledger.label.rule import LABEL_SET, rules
    from labledger.report.document import document

    checked({"direction": [direction] if direction else []})

    chosen = [rule for rule in rules() if rule_id in (None, rule.id, rule.code)]
    chosen = [rule for rule in chosen if direction in (None, rule.direction)]
    if rule_id is not None and not chosen:
        from labledger.text.closest import did_you_mean

        raise UnreadableError(f"no rule {rule_id}", did_you_mean(rule_id, [rule.id for rule in rules()]))
    if json_:
        data = {
            "schema": "labledger/rules/1",
            "label_set": LABEL_SET,
            "rules": [dataclasses.asdict(rule) for rule in chosen],
        }
        click.echo(document(data), nl=False)
    elif rule_id is not None:
        for rule in chosen:
            click.echo(_page(rule))
    else:
        click.echo(f"{len(chosen)} rules, label set {LABEL_SET}; `labledger rules ID` explains one\n")
        for rule in chosen:
            click.echo(f"{rule.code:6} {rule.id:34} {rule.direction:10} {rule.severity:5} {rule.title}")


def _page(rule: Any) -> str:
    from labledger.label.predicates import PREDICATES

    predicate = PREDICATES.get(rule.when)
    test = (predicate.__doc__ or "").strip() if predicate else "Looks at what the other labels of a row add up to."
    lines = [
        f"{rule.code} {rule.id}: {rule.title}",
        "",
        f"says       {rule.direction}, severity {rule.severity}; plain labels: {', '.join(rule.labels) or 'by value'}",
        f"looks at   {rule.kind}: {', '.join(rule.fields)} ({', '.join(rule.actions) or 'any action'})",
        f"asks       {rule.when}{f' ({rule.with_})' if rule.with_ else ''}: {test}",
        f"sees       {rule.sees}",
        f"misses     {rule.misses}",
        f"why        {rule.why}",
        f"real case  {rule.known_case}",
        f"mirror     {rule.mirror}" if rule.mirror else f"no mirror  {rule.waiver}",
    ]
    if rule.permission == "inverse":
        lines.append("turned     in a permission or release the direction is the opposite")
    if rule.yields_to:
        lines.append(f"yields to  {', '.join(rule.yields_to)}")
    return "\n".join(lines)
