"""Quotations and passages held against their originals: those of a text, and those of the dataset."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from labledger.archive.texts import Held
from labledger.clause.quotation import Graded, Swap, best
from labledger.ids import Kind
from labledger.label.witness import passage_of, quotation_of, quote_of, quoting
from labledger.model.dataset import Dataset
from labledger.text.words import words

NOT_CHECKED = "not checked"
RULES = {
    "not-found": "quote-not-in-source",
    "altered": "quote-garbled",
    "meaning-reversed": "quote-meaning-reversed",
    "elided": "quote-elision-changed",
}
"""The rule that a grade belongs to."""
_LEAST, _MOST = 4, 150
"""Words of what stands in quotation marks and is taken for a quotation: shorter ones are names and scruples."""
_MARKS = re.compile(r"“([^“”]{10,1200})”|„([^„“”]{10,1200})[“”]|«([^«»]{10,1200})»|(?<!\w)\"([^\"\n]{10,1200})\"(?!\w)")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found of one quotation or passage.

    `found` is a grade of a quotation, `present`, `altered` or `missing` of a passage, or `not checked`; `why` says why
    not. `rule` is the rule of the catalogue that it breaks, empty where none. `recorded` is the grade people gave.
    """

    kind: str
    subject: str
    original: str
    found: str
    rule: str = ""
    text: str = ""
    """The quotation, as it is given."""
    swaps: tuple[Swap, ...] = ()
    place: int = -1
    share: float = 0.0
    recorded: str = ""
    why: str = ""

    @property
    def is_finding(self) -> bool:
        """Whether it is a fault: other words, none at all, or a grade that people gave and the text does not bear."""
        wrong = self.found in ("altered", "meaning-reversed", "not-found", "missing")
        if self.recorded:
            return self.found not in (NOT_CHECKED, self.recorded)
        return wrong


def in_text(text: str) -> Iterator[str]:
    """What stands in quotation marks in a text, in order, four words and more."""
    for found in _MARKS.finditer(text):
        quotation = next(group for group in found.groups() if group is not None)
        if _LEAST <= len(words(quotation)) <= _MOST:
            yield quotation


def held_against(name: str, quotations: Iterable[str], originals: Sequence[Held]) -> Iterator[Verdict]:
    """Quotations of a text, each with the nearest of several originals."""
    ready = [(one.name, words(one.text)) for one in originals]
    for quotation in quotations:
        original, graded = best(quotation, ready)
        missed = graded.grade == "not-found"
        yield _graded("quotation", name, "" if missed else original, quotation, graded, "")


def of_dataset(dataset: Dataset, texts: Mapping[str, Sequence[str]]) -> Iterator[Verdict]:
    """Every quotation that the dataset holds, its own and those of its sources; what has no text is told so."""
    for record_id, record in sorted(dataset.records.items()):
        if "tombstone" in record:
            continue
        for quotation in record.get("quotations", ()):
            yield _given(record_id, quotation, texts)
        for subject, citation in citations(record_id, record):
            if citation.get("quote"):
                yield _cited(subject, citation, texts)


def passages(dataset: Dataset, texts: Mapping[str, Sequence[str]]) -> Iterator[Verdict]:
    """Every passage with shingles, in the document of its version or in its source; what has no text is told so."""
    documents = {
        version_id: version.get("document") or {} for version_id, version in dataset.of_kind(Kind.VERSION)
    }  # fmt: skip
    for record_id, record in sorted(dataset.records.items()):
        if "tombstone" in record:
            continue
        for subject, citation in citations(record_id, record):
            if citation.get("shingles"):
                yield _passage(subject, citation, documents.get(record_id, {}), texts)


def citations(record_id: str, record: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every citation of a record with its subject: the record, or the provision within it."""
    whole = {name: value for name, value in record.items() if name != "provisions"}
    for citation in quoting(whole):
        yield record_id, citation
    for provision in record.get("provisions", ()):
        for citation in quoting(provision):
            yield f"{record_id}#{provision['slug']}", citation


def _given(record_id: str, quotation: Mapping[str, Any], texts: Mapping[str, Sequence[str]]) -> Verdict:
    original = str(quotation.get("original"))
    recorded, given = str(quotation.get("grade", "")), str(quotation.get("as_given", ""))
    graded = quotation_of(quotation, texts)
    return _graded("quotation", record_id, original, given, graded, recorded)


def _cited(subject: str, citation: Mapping[str, Any], texts: Mapping[str, Sequence[str]]) -> Verdict:
    source, quote = str(citation.get("source")), str(citation["quote"])
    graded = quote_of(citation, texts)
    if graded is None:
        return Verdict("citation", subject, source, NOT_CHECKED, text=quote, why="no text of the source is held")
    return _graded("citation", subject, source, quote, graded, "")


def _graded(kind: str, subject: str, original: str, text: str, graded: Graded, recorded: str) -> Verdict:
    return Verdict(
        kind, subject, original, graded.grade, RULES.get(graded.grade, ""), text, graded.swaps, graded.place,
        round(graded.share, 4), recorded,
    )  # fmt: skip


def _passage(
    subject: str, citation: Mapping[str, Any], document: Mapping[str, Any], texts: Mapping[str, Sequence[str]]
) -> Verdict:
    source = str(citation.get("source"))
    held = texts.get(str(document.get("sha256")), ()) or texts.get(str(document.get("source") or source), ())
    told = passage_of(citation, held)
    if told is None:
        why = "no text of the source is held" if not held else "the text held is too short to be the document"
        return Verdict("passage", subject, source, NOT_CHECKED, why=why)
    rule = ""
    if told[0] == "missing":
        rule = "commitment-missing-from-text" if document and "#" in subject else "quote-not-in-source"
    return Verdict("passage", subject, source, told[0], rule, share=told[1])
