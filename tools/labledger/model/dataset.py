"""The dataset as one value: records by id, as plain mappings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from labledger.ids import Kind, framework_of, kind_of

Plain = Mapping[str, Any]


@dataclass(frozen=True)
class Dataset:
    """Records by id, each a mapping of field to text, list or mapping, and the path each was read from."""

    records: Mapping[str, Plain]
    paths: Mapping[str, str] = field(default_factory=dict)

    def __contains__(self, record_id: object) -> bool:
        return record_id in self.records

    def __len__(self) -> int:
        return len(self.records)

    def get(self, record_id: str) -> Plain | None:
        """The record with this id, or None."""
        return self.records.get(record_id)

    @cached_property
    def by_kind(self) -> Mapping[Kind, tuple[str, ...]]:
        """Ids of each kind, sorted."""
        kinds: dict[Kind, list[str]] = defaultdict(list)
        for record_id in sorted(self.records):
            kind = kind_of(record_id)
            if kind is not None:
                kinds[kind].append(record_id)
        return {kind: tuple(ids) for kind, ids in kinds.items()}

    def of_kind(self, kind: Kind) -> Iterator[tuple[str, Plain]]:
        """Id and record of every record of a kind, sorted by id; withdrawn records are left out."""
        for record_id in self.by_kind.get(kind, ()):
            record = self.records[record_id]
            if "tombstone" not in record:
                yield record_id, record

    @cached_property
    def versions(self) -> Mapping[str, tuple[str, ...]]:
        """Version ids of each framework, in order of publication, then id."""
        found: dict[str, list[str]] = defaultdict(list)
        for version_id, _ in self.of_kind(Kind.VERSION):
            found[framework_of(version_id) or ""].append(version_id)
        return {name: tuple(sorted(ids, key=self._when)) for name, ids in found.items()}

    def _when(self, version_id: str) -> tuple[str, str, str]:
        record = self.records[version_id]
        published = str(record.get("published", ""))
        return published, str(record.get("first_observed", published)), version_id
