"""Records that changes of an archive suggest: versions, events, captures of sources. Proposals, never truth.

The same archive and dataset give the same proposals, byte for byte. What the dataset has recorded already, by the hash
of the text or by a later version, is not proposed again.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from labledger.archive.classify import Change
from labledger.archive.history import Document
from labledger.errors import UnreadableError, UsageError
from labledger.ids import Kind, kind_of, lab_of
from labledger.model.dataset import Dataset
from labledger.store.tree import printable
from labledger.text.closest import did_you_mean

_VERSIONS = frozenset(("substantive", "minor", "rollback", "revert", "first"))
"""Classes after which another text of the document was in force."""
_CAPTURES = _VERSIONS | frozenset(("recovery", "date-only"))
_NOT_READ = "Proposed from a text archive by labledger archive watch; nobody has read the text yet."
_OF_TEXT = "The hash is that of the text in the archive, not of the page."


@dataclass(frozen=True, slots=True)
class Proposal:
    """A record that a person may accept: whole, as it would stand in the dataset, and why it is proposed."""

    record_id: str
    record: Mapping[str, Any]
    why: str


@dataclass(frozen=True, slots=True)
class Left:
    """A change of which nothing is proposed, and the reason."""

    day: dt.date
    document: str
    why: str


def links(pairs: Sequence[str], dataset: Dataset) -> dict[str, str]:
    """Which framework each document is, from texts DOCUMENT=FRAMEWORK. Raises UsageError and UnreadableError."""
    found: dict[str, str] = {}
    for pair in pairs:
        document, sign, framework = pair.rpartition("=")
        if not sign or not document or not framework:
            raise UsageError(f"--as {pair[:60]!r} is not DOCUMENT=FRAMEWORK", "for example 'Acme/Terms=acme/terms'")
        if kind_of(framework) is not Kind.FRAMEWORK or framework not in dataset:
            known = [record_id for record_id, _ in dataset.of_kind(Kind.FRAMEWORK)]
            hint = did_you_mean(framework, known) or f"labledger new framework {framework}"
            raise UnreadableError(f"no framework {framework[:80]}", hint)
        found[document] = framework
    return found


def proposals(
    dataset: Dataset, document: Document, framework: str, made: Sequence[Change], texts: Mapping[str, bytes]
) -> Iterator[Proposal | Left]:
    """What the changes of one document suggest, oldest first. `texts` holds the bytes of every version by blob.

    The source comes last, once, with all its captures.
    """
    source_id = _source_id(dataset, document, framework)
    source = dict(dataset.records.get(source_id) or _new_source(dataset, source_id, document, framework))
    known = {(str(capture.get("date")), str(capture.get("sha256"))) for capture in source.get("captures", ())}
    previous, since = _latest(dataset, framework)
    captures: list[dict[str, str]] = []
    for change in made:
        new = change.step.new
        digest = hashlib.sha256(texts[new.blob]).hexdigest() if new.blob else ""
        reason = _left(change, (new.day.isoformat(), digest) in known, new.day, since, previous)
        if reason:
            yield Left(new.day, printable(document.path), reason)
            continue
        if not new.blob:
            yield _gone(framework, change, source_id)
            continue
        changed = bool(source.get("captures") or captures)
        captures.append({"date": new.day.isoformat(), **({"outcome": "changed"} if changed else {}), "sha256": digest})
        known.add((new.day.isoformat(), digest))
        if change.name in _VERSIONS or (change.name == "recovery" and change.hidden is not None):
            proposal = _version(dataset, framework, change, previous, (source_id, digest))
            previous = proposal.record_id
            yield proposal
    if captures:
        source["captures"] = [*source.get("captures", ()), *captures]
        yield Proposal(source_id, source, f"{len(captures)} captures")


def _left(change: Change, known: bool, day: dt.date, since: dt.date | None, previous: str | None) -> str:
    """Why nothing is proposed of a change; empty where something is."""
    if change.name == "capture-error":
        return f"a broken capture ({', '.join(change.reasons)}) says nothing of the document"
    if change.name != "gone" and change.name not in _CAPTURES:
        return f"{change.name}: no word changed"
    if known:
        return "the text is recorded"
    if since is not None and day <= since:
        return f"it is not after the last version recorded ({previous})"
    return ""


def _latest(dataset: Dataset, framework: str) -> tuple[str | None, dt.date | None]:
    """The last version recorded of a framework, and the day on which it was first seen."""
    ids = dataset.versions.get(framework, ())
    if not ids:
        return None, None
    record = dataset.records[ids[-1]]
    text = f"{record.get('first_observed', record.get('published', ''))}-01-01"[:10]
    try:
        return ids[-1], dt.date.fromisoformat(text)
    except ValueError:
        return ids[-1], None


def _version(
    dataset: Dataset, framework: str, change: Change, previous: str | None, document: tuple[str, str]
) -> Proposal:
    """A version with what the document states about itself; its words are for a person to read."""
    day = change.step.new.day.isoformat()
    stated = _stated(change)
    published = stated.get("updated") or stated.get("published") or day
    label = stated.get("version") or published
    record_id = f"{framework}/{_slug(label)}"
    if record_id in dataset or record_id == previous or change.quiet or label in str(previous):
        # The document kept its label, so the day of the capture tells the two texts apart.
        record_id = f"{framework}/{_slug(label)}+{day}"
    quiet = " Its own date and version stood still." if change.quiet else ""
    record = {
        "id": record_id, "label": label, "title": str(dataset.records[framework].get("title", framework)),
        "published": published, **({"effective": stated["effective"]} if "effective" in stated else {}),
        "first_observed": day, **({"supersedes": previous} if previous else {}),
        "document": {"source": document[0], "sha256": document[1]}, "coverage": "none",
        "citations": [{"source": document[0]}],
        "notes": f"{_NOT_READ}\nThe change is classed as {change.name}.{quiet}\n{_OF_TEXT}",
    }  # fmt: skip
    return Proposal(record_id, record, f"{change.name}{', quiet' if change.quiet else ''}")


def _stated(change: Change) -> dict[str, str]:
    """The latest date of each kind that the new version states, and its number; relative and doubtful dates are out."""
    found: dict[str, str] = {}
    for part in change.pair.parts if change.pair else ():
        for stamp in part.new or ():
            if re.fullmatch(r"[0-9]{4}(-[0-9]{2}){0,2}", stamp.value) or stamp.kind == "version":
                found[stamp.kind] = max(found.get(stamp.kind, ""), stamp.value)
    return found


def _gone(framework: str, change: Change, source_id: str) -> Proposal:
    day, lab = change.step.new.day.isoformat(), str(lab_of(framework))
    name = framework.partition("/")[2]
    record = {
        "id": f"{lab}/events/{day}-{name}-not-found", "date": day, "kind": "publication",
        "title": f"A text archive no longer finds {framework}",
        "statement": "The archive no longer has the document from this day on; whether it was taken down is not known.",
        "about": [framework], "citations": [{"source": source_id}], "notes": _NOT_READ,
    }  # fmt: skip
    return Proposal(str(record["id"]), record, "gone")


def _source_id(dataset: Dataset, document: Document, framework: str) -> str:
    """The source of the document: `sources/<lab>/<framework>-archive`, one for all its captures."""
    return f"sources/{lab_of(framework)}/{framework.partition('/')[2]}-archive"


def _new_source(dataset: Dataset, source_id: str, document: Document, framework: str) -> dict[str, Any]:
    lab, about = dataset.records.get(str(lab_of(framework)), {}), dataset.records[framework]
    address = {"address": about["address"]} if about.get("address") else {}
    return {
        "id": source_id, "title": f"{about.get('title', framework)}, as kept by a text archive",
        "publisher": str(lab.get("name", lab_of(framework))), **address, "grade": "primary",
        "notes": f"{_NOT_READ}\nIn the archive it is called {printable(document.path)}.\n{_OF_TEXT}",
    }  # fmt: skip


def _slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9.+-]+", "-", plain).strip("-.+") or "unnamed"
