"""`labledger schema`: the JSON Schema of a kind of record, or of a report."""

from __future__ import annotations

import click

from labledger.cli.place import examples
from labledger.errors import UsageError


@click.command(epilog=examples("labledger schema version", "labledger schema report > report.schema.json"))
@click.argument("name", required=False)
def command(name: str | None) -> None:
    """Print the JSON Schema of NAME: a kind of record (lab, framework, version, ...), or report."""
    from labledger.report.document import document
    from labledger.report.schema import NAMES, schema_of

    if name is None:
        click.echo("\n".join(NAMES))
        return
    if name not in NAMES:
        from labledger.text.closest import did_you_mean

        raise UsageError(f"no schema {name}", did_you_mean(name, NAMES) or f"one of: {', '.join(NAMES)}")
    click.echo(document(schema_of(name)), nl=False)
