"""Finding the words of a list in a text: the word lists of `words/` turned into searches.

An entry is a word or phrase in lower case; one that ends in `*` stands for every word that begins so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from labledger.clause.passage import words

_SLOT = re.compile(r"\{([a-z][a-z-]*)\}")


@dataclass(frozen=True, slots=True)
class Found:
    """A phrase of a list where it stands in a text."""

    phrase: str
    start: int
    end: int


class Lexicon:
    """A list of phrases, compiled once. Phrases never overlap in what is found; the longest at a place wins.

    Whole words only, and a word with a hyphen is one word: `test` is not found in `red-test` or `test-run`.
    """

    def __init__(self, phrases: Iterable[str]) -> None:
        self.phrases = frozenset(phrases)
        self._pattern = re.compile(rf"(?<![\w-]){_any_of(self.phrases)}(?![\w]|-\w)")

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

    def count(self, text: str) -> int:
        """How often the phrases occur in the text."""
        return sum(1 for _ in self._pattern.finditer(text))


@cache
def lexicon(name: str, key: str) -> Lexicon:
    """The list `key` of `words/<name>.yaml`, ready to search."""
    return Lexicon(words(name)[key])


@cache
def ranks(name: str, key: str) -> tuple[Lexicon, dict[str, float]]:
    """The ladder `key` of `words/<name>.yaml`: its phrases, ready to search, and the rank of each."""
    steps = {str(phrase): float(rank) for phrase, rank in words(name)[key].items()}
    return Lexicon(steps), steps


@cache
def shape(name: str, template: str) -> re.Pattern[str]:
    """A pattern built round words: each `{key}` in the template stands for any phrase of that list, as whole words.

    The form of a construction stays in the code, its words in `words/<name>.yaml`. Here a hyphen ends a word.
    """
    return re.compile(_SLOT.sub(lambda slot: rf"\b{_any_of(words(name)[slot.group(1)])}\b", template))


def at_end(name: str, key: str, more: int = 0) -> re.Pattern[str]:
    """A word of a list at the end of a text, at most `more` other words after it."""
    return shape(name, f"{{{key}}}(?:\\s+\\w+){{0,{more}}}\\s*$")


def _any_of(phrases: Iterable[str]) -> str:
    """An expression for any of the phrases, the longest first; one that nothing matches where there are none."""
    listed = sorted(phrases, key=lambda phrase: (-len(phrase), phrase))
    body = "|".join(re.escape(phrase).replace(r"\ ", r"\s").replace(r"\*", r"\w*") for phrase in listed)
    return f"(?:{body or '(?!)'})"
