"""Predicates about the words of a statement that follows the document closely."""

from __future__ import annotations

import re
from collections import Counter

from labledger.clause.passage import Passage
from labledger.diff.change import Change
from labledger.label.predicates.base import Context, Hit, listed, predicate, yes
from labledger.text.normalise import normalise


@predicate("words-aligned")
def words_aligned(change: Change, ladder: str, context: Context) -> Hit | None:
    """Both wordings have the same content words, in whatever order, inflection or spelling."""
    return yes(aligned(str(change.old), str(change.new)))


@predicate("examples-lost")
def examples_lost(change: Change, ladder: str, context: Context) -> Hit | None:
    """A list after an illustrating word is shorter, and nothing else differs."""
    old, new = str(change.old), str(change.new)
    lost = examples(old) - examples(new)
    return Hit(words={"lost": listed(sorted(lost))}) if lost and aligned(_bare(old), _bare(new)) else None


def aligned(old: str, new: str) -> bool:
    """Whether two texts have the same content words, each as often."""
    counts = [Counter(Passage(spelt(text)).concepts) for text in (old, new)]
    return counts[0] == counts[1]


def spelt(text: str) -> str:
    """A text in lower case and one spelling where British and American English differ, not always a right one."""
    text = normalise(text).lower()
    for british, american in _SPELLINGS:
        text = british.sub(american, text)
    return text


_SPELLINGS = tuple(
    (re.compile(british), american)
    for british, american in (
        (r"(?<=[a-z]{2}[iy])s(?=(?:e|ed|es|ing|ation|ations)\b)", "z"),
        (r"(?<=[a-z]{2})our(?=\b|s\b|al|able|ite)", "or"), (r"(?<=[a-z]{2}en)c(?=es?\b)", "s"),
        (r"(?<=[a-z]{2}t)re(?=s?\b)", "er"), (r"mme(?=s?\b)", "m"),
        (r"(?<=[a-z]{3}l)l(?=ed\b|ing\b)", ""),
    )
)  # fmt: skip


def examples(text: str) -> set[str]:
    """What a text lists after "such as", "e.g.", "for example" or "for instance", up to the end of the clause."""
    matches = _EXAMPLES.finditer(normalise(text).lower())
    found = (part.strip(" ,()") for match in matches for part in _AND.split(match[1]))
    return {part for part in found if part}


def _bare(text: str) -> str:
    return _EXAMPLES.sub(" ", normalise(text).lower())


_EXAMPLES = re.compile(r"\b(?:such as|e\.g\.,?|for example,?|for instance,?)\s+([^.;:)]+)")
_AND = re.compile(r",|\band\b|\bor\b")
