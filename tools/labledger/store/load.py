"""From a tree of files to a dataset of plain records."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from labledger.errors import Finding
from labledger.model.dataset import Dataset
from labledger.store import codec, layout
from labledger.store.tree import Tree, UnreadableFileError, printable


def load(
    tree: Tree,
    only: Callable[[str], bool] | None = None,
    bare: Callable[[str], Any] = str,
) -> tuple[Dataset, tuple[Finding, ...]]:
    """Read every record of a tree, or those whose id `only` accepts.

    A file with faults is left out and its findings are returned; the others are read all the same.
    Values are as the codec makes them: text, lists and mappings, with `bare` for unquoted typed scalars.
    """
    listing = tree.listing()
    findings = list(listing.findings)
    wanted: dict[str, str] = {}
    for path in listing.files:
        record_id = layout.id_of(path)
        if record_id is not None:
            if only is None or only(record_id):
                wanted[path] = record_id
        elif only is None and not layout.is_companion_file(path):
            findings.append(stray(f"{tree.name}/{printable(path)}", path))
    return _parsed(tree, wanted, bare, findings)


def _parsed(
    tree: Tree, wanted: dict[str, str], bare: Callable[[str], Any], findings: list[Finding]
) -> tuple[Dataset, tuple[Finding, ...]]:
    records: dict[str, Any] = {}
    paths: dict[str, str] = {}
    for path, _, record, warnings in read_records(tree, wanted, bare, findings):
        findings.extend(warnings)
        records[wanted[path]] = record
        paths[wanted[path]] = f"{tree.name}/{path}"
    return Dataset(records, paths), tuple(findings)


def read_records(
    tree: Tree, paths: Iterable[str], bare: Callable[[str], Any], findings: list[Finding]
) -> Iterator[tuple[str, bytes, dict[str, Any], list[Finding]]]:
    """Path, bytes, record and warnings of each file that can be read as a record; faults of the others are noted."""
    for path, data in read_each(tree, paths):
        if isinstance(data, Finding):
            findings.append(data)
            continue
        try:
            record, warnings = codec.read(data, f"{tree.name}/{path}", bare)
        except codec.YamlFaults as faults:
            findings.extend(faults.findings)
            continue
        yield path, data, record, warnings


def read_each(tree: Tree, paths: Iterable[str]) -> Iterator[tuple[str, bytes | Finding]]:
    """The bytes of the named files, or the finding for one that cannot be read; the others are read all the same."""
    rest = list(paths)
    while rest:
        done = 0
        try:
            for path, data in tree.read(rest):
                yield path, data
                done += 1
            return
        except UnreadableFileError as error:
            path = rest[done]
            yield path, Finding(f"{tree.name}/{printable(path)}", 0, 0, "P-READ", error.reason)
        rest = rest[done + 1 :]


def stray(shown: str, path: str) -> Finding:
    """The finding for a file that is no record."""
    if path.endswith(layout.SUFFIX):
        hint = "see dataset/SCHEMA.md for where each kind lives; names are lowercase ASCII"
        return Finding(shown, 0, 0, "P-PLACE", "no record lives at this path", hint)
    hint = "records end in .yaml" if path.lower().endswith((".yml", ".yaml")) else ""
    return Finding(shown, 0, 0, "P-IGNORED", "is ignored", hint, "warning")


def from_mapping(records: Iterable[Mapping[str, Any]]) -> Dataset:
    """A dataset from plain records, each with its id."""
    return Dataset({str(record["id"]): record for record in records})
