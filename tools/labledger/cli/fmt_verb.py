"""`labledger fmt`: write files in canonical form."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from labledger.cli.place import data_options, examples, find
from labledger.errors import Finding, UnsoundError


@click.command(epilog=examples("labledger fmt", "labledger fmt --check"))
@click.argument("ids", nargs=-1)
@data_options
@click.option("--check", "check_", is_flag=True, help="Write nothing; exit 1 when a file is not in canonical form.")
def command(ids: tuple[str, ...], data: str | None, repo: str | None, check_: bool) -> int:
    """Write every record, or those with the given ids, in the one canonical form.

    No value is ever changed: a file that cannot be read, or that holds comments, is left as it is and reported.
    """
    place = find(data, repo)
    findings: list[Finding] = []
    changed = 0
    for path, shown, new in _rewritten(place.data, frozenset(ids), findings):
        changed += 1
        if not check_:
            from labledger.store.write import write_file

            write_file(path, new)
        click.echo(f"{'would write' if check_ else 'wrote'} {shown}")
    if findings:
        raise UnsoundError(findings)
    return 1 if check_ and changed else 0


def _rewritten(root: Path, ids: frozenset[str], findings: list[Finding]) -> Iterator[tuple[Path, str, bytes]]:
    from labledger.ids import kind_of
    from labledger.model.kinds import MODELS
    from labledger.model.record import Bare
    from labledger.store import canonical, codec, layout
    from labledger.store.load import read_records
    from labledger.store.tree import FolderTree

    tree = FolderTree(root)
    listing = tree.listing()
    wanted = {path: name for path in listing.files if (name := layout.id_of(path)) and (not ids or name in ids)}
    unknown = ids - set(wanted.values())
    findings.extend(Finding(name, 0, 0, "R-NONE", "is not a record of this dataset") for name in sorted(unknown))
    for path, data, record, _ in read_records(tree, wanted, Bare, findings):
        shown = f"{tree.name}/{path}"
        places = codec.comments(data)
        if places:
            findings.append(
                Finding(shown, *places[0], "F-COMMENT", "comments are not kept", "move it to notes, then run fmt")
            )
            continue
        kind = kind_of(wanted[path])
        assert kind is not None
        new = canonical.dump(record, MODELS[kind])
        if new != data:
            yield root / path, shown, new
