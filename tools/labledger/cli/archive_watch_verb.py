"""`labledger archive watch`: propose records for what an archive holds and the dataset does not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from labledger.cli.place import examples, find, records
from labledger.errors import UsageError


@click.command(
    "watch",
    epilog=examples(
        "labledger archive watch archive.git --as 'Acme/Terms=acme/terms'",
        "labledger archive watch archive.git --as 'Acme/Terms=acme/terms' -o proposed/",
        "labledger archive watch archive.git --as 'Acme/Terms=acme/terms' --branch proposed-terms",
    ),
)
@click.argument("repo", metavar="REPO", type=click.Path(exists=True, path_type=Path))
@click.option("--as", "pairs", multiple=True, required=True, metavar="DOCUMENT=FRAMEWORK", help="What a document is.")
@click.option("--map", "maps", multiple=True, metavar="OLD=NEW", help="A service or document renamed.")
@click.option("--data", metavar="DIR", help="Folder of the dataset (default: the checkout's, else the package's).")
@click.option("-o", "--output", metavar="DIR", help="Write the proposed files below this folder.")
@click.option("--patch", metavar="FILE", help="Write them as a patch for git apply; - for standard output.")
@click.option("--branch", metavar="NAME", help="Put them on a new branch of the dataset's repository.")
@click.option("--json", "json_", is_flag=True, help="Print plain data.")
def command(repo: Path, pairs: tuple[str, ...], maps: tuple[str, ...], data: str | None, output: str | None,
            patch: str | None, branch: str | None, json_: bool) -> None:  # fmt: skip
    """Propose versions, events and captures for changes after the last version recorded. A person decides.

    Without -o, --patch or --branch nothing is written. Run again, it proposes the same and writes nothing twice; what
    the dataset has taken over is not proposed any more. Broken captures are never proposed.
    """
    if sum(option is not None for option in (output, patch, branch)) > 1:
        raise UsageError("-o, --patch and --branch exclude each other")
    place = find(data, None)
    dataset, _ = records(place)
    made, left, unknown = _proposed(repo, pairs, maps, dataset)
    files = dict(_files(made))
    if output is not None:
        _write(Path(output), files)
    elif patch is not None:
        from labledger.cli.paint import deliver

        deliver("".join(_patch(place, files)), patch, force=True)
    elif branch is not None:
        _branch(place, branch, files)
    if patch != "-":
        _tell(made, left, unknown, json_)


def _proposed(repo: Path, pairs: tuple[str, ...], maps: tuple[str, ...], dataset: Any) -> tuple[Any, Any, Any]:
    """Proposals, changes left out, and what the archive does not know of the documents."""
    from labledger.archive.absence import absences
    from labledger.archive.changes import changes
    from labledger.archive.history import documents, parse_map
    from labledger.archive.repository import opened
    from labledger.archive.watch import Proposal, links, proposals
    from labledger.cli.archive_diff_verb import one_document
    from labledger.store.cache import Cache

    linked = links(pairs, dataset)
    found: list[Any] = []
    classed: list[Any] = []
    with opened(repo) as archive, Cache() as cache:
        for remark in archive.remarks():
            click.echo(f"labledger: {remark}", err=True)
        captures = archive.captures()
        every = documents(captures, parse_map(maps))
        for name, framework in linked.items():
            document = one_document(every, name)
            own = list(changes(archive, [document], cache))
            blobs = {change.step.new.blob: change.step.new.path for change in own if change.step.new.blob}
            texts = dict(zip(blobs, archive.read([(path, blob) for blob, path in blobs.items()]), strict=True))
            found += proposals(dataset, document, framework, own, texts)
            classed += own
    made = [one for one in found if isinstance(one, Proposal)]
    return made, [one for one in found if not isinstance(one, Proposal)], list(absences(captures, classed))


def _files(made: Any) -> Iterator[tuple[str, bytes]]:
    """Path below the dataset and canonical bytes of each proposal."""
    from labledger.ids import kind_of
    from labledger.model.kinds import MODELS
    from labledger.store import canonical, layout

    for one in made:
        kind = kind_of(one.record_id)
        assert kind is not None
        yield layout.path_of(one.record_id), canonical.dump(one.record, MODELS[kind])


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files that are not there; one that a person changed is left alone and named."""
    from labledger.store.tree import read_file
    from labledger.store.write import write_file

    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise UsageError(f"-o {folder} is not a folder")
    for path, data in files.items():
        place = folder / path
        if not place.exists() and not place.is_symlink():
            write_file(place, data)
            click.echo(f"wrote {place}", err=True)
        elif read_file(place) != data:
            click.echo(f"left alone, because it was changed: {place}", err=True)


def _patch(place: Any, files: Mapping[str, bytes]) -> Iterator[str]:
    """The files as a patch against the dataset, by path from the top of its repository."""
    from difflib import unified_diff

    from labledger.store.tree import read_file

    below = _below(place)
    for path, data in sorted(files.items()):
        here = place.data / path
        old = read_file(here).decode().splitlines(keepends=True) if here.is_file() else []
        name = f"{below}{path}"
        yield f"diff --git a/{name} b/{name}\n" + ("" if old else "new file mode 100644\n")
        sides = (f"a/{name}" if old else "/dev/null", f"b/{name}")
        yield from unified_diff(old, data.decode().splitlines(keepends=True), *sides)


def _below(place: Any) -> str:
    """The folder of the dataset within its repository, with a slash; empty where it is the top or there is none."""
    if place.repo is None:
        return ""
    inside = place.data.resolve().relative_to(place.repo.resolve()).as_posix()
    return "" if inside == "." else f"{inside}/"


def _branch(place: Any, branch: str, files: Mapping[str, bytes]) -> None:
    from labledger.store.branch import commit_on_branch
    from labledger.store.git import Git

    if place.repo is None:
        raise UsageError("--branch needs the dataset in a git repository", "write files with -o DIR")
    if not files:
        return
    below = _below(place)
    message = f"Propose {len(files)} records from a text archive\n\nNobody has read them yet."
    named = {f"{below}{path}": data for path, data in files.items()}
    commit = commit_on_branch(Git(place.repo), branch, named, message)
    click.echo(f"branch {branch} at {commit[:10]}", err=True)


def _tell(made: Any, left: Any, unknown: Any, json_: bool) -> None:
    from labledger.cli.paint import paint
    from labledger.report.document import document
    from labledger.report.watch import as_data, as_lines

    if json_:
        click.echo(document(as_data(made, left, unknown)), nl=False)
    else:
        paint(as_lines(made, left, unknown))
