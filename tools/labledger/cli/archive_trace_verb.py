"""`labledger archive trace`: passages of the dataset looked for in every version of an archive."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from labledger.cli.place import examples, find, records
from labledger.errors import UsageError


@click.command(
    "trace",
    epilog=examples(
        "labledger archive trace archive.git --lab anthropic",
        "labledger archive trace archive.git 'acme/commitments/testing' --document 'Acme/*'",
        "labledger archive trace archive.git --passage clause.txt",
    ),
)
@click.argument("repo", metavar="REPO", type=click.Path(exists=True, path_type=Path))
@click.argument("subjects", metavar="[RECORD[#PROVISION]]...", nargs=-1)
@click.option("--lab", metavar="LAB", help="Only passages of records of this lab.")
@click.option("--passage", metavar="FILE", help="A passage of your own instead of the dataset's; - for standard input.")
@click.option("--document", metavar="GLOB", help="Only documents of this name; * and ? stand for anything.")
@click.option("--map", "maps", multiple=True, metavar="OLD=NEW", help="A service or document renamed.")
@click.option("--data", metavar="DIR", help="Folder of the dataset (default: the checkout's, else the package's).")
@click.option("--json", "json_", is_flag=True, help="Print plain data.")
@click.option("--color", type=click.Choice(("auto", "always", "never")), default="auto", help="Colour.")
def command(repo: Path, subjects: tuple[str, ...], lab: str | None, passage: str | None, document: str | None,
            maps: tuple[str, ...], data: str | None, json_: bool, color: str) -> None:  # fmt: skip
    """Say for each passage with shingles in which versions it is present, altered and how, or missing.

    Passages are those of provisions and commitments; they are looked for in every version of every document.
    What was captured badly or deleted is told as such, and "missing" comes with where it was searched.
    """
    from labledger.archive.absence import absences
    from labledger.archive.changes import changes, named
    from labledger.archive.history import documents, parse_map
    from labledger.archive.repository import opened
    from labledger.archive.trace import searched, trace
    from labledger.store.cache import Cache

    wanted = _given(passage) if passage is not None else _wanted(data, subjects, lab)
    with opened(repo) as archive, Cache() as cache:
        for remark in archive.remarks():
            click.echo(f"labledger: {remark}", err=True)
        captures = archive.captures()
        chosen = named(documents(captures, parse_map(maps)), document)
        if not chosen:
            raise UsageError(f"no document is named {str(document)[:80]}", "see: labledger archive stats")
        classed = list(changes(archive, chosen, cache))
        traces = list(trace(archive, chosen, classed, wanted))
    unknown = list(absences(captures, classed))
    _tell(traces, searched(traces), unknown, json_, color)


def _tell(traces: list[Any], logs: Any, unknown: list[Any], json_: bool, color: str) -> None:
    from labledger.cli.paint import paint
    from labledger.report.document import document
    from labledger.report.trace import as_data, as_lines

    if json_:
        click.echo(document(as_data(traces, logs, unknown)), nl=False)
    else:
        paint(as_lines(traces, logs, unknown), color)


def _given(name: str) -> list[Any]:
    """A passage from a file. Raises UsageError where it is too short to be told from others."""
    from labledger.archive.trace import Wanted
    from labledger.store.tree import read_file
    from labledger.text.shingles import WIDTH, passage_shingles
    from labledger.text.words import words

    data = sys.stdin.buffer.read() if name == "-" else read_file(Path(name))
    text = data.decode("utf-8", "replace")
    if len(words(text)) < 2 * WIDTH:
        raise UsageError(f"the passage has fewer than {2 * WIDTH} words", "give the whole sentence")
    return [Wanted("the passage given", name, passage_shingles(text))]


def _wanted(data: str | None, subjects: tuple[str, ...], lab: str | None) -> list[Any]:
    """The passages of the dataset that are asked for. Raises UsageError where none has shingles."""
    from labledger.archive.quotes import citations
    from labledger.archive.trace import Wanted
    from labledger.cli.place import known_lab
    from labledger.ids import lab_of

    dataset, _ = records(find(data, None))
    known_lab(dataset, lab)
    found = [
        Wanted(subject, str(citation.get("source")), frozenset(map(str, citation["shingles"])))
        for record_id, record in sorted(dataset.records.items())
        if "tombstone" not in record and lab in (None, lab_of(record_id))
        for subject, citation in citations(record_id, record)
        if citation.get("shingles") and (not subjects or {subject, record_id} & set(subjects))
    ]
    if not found:
        raise UsageError(
            "no passage that is asked for has shingles", "make them: labledger texts shingles, or --passage"
        )
    return found
