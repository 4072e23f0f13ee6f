"""What two revisions need read: the records that differ, and what new versions supersede."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from labledger.errors import Finding, UnsoundError
from labledger.ids import framework_of
from labledger.model.dataset import Dataset
from labledger.store import codec, layout
from labledger.store.cache import Cache
from labledger.store.history import FileChange, History
from labledger.store.line import Revision


def changed_records(
    history: History, old: Revision, new: Revision, needed: Callable[[Mapping[str, Any]], Iterable[str]]
) -> tuple[Dataset, Dataset]:
    """The records that differ between two revisions, as they were and as they are.

    `needed` names further records the new side must hold, given those that were added: predecessors of new versions.
    Equal records are not read.
    Raises UnsoundError when a record that differs cannot be parsed.
    """
    changes = {record_id: c for c in history.changed(old, new) if (record_id := layout.id_of(c.path)) is not None}
    listed = [(c.path, blob) for c in changes.values() for blob in (c.old, c.new) if blob]
    with Cache() as cache:
        values = parse_blobs(history, listed, cache)
        befores = {record_id: values[c.old] for record_id, c in changes.items() if c.old}
        afters = {record_id: values[c.new] for record_id, c in changes.items() if c.new}
        added = {record_id: record for record_id, record in afters.items() if record_id not in befores}
        paths = {layout.path_of(record_id): record_id for record_id in needed(added) if record_id not in changes}
        found = history.blob_ids(new, paths) if paths else {}
        values |= parse_blobs(history, [(path, blob) for path, blob in found.items() if blob not in values], cache)
    further = {paths[path]: values[blob] for path, blob in found.items()}
    befores.update(further)
    afters.update(further)
    return Dataset(befores), Dataset(afters)


def parse_blobs(history: History, wanted: list[tuple[str, str]], cache: Cache) -> dict[str, Mapping[str, Any]]:
    """Parsed records by blob id; each distinct blob is read and parsed once, or comes from the cache."""
    paths = {blob: path for path, blob in wanted}
    values = cache.known(paths)
    missing = [blob for blob in paths if blob not in values]
    findings: list[Finding] = []
    for blob, data in zip(missing, history.git.blobs((paths[blob], blob) for blob in missing), strict=True):
        try:
            values[blob], _ = codec.read(data, paths[blob])
        except codec.YamlFaults as faults:
            findings.extend(faults.findings)
            continue
        cache.remember(blob, values[blob])
    if findings:
        raise UnsoundError(findings)
    return values


def reviews_of(versions: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """Ids of the review records that may hold rulings on the steps of new versions."""
    return [
        f"{framework_of(version_id)}/reviews/{str(version['supersedes']).split('/')[-1]}..{version_id.split('/')[-1]}"
        for version_id, version in versions.items()
        if version.get("supersedes") and framework_of(version_id)
    ]


def touched(files: Iterable[FileChange]) -> list[tuple[str, FileChange]]:
    """Record id and file change, for the files that hold records."""
    return [(record_id, file) for file in files if (record_id := layout.id_of(file.path)) is not None]
