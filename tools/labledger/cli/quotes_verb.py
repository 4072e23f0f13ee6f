"""`labledger quotes`: hold quotations against their originals."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from labledger.cli.place import data_options, examples, find, records
from labledger.errors import UsageError


@click.command(
    epilog=examples(
        "labledger quotes article.md --original policy.md",
        "labledger quotes --texts texts/",
    )
)
@click.argument("what", metavar="[FILE | FOLDER | WORDS]", required=False)
@click.option("--original", "originals", multiple=True, metavar="PATH", help="A text, or a folder of texts. Repeat.")
@click.option("--texts", metavar="DIR", help="Documents you hold, matched by sha256 with the captures of sources.")
@data_options
@click.option("--format", "form", type=click.Choice(("text", "json")), default="text", help="Form of the output.")
@click.option("--json", "json_", is_flag=True, help="The same as --format json.")
@click.option("--color", type=click.Choice(("auto", "always", "never")), default="auto", help="Colour on terminals.")
def command(what: str | None, originals: tuple[str, ...], texts: str | None, data: str | None, repo: str | None,
            form: str, json_: bool, color: str) -> int:  # fmt: skip
    """Grade quotations: exact, elided, altered, meaning reversed, or not found, with the words that differ.

    Of a file or folder, what stands in quotation marks; of WORDS, those words; without either, every quotation of the
    dataset. Of the originals no more is printed than the words that differ. Exit code 1 when a quotation is altered,
    reversed or not found.
    """
    if what is not None:
        if not originals or texts:
            raise UsageError("a quotation is held against its original", "name it: --original FILE")
        found = list(_of_texts(what, originals))
    elif originals:
        raise UsageError("--original is for a text that quotes", "name the text, or give --texts DIR for the dataset")
    else:
        found = _of_dataset(data, repo, texts)
    return tell(found, json_ or form == "json", color)


def tell(found: list[Any], as_json: bool, color: str) -> int:
    """Print verdicts; the exit code says whether one of them is a finding."""
    from labledger.cli.paint import paint
    from labledger.report.document import document
    from labledger.report.quotes import as_data, as_lines

    if as_json:
        click.echo(document(as_data(found)), nl=False)
    else:
        paint(as_lines(found), color)
    return 1 if any(verdict.is_finding for verdict in found) else 0


def _of_dataset(data: str | None, repo: str | None, texts: str | None) -> list[Any]:
    from labledger.archive.quotes import of_dataset

    dataset, _ = records(find(data, repo))
    return list(of_dataset(dataset, held_texts(texts, dataset)))


def held_texts(folder: str | None, dataset: Any) -> Any:
    """The texts of the dataset's sources that a folder holds; none without a folder."""
    from labledger.archive.texts import in_folder, of_dataset, readable

    if folder is None:
        return {}
    place = Path(folder)
    found = of_dataset(readable(in_folder(place), place), dataset)
    if not any("/" in name for name in found):
        click.echo(f"labledger: no file of {folder} has the sha256 of a capture", err=True)
    return found


def _of_texts(what: str, originals: tuple[str, ...]) -> Iterator[Any]:
    from labledger.archive.quotes import held_against, in_text
    from labledger.archive.texts import in_folder, readable

    held = [one for name in originals for one in readable(in_folder(Path(name)), Path(name))]
    # A quotation may be longer than a name may be, at which a Path raises.
    if not os.path.exists(what):
        if len(what.split()) < 2:
            raise UsageError(f"{what[:80]} is neither a file nor a quotation of two words and more")
        yield from held_against("the words given", [what], held)
        return
    for one in readable(in_folder(Path(what)), Path(what)):
        yield from held_against(one.name, in_text(one.text), held)
