"""`labledger archive diff`: the word-level redline of two versions of a document, or of two files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from labledger.cli.place import examples
from labledger.errors import UnreadableError, UsageError

_FORMS = ("text", "markdown", "html", "json")


@click.command(
    "diff",
    epilog=examples(
        "labledger archive diff archive.git 'Acme/Privacy Policy' 2026-01-31 2026-03-31",
        "labledger archive diff archive.git 'Acme/Privacy Policy' 1f2e3d4c --format html -o redline.html",
        "labledger archive diff old.md new.md",
    ),
)
@click.argument("words", metavar="REPO DOCUMENT [OLD] NEW | OLD_FILE NEW_FILE", nargs=-1, required=True)
@click.option("--map", "maps", multiple=True, metavar="OLD=NEW", help="A service or document renamed.")
@click.option("--format", "form", type=click.Choice(_FORMS), default="text", help="Form of the output.")
@click.option("-o", "--output", metavar="FILE", help="Write to a file.")
@click.option("--force", is_flag=True, help="Replace the file that -o names.")
@click.option("--color", type=click.Choice(("auto", "always", "never")), default="auto", help="Colour.")
def command(words: tuple[str, ...], maps: tuple[str, ...], form: str, output: str | None, force: bool,
            color: str) -> None:  # fmt: skip
    """Show a document word by word from OLD to NEW: days (the text in force at their end) or revisions.

    Without OLD, against the version before NEW. Kept passages are folded; what markup, links and dates hide is counted.
    """
    if len(words) == 2:
        view = _of_files(Path(words[0]), Path(words[1]))
    elif len(words) in (3, 4):
        view = _of_archive(Path(words[0]), words[1], words[2] if len(words) == 4 else None, words[-1], maps)
    else:
        raise UsageError(
            "two files, or REPO DOCUMENT and one or two days or revisions", "labledger archive diff --help"
        )
    _show(view, form, output, force, color)


def _show(view: dict[str, Any], form: str, output: str | None, force: bool, color: str) -> None:
    from labledger.cli.paint import deliver, paint, plain
    from labledger.report.difference_text import as_lines, as_markdown

    if form == "text" and output is None:
        paint(as_lines(view), color)
    elif form == "text":
        deliver(plain(as_lines(view)), output, force)
    elif form == "markdown":
        deliver(as_markdown(view), output, force)
    elif form == "html":
        from labledger.report.difference_page import as_page

        deliver(as_page(view), output, force)
    else:
        from labledger.report.document import document

        deliver(document(view), output, force)


def _of_files(old: Path, new: Path) -> dict[str, Any]:
    from labledger.archive.difference import of_texts
    from labledger.archive.folder import dated_name
    from labledger.report.difference import as_view
    from labledger.store.tree import read_file

    dated = [dated_name(path.name) for path in (old, new)]
    days = (dated[0][1].date() if dated[0] else None, dated[1][1].date() if dated[1] else None)
    view = as_view(of_texts(new.name, read_file(old), read_file(new), days), ())
    return view | {"not_known": ["two files do not say what stood there before, between and after them"]}


def _of_archive(repo: Path, name: str, old: str | None, new: str, maps: tuple[str, ...]) -> dict[str, Any]:
    from labledger.archive.absence import absences
    from labledger.archive.changes import changes
    from labledger.archive.difference import before_last, between
    from labledger.archive.history import documents, parse_map
    from labledger.archive.repository import opened
    from labledger.report.difference import as_view, touching
    from labledger.store.cache import Cache

    if not repo.exists():
        raise UnreadableError(f"{repo} does not exist", "a repository, a bundle or a folder")
    with opened(repo) as archive, Cache() as cache:
        for remark in archive.remarks():
            click.echo(f"labledger: {remark}", err=True)
        captures = archive.captures()
        chosen = one_document(documents(captures, parse_map(maps)), name)
        after = _version(archive, captures, chosen, new)
        before = _version(archive, captures, chosen, old) if old is not None else before_last(chosen, after)
        found = between(archive, chosen, before, after, cache)
        unknown = list(absences(captures, list(changes(archive, [chosen], cache))))
    return as_view(found, touching(unknown, chosen.path, before, after))


def text_of(repo: Path, name: str, moment: str) -> str:
    """The text of a document of an archive on a day or at a revision, without markup."""
    from labledger.archive.history import documents
    from labledger.archive.repository import opened
    from labledger.text.markdown import plain

    if not repo.exists():
        raise UnreadableError(f"{repo} does not exist", "a repository, a bundle or a folder")
    with opened(repo) as archive:
        captures = archive.captures()
        version = _version(archive, captures, one_document(documents(captures), name), moment)
        (data,) = archive.read([(version.path, version.blob)])
    return plain(data.decode("utf-8", "replace"))


def one_document(found: Any, name: str) -> Any:
    """The one document of an archive that has a name. Raises UsageError where none or several have it."""
    from labledger.archive.changes import named
    from labledger.report.escape import one_line
    from labledger.text.closest import did_you_mean

    exact = [document for document in found if name in (document.path, document.path.rsplit(".", 1)[0])]
    fitting = exact or named(found, name)
    if not fitting:
        known = [document.path.rsplit(".", 1)[0] for document in found]
        raise UsageError(
            f"no document is named {one_line(name)[:80]}", did_you_mean(name, known) or "see: archive stats"
        )
    if len(fitting) > 1:
        listed = ", ".join(one_line(document.path) for document in fitting[:5])
        raise UsageError(f"{len(fitting)} documents fit {one_line(name)[:80]}: {listed}", "name one")
    return fitting[0]


def _version(archive: Any, captures: Any, document: Any, text: str) -> Any:
    """The version of a document that a day or a revision names."""
    from labledger.archive.difference import ancestors, version_at, version_on
    from labledger.dates import DateError, PartialDate, looks_like_date

    if looks_like_date(text):
        try:
            return version_on(document, PartialDate.parse(text).last)
        except DateError as error:
            raise UsageError(str(error)) from None
    parents = {capture.commit: capture.parents for capture in captures}
    known = [commit for commit in parents if len(text) >= 7 and commit.startswith(text)]
    commit = known[0] if len(known) == 1 else archive.commit_of(text)
    return version_at(document, commit, lambda name: ancestors(parents, name))
