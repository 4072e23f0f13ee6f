"""Does each record show where it comes from?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from labledger.check.fault import Fault
from labledger.ids import Kind, kind_of
from labledger.model.dataset import Dataset

_NEED_CITATION = (Kind.COMMITMENT, Kind.CLAIM, Kind.EVENT, Kind.QUESTION, Kind.INSTRUMENT, Kind.ASSESSMENT)


def check_evidence(dataset: Dataset) -> Iterator[Fault]:
    """Statements are cited, hashes of documents are among the captures of their source, "none" was searched for."""
    for kind in _NEED_CITATION:
        for record_id, record in dataset.of_kind(kind):
            if not record.get("citations"):
                yield Fault(record_id, (), "E-NONE", "has no citation", "add citations, each with a source")
    for version_id, version in dataset.of_kind(Kind.VERSION):
        yield from _document(dataset, version_id, version)
        yield from _account(version_id, version)
        yield from _coverage(version_id, version)


def _document(dataset: Dataset, version_id: str, version: Mapping[str, Any]) -> Iterator[Fault]:
    document = version.get("document")
    if not document and not version.get("citations"):
        yield Fault(version_id, (), "E-NONE", "names neither a document nor a citation")
    named = str((document or {}).get("source"))
    source, stated = dataset.get(named), (document or {}).get("sha256")
    if source is None or stated is None or kind_of(named) is not Kind.SOURCE:
        return
    hashes = {str(capture.get("sha256")) for capture in source.get("captures", ())}
    if str(stated) not in hashes:
        message = "sha256 is not among the captures of the source"
        yield Fault(version_id, ("document", "sha256"), "E-HASH", message, "add a capture to the source")


def _account(version_id: str, version: Mapping[str, Any]) -> Iterator[Fault]:
    account = version.get("account")
    if account is None:
        return
    if account.get("form") == "none" and "search" not in account:
        yield Fault(version_id, ("account",), "E-SEARCH", "account none needs a search log", "add search", "warning")
    if account.get("form") == "none" and account.get("items"):
        yield Fault(version_id, ("account", "items"), "E-ACCOUNT", "account none cannot have items")


def _coverage(version_id: str, version: Mapping[str, Any]) -> Iterator[Fault]:
    inherited = [i for i, p in enumerate(version.get("provisions", ())) if str(p.get("inherited")) == "true"]
    coverage = version.get("coverage")
    if coverage == "none" and version.get("provisions"):
        yield Fault(version_id, ("coverage",), "E-COVERAGE", "coverage none, yet provisions are recorded")
    if inherited and coverage != "changed":
        place = ("provisions", inherited[0], "inherited")
        yield Fault(version_id, place, "E-COVERAGE", f"inherited provisions need coverage changed, not {coverage}")
