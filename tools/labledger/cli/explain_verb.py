"""`labledger explain`: what is read in two clauses, and which rule concludes what from it."""

from __future__ import annotations

from pathlib import Path

import click

from labledger.cli.place import examples
from labledger.errors import UnreadableError, UsageError


@click.command(
    epilog=examples(
        'labledger explain "We will not deploy unless the board approves" '
        '"We will not deploy without notifying the board"',
        'labledger explain "We publish each report." "We publish a summary." --account "Reports get shorter." --json',
    )
)
@click.argument("old")
@click.argument("new")
@click.option(
    "--account",
    multiple=True,
    metavar="ITEM",
    help="An item of the lab's own account of the revision. Repeat for several.",
)
@click.option("--no-account", is_flag=True, help="An account was searched for, and there is none.")
@click.option("--json", "json_", is_flag=True, help="Print plain data.")
@click.option("--color", type=click.Choice(("auto", "always", "never")), default="auto", help="Colour on terminals.")
def command(old: str, new: str, account: tuple[str, ...], no_account: bool, json_: bool, color: str) -> None:
    """Show what is read in two wordings of one clause, OLD and NEW, and what follows from it by which rule.

    A text that begins with @ names a file that holds the clause; @@ stands for a plain @. An empty text is no clause:
    it was added, or removed.
    """
    if account and no_account:
        raise UsageError("--account and --no-account exclude each other", "leave one out")
    before, after = _clause("OLD", old), _clause("NEW", new)
    from labledger.report.explanation import explain

    explanation = explain(before, after, account or None, searched=bool(account) or no_account)
    if json_:
        from labledger.report.document import document

        click.echo(document(explanation), nl=False)
        return
    from labledger.cli.paint import paint
    from labledger.report.explanation_text import as_lines

    paint(as_lines(explanation), color)


def _clause(side: str, text: str) -> str:
    """The clause that an argument gives or, after an @, names the file of."""
    if not text.startswith("@"):
        return text
    if text.startswith("@@"):
        return text[1:]
    from labledger.store.limits import LIMITS

    name = text[1:]
    try:
        with Path(name).open("rb") as file:
            raw = file.read(LIMITS.file_bytes + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise UnreadableError(
            f"{side}: {name} cannot be read: {reason}", "after @ comes the name of a file; @@ is a plain @"
        ) from None
    if len(raw) > LIMITS.file_bytes:
        raise UnreadableError(
            f"{side}: {name} has more than {LIMITS.file_bytes} bytes", "give one clause, not a document"
        )
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise UnreadableError(f"{name}:{line}: byte {raw[error.start]:#04x} is not UTF-8", "save it as UTF-8") from None
