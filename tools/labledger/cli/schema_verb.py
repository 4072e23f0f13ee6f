"""`labledger schema`: the JSON Schema of a kind of record, or of a report."""

from __future__ import annotations

import json

import click

from labledger.cli.place import examples
from labledger.errors import UsageError


@click.command(epilog=examples("labledger schema version", "labledger schema report > report.schema.json"))
@click.argument("name", required=False)
def command(name: str | None) -> None:
    """Print the JSON Schema of NAME: a kind of record (lab, framework, version, ...), or report."""
    from labledger.report.schema import NAMES, schema_of

    if name is None:
        click.echo("\n".join(NAMES))
        return
    if name not in NAMES:
        raise UsageError(f"no schema {name}", f"one of: {', '.join(NAMES)}")
    click.echo(json.dumps(schema_of(name), ensure_ascii=False, indent=2, sort_keys=True))
