"""All checks in one run, sorted, each finding with its address."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from labledger.check import chronology, evidence, identity, permanence, references, rulings
from labledger.check.fault import Fault, Place
from labledger.check.verdicts import Verdicts
from labledger.errors import Finding
from labledger.ids import Kind
from labledger.model.dataset import Dataset
from labledger.store import codec, layout
from labledger.store.cache import Cache
from labledger.store.load import read_each, stray
from labledger.store.tree import Tree, printable

_BATCH = 500
"""Files whose verdicts are asked for at once."""


@dataclass(frozen=True)
class Result:
    """What a run of the checks found."""

    findings: tuple[Finding, ...]
    waived: int
    records: int

    @property
    def errors(self) -> int:
        """How many findings block."""
        return sum(finding.level == "error" for finding in self.findings)


def check(tree: Tree, today: dt.date, old: Dataset | None = None) -> Result:
    """Check every record of a tree, and against an older dataset that nothing has vanished.

    Waivers in the tree silence the findings they name until their last day.
    """
    sheets = _Sheets(tree)
    findings = list(sheets.findings)
    faults = list(sheets.faults)
    dataset = Dataset(sheets.records, sheets.paths)
    faults.extend(_whole(dataset, frozenset(sheets.broken), today))
    if old is not None:
        faults.extend(permanence.check_permanence(old, dataset, frozenset(sheets.broken)))
    kept, waived = _waive(faults, dataset, today)
    findings.extend(sheets.place(kept))
    return Result(tuple(sorted(set(findings))), waived, len(sheets.paths))


def _whole(dataset: Dataset, broken: frozenset[str], today: dt.date) -> Iterator[Fault]:
    yield from identity.check_identity(dataset)
    yield from references.check_references(dataset, broken)
    yield from references.check_succession(dataset)
    yield from references.check_lineage(dataset)
    yield from chronology.check_chronology(dataset, today)
    yield from evidence.check_evidence(dataset)
    yield from rulings.check_rulings(dataset)


class _Sheets:
    """The files of a tree, read once: sound records, broken ones, findings; places are looked up when needed."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.records: dict[str, Mapping[str, Any]] = {}
        self.paths: dict[str, str] = {}
        self.broken: set[str] = set()
        self.findings: list[Finding] = []
        self.faults: list[Fault] = []
        listing = tree.listing()
        self.findings.extend(listing.findings)
        ids = {path: layout.id_of(path) for path in listing.files}
        self.findings.extend(
            stray(f"{tree.name}/{printable(path)}", path)
            for path, record_id in ids.items()
            if record_id is None and not layout.is_companion_file(path)
        )
        self.files = {record_id: path for path, record_id in ids.items() if record_id is not None}
        self.paths = {record_id: f"{tree.name}/{path}" for record_id, path in self.files.items()}
        with Cache() as kept:
            self.verdicts = Verdicts(kept)
            files = ((str(ids[path]), data) for path, data in read_each(tree, self.files.values()))
            while batch := list(islice(files, _BATCH)):
                self._read_batch(batch)

    def _read_batch(self, batch: list[tuple[str, bytes | Finding]]) -> None:
        keys = {name: self.verdicts.key(name, data) for name, data in batch if isinstance(data, bytes)}
        sound = self.verdicts.sound(keys.values())
        for record_id, data in batch:
            if isinstance(data, Finding):
                self.findings.append(data)
                self.broken.add(record_id)
            elif keys[record_id] in sound:
                self.records[record_id], _ = codec.read(data, self.paths[record_id])
            elif self._judge(record_id, data):
                self.verdicts.remember(keys[record_id])

    def _judge(self, record_id: str, data: bytes) -> bool:
        """Read and check one file by itself; whether nothing at all was found."""
        from labledger.check import form
        from labledger.model.record import Bare

        shown = self.paths[record_id]
        try:
            record, warnings = codec.read(data, shown, Bare)
        except codec.YamlFaults as faults:
            self.findings.extend(faults.findings)
            self.broken.add(record_id)
            return False
        self.findings.extend(warnings)
        faults_here = list(form.check_form(record_id, record, self.files))
        self.faults.extend(faults_here)
        if faults_here:
            self.broken.add(record_id)
            return False
        self.records[record_id] = record
        canonical = form.is_canonical(record_id, record, data)
        if not canonical:
            self.findings.extend(_uncanonical(shown, data))
        return canonical and not warnings

    def place(self, faults: list[Fault]) -> Iterator[Finding]:
        """Faults as findings with line and column; each file concerned is read once more, with marks."""
        named = [fault.record for fault in faults]
        named += [fault.against[0] for fault in faults if fault.against]
        wanted = [self.files[record_id] for record_id in dict.fromkeys(named) if record_id in self.files]
        marks: dict[str, dict[codec.Path, codec.Mark]] = {}
        for path, data in read_each(self.tree, wanted):
            if isinstance(data, Finding):
                yield data
            else:
                marks[path] = _marks(data)
        for fault in faults:
            shown, line, column = self._address(marks, fault.record, fault.place)
            hint = fault.hint
            if fault.against:
                other, row, _ = self._address(marks, *fault.against)
                hint = "; ".join(filter(None, (f"see {other}:{row}", hint)))
            yield Finding(shown, line, column, fault.code, fault.message, hint, fault.level)

    def _address(
        self, marks: Mapping[str, Mapping[codec.Path, codec.Mark]], record_id: str, place: Place
    ) -> tuple[str, int, int]:
        shown = self.paths.get(record_id) or f"{self.tree.name}/{_expected(record_id)}"
        return shown, *_nearest(marks.get(self.files.get(record_id, ""), {}), place)


def _expected(record_id: str) -> str:
    try:
        return layout.path_of(record_id)
    except ValueError:
        return record_id


def _marks(data: bytes) -> dict[codec.Path, codec.Mark]:
    marks: dict[codec.Path, codec.Mark] = {}
    try:
        codec.read(data, marks=marks)
    except codec.YamlFaults:
        return marks
    return marks


def _nearest(marks: Mapping[codec.Path, codec.Mark], place: Place) -> codec.Mark:
    """The mark of a place, or of the nearest thing around it that has one."""
    while place:
        if place in marks:
            return marks[place]
        place = place[:-1]
    return (1, 1) if marks else (0, 0)


def _uncanonical(shown: str, data: bytes) -> Iterator[Finding]:
    remarks = codec.comments(data)
    for line, column in remarks:
        yield Finding(shown, line, column, "F-COMMENT", "comments are not kept", "move it to notes")
    if not remarks:
        yield Finding(shown, 1, 1, "F-FORM", "is not in canonical form", "run: labledger fmt")


def _waive(faults: list[Fault], dataset: Dataset, today: dt.date) -> tuple[list[Fault], int]:
    waivers = {
        (str(waiver["check"]), str(waiver["subject"]))
        for _, waiver in dataset.of_kind(Kind.WAIVER)
        if str(waiver["until"])[:10] >= today.isoformat()[: len(str(waiver["until"]))]
    }
    kept = [fault for fault in faults if (fault.code, fault.record) not in waivers]
    return kept, len(faults) - len(kept)
