"""A passage taken apart: each sentence's main clause, and the conditions that stand around it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from labledger.clause.asides import bracket_end
from labledger.clause.lexicon import Found, lexicon, shape
from labledger.clause.passage import Passage, words

_NUMBER = shape(
    "statements",
    r"^\s*(?:\(?(?:\d{1,3}(?:\.\d{1,3})*|[ivx]{1,5}|[a-z])[.)]|[-*]|(?:{parts-of-documents}\s+[\da-z][\d.]*[,.:]?\s*)+)\s*",
)
"""What numbers a clause in print: "4.2)", "(iv)", a dash, "Section 3, paragraph 1:"."""
_HEADING = re.compile(r"^\s*\[([^\]]{1,80})\]\s*")
_LEADING_END = shape("statements", r",\s+(?={subjects})")
"""Where a condition that opens a sentence ends: at the comma before a word that opens the main clause."""
_PREFIX = re.compile(r"^([a-z][^:.,]{2,50}):\s+(?=\w)")
"""What a clause is about, named before a colon: "High risk: do not deploy"."""
_SUBJECT = re.compile(r"\s(?=(?:we|the company|the lab) [a-z])")
_LISTING = re.compile(r",(?:\s*(?:and|or|but))?\s*$|\b(?:and|or|but),?\s*$")
_FREQUENCY = shape("statements", r"\s+{after-once}")
"""What follows "once" where it counts: "once a year"."""
_VERB = shape("statements", r"\s{finite-verbs}")
"""The verb of a sentence whose subject has an exception: "all models except previews are tested"."""
_ABSORBED = 14
"""A marker this near, in characters, belongs to the condition before it: "save in cases where"."""
_KINDS = ("exception", "precondition", "trigger")


@dataclass(frozen=True, slots=True)
class Condition:
    """A part of a sentence on which its duty hangs."""

    kind: str
    """`exception`, `precondition` or `trigger`."""
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

    @property
    def mains(self) -> str:
        """The main clauses of all statements, one after another."""
        return " ".join(statement.main for statement in self.statements)


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
    """Each condition of a sentence with its place."""
    markers = sorted(_markers(text), key=lambda marker: marker[1].start)
    reached = 0
    for index, (kind, found) in enumerate(markers):
        if found.start < reached:
            continue
        later = [other.start for _, other in markers[index + 1 :] if other.start - found.end > _ABSORBED]
        end = _end(text, found, later[0] if later else len(text))
        if (
            kind == "exception"
            and (verb := _VERB.search(text, found.end, end))
            and not _VERB.search(text[: found.start])
        ):
            end = verb.start()
        yield found.start, end, Condition(kind, found.phrase, text[found.end : end].strip(" ,"))
        reached = end


def _end(text: str, found: Found, following: int) -> int:
    """Where a condition ends: at its comma when it opens the sentence, else at the next condition or the end."""
    comma = _LEADING_END.search(text, found.end)
    if _opens(found):
        if comma:
            return comma.start()
        if (plain := text.find(",", found.end)) >= 0:
            return plain
        if subject := _SUBJECT.search(text, found.end + 4):
            return subject.start()
    if comma and _LISTING.search(text[: found.start]):
        return comma.start()
    closing = bracket_end(text, found.start, found.end)
    return following if closing is None else min(following, closing)


def _markers(text: str) -> Iterator[tuple[str, Found]]:
    """The words that open a condition, with its kind; each place is taken once, first of all by hedges."""
    taken = [(found.start, found.end) for found in lexicon("force", "hedges").find(text)]
    for kind in _KINDS:
        for found in lexicon("conditions", kind).find(text):
            overlaps = any(start < found.end and found.start < end for start, end in taken)
            if not overlaps and _conditional(text, found):
                taken.append((found.start, found.end))
                yield kind, found


def _conditional(text: str, found: Found) -> bool:
    """Whether a word that is not always a condition is one where it stands."""
    if found.phrase in words("conditions")["only-opening"] and not _opens(found):
        return False
    if found.phrase == "once" and _FREQUENCY.match(text, found.end):
        return False
    return not text[: found.start].endswith("at ")


def _opens(found: Found) -> bool:
    """Whether a word opens its sentence, an opening bracket or quote apart."""
    return found.start <= 1
