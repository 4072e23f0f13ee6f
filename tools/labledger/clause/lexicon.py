"""Finding the words and phrases of a list in a text, longest first, whole words only."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from labledger.clause.passage import words


@dataclass(frozen=True, slots=True)
class Found:
    """A phrase of a list where it stands in a text."""

    phrase: str
    start: int
    end: int


class Lexicon:
    """A list of phrases, compiled once. Phrases never overlap in what is found; the longest at a place wins."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self.phrases = frozenset(phrases)
        listed = sorted(self.phrases, key=lambda phrase: (-len(phrase), phrase))
        body = "|".join(re.escape(phrase).replace(r"\ ", r"\s") for phrase in listed) or r"(?!)"
        self._pattern = re.compile(rf"(?<![\w-])(?:{body})(?![\w]|-\w)")

    def find(self, text: str) -> Iterator[Found]:
        """Each phrase in lower-case text, in order."""
        for match in self._pattern.finditer(text):
            yield Found(match.group(), match.start(), match.end())

    def within(self, text: str) -> frozenset[str]:
        """The phrases that occur in the text."""
        return frozenset(match.group() for match in self._pattern.finditer(text))

    def any(self, text: str) -> bool:
        """Whether one of the phrases occurs in the text."""
        return self._pattern.search(text) is not None


@cache
def lexicon(name: str, key: str) -> Lexicon:
    """The list `key` of `words/<name>.yaml`, ready to search."""
    return Lexicon(words(name)[key])
