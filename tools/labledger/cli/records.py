"""Reading and writing single records for the verbs that change them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import click

from labledger.cli.place import Place
from labledger.errors import UnreadableError, UsageError


def existing(place: Place, record_id: str) -> dict[str, Any]:
    """The record with this id as its file holds it.

    Raises UnreadableError with the names that look like it where there is none, UnsoundError where the file is broken.
    """
    from labledger.errors import UnsoundError
    from labledger.ids import kind_of
    from labledger.model.record import Bare
    from labledger.store import codec, layout
    from labledger.store.tree import read_file

    path = place.data / layout.path_of(record_id) if kind_of(record_id) else None
    if path is None or not path.is_file() or path.is_symlink():
        raise UnreadableError(f"no record {record_id}", near(place, record_id))
    try:
        return codec.read(read_file(path), str(path), Bare)[0]
    except codec.YamlFaults as faults:
        raise UnsoundError(faults.findings) from None


def near(place: Place, record_id: str) -> str:
    """Records whose ids look like one that does not exist."""
    from labledger.ids import kind_of
    from labledger.store import layout
    from labledger.text.closest import did_you_mean

    known = [found for path in place.tree().listing().files if (found := layout.id_of(path)) is not None]
    alike = [name for name in known if kind_of(name) == kind_of(record_id)]
    return did_you_mean(record_id, alike or known) or "run: labledger search WORDS"


def write(place: Place, record: Mapping[str, Any]) -> str:
    """Put a record in its place, in canonical form; its path as messages name it."""
    from labledger.ids import kind_of
    from labledger.model.kinds import MODELS
    from labledger.store import canonical, layout
    from labledger.store.write import write_file

    record_id = str(record["id"])
    kind = kind_of(record_id)
    if kind is None:
        raise UsageError(f"{record_id} is no id of a record", "lowercase ASCII letters, digits, '.', '+', '-', and '/'")
    path = layout.path_of(record_id)
    write_file(place.data / path, canonical.dump(record, MODELS[kind]))
    return f"{place.tree().name}/{path}"


def free(place: Place, record_id: str) -> None:
    """Refuse an id under which something lies already. Raises UsageError."""
    from labledger.store import layout

    path = place.data / layout.path_of(record_id)
    if path.exists() or path.is_symlink():
        raise UsageError(f"{path} exists already", f"labledger show {record_id}")


def tell(*lines: str) -> None:
    """What to do next, on standard error, so that standard output stays the answer."""
    for line in lines:
        click.echo(line, err=True)
