"""Asides: the parts of a text that bind nobody, because they only give an example, a purpose or a hedge."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from labledger.clause.lexicon import Found, lexicon, shape
from labledger.clause.passage import Passage

_LIST_END = shape("asides", r"[;.](?:\s|$)|,\s+{after-examples}| - ")
_PURPOSE = shape("asides", r"{purposes}[^,;.]*")
_PURPOSE_OR_HELP = shape("asides", r"(?:{purposes}|{helping})[^,;.]*")
_OPENING_PURPOSE = re.compile(r"\s*(?:in order )?to [a-z]+ [^,]{3,120},")
"""A purpose before the sentence proper: "To learn more, we ..."."""


@dataclass(frozen=True, slots=True)
class Illustration:
    """A list of examples: where its introduction starts ("such as"), where the examples start, where they end."""

    start: int
    listed: int
    end: int


def illustrations(text: str) -> Iterator[Illustration]:
    """The lists of examples in lower-case text, in order."""
    for found in lexicon("scope", "illustrating").find(text):
        yield Illustration(found.start, found.end, _end_of_examples(text, found))


def without_examples(text: str) -> str:
    """The text with lists that only illustrate taken out."""
    for found in reversed(list(lexicon("scope", "illustrating").find(text))):
        text = text[: found.start] + text[_end_of_examples(text, found) :]
    return text


def examples_of(passage: Passage) -> frozenset[str]:
    """The concepts that a passage names as examples only."""
    text = passage.lower
    parts = (text[one.listed : one.end] for one in illustrations(text))
    return frozenset(concept for part in parts for concept in Passage(part).concepts)


def without_purposes(text: str) -> str:
    """The text with statements of purpose blanked out; every other word keeps its place."""
    return _PURPOSE.sub(blank, text)


def blank(match: re.Match[str]) -> str:
    """As many spaces as a match is long: takes words out of a text and leaves the others where they are."""
    return " " * len(match.group())


def unbinding(text: str) -> Iterator[tuple[int, int]]:
    """Places in lower-case text that carry no duty: examples, purposes up to their comma, hedges; in no order."""
    for one in illustrations(text):
        yield one.start, one.end
    for match in _PURPOSE_OR_HELP.finditer(text):
        yield match.span()
    if opening := _OPENING_PURPOSE.match(text):
        yield opening.span()
    for found in lexicon("force", "hedges").find(text):
        yield found.start, found.end


def bracket_end(text: str, start: int, end: int) -> int | None:
    """Where the bracket closes in which a stretch of text stands; None where it stands in none."""
    inside = text.rfind("(", 0, start) > text.rfind(")", 0, start)
    closing = text.find(")", end)
    return closing if inside and closing >= 0 else None


def _end_of_examples(text: str, found: Found) -> int:
    """Where a list of examples ends: at its bracket, or before the next clause or sentence."""
    closing = bracket_end(text, found.start, found.end)
    if closing is not None:
        return closing
    match = _LIST_END.search(text, found.end)
    return match.start() if match else len(text)
