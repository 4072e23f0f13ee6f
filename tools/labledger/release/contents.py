"""What a release holds: every file of it, made from one revision and from nothing else."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from labledger import __version__
from labledger.ids import Kind
from labledger.label.rule import LABEL_SET
from labledger.model.dataset import Dataset
from labledger.release import descriptions, notes
from labledger.release.change_tables import file_of
from labledger.release.database import database
from labledger.release.edition import Edition
from labledger.release.encode import csv_text, digest, pretty, record_json
from labledger.release.parquet import parquet
from labledger.release.schemas import record_schema, table_schema
from labledger.release.tables import TABLES, Tabled
from labledger.report.report import Report

FORMAT = 1
"""Number of the release's own form; grows when a reader of the old form would misread the new one."""
SCHEMA = f"labledger/release/{FORMAT}"
MANIFEST = "MANIFEST.json"
SUMS = "SHA256SUMS"
DATABASE = "labledger.sqlite"
File = tuple[str, bytes]


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of a release as the manifest has it."""

    sha256: str
    bytes: int


@dataclass(frozen=True, slots=True)
class Findings:
    """What the checks said of the revision."""

    errors: int = 0
    warnings: int = 0
    left_out: tuple[str, ...] = ()
    """Ids of records that could not be released."""
    listed: tuple[str, ...] = ()


class Bundle:
    """The files of one release, made one after the other."""

    def __init__(
        self, edition: Edition, dataset: Dataset, since: Report | None, companions: Mapping[str, bytes],
        findings: Findings, with_parquet: bool,
    ) -> None:  # fmt: skip
        self.edition = edition
        self.dataset = dataset
        self.since = since
        self.companions = companions
        self.findings = findings
        self.with_parquet = with_parquet
        self.tabled = Tabled(dataset, edition.revision.day)
        self.entries: dict[str, Entry] = {}

    def files(self) -> Iterator[File]:
        """Path and bytes of every file; the manifest and the checksums come last."""
        for path, data in self._files():
            self.entries[path] = Entry(hashlib.sha256(data).hexdigest(), len(data))
            yield path, data
        manifest = self._manifest()
        self.entries[MANIFEST] = Entry(hashlib.sha256(manifest).hexdigest(), len(manifest))
        yield MANIFEST, manifest
        yield SUMS, "".join(f"{self.entries[path].sha256}  {path}\n" for path in sorted(self.entries)).encode()

    def _files(self) -> Iterator[File]:
        yield from self._records()
        yield from self._tables()
        yield DATABASE, database(self.tabled)
        yield from self._schemas()
        yield from self._texts()
        yield from descriptions.files(self)

    def _records(self) -> Iterator[File]:
        for kind in Kind:
            lines = []
            for record_id in self.dataset.by_kind.get(kind, ()):
                text, line = record_json(self.dataset.records[record_id])
                lines.append(line)
                yield file_of(record_id), text.encode()
            if lines:
                yield f"records/{kind}.jsonl", "".join(lines).encode()

    def _tables(self) -> Iterator[File]:
        for table in TABLES:
            yield f"tables/{table.name}.csv", csv_text(table, self.tabled.stored(table.name))
            if self.with_parquet:
                yield f"tables/{table.name}.parquet", parquet(table, self.tabled.rows(table.name))

    def _schemas(self) -> Iterator[File]:
        for kind in Kind:
            committed = self.companions.get(f"schemas/{kind}.schema.json")
            yield f"schemas/records/{kind}.schema.json", committed or pretty(record_schema(kind))
        for table in TABLES:
            yield f"schemas/tables/{table.name}.schema.json", pretty(table_schema(table))

    def _texts(self) -> Iterator[File]:
        if "LICENSE" in self.companions:
            yield "LICENSE", self.companions["LICENSE"]
        yield "CHANGES.md", notes.changes(self.edition, self.since, self.dataset).encode()
        yield "CHANGELOG.md", notes.changelog(self.edition, self.since, self.dataset).encode()

    @cached_property
    def counts(self) -> dict[str, Any]:
        """How many records, rows and changes there are, each counted from what the release holds."""
        rows = {table.name: self.tabled.rows(table.name) for table in TABLES}
        return counted([(str(kind), len(ids)) for kind, ids in self.dataset.by_kind.items()], rows)

    def _manifest(self) -> bytes:
        edition, findings = self.edition, self.findings
        previous = edition.previous
        digests = {table.name: digest(self.tabled.stored(table.name)) for table in TABLES}
        told = {
            "schema": SCHEMA,
            "version": edition.version,
            "revision": {"commit": edition.revision.commit, "recorded": edition.revision.recorded.isoformat()},
            "previous": {"version": edition.previous_version, "commit": previous.commit} if previous else None,
            "tool": {"name": "labledger", "version": __version__},
            "label_set": LABEL_SET,
            "findings": {
                "errors": findings.errors, "warnings": findings.warnings, "allowed": bool(findings.errors),
                "left_out": list(findings.left_out), "listed": list(findings.listed),
            },
            "parquet": self.with_parquet,
            "counts": self.counts,
            "content": digests,
            "files": {path: {"bytes": e.bytes, "sha256": e.sha256} for path, e in sorted(self.entries.items())},
        }  # fmt: skip
        return pretty(told)


def counted(kinds: Sequence[tuple[str, int]], rows: Mapping[str, Sequence[Sequence[Any]]]) -> dict[str, Any]:
    """The counts of a manifest, from the number of records of each kind and the rows of each table."""
    changes = next(table for table in TABLES if table.name == "changes")
    kind, direction = changes.names.index("kind"), changes.names.index("direction")
    directions = Counter(str(row[direction]) for row in rows["changes"] if row[kind] != "version")
    return {
        "records": dict(sorted(kinds)),
        "tables": {table.name: len(rows[table.name]) for table in TABLES},
        "directions": dict(sorted(directions.items())),
    }


def parsed_manifest(data: bytes) -> dict[str, Any] | None:
    """A manifest's content, or None for bytes that are not one."""
    try:
        found = json.loads(data)
    except ValueError:
        return None
    wanted = {"schema": str, "version": str, "revision": dict, "files": dict, "counts": dict, "content": dict}
    sound = isinstance(found, dict) and all(isinstance(found.get(key), kind) for key, kind in wanted.items())
    return found if sound else None
