"""`labledger merge-driver`: what git calls when two branches changed one record."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from labledger.cli.place import examples
from labledger.errors import UsageError

_SETUP = (
    "git config merge.labledger.name 'records, merged field by field'",
    "git config merge.labledger.driver 'labledger merge-driver %O %A %B %P'",
)


@click.command(
    epilog=examples("labledger merge-driver --setup", "labledger merge-driver --setup > merge-driver-setup.txt")
)
@click.argument("base", required=False)
@click.argument("ours", required=False)
@click.argument("theirs", required=False)
@click.argument("path", required=False)
@click.option("--setup", is_flag=True, help="Print the two commands that tell git of this driver; run them once.")
def command(base: str | None, ours: str | None, theirs: str | None, path: str | None, setup: bool) -> int:
    """Merge the files OURS and THEIRS, both made from BASE, into OURS; PATH is where the record lives.

    Different fields of one record merge. Where both sides changed the same field the file keeps both values between
    marks, the conflict is told in words, and the exit code is 1.
    """
    if setup:
        click.echo("\n".join(_SETUP))
        return 0
    if base is None or ours is None or theirs is None or path is None:
        raise UsageError("git calls this with four names", "tell git of it once: labledger merge-driver --setup")
    from labledger.store.tree import read_file
    from labledger.store.write import write_file

    sides = [read_file(Path(name)) for name in (base, ours, theirs)]
    merged, told = _merged(sides[0], sides[1], sides[2], path)
    write_file(Path(ours), merged)
    for line in told:
        click.echo(_harmless(f"{path}: {line}"), err=True)
    return 1 if told else 0


def _merged(base: bytes, ours: bytes, theirs: bytes, path: str) -> tuple[bytes, list[str]]:
    """The merged file, and why it needs a person: no line where it does not."""
    from labledger.model.kinds import MODELS
    from labledger.store import canonical
    from labledger.store.codec import YamlFaults
    from labledger.store.merge import marked, merge

    record_id, kind = _record(path)
    if kind is None:
        return marked(ours, theirs), ["no record lives at this path; the lines that differ stand side by side"]
    try:
        before, left, right = (_read(data, path) for data in (base, ours, theirs))
    except YamlFaults as faults:
        return marked(ours, theirs), [f"one side cannot be read: {faults}; the lines that differ stand side by side"]
    merged = merge(before, left, right, MODELS[kind])
    texts = [canonical.dump(side, MODELS[kind]) for side in merged[:2]]
    if merged.conflicts:
        both = marked(texts[0], texts[1]) if texts[0] != texts[1] else texts[0]
        return both, [f"conflict in {conflict}" for conflict in merged.conflicts]
    if told := _unsound(record_id, left, right, merged.ours):
        return marked(ours, theirs), [f"conflict: both sides are sound, together they are not: {told}"]
    return texts[0], []


def _record(path: str) -> tuple[str, Any]:
    """The id and kind of the record that lives at a path of the repository, wherever the dataset lies in it."""
    from labledger.ids import kind_of
    from labledger.store import layout

    parts = path.split("/")
    for start in range(len(parts)):
        found = layout.id_of("/".join(parts[start:]))
        if found is not None:
            return found, kind_of(found)
    return "", None


def _read(data: bytes, path: str) -> Any:
    from labledger.model.record import Bare
    from labledger.store import codec

    return codec.read(data, path, Bare)[0] if data.strip() else {}


def _unsound(record_id: str, ours: Any, theirs: Any, merged: Any) -> str:
    """The first fault that the merged record has and neither side had."""
    from labledger.check.form import check_form

    known = {(fault.code, fault.place) for side in (ours, theirs) for fault in check_form(record_id, side)}
    new = [fault for fault in check_form(record_id, merged) if (fault.code, fault.place) not in known]
    return f"{'.'.join(map(str, new[0].place))}: {new[0].code} {new[0].message}" if new else ""


def _harmless(text: str) -> str:
    from labledger.report.escape import one_line

    return one_line(text)
