"""Predicates about sources, their retrievals, quotations and what statements rest on."""

from __future__ import annotations

from collections.abc import Mapping

from labledger.diff.captures import differs, recovered
from labledger.diff.change import Change
from labledger.diff.versions import same_bytes
from labledger.label.predicates.base import Context, Hit, fall, predicate, yes
from labledger.label.quantity import Move, date_move


@predicate("source-lost")
def source_lost(change: Change, ladder: str, context: Context) -> Hit | None:
    """The latest retrieval of a source failed and no archive copy is known."""
    source = change.new_part
    latest = max((str(capture.get("date")) for capture in source.get("captures", ())), default="")
    gone = isinstance(change.new, Mapping) and change.new.get("outcome") == "gone" and change.new["date"] == latest
    kept = source.get("archives") or any(capture.get("archive") for capture in source.get("captures", ()))
    return yes(gone and not kept)


@predicate("source-back")
def source_back(change: Change, ladder: str, context: Context) -> Hit | None:
    """A retrieval found a document where the one before found nothing."""
    return yes(isinstance(change.new, Mapping) and recovered(change.new_part, change.new))


@predicate("source-differs")
def source_differs(change: Change, ladder: str, context: Context) -> Hit | None:
    """A retrieval found another text at the same address."""
    return yes(isinstance(change.new, Mapping) and differs(change.new_part, change.new))


@predicate("document-offline")
def document_offline(change: Change, ladder: str, context: Context) -> Hit | None:
    """The address of a version's document leads to nothing, while an archive copy is known."""
    source, version = change.new_part, change.around.get("document_of")
    kept = source.get("archives") or any(capture.get("archive") for capture in source.get("captures", ()))
    gone = isinstance(change.new, Mapping) and change.new.get("outcome") == "gone"
    return Hit(words={"version": str(version)}) if gone and kept and version else None


@predicate("account-edited")
def account_edited(change: Change, ladder: str, context: Context) -> Hit | None:
    """The lab's account of a revision, which is a page of its own, reads otherwise than before."""
    account = change.around.get("account")
    if not account or change.around.get("document_of") or not differs(change.new_part, change.new):
        return None
    later = date_move(account.get("date", ""), change.new["date"]) is Move.UP
    return Hit(words={"version": str(account["version"])}) if later else None


@predicate("quotation-grade")
def quotation_grade(change: Change, ladder: str, context: Context) -> Hit | None:
    """A quotation held against its original got the grade in `with`, alone or with its source."""
    quotations = change.new_part.get("quotations", ()) if not change.field else [change.new]
    if change.field.endswith(".grade"):
        return yes(change.new == ladder)
    found = [quote for quote in quotations if isinstance(quote, Mapping) and quote.get("grade") == ladder]
    return Hit(words={"count": str(len(found))}) if found else None


@predicate("last-evidence-gone")
def last_evidence_gone(change: Change, ladder: str, context: Context) -> Hit | None:
    """A source of a statement is gone; graver where it was the last one."""
    family = change.field.partition(".")[0]
    return Hit(severity="warn" if change.new_part.get(family) else "error")


@predicate("trust-falls")
def trust_falls(change: Change, ladder: str, context: Context) -> Hit | None:
    """We are less sure than before."""
    return yes(fall("confidence", change.old, change.new) > 0)


@predicate("trust-rises")
def trust_rises(change: Change, ladder: str, context: Context) -> Hit | None:
    """We are surer than before."""
    return yes(fall("confidence", change.old, change.new) < 0)


@predicate("bytes-equal")
def bytes_equal(change: Change, ladder: str, context: Context) -> Hit | None:
    """A provision differs while the document's file is the same: our reading changed, not the lab's text."""
    old = change.around.get("old_version")
    return yes(isinstance(old, Mapping) and bool(change.new_version) and same_bytes(old, change.new_version))
