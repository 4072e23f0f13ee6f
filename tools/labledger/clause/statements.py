"""A passage taken apart: each sentence's main clause, and the conditions that stand around it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from labledger.clause.lexicon import Found, lexicon
from labledger.clause.passage import Passage

_NUMBER = re.compile(
    r"^\s*(?:\(?(?:\d{1,3}(?:\.\d{1,3})*|[ivx]{1,5}|[a-z])[.)]|[-*]|(?:(?:section|article|clause|rule|part|chapter|paragraph|annex|appendix)\s+[\da-z][\d.]*[,.:]?\s*)+)\s*"
)
_HEADING = re.compile(r"^\s*\[([^\]]{1,80})\]\s*")
_LEADING_END = re.compile(
    r",\s+(?=(?:we|the|our|it|its|a|an|no|any|all|each|every|then|at least|one|both|either|such|reports?|release|deployment|they|this|that|these|xai|openai|anthropic|meta|microsoft|google)\b)"
)
_PREFIX = re.compile(r"^([a-z][^:.,]{2,50}):\s+(?=\w)")
"""What a clause is about, named before a colon: "High risk: do not deploy"."""
_SUBJECT = re.compile(r"\s(?=(?:we|the company|the lab) [a-z])")
_LISTING = re.compile(r",(?:\s*(?:and|or|but))?\s*$|\b(?:and|or|but),?\s*$")
_ABSORBED = 14
"""A marker this near, in characters, belongs to the condition before it: "save in cases where"."""
_TIMES = re.compile(r"\s+(?:a|an|per|every|each|in|or)\b")
_KINDS = ("exception", "precondition", "trigger")


@dataclass(frozen=True, slots=True)
class Condition:
    """A part of a sentence on which its duty hangs."""

    kind: str
    """`exception`, `precondition`, `trigger`, or `gate`: what must be so before a risky act."""
    marker: str
    text: str


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence: what it says when everything that conditions it is taken away, and those conditions."""

    text: str
    main: str
    conditions: tuple[Condition, ...]

    def of(self, *kinds: str) -> tuple[Condition, ...]:
        """The conditions of these kinds."""
        return tuple(condition for condition in self.conditions if condition.kind in kinds)


@dataclass(frozen=True, slots=True)
class Outline:
    """A passage's heading in brackets, its printed number, and its statements."""

    heading: str
    number: str
    body: str
    statements: tuple[Statement, ...]


@lru_cache(maxsize=4096)
def outline(passage: Passage) -> Outline:
    """Take a passage apart. Never fails: a text without sentences is one statement, an empty one has none."""
    text = passage.lower
    heading = number = ""
    if match := _HEADING.match(text):
        heading, text = match.group(1), text[match.end() :]
    if match := _NUMBER.match(text):
        number, text = match.group().strip(), text[match.end() :]
    pieces = (piece for sentence in Passage(text).sentences for piece in sentence.split(";"))
    parts = tuple(_statement(piece.lower()) for piece in pieces if piece.strip())
    return Outline(heading, number, text, tuple(part for part in parts if part.text))


def _statement(sentence: str) -> Statement:
    text = sentence.strip().rstrip(".;")
    spans = list(_conditions(text))
    if (prefix := _PREFIX.match(text)) and not (spans and spans[0][0] < prefix.end()):
        spans.insert(0, (0, prefix.end(), Condition("trigger", "", prefix.group(1))))
    main, at = [], 0
    for start, end, _ in spans:
        main.append(text[at:start])
        at = max(at, end)
    main.append(text[at:])
    return Statement(text, " ".join(" ".join(main).split()).strip(" ,;"), tuple(condition for _, _, condition in spans))


def _conditions(text: str) -> Iterator[tuple[int, int, Condition]]:
    markers = list(_markers(text))
    reached = 0
    for index, (kind, found) in enumerate(markers):
        if found.start < reached:
            continue
        later = [other.start for _, other in markers[index + 1 :] if other.start - found.end > _ABSORBED]
        following = later[0] if later else len(text)
        end = _end(text, found, following)
        yield found.start, end, Condition(kind, found.phrase, text[found.end : end].strip(" ,"))
        reached = end


def _end(text: str, found: Found, following: int) -> int:
    """Where a condition ends: at its comma when it opens the sentence, else at the next one or the end."""
    match = _LEADING_END.search(text, found.end)
    comma = text.find(",", found.end)
    if found.start <= 1 and (match or comma >= 0):
        return match.start() if match else comma
    if found.start <= 1 and (subject := _SUBJECT.search(text, found.end + 4)):
        return subject.start()
    if match and _LISTING.search(text[: found.start]):
        return match.start()
    closing = text.find(")", found.end)
    if (
        closing >= 0
        and "(" in text[: found.start]
        and text.rfind("(", 0, found.start) > text.rfind(")", 0, found.start)
    ):
        return min(following, closing)
    semicolon = text.find(";", found.end)
    return min(following, semicolon if semicolon >= 0 else len(text))


def _markers(text: str) -> Iterator[tuple[str, Found]]:
    hedged = [(found.start, found.end) for found in lexicon("force", "hedges").find(text)]
    taken: list[tuple[int, int]] = list(hedged)
    markers: list[tuple[str, Found]] = []
    for kind in _KINDS:
        for found in lexicon("conditions", kind).find(text):
            if found.phrase == "should" and found.start > 1:
                continue
            if (found.phrase == "once" and _TIMES.match(text, found.end)) or text[: found.start].endswith("at "):
                continue
            if (
                found.phrase in ("after", "following", "while", "where")
                and kind == "trigger"
                and not _opens(text, found)
            ):
                continue
            if not any(start < found.end and found.start < end for start, end in taken):
                taken.append((found.start, found.end))
                markers.append((kind, found))
    return iter(sorted(markers, key=lambda marker: marker[1].start))


def _opens(text: str, found: Found) -> bool:
    """Whether a word that is not always a condition stands where one would."""
    return found.start <= 1 or found.phrase in ("where",)
