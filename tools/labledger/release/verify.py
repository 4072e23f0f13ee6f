"""Verifying a release: nothing in it is believed that can be computed again."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from labledger import __version__
from labledger.check.form import check_form
from labledger.errors import LedgerError
from labledger.ids import kind_of
from labledger.label.rule import LABEL_SET
from labledger.release import validators
from labledger.release.build import bare, prepare
from labledger.release.contents import DATABASE, MANIFEST, SUMS, counted
from labledger.release.database import dangling, database_rows
from labledger.release.edition import edition_of
from labledger.release.encode import csv_text, digest
from labledger.release.folder import packed_archive, stamp
from labledger.release.parquet import available, parquet_rows
from labledger.release.read import Opened, open_release
from labledger.release.tables import TABLES
from labledger.store.history import History
from labledger.store.tree import printable

Rows = list[list[Any]]


class Verifier:
    """A release under test. Faults are lines `file: what is wrong`; notes say what could not be tested, and why."""

    def __init__(self, given: Path, opened: Opened) -> None:
        self.given = given
        self.opened = opened
        self.notes: list[str] = []
        self._damaged: set[str] = set()

    @classmethod
    def of(cls, path: Path) -> Verifier:
        """The release at a path. Raises UnreadableError where there is none that this program can read."""
        return cls(path, open_release(path))

    def faults(self, history: History | None, reason: str = "") -> Iterator[str]:
        """Every fault. `history` is where the revision is rebuilt; without one, `reason` says why not."""
        yield from self._checksums()
        yield from self._archive()
        yield from self._schemas()
        yield from self._tables()
        yield from self._descriptions()
        if history is None:
            self.notes.append(f"not rebuilt: {reason}")
        else:
            yield from self._rebuilt(history)

    def summary(self, faults: int) -> str:
        """One line that says what was verified."""
        verdict = "sound" if not faults else f"{faults} fault{'s' if faults > 1 else ''}"
        return f"{self.opened.version}: {len(self.opened.files)} files, {verdict}"

    # -- bytes ---------------------------------------------------------------------------------------------------

    def _checksums(self) -> Iterator[str]:
        listed = self.opened.manifest["files"]
        for path in sorted(self.opened.files.keys() - listed.keys() - {MANIFEST, SUMS}):
            yield f"{printable(path)}: is not in the manifest"
        for path in sorted(listed):
            yield from self._sum(path, listed[path])
        yield from self._sums()

    def _sum(self, path: str, told: Any) -> Iterator[str]:
        try:
            data = self.opened.read(path)
        except LedgerError as error:
            self._damaged.add(path)
            yield f"{printable(path)}: {error.message}"
            return
        found = hashlib.sha256(data).hexdigest()
        if not isinstance(told, dict) or found != told.get("sha256"):
            self._damaged.add(path)
            wanted = told.get("sha256") if isinstance(told, dict) else told
            yield f"{printable(path)}: sha256 is {found}, the manifest says {printable(str(wanted))}"
        elif len(data) != told.get("bytes"):
            yield f"{printable(path)}: has {len(data)} bytes, the manifest says {told.get('bytes')}"

    def _sums(self) -> Iterator[str]:
        digests = {path: entry["sha256"] for path, entry in self.opened.manifest["files"].items()
                   if isinstance(entry, dict) and "sha256" in entry}  # fmt: skip
        digests[MANIFEST] = hashlib.sha256(self.opened.read(MANIFEST)).hexdigest()
        text = "".join(f"{digests[path]}  {path}\n" for path in sorted(digests))
        found = self.opened.read(SUMS).decode("utf-8", "replace") if SUMS in self.opened.files else ""
        for line in sorted(set(text.splitlines()) ^ set(found.splitlines())):
            where = "lacks" if line in text else "has"
            yield f"{SUMS}: {where} the line {printable(line)}, against the manifest and its own checksum"

    def _archive(self) -> Iterator[str]:
        """The archive holds what the folder holds, packed in the one way that `build` packs."""
        outer = self.given if self.given.is_dir() and self.given != self.opened.place else None
        path = outer / f"labledger-{self.opened.version}.zip" if outer else self.opened.place
        if outer:
            yield from _outer(outer, path)
        if not path.is_file() or self._damaged:
            return
        moment = stamp(_moment(str(self.opened.manifest["revision"].get("recorded"))))
        order = [*self.opened.manifest["files"], MANIFEST, SUMS]
        packed = io.BytesIO()
        names = _in_archive_order(path, order)
        packed_archive(packed, f"labledger-{self.opened.version}", moment, ((n, self.opened.read(n)) for n in names))
        if packed.getvalue() != path.read_bytes():
            yield f"{printable(path.name)}: is not what the release packs to"

    # -- content -------------------------------------------------------------------------------------------------

    def _schemas(self) -> Iterator[str]:
        try:
            records = list(self.opened.records())
        except LedgerError as error:
            yield error.message
            return
        ids = [str(record["id"]) for record in records]
        left_out = set(self.opened.manifest.get("findings", {}).get("left_out", ()))
        for record in records:
            record_id = str(record["id"])
            if kind_of(record_id) is None:
                yield f"{printable(record_id)[:200]}: is no id of a record"
            elif record_id not in left_out:
                for fault in check_form(record_id, bare(record)):
                    yield f"{record_id}: {fault.code} {fault.message}"
        for name in sorted({name for name in ids if ids.count(name) > 1} if len(set(ids)) != len(ids) else ()):
            yield f"{name}: is recorded twice"
        yield from validators.json_schemas(self.opened, self.notes)

    @cached_property
    def _rows(self) -> dict[str, Rows]:
        return database_rows(self.opened.read(DATABASE))

    def _tables(self) -> Iterator[str]:
        """The database is sound, and every other form of each table says the same."""
        if DATABASE in self._damaged:
            return
        try:
            yield from dangling(self.opened.read(DATABASE))
            rows = self._rows
        except LedgerError as error:
            yield f"{DATABASE}: {error.message}"
            return
        kinds: dict[str, int] = {}
        for record in self.opened.records():
            kind = str(kind_of(str(record["id"])))
            kinds[kind] = kinds.get(kind, 0) + 1
        counts = counted(list(kinds.items()), rows)
        for name, told in counts.items():
            if told != self.opened.manifest["counts"].get(name):
                yield f"{MANIFEST}: counts of {name} are not those of the rows"
        for table in TABLES:
            yield from self._forms(table, rows[table.name])

    def _forms(self, table: Any, rows: Rows) -> Iterator[str]:
        content = digest(rows)
        if content != self.opened.manifest["content"].get(table.name):
            yield f"{DATABASE}: content of {table.name} is not what the manifest says"
        name = f"tables/{table.name}.csv"
        if name not in self._damaged and self.opened.read(name) != csv_text(table, rows):
            yield f"{name}: says something else than the database"
        name = f"tables/{table.name}.parquet"
        if name in self.opened.files and name not in self._damaged:
            if not available():
                self._note("Parquet was not read: pyarrow is not installed")
            elif digest(parquet_rows(table, self.opened.read(name))) != content:
                yield f"{name}: says something else than the database"

    def _descriptions(self) -> Iterator[str]:
        if not self._damaged:
            yield from validators.descriptions(self.opened, self.notes)

    # -- rebuild -------------------------------------------------------------------------------------------------

    def _rebuilt(self, history: History) -> Iterator[str]:
        """A rebuild from the revision that the release names gives the same bytes."""
        manifest = self.opened.manifest
        by = f"labledger {manifest.get('tool', {}).get('version')}, label set {manifest.get('label_set')}"
        if by != f"labledger {__version__}, label set {LABEL_SET}":
            self.notes.append(f"not rebuilt: it was made by {printable(by)}, this is {__version__}, {LABEL_SET}")
            return
        with_parquet = bool(manifest.get("parquet"))
        if with_parquet and not available():
            self.notes.append("not rebuilt: it holds Parquet, and pyarrow is not installed")
            return
        try:
            (revision,) = history.resolve(str(manifest["revision"].get("commit")))
            edition = edition_of(history, revision, self.opened.version)
            bundle = prepare(history, edition, bool(manifest.get("findings", {}).get("allowed")), with_parquet)
        except LedgerError as error:
            yield f"{MANIFEST}: the revision it names cannot be rebuilt: {error}"
            return
        made = {path: hashlib.sha256(data).hexdigest() for path, data in bundle.files()}
        for path in sorted(made.keys() | self.opened.files.keys()):
            yield from self._compared(path, made.get(path))

    def _compared(self, path: str, made: str | None) -> Iterator[str]:
        if made is None:
            yield f"{printable(path)}: a rebuild does not make it"
        elif path not in self.opened.files:
            yield f"{path}: a rebuild makes it, the release lacks it"
        elif path not in self._damaged and hashlib.sha256(self.opened.read(path)).hexdigest() != made:
            yield f"{path}: a rebuild gives other bytes"

    def _note(self, text: str) -> None:
        if text not in self.notes:
            self.notes.append(text)


def _outer(folder: Path, archive: Path) -> Iterator[str]:
    """The archive beside the folder, and its checksum."""
    if not archive.is_file():
        yield f"{printable(archive.name)}: is missing"
        return
    told = (folder / SUMS).read_text("utf-8", "replace") if (folder / SUMS).is_file() else ""
    found = hashlib.sha256(archive.read_bytes()).hexdigest()
    if told != f"{found}  {archive.name}\n":
        yield f"{printable(archive.name)}: sha256 is {found}, {SUMS} says {printable(told.split(' ')[0]) or 'nothing'}"


def _in_archive_order(path: Path, known: Sequence[str]) -> list[str]:
    """The files in the order of the archive, as far as the release has them."""
    try:
        inner = open_release(path).files
    except LedgerError:
        return []
    return [name for name in inner if name in set(known)]


def _moment(text: str) -> tuple[int, ...]:
    import datetime as dt

    try:
        return tuple(dt.datetime.fromisoformat(text).astimezone(dt.UTC).timetuple()[:6])
    except ValueError:
        return (1980, 1, 1, 0, 0, 0)
