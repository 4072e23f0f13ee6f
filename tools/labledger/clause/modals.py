"""The words that govern a main clause: its modal verb or phrase, and what it denies."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from labledger.clause.asides import blank, without_purposes
from labledger.clause.lexicon import at_end, lexicon, shape
from labledger.clause.passage import words

_BANDS = (("released", 0), ("optional", 1), ("aspirational", 2), ("advisory", 3), ("binding", 4))
_NEAR = 2
"""Words that may stand between a modal and a softer one that takes its place: "will aim to"."""
_SUBORDINATED = at_end("force", "subordinating")
_MONTH = shape("force", r"(?:{before-month}|\d)\s+$")
"""What stands before the month of May."""
_BEFORE_NOUN = at_end("force", "before-nouns")
_REASON = shape("force", r"{reasons}.*$|,\s*{loose-reasons}.*$")
_NOT_ALL = shape("force", r"{not-all}")
_BOUNDS = shape("force", r"{bounds}")
"""Denials that set a bound and deny nothing: "no later than"."""
_OFFERED = shape("force", r"\b(?:that|which) (?:we|the company|the lab|it)\s+(?P<modal>{offering}).*{offered}")
"""A list as soft as its introduction: "safeguards that we may use include"."""
_NOT_AFTER_CONTENT_VERB = "".join(rf"(?<!{word} )" for word in sorted(words("force")["content-verbs"]))
_RELATIVES = shape(
    "force",
    _NOT_AFTER_CONTENT_VERB
    + r"(?<=\s)(?:{asking}[^,;]*|{relatives}"
    + r"(?:\s+(?:(?:we|it|they)\s+|(?:the|our|its|their|an?|no)\s+\w+\s+)?{auxiliaries}(?:(?!{openers})[^,;])*"
    + r"|(?:(?!{openers})[^,;])*))",
)
"""Relative clauses, from the pronoun to the verb of the main clause: "that (we may use)", "that (fail the test) are".

After "ensure that" and its like stands what is bound, which is no relative clause; a clause that opens with "whether"
is a subject.
"""


@dataclass(frozen=True, slots=True)
class Modal:
    """A word of force where it stands: its band (see `force`) and its words."""

    band: int
    phrase: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Denials:
    """What a main clause denies."""

    count: int
    """How many denials there are in all; an even number affirms."""
    verbs: int
    """How many of them lie in a verb of omission: fail, skip, left unverified."""
    partial: bool
    """Whether "all" is denied, not "any": not every, not always."""


def modals(text: str) -> Iterator[Modal]:
    """Every word of force in lower-case text, band by band."""
    for name, band in _BANDS:
        for hit in lexicon("force", name).find(text):
            yield Modal(band, hit.phrase, hit.start, hit.end)


def governing_modal(main: str) -> Modal | None:
    """The modal of the main verb: the first outside relative clauses and reasons, or a softer one right after it."""
    plain = without_purposes(_REASON.sub(blank, _RELATIVES.sub(blank, main)))
    found = sorted(modals(plain), key=lambda modal: (modal.start, -modal.end))
    listed = [modal for modal in found if not _subordinate(plain[: modal.start], modal.phrase)]
    if not listed:
        return _offered(main)
    first = listed[0]
    for other in listed[1:]:
        if other.band < first.band and len(plain[first.end : other.start].split()) <= _NEAR:
            return other
    return first


def denials_of(main: str) -> Denials:
    """The denials of a main clause outside its relative clauses.

    A verb of omission counts only where something else denies or allows it: "not fail to", "may be left unverified".
    """
    text = _RELATIVES.sub(" ", _BOUNDS.sub(" ", main))
    plain = lexicon("force", "negation").count(_NOT_ALL.sub(" ", text))
    verbs = lexicon("force", "negative-verbs").count(text)
    counted = plain or lexicon("force", "optional").any(text)
    return Denials(plain + (verbs if counted else 0), verbs, bool(_NOT_ALL.search(main)))


def _subordinate(before: str, phrase: str) -> bool:
    """Whether a word of force belongs to a relative clause, or is a noun (the plans to) or a month (in May)."""
    if phrase == "may" and _MONTH.search(before):
        return True
    if phrase.split()[0] in words("force")["nouns"] and (not before.strip() or _BEFORE_NOUN.search(before)):
        return True
    return bool(_SUBORDINATED.search(before))


def _offered(main: str) -> Modal | None:
    match = _OFFERED.search(main)
    if match is None:
        return None
    phrase = match["modal"]
    return Modal(1 if " " not in phrase else 2, phrase, match.start("modal"), match.end("modal"))
