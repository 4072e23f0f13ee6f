"""Names, numbers and lists against phrases: how closely a clause says what it means."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from labledger.clause.contrast import Contrast
from labledger.clause.lexicon import lexicon
from labledger.clause.passage import Passage

_NAMED = re.compile(
    r"\b(?:ISO|IEC|NIST|SOC|SL|RAND|OWASP|FIPS|CIS|MITRE|CVE|CVSS|ASL|SOC ?2|GDPR|PCI)\b(?:[ /-]?(?:IEC|SP|RMF)?)*[ -]?[\d.:-]*"
    r"|\b(?:Annex|Appendix|Schedule|Table|Chapter|Part) [A-Z0-9]+\b|\b[A-Z][A-Za-z]*[a-z][A-Z]\w*\b|\b[A-Z]+-[A-Z][a-z]+\b|\b[A-Z]{2,}[a-z]*-?\d+\b"
)
_COUNTRY = re.compile(
    r"\b(?:European Union|United States|United Kingdom|Norway|Canada|Japan|Germany|France|Switzerland|India|China|Australia|Singapore)\b"
)
_MANY = 2


@lru_cache(maxsize=4096)
def named(passage: Passage) -> frozenset[str]:
    """Standards, annexes, benchmarks and countries that a passage names."""
    found = {match.group().strip(" .:-") for match in _NAMED.finditer(passage.text)}
    return frozenset(found | {match.group() for match in _COUNTRY.finditer(passage.text)})


@lru_cache(maxsize=4096)
def vague(passage: Passage) -> frozenset[str]:
    """Phrases that leave open what is meant."""
    return lexicon("vague", "phrases").within(passage.lower)


def contrasts(old: Passage, new: Passage) -> Iterator[Contrast]:
    """A name, number or list that became a phrase, or the reverse."""
    lost, gained = named(old) - named(new), named(new) - named(old)
    vaguer, clearer = vague(new) - vague(old), vague(old) - vague(new)
    if (lost and vaguer and not gained) or (len(lost) >= _MANY and not gained):
        yield Contrast("commitment-generalised", ", ".join(sorted(lost)), ", ".join(sorted(vaguer)), 0.8)
    elif (gained and clearer and not lost) or (len(gained) >= _MANY and not lost):
        yield Contrast("commitment-specified", ", ".join(sorted(clearer)), ", ".join(sorted(gained)), 0.8)
    elif _listed(old) - _listed(new) >= _MANY and vaguer:
        yield Contrast("commitment-generalised", old.text, ", ".join(sorted(vaguer)), 0.55)
    elif _listed(new) - _listed(old) >= _MANY and clearer:
        yield Contrast("commitment-specified", ", ".join(sorted(clearer)), new.text, 0.55)


def _listed(passage: Passage) -> int:
    """How many things are listed, by their commas and joints."""
    text = passage.lower
    return text.count(",") + len(re.findall(r"\b(?:and|or)\b", text))
