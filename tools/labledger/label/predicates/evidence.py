"""Predicates about sources, their retrievals, quotations and what statements rest on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeGuard

from labledger.diff.captures import differs, recovered
from labledger.diff.change import Change
from labledger.diff.versions import same_bytes
from labledger.label.predicates.base import Context, Hit, fall, predicate, yes
from labledger.label.quantity import Move, date_move
from labledger.label.witness import Texts, missing, quotation_of, quote_of

_SHOWN = 60
_MISSING = 0.9
"""How sure it is that what no shingle finds is gone: it may have been rewritten word by word."""


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
    """Words quoted, by the source that changed or in a citation of ours, have the grade in `with`.

    A quotation of a source is read in its original where that is held, else it has the grade that people gave it; the
    words of a citation are read where its source is held, and else nothing is said of them.
    """
    grades = list(_grades(change, context.texts))
    found = [given for given, told in grades if told == ladder]
    return Hit(words={"count": str(len(found)), "words": found[0][:_SHOWN]}) if found else None


def _grades(change: Change, texts: Texts) -> Iterator[tuple[str, str]]:
    """The words and the grade of each quotation that the change holds."""
    family = change.field.partition(".")[0]
    whole = change.new_part if not change.field else {}
    quotations = whole.get("quotations", ()) if not family else [change.new] if family == "quotations" else ()
    citations = whole.get("citations", ()) if not family else [change.new] if family == "citations" else ()
    if change.field.endswith(".grade"):
        yield str(change.new), str(change.new)
    for quotation in filter(_is_plain, quotations):
        held = quotation.get("original") in texts
        graded = quotation_of(quotation, texts).grade if held else quotation.get("grade")
        yield str(quotation.get("as_given", "")), str(graded)
    for citation in filter(_is_plain, citations):
        found = quote_of(citation, texts)
        if found is not None:
            yield str(citation["quote"]), found.grade


def _is_plain(value: object) -> TypeGuard[Mapping[str, object]]:
    return isinstance(value, Mapping)


@predicate("passages-missing")
def passages_missing(change: Change, ladder: str, context: Context) -> Hit | None:
    """A version's document is held, and holds none of the passages of a provision that the record says is in it."""
    found = list(missing(change.new_part, context.texts))
    return Hit(words={"names": ", ".join(found)}, sure=_MISSING) if found else None


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
