"""Names, numbers and lists against phrases: how closely a clause says what it means."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from labledger.clause.content import coverage
from labledger.clause.contrast import Contrast, listing
from labledger.clause.lexicon import lexicon, shape
from labledger.clause.passage import Passage, words

_STANDARDS = "|".join(sorted(name.upper() for name in words("specificity")["standards"]))
_COUNTRIES = "|".join(sorted(name.title() for name in words("specificity")["countries"]))
_NAMES = re.compile(
    rf"\b(?:{_STANDARDS})\b(?:[ /-]?(?:IEC|SP|RMF)?)*[ -]?[\d.:-]*"  # a standard with its number
    r"|\b(?:Annex|Appendix|Schedule|Table|Chapter|Part) [A-Z0-9]+\b"
    r"|\b[A-Z][A-Za-z]*[a-z][A-Z]\w*\b|\b[A-Z]+-[A-Z][a-z]+\b|\b[A-Z]{2,}[a-z]*-?\d+\b"  # a benchmark: SecBench, MMLU2
)
_COUNTRY = re.compile(rf"\b(?:{_COUNTRIES})\b")
_JOINT = re.compile(r",|\b(?:and|or)\b")
_FIGURE = shape("specificity", r"\b\d[\d.,^]*(?:x|%)?|{numerals}|\b\w+fold\b")
_CALLED_BY_NUMBER = shape("specificity", r"{numbered-things}[ -]?\d[\d.+]*|\b20\d\d\b")
"""What is called by a number and does not give one: levels, parts, years."""
_REWRITTEN = 0.6
"""Share of content below which a clause is written anew."""
_EDITED = 7
"""Concepts in which two wordings may differ that are still one clause."""
_MANY = 2
"""Names that went, or listed things, from which on their number alone is telling."""


@lru_cache(maxsize=4096)
def named(passage: Passage) -> frozenset[str]:
    """Standards, annexes, benchmarks and countries that a passage names."""
    found = {match.group().strip(" .:-") for match in _NAMES.finditer(passage.text)}
    return frozenset(found | {match.group() for match in _COUNTRY.finditer(passage.text)})


@lru_cache(maxsize=4096)
def vague(passage: Passage) -> frozenset[str]:
    """Phrases that leave open what is meant."""
    return lexicon("vague", "phrases").within(passage.lower)


def joints(passage: Passage) -> int:
    """How many things are listed, by the commas and joints between them."""
    return len(_JOINT.findall(passage.lower))


@lru_cache(maxsize=4096)
def figures(passage: Passage) -> frozenset[str]:
    """Numbers that a passage gives, in digits or words; those in the names of levels and parts left out."""
    return frozenset(match.group() for match in _FIGURE.finditer(_CALLED_BY_NUMBER.sub(" ", passage.lower)))


def _rewritten(old: Passage, new: Passage) -> bool:
    """Whether one clause stands for the other, so that a number did not merely leave its sentence."""
    return len(old.matter ^ new.matter) > _EDITED and min(coverage(old, new)) < _REWRITTEN


def contrasts(old: Passage, new: Passage) -> Iterator[Contrast]:
    """A name, number or list that became a phrase, or the reverse."""
    lost, gained = named(old) - named(new), named(new) - named(old)
    vaguer, clearer = vague(new) - vague(old), vague(old) - vague(new)
    longer = joints(new) - joints(old)
    if not gained and (len(lost) >= _MANY or (lost and vaguer)):
        yield Contrast("commitment-generalised", listing(lost), listing(vaguer), 0.8)
    elif not lost and (len(gained) >= _MANY or (gained and clearer)):
        yield Contrast("commitment-specified", listing(clearer), listing(gained), 0.8)
    elif figures(old) and not figures(new) and _rewritten(old, new):
        yield Contrast("commitment-generalised", listing(figures(old)), listing(vaguer), 0.6)
    elif figures(new) and not figures(old) and _rewritten(old, new):
        yield Contrast("commitment-specified", listing(clearer), listing(figures(new)), 0.6)
    elif longer <= -_MANY and vaguer:
        yield Contrast("commitment-generalised", old.text, listing(vaguer), 0.55)
    elif longer >= _MANY and clearer:
        yield Contrast("commitment-specified", listing(clearer), new.text, 0.55)
