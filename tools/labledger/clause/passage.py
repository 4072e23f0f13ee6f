"""A passage ready to be read: its text in one typography, its words with their places, stems and concepts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Any

from labledger.store import codec
from labledger.text.normalise import normalise
from labledger.text.sentences import sentences
from labledger.text.stems import stem

_WORDS = Path(__file__).parent / "words"
_TOKEN = re.compile(r"\d+(?:[.,]\d+)*(?:\^\d+)?|[^\W\d_]+(?:['’][^\W\d_]+)*|[%$€£<>=≤≥+]")
"""A number, a word or a sign that counts or compares."""
_CONTRACTED = re.compile(
    r"\b(ca|wo|sha|do|does|did|is|are|was|were|has|have|had|would|should|could|must|need)n't\b", re.IGNORECASE
)
_IRREGULAR = {"ca": "can", "wo": "will", "sha": "shall"}


@dataclass(frozen=True, slots=True)
class Token:
    """One word, number or sign, lower case, with its place in the passage's text."""

    word: str
    start: int
    end: int
    stem: str
    concept: str
    """What the word stands for in this field: `release`, `launch` and `deploy` are one concept. Else its stem."""


@dataclass(frozen=True)
class Passage:
    """A clause or a longer text. Empty for a side that is not there."""

    raw: str

    @cached_property
    def text(self) -> str:
        """The text in one typography: straight quotes and dashes, single spaces, no broken words."""
        return _CONTRACTED.sub(_spelled_out, normalise(self.raw))

    @cached_property
    def lower(self) -> str:
        """The text in lower case, same length as `text`, for pattern search."""
        lowered = self.text.lower()
        return lowered if len(lowered) == len(self.text) else self.text

    @cached_property
    def sentences(self) -> tuple[str, ...]:
        """The sentences and list points of the text, in order."""
        return tuple(sentences(self.text))

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """Words, numbers and signs in order; a phrase that is one concept is one token: "put off"."""
        return tuple(_joined([_token(match) for match in _TOKEN.finditer(self.lower)]))

    @cached_property
    def concepts(self) -> tuple[str, ...]:
        """The concepts of its content words in order; function words left out."""
        common = words("function-words")["words"]
        return tuple(token.concept for token in self.tokens if token.word not in common)

    @cached_property
    def matter(self) -> frozenset[str]:
        """The concepts of its content words, each once: what it speaks of."""
        return frozenset(self.concepts)


@lru_cache(maxsize=8192)
def concepts_of(text: str) -> frozenset[str]:
    """What a stretch of text speaks of; remembered, for stretches are read again and again."""
    return Passage(text).matter


@cache
def words(name: str) -> Mapping[str, Any]:
    """A word list of the package: `words/<name>.yaml`, lists as sets."""
    data, _ = codec.read((_WORDS / f"{name}.yaml").read_bytes(), f"{name}.yaml")
    return {key: frozenset(value) if isinstance(value, list) else value for key, value in data.items()}


def _token(match: re.Match[str]) -> Token:
    word = match.group()
    root = stem(word.removesuffix("'s"))
    return Token(word, match.start(), match.end(), root, _by_word().get(word) or _by_stem().get(root, root))


def _joined(tokens: list[Token]) -> Iterator[Token]:
    at = 0
    while at < len(tokens):
        length, name = _phrase_at(tokens, at)
        if length:
            first, last = tokens[at], tokens[at + length - 1]
            words_ = " ".join(token.word for token in tokens[at : at + length])
            yield Token(words_, first.start, last.end, " ".join(t.stem for t in tokens[at : at + length]), name)
        else:
            yield tokens[at]
        at += length or 1


def _phrase_at(tokens: list[Token], at: int) -> tuple[int, str]:
    """Length and concept of the longest phrase that starts here; 0 where none does."""
    for roots, name in _phrases().get(tokens[at].stem, ()):
        if len(roots) <= len(tokens) - at and all(t.stem == r for t, r in zip(tokens[at:], roots, strict=False)):
            return len(roots), name
    return 0, ""


@cache
def _by_word() -> Mapping[str, str]:
    """Concept of each word as it is listed: of two groups with one stem, the word itself decides."""
    return {word: name for name, members in words("concepts").items() for word in members}


@cache
def _by_stem() -> Mapping[str, str]:
    """Concept of each stem, from the groups of words that mean the same in this field; the first group has it."""
    found: dict[str, str] = {}
    for name, members in words("concepts").items():
        for word in sorted(members):
            found.setdefault(stem(word), name)
    return found


@cache
def _phrases() -> Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]:
    """Phrases that are one concept, as stems, by their first one; longest first."""
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for name, members in words("concepts").items():
        for phrase in members:
            roots = tuple(stem(match.group()) for match in _TOKEN.finditer(phrase))
            if len(roots) > 1:
                found.setdefault(roots[0], []).append((roots, name))
    return {first: tuple(sorted(listed, key=lambda row: (-len(row[0]), row))) for first, listed in found.items()}


def _spelled_out(match: re.Match[str]) -> str:
    verb = match.group(1)
    return f"{_IRREGULAR.get(verb.lower(), verb)} not"
