"""Reading a release that somebody holds: as a folder or as an archive, newer forms refused, older ones brought up."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from labledger.errors import UnreadableError
from labledger.model.dataset import Dataset
from labledger.release.contents import FORMAT, MANIFEST, parsed_manifest
from labledger.release.table import Typed
from labledger.store.tree import printable

_MOST_BYTES = 2 << 30
"""Most bytes that one file of a release may have: an archive may claim to hold more than a disk does."""
Record = dict[str, Any]
MIGRATIONS: dict[int, Callable[[Record], Record]] = {}
"""For each old form of a release, what makes a record of the next form out of a record of that one."""


@dataclass(frozen=True)
class Opened:
    """A release at hand."""

    place: Path
    manifest: Mapping[str, Any]
    files: Mapping[str, Any]
    """Path within the release to where it lies: a path on disk, or the entry of the archive."""

    @property
    def version(self) -> str:
        """Its calendar version."""
        return str(self.manifest["version"])

    def read(self, path: str) -> bytes:
        """The bytes of one file. Raises UnreadableError for one that is not there or is damaged."""
        found = self.files.get(path)
        if found is None:
            raise UnreadableError(f"{_shown(self.place)}: {printable(path)} is missing")
        return _bytes(self.place, found)

    def records(self) -> Iterator[Record]:
        """Every record, in the form of today; numbers and truth values as they are spelled.

        Raises UnreadableError for a file that is missing or damaged.
        """
        for path in sorted(self.files):
            if path.startswith("records/") and path.endswith(".jsonl"):
                for number, line in enumerate(self.read(path).splitlines(), 1):
                    yield migrated(_record(f"{path}:{number}", line), form_of(self.manifest))

    def dataset(self) -> Dataset:
        """The records as a dataset."""
        return Dataset({str(record["id"]): record for record in self.records()})


def open_release(path: Path) -> Opened:
    """The release that a path names: its folder, the folder that `release build` made, or its archive.

    Raises UnreadableError for anything else, and for a release that a newer labledger made.
    """
    place, files = _found(path)
    if MANIFEST not in files:
        raise UnreadableError(f"{_shown(path)} is no release: it has no {MANIFEST}")
    manifest = parsed_manifest(_bytes(place, files[MANIFEST]))
    if manifest is None:
        raise UnreadableError(f"{_shown(path)}: {MANIFEST} is damaged", "download the release again")
    if form_of(manifest) > FORMAT:
        told = f"{_shown(path)} was made by a newer labledger: its form is {form_of(manifest)}, this one reads {FORMAT}"
        raise UnreadableError(told, "update: pip install -U labledger")
    return Opened(place, manifest, files)


def form_of(manifest: Mapping[str, Any]) -> int:
    """The number of the form of a release. Raises UnreadableError for a manifest that names none."""
    name, _, number = str(manifest["schema"]).rpartition("/")
    if name != "labledger/release" or not (number.isascii() and number.isdigit()):
        raise UnreadableError(f"{MANIFEST} is of another schema: {printable(str(manifest['schema']))[:60]}")
    return int(number)


def migrated(record: Record, form: int) -> Record:
    """A record of an old form in the form of today."""
    for number in range(form, FORMAT):
        record = MIGRATIONS[number](record)
    return record


def _found(path: Path) -> tuple[Path, dict[str, Any]]:
    if path.is_file():
        return path, _members(path)
    if not path.is_dir():
        raise UnreadableError(f"{_shown(path)} is neither a folder nor a file")
    place = path
    if not (path / MANIFEST).is_file():
        inner = [folder for folder in sorted(path.glob("labledger-*")) if (folder / MANIFEST).is_file()]
        if len(inner) != 1:
            raise UnreadableError(f"{_shown(path)} holds {len(inner) or 'no'} releases", "name the folder of one")
        place = inner[0]
    found = (one for one in place.rglob("*") if one.is_symlink() or not one.is_dir())
    return place, {one.relative_to(place).as_posix(): one for one in found}


def _members(path: Path) -> dict[str, Any]:
    """Files of an archive below its one folder; names that lead out of it are refused."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    except (OSError, zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise UnreadableError(f"{_shown(path)} is no sound archive: {printable(str(error))}") from None
    files = {}
    for entry in entries:
        top, _, name = entry.filename.partition("/")
        if not top.startswith("labledger-") or not name or ".." in name.split("/") or name in files:
            raise UnreadableError(f"{_shown(path)} is no release: it holds {printable(entry.filename)[:80]!r}")
        files[name] = entry
    return files


def _bytes(place: Path, found: Any) -> bytes:
    try:
        if isinstance(found, Path):
            if found.is_symlink() or found.stat().st_size > _MOST_BYTES:
                raise UnreadableError(f"{_shown(found)} is a link or too large")
            return found.read_bytes()
        if found.file_size > _MOST_BYTES:
            raise UnreadableError(f"{_shown(place)}: {printable(found.filename)} is too large")
        with zipfile.ZipFile(place) as archive:
            return archive.read(found)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise UnreadableError(f"{_shown(place)} cannot be read: {printable(reason)}") from None
    except (zipfile.BadZipFile, zipfile.zlib.error, RuntimeError, NotImplementedError, EOFError) as error:  # type: ignore[attr-defined]
        name = printable(getattr(found, "filename", ""))
        raise UnreadableError(f"{_shown(place)}: {name} is damaged: {printable(str(error))}") from None


def _record(where: str, line: bytes) -> Record:
    try:
        record = json.loads(line, parse_int=Typed, parse_float=Typed)
    except ValueError as error:
        raise UnreadableError(f"{where} is damaged: {printable(str(error))}") from None
    if not isinstance(record, dict) or not isinstance(record.get("id"), str):
        raise UnreadableError(f"{where} is damaged: it holds no record")
    found: Record = spelled(record)
    return found


def spelled(value: Any) -> Any:
    """A value of JSON as records hold it: truth values by their spelling."""
    if isinstance(value, bool):
        return Typed("true" if value else "false")
    if isinstance(value, list):
        return [spelled(part) for part in value]
    return {key: spelled(part) for key, part in value.items()} if isinstance(value, dict) else value


def _shown(path: Path) -> str:
    return printable(str(path))
