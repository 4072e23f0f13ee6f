"""Sentences of a text, with the library that knows abbreviations, sections and versions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from labledger.text.lists import listed
from labledger.text.paragraphs import paragraphs

_FOREIGN_STOP = re.compile(r"(?<=[。।۔؟])\s*(?=.)")
"""Ends of sentences that the library does not know: Chinese and Japanese, Hindi, Urdu, Arabic."""
_SECTION = re.compile(r"[§(\[]?(?:\d{1,3}[.)])+\d{0,3}[.)\]]?\Z")
_NUMBER = re.compile(r"[\[(]?\d|[IVX]+\b")


def sentences(text: str) -> Iterator[str]:
    """Each sentence of a text in order, in one typography, paragraph by paragraph.

    A list parted by semicolons stays whole. A sentence's number in this order is no identity: one word changed
    elsewhere may shift it.
    """
    for paragraph in paragraphs(text):
        for part in _FOREIGN_STOP.split(paragraph):
            yield from _joined(_splitter().tokenize(part))


def _joined(found: Iterable[str]) -> Iterator[str]:
    """The sentences found, those parted after an abbreviation that never ends one put together."""
    open_end = ""
    for part in found:
        piece = part.strip()
        if open_end and not _goes_on(open_end, piece):
            yield open_end
            open_end = ""
        open_end = f"{open_end} {piece}" if open_end else piece
    if open_end:
        yield open_end


def _goes_on(above: str, piece: str) -> bool:
    """Whether a sentence goes on in the next piece: it ends in "e.g.", or in "Sec." before a number, or is "4.1."."""
    if len(above) <= 12 and _SECTION.match(above):
        return True
    last = above[-12:].rsplit(maxsplit=1)[-1].lower().lstrip("([\"'").rstrip(",")
    abbreviations = listed("abbreviations")
    if not last.endswith("."):
        return False
    bare = last.removesuffix(".")
    return bare in abbreviations["never_end"] or bool(bare in abbreviations["before_number"] and _NUMBER.match(piece))


@cache
def _splitter() -> Any:
    import nupunkt

    abbreviations = listed("abbreviations")
    splitter = nupunkt.load_default_model()
    splitter.add_abbreviations(sorted(abbreviations["never_end"]))
    for word in sorted(abbreviations["ordinary_words"]):
        # The library knows "so." as a law report and "in." as inches; in a policy they end sentences.
        splitter.remove_abbreviation(word)
    return splitter
