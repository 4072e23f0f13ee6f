"""What a held text says of a citation: whether the words quoted, or the passage meant, stand in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from labledger.clause.quotation import Graded, best, grade_pair
from labledger.text.shingles import Presence, overlap, present, text_shingles
from labledger.text.words import words

Plain = Mapping[str, Any]
Texts = Mapping[str, Sequence[str]]
"""Texts that are held, by id of the source and by sha256 of the file; empty where nobody named any."""
_LEAST = 200
"""Words under which a text is no document in which a passage could be missed: a stub, or an error page."""


def quote_of(citation: Plain, texts: Texts) -> Graded | None:
    """How the quoted words of a citation stand in its source; None where it quotes nothing or no text is held."""
    held = texts.get(str(citation.get("source")), ())
    if not citation.get("quote") or not held:
        return None
    return best(str(citation["quote"]), [("", _words(text)) for text in held])[1]


def quotation_of(quotation: Plain, texts: Texts) -> Graded:
    """How a quotation that a source gives stands in its original: in its text if held, else in the words recorded.

    A text that does not hold the passage is the wrong one: the words recorded are asked then.
    """
    held = texts.get(str(quotation.get("original")), ())
    found = best(str(quotation.get("as_given", "")), [("", _words(text)) for text in held])[1] if held else None
    if found is not None and found.grade != "not-found":
        return found
    return grade_pair(str(quotation.get("as_given", "")), str(quotation.get("words", "")))


def passage_of(citation: Plain, texts: Sequence[str]) -> tuple[Presence, float] | None:
    """Whether a citation's passage stands in the nearest of some texts, and how much of it, 0 to 1; None: untold.

    Nothing can be told without shingles, without a text, or from texts that are too short to be the document.
    """
    shingles = frozenset(map(str, citation.get("shingles", ())))
    whole = [text for text in texts if len(_words(text)) >= _LEAST]
    if not shingles or not whole:
        return None
    return max((passage_in(shingles, text) for text in whole), key=lambda told: told[1])


def passage_in(shingles: frozenset[str], text: str) -> tuple[Presence, float]:
    """Whether a passage stands in one text, and the share of its shingles that do."""
    there = text_shingles(text, [shingles])
    return present(shingles, there), round(overlap(shingles, there), 4)


def missing(version: Plain, texts: Texts) -> Iterator[str]:
    """Provisions that a version's record holds and its document does not, by slug: no passage of theirs is found."""
    document = version.get("document") or {}
    held = texts.get(str(document.get("sha256")), ()) or texts.get(str(document.get("source")), ())
    for provision in version.get("provisions", ()):
        told = [passage_of(citation, held) for citation in provision.get("citations", ())]
        found = [one for one in told if one is not None]
        if found and all(presence == "missing" for presence, _ in found):
            yield str(provision["slug"])


def not_checked(parts: Iterable[Plain], texts: Texts) -> int:
    """How many quotations and passages of these records and provisions no held text was there to check."""
    cited = (citation for part in parts for citation in quoting(part))
    asked = (citation for citation in cited if citation.get("quote") or citation.get("shingles"))
    return sum(not texts.get(str(citation.get("source")), ()) for citation in asked)


def quoting(record: Plain) -> Iterator[Plain]:
    """Every citation within a record, wherever it stands."""
    for name, value in record.items():
        if name in ("citations", "offered") and isinstance(value, (list, tuple)):
            yield from (citation for citation in value if isinstance(citation, Mapping))
        elif isinstance(value, Mapping):
            yield from quoting(value)
        elif isinstance(value, (list, tuple)):
            yield from _each(value)


def _each(values: Iterable[Any]) -> Iterator[Plain]:
    for value in values:
        if isinstance(value, Mapping):
            yield from quoting(value)


@lru_cache(maxsize=64)
def _words(text: str) -> tuple[str, ...]:
    return tuple(words(text))
