"""Documents that somebody holds: a folder of files, each known by the hash of its bytes, read as words.

A file that is no text (a PDF) is read from the file beside it that bears its name and `.txt` or `.md`: `policy.pdf` and
`policy.pdf.txt` or `policy.txt`. The hash is that of the document itself, so it is matched with its captures.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from labledger.errors import UnreadableError
from labledger.ids import Kind
from labledger.model.dataset import Dataset
from labledger.store.tree import FolderTree, printable, read_file
from labledger.text.markdown import plain

_MOST = 64 << 20
"""Bytes of one document; larger ones are not hashed."""
_WORDS = frozenset((".md", ".markdown", ".txt", ".text", ".html", ".htm", ".rst", ".adoc"))
_UNSEEN = re.compile(r"<(script|style|template|noscript)\b[^>]*>.*?</\1\s*>", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Held:
    """One document that somebody holds. `text` is empty where its words cannot be read, and `why` says so."""

    name: str
    sha256: str
    text: str
    why: str = ""


def in_folder(folder: Path) -> tuple[Held, ...]:
    """The documents of a folder, by name. Raises UnreadableError where it is no folder, or a file cannot be read."""
    if folder.is_file():
        return (_one(folder.parent, folder.name, frozenset()),)
    names = frozenset(FolderTree(folder).listing().files)
    return tuple(_one(folder, name, names) for name in sorted(names))


def _one(folder: Path, name: str, names: frozenset[str]) -> Held:
    data = read_file(folder / name, _MOST)
    if len(data) > _MOST:
        return Held(printable(name), "", "", f"it has more than {_MOST:,} bytes")
    digest = hashlib.sha256(data).hexdigest()
    text = as_text(name, data)
    if text is None:
        beside = next((other for other in _beside(name) if other in names), None)
        text = as_text(beside, read_file(folder / beside, _MOST)) if beside else None
    if text is None:
        return Held(printable(name), digest, "", "it is no text, and none lies beside it as .txt or .md")
    return Held(printable(name), digest, text)


def _beside(name: str) -> Iterator[str]:
    for suffix in (".txt", ".md"):
        yield name + suffix
        yield str(PurePosixPath(name).with_suffix(suffix))


def as_text(name: str, data: bytes) -> str | None:
    """The words of a document; None where its bytes are no text."""
    if b"\0" in data or (PurePosixPath(name).suffix.lower() not in _WORDS and not _is_text(data)):
        return None
    text = data.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace")
    return plain(_UNSEEN.sub(" ", text))


def _is_text(data: bytes) -> bool:
    if data.startswith(b"%PDF"):
        return False
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def of_dataset(held: tuple[Held, ...], dataset: Dataset) -> Mapping[str, tuple[str, ...]]:
    """The texts of each source that is held, by the source's id and by the hash of each file; latest capture first.

    A source is known by the hashes of its captures, and by that of the document of a version that names it.
    """
    known = {one.sha256: one.text for one in held if one.text and one.sha256}
    found: dict[str, list[str]] = defaultdict(list)
    for source, digest in _hashes(dataset):
        if digest in known and known[digest] not in found[source]:
            found[source].append(known[digest])
    by_hash = {digest: (text,) for digest, text in known.items()}
    return by_hash | {source: tuple(texts) for source, texts in found.items() if texts}


def _hashes(dataset: Dataset) -> Iterator[tuple[str, str]]:
    """Each source with each hash under which it is known, the latest capture first."""
    for source_id, source in dataset.of_kind(Kind.SOURCE):
        for capture in sorted(source.get("captures", ()), key=lambda one: str(one.get("date")), reverse=True):
            if capture.get("sha256"):
                yield source_id, str(capture["sha256"])
    for _, version in dataset.of_kind(Kind.VERSION):
        document: Mapping[str, Any] = version.get("document") or {}
        if document.get("sha256"):
            yield str(document["source"]), str(document["sha256"])


def readable(held: tuple[Held, ...], place: Path) -> tuple[Held, ...]:
    """Those that can be read. Raises UnreadableError where none can."""
    found = tuple(one for one in held if one.text)
    if not found:
        why = next((f"{one.name}: {one.why}" for one in held if one.why), "it is empty")
        raise UnreadableError(f"no text can be read in {printable(str(place))}", why)
    return found
