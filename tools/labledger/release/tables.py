"""All tables of a release, in an order in which each comes after those it refers to where it can."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from labledger.model.dataset import Dataset
from labledger.release import change_tables as computed
from labledger.release import evidence_tables as evidence
from labledger.release import record_tables as record
from labledger.release.encode import stored
from labledger.release.table import Cell, Table, rows, settled
from labledger.report.report import Report

TABLES: tuple[Table, ...] = (
    computed.RECORDS, record.LABS, record.FRAMEWORKS, evidence.SOURCES, record.VERSIONS, record.PROVISIONS,
    record.COMMITMENTS, record.CLAIMS, record.FACTS, record.EVENTS, evidence.QUESTIONS, evidence.ANSWERS,
    evidence.ASSESSMENTS, evidence.INSTRUMENTS, evidence.DUTIES, evidence.SIGNATURES, evidence.CAPTURES,
    computed.CITATIONS, computed.CHANGES, computed.CHANGE_VALUES, computed.CHANGE_LABELS,
)  # fmt: skip
BY_NAME = {table.name: table for table in TABLES}
Rows = list[list[Cell]]


@dataclass(frozen=True)
class Tabled:
    """A dataset as tables, each made when it is first asked for."""

    dataset: Dataset
    day: dt.date
    """Against which promises and questions are told."""

    @cached_property
    def report(self) -> Report:
        """Every labelled change on the world clock."""
        return computed.world(self.dataset, self.day)

    def rows(self, name: str) -> Rows:
        """The rows of a table, in order of its key or, for changes, of the report. Raises KeyError for no table."""
        if name not in self._made:
            table = BY_NAME[name]
            self._made[name] = list(settled(table, self._found(table), self._known))
        return self._made[name]

    def stored(self, name: str) -> Rows:
        """The same rows as a database holds them."""
        if name not in self._stored:
            self._stored[name] = list(stored(BY_NAME[name], self.rows(name)))
        return self._stored[name]

    @cached_property
    def _stored(self) -> dict[str, Rows]:
        return {}

    @cached_property
    def _made(self) -> dict[str, Rows]:
        return {}

    @cached_property
    def _ids(self) -> list[str]:
        return list(map(computed.change_id, self.report.rows))

    @cached_property
    def _known(self) -> dict[str, frozenset[str]]:
        by_kind = {
            table.name: frozenset(name for name, _ in self.dataset.of_kind(table.kind))
            for table in TABLES
            if table.kind is not None and table.names[0] == "id" and not table.each
        }
        by_kind["provisions"] = frozenset(str(row[0]) for row in rows(BY_NAME["provisions"], self.dataset))
        return {**by_kind, "records": frozenset(self.dataset.records), "changes": frozenset(self._ids)}

    def _found(self, table: Table) -> Iterator[tuple[Cell, ...]]:
        match table.name:
            case "records":
                return computed.record_rows(self.dataset)
            case "citations":
                return computed.citation_rows(self.dataset)
            case "changes":
                return computed.change_rows(self.report, self._ids)
            case "change_values":
                return computed.value_rows(self.report, self._ids)
            case "change_labels":
                return computed.label_rows(self.report, self._ids)
        return rows(table, self.dataset)
