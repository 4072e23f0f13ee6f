"""The corrections log: what our records said wrongly, and when that was mended; read from the history."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from labledger.cli.place import Place
from labledger.errors import UnsoundError


def corrections(place: Place) -> Iterator[dict[str, Any]]:
    """Every correction that a commit made to a record, latest first: day, commit, lab, subject, field, both values.

    A withdrawal counts as one. Commits whose files cannot be read as records are passed over.
    """
    from labledger.diff.change import Origin
    from labledger.diff.revisions import compare
    from labledger.ids import lab_of
    from labledger.label.describe import describe

    history = place.history()
    revision = history.resolve("HEAD")[0]
    for commit in history.walk(revision):
        try:
            before, after = _sides(history, commit)
        except UnsoundError:
            continue
        day = commit.recorded.date()
        for change in compare(before, after, day):
            if change.origin is not Origin.CORRECTION:
                continue
            old, new = (describe(change.field, value) for value in (change.old, change.new))
            field = change.field or "record"
            yield {"schema": "labledger/correction/1", "day": day.isoformat(), "commit": commit.commit,
                   "lab": lab_of(change.subject), "subject": change.subject, "field": field,
                   "action": str(change.action), "old": change.old, "new": change.new,
                   "told": f"{field}: {old} became {new}"}  # fmt: skip


def _sides(history: Any, commit: Any) -> tuple[Any, Any]:
    """The records that a commit rewrote, as they were and as they became; those it added or removed are left out."""
    from labledger.model.dataset import Dataset
    from labledger.store.cache import Cache
    from labledger.store.revisions import parse_blobs, touched

    files = [(name, file) for name, file in touched(commit.files) if file.old and file.new]
    with Cache() as cache:
        values = parse_blobs(history, [(file.path, blob) for _, file in files for blob in (file.old, file.new)], cache)
    return (
        Dataset({name: values[file.old] for name, file in files}),
        Dataset({name: values[file.new] for name, file in files}),
    )
