"""`labledger texts`: shingles of passages, and what held texts say of the dataset."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from labledger.cli.place import data_options, examples, find, records
from labledger.errors import UnreadableError, UsageError


@click.group(
    epilog=examples(
        "labledger texts verify --texts texts/",
        "labledger texts verify --texts texts/ --json",
    )
)
def command() -> None:
    """Work with documents that you hold: the dataset keeps hashes of their passages and never the passages."""


@command.command(
    epilog=examples(
        "labledger texts shingles anthropic/rsp/v2.2#pause --texts texts/ --from 'we will pause training'",
        "labledger texts shingles acme/commitments/testing --archive a.git --document 'Acme/Terms' --on 2025-03-01"
        " --from 'we test' --to 'each year'",
    )
)
@click.argument("subject", metavar="RECORD[#PROVISION]")
@click.option("--texts", metavar="DIR", help="Documents you hold, matched by sha256 with the captures of the source.")
@click.option("--archive", "archive_", metavar="REPO", help="A text archive that holds the document.")
@click.option("--document", metavar="NAME", help="With --archive: the document.")
@click.option("--on", "day", metavar="DAY", help="With --archive: the text in force on that day, or at a revision.")
@click.option("--from", "beginning", metavar="WORDS", help="Words of the sentence that the passage begins with.")
@click.option("--to", "end", metavar="WORDS", default="", help="Words of the sentence that it ends with.")
@click.option("--passage", metavar="FILE", help="The whole passage, from a file; - for standard input.")
@click.option("--source", metavar="ID", help="The source cited (default: the version's document, or the only one).")
@click.option("--locator", metavar="TEXT", help="Page or section of the citation.")
@click.option("--dry-run", is_flag=True, help="Print the shingles and write nothing.")
@data_options
def shingles(subject: str, texts: str | None, archive_: str | None, document: str | None, day: str | None,
             beginning: str | None, end: str, passage: str | None, source: str | None, locator: str | None,
             dry_run: bool, data: str | None, repo: str | None) -> None:  # fmt: skip
    """Make shingles of a passage and store them with its citation.

    The passage is named by words of its first sentence, or given whole; it must stand in the document word for word.
    It is not stored: shingles are hashed runs of its words, by which anyone who holds the document can find it.
    """
    from labledger.archive.marking import mark, passage_of, with_shingles
    from labledger.cli.records import existing, tell, write

    place = find(data, repo)
    record_id, _, slug = subject.partition("#")
    record = existing(place, record_id)
    cited = source or _only_source(record, slug)
    text = _text(place, record, cited, texts, (archive_, document, day))
    if (beginning is None) is (passage is None):
        raise UsageError("name the passage by --from WORDS, or give it whole by --passage FILE")
    chosen = passage_of(text, beginning, end) if beginning is not None else _given(str(passage))
    marked = mark(text, chosen)
    changed = with_shingles(record, slug, cited, locator, marked)
    if marked.times > 1:
        tell(f"the passage stands {marked.times} times in the text; its shingles are those of each")
    if dry_run:
        click.echo("".join(f"{shingle}\n" for shingle in sorted(marked.shingles)), nl=False)
        return
    path = write(place, changed)
    tell(f"wrote {path}: {len(marked.shingles)} shingles of {marked.words} words", "next: labledger check")


def _only_source(record: dict[str, Any], slug: str) -> str:
    """The source that is meant: the version's document, or the only one cited. Raises UsageError otherwise."""
    document = record.get("document") or {}
    if slug and document.get("source"):
        return str(document["source"])
    sources = sorted({str(citation.get("source")) for citation in record.get("citations", ())})
    if len(sources) != 1:
        raise UsageError(f"{record.get('id')} cites {len(sources)} sources", "name one by --source ID")
    return sources[0]


def _given(name: str) -> str:
    from labledger.store.tree import read_file

    data = sys.stdin.buffer.read() if name == "-" else read_file(Path(name))
    return data.decode("utf-8", "replace")


def _text(
    place: Any, record: dict[str, Any], source: str, texts: str | None, archive: Sequence[str | None]
) -> str:  # fmt: skip
    """The document that holds the passage, from the folder or from the archive."""
    if (texts is None) is (archive[0] is None):
        raise UsageError("name what you hold: --texts DIR, or --archive REPO with --document and --on")
    if archive[0] is not None:
        return _archived(archive)
    from labledger.cli.quotes_verb import held_texts

    dataset, _ = records(place)
    held = held_texts(texts, dataset)
    digest = str((record.get("document") or {}).get("sha256", ""))
    of_version = str((record.get("document") or {}).get("source", "")) == source
    found = (held.get(digest, ()) if of_version else ()) or held.get(source, ())
    if not found:
        hint = "a file counts when its sha256 is that of a capture: labledger show " + source
        raise UnreadableError(f"no file of {texts} is {source}", hint)
    return str(found[0])


def _archived(archive: Sequence[str | None]) -> str:
    """The text of a document in an archive on a day or at a revision."""
    from labledger.cli.archive_diff_verb import text_of

    place, document, day = archive
    if document is None or day is None:
        raise UsageError("--archive REPO goes with --document NAME and --on DAY")
    return str(text_of(Path(str(place)), document, day))


@command.command(epilog=examples("labledger texts verify --texts texts/", "labledger texts verify --json"))
@click.option("--texts", metavar="DIR", help="Documents you hold, matched by sha256 with the captures of sources.")
@click.option("--lab", metavar="LAB", help="Only records of this lab.")
@data_options
@click.option("--json", "json_", is_flag=True, help="Print plain data.")
@click.option("--color", type=click.Choice(("auto", "always", "never")), default="auto", help="Colour on terminals.")
def verify(texts: str | None, lab: str | None, data: str | None, repo: str | None, json_: bool, color: str) -> int:
    """Hold every quotation and every passage of the dataset against the texts that you hold.

    Passages are looked for by their shingles. What has no text is told as not checked and never as sound. Exit code 1
    when words stand nowhere in their source, are altered or reversed, or when a passage is missing.
    """
    from labledger.archive.quotes import of_dataset, passages
    from labledger.cli.place import known_lab
    from labledger.cli.quotes_verb import held_texts
    from labledger.cli.quotes_verb import tell as told
    from labledger.ids import lab_of

    dataset, _ = records(find(data, repo))
    known_lab(dataset, lab)
    held = held_texts(texts, dataset)
    found = [*of_dataset(dataset, held), *passages(dataset, held)]
    return told([one for one in found if lab in (None, lab_of(one.subject.partition("#")[0]))], json_, color)
