"""Painting: styled spans on a terminal, plain text anywhere else."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path

import click

from labledger.errors import UsageError
from labledger.report.as_text import Line

STYLES = {
    "weaken": "bold red", "strengthen": "bold green", "unclear": "bold yellow", "neutral": "cyan", "title": "bold",
    "dim": "dim", "strong": "bold", "error": "bold red", "warning": "yellow",
}  # fmt: skip


def wants_colour(choice: str) -> bool:
    """Whether to colour: as asked, else on a terminal unless NO_COLOR is set."""
    if choice != "auto":
        return choice == "always"
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def paint(lines: Iterable[Line], colour: str = "auto") -> None:
    """Write lines to standard output."""
    if not wants_colour(colour):
        click.echo(plain(lines), nl=False)
        return
    from rich.console import Console
    from rich.text import Text

    console = Console(force_terminal=True, highlight=False, markup=False, emoji=False, soft_wrap=True)
    for line in lines:
        console.print(Text.assemble(*((span.text, STYLES.get(span.style, "")) for span in line)))


def plain(lines: Iterable[Line]) -> str:
    """Lines as text without colour."""
    return "".join("".join(span.text for span in line) + "\n" for line in lines)


def deliver(text: str, output: str | None, force: bool = False) -> None:
    """Write text to standard output, or whole to a file: never through a link, never over one unasked."""
    if output is None or output == "-":
        click.echo(text, nl=False)
        return
    from labledger.store.write import write_file

    target = Path(output)
    if target.is_symlink() or target.is_dir():
        raise UsageError(f"-o {output} is a {'link' if target.is_symlink() else 'folder'}", "name a file")
    if target.exists() and not target.is_file():
        raise UsageError(f"-o {output} is not a regular file", "name a file, or - for the terminal")
    if target.suffix == ".yaml":
        raise UsageError(f"-o {output} would pass for a record of the dataset", "name it otherwise")
    if target.exists() and not force:
        raise UsageError(f"-o {output} exists", "add --force to replace it")
    write_file(target, text.encode("utf-8"))
    click.echo(f"wrote {output}", err=True)
