"""How strongly a clause binds: duty, prohibition, permission or release, and how firmly it is put.

Bands after LABELS.md: 4 must, will, present practice; 3 should; 2 aim, intend; 1 may; 0 released.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from labledger.clause.lexicon import Found, lexicon

_BANDS = (("released", 0), ("optional", 1), ("aspirational", 2), ("advisory", 3), ("binding", 4))
_SPOKEN = {0: "released", 1: "may", 2: "aims", 3: "should", 4: "will"}
_RELATIVE = re.compile(r"\b(?:that|which|who|whom|whose|what|whether|how|to)\s+$")
_DESCRIBING = re.compile(
    r"\b(?:means|mean|is defined as|are defined as|refers to|refer to|is (?:met|reached|crossed|exceeded) (?:if|when|by)"
    r"|are (?:most|more|less) |is (?:an?|the) (?!(?:requirement|precondition|condition|commitment))|are (?:an?|the) )"
)  # fmt: skip
_NOT_CASE = re.compile(r"\bnot (?:the )?case that\b")
_MONTH = re.compile(r"(?:\bin|\bsince|\bof|\bby|\buntil|\blast|\bthis|\d)\s+$")
_REASONS = re.compile(
    r"\bso that\b.*$|\bin order (?:that|to)\b[^,]*|,\s*(?:as|because|since|given that|so that|while)\b.*$|\b(?:because|given that)\b.*$"
)
_THAT_WE = re.compile(
    r"\b(?:that|which) (?:we|the company|the lab|it)\s+(may|might|could|can|intend to|plan to|aim to)\b.*\b(?:include|are|is|comprise)s?\b"
)
_PRACTISED = re.compile(r"\b(?:is|are) (?:\w+ly )?\w+(?:ed|en|ut|un|ept)\b")
_THERE_IS_NO = re.compile(
    r"\bthere (?:is|are|will be) no\b.*\b(?:which|that|whose|where)\b.*\bnot\b|\bno\b.{3,60}\bgoes (?:un\w+|without)\b"
)
_NOT_ALL = re.compile(r"\bnot (?:all|every|each|always|necessarily)\b")
_ADJACENT = re.compile(
    r"\b(?:may|can|could|might) not\b|\bnot (?:be )?(?:permitted|allowed|free)\b|\bcannot\b|\bcan't\b|\bno [\w -]{1,40}? (?:may|can|could)\b|\bmay (?:never|no longer)\b"
)
_NEED = re.compile(
    r"\b(?:no|nor) [\w -]{1,40}? (?:need|needs|have to|has to|are required|is required)\b|\bneeds? (?:not|be|no)\b|\brequires? no\b|\bno [\w -]{1,30}? (?:is|are) (?:needed|required|necessary)\b"
)
_NOUN = re.compile(r"\b(?:of|the|our|any|all|its|their|these|such|for|and|no|a)\s+$")
_BOUNDS = re.compile(
    r"\bno(?:t)? (?:later|earlier|sooner|fewer|less|more|longer|higher|lower|greater) than\b|\bno matter\b|\bnothing else\b|\bno other\b|\bnone other\b|\bnobody else\b|\bno one else\b|\bbar none\b|\bno exceptions?\b|\bwithout exception\b|\bnot only\b|\bwhether or not\b|\bnot yet\b(?= known)"
)
_RELATIVES = re.compile(
    r"(?<!case )(?<!ensure )(?<!ensures )(?<!require )(?<!requires )(?<!so )(?<!means )(?<!provided )\b(?:that|which|who|whose|whom|whatever|whoever|where|how|whether|why|what)\b"
    r"(?:(?!\b(?:will|must|shall|should|may|can|cannot|need|is|are)\b)[^,;])*"
    r"(?:\b(?:will|must|shall|should|may|can|cannot|need|is|are|has|have)\b(?:(?!\b(?:will|must|shall|should|may|can|cannot|need)\b)[^,;])*)?"
)
_RIGHTS_OF_OTHERS = re.compile(
    r"\b(?:public|anyone|anybody|everybody|everyone|researchers?|employees?|staff|users?|customers?|people|persons?|readers?|testers?"
    r"|auditors?|regulators?|outsiders?|whistleblowers?|reporters?|individuals?|authorities|journalists?|former staff|workers?|members|parties)"
    r"(?:\s+\w+){0,3}\s*$"
)
_ABILITY = re.compile(
    r"\b(?:models?|systems?|agents?|attacks?|attackers?|adversar\w+|risks?|harms?|some|it|tools?|benchmarks?|outcomes?|threats?|incidents?|capabilit\w+|tests?|results?|actors?|events?|attempts?|scenarios?|weights)\s*$"
)
_NO_UNDERTAKING = re.compile(
    r"\b(?:not|never|no)\s+(?:\w+ly\s+)?(?:commit|undertake|promise|pledge|guarantee|agree|bound|obliged|commitment|undertaking|promise)\w*\b"
)


@dataclass(frozen=True, slots=True)
class Force:
    """What a main clause does to the lab, and how firmly."""

    kind: str
    """`duty`, `prohibition`, `permission`, `release` or `describes`."""
    band: int
    word: str
    """The word the reading rests on; empty for plain present tense."""
    negations: int
    partial: bool = False
    """A denial of "all", not of "any": not every, not always."""

    @property
    def spoken(self) -> str:
        """For people: the kind and the word it rests on."""
        said = f" ({self.word})" if self.word else " (present tense)" if self.kind != "describes" else ""
        return f"{self.kind}{said}"


@lru_cache(maxsize=8192)
def read(main: str) -> Force:
    """The force of a main clause in lower case. An empty one describes."""
    if not main:
        return Force("describes", 4, "", 0)
    if _THERE_IS_NO.search(main):
        return Force("duty", 4, "", 2)
    modal = _modal(_blanked(main)) or _offered(main)
    negations, negative = _negations(_RELATIVES.sub(" ", _BOUNDS.sub(" ", main)))
    partial = bool(_NOT_ALL.search(main))
    if (found := _NO_UNDERTAKING.search(main)) and negations % 2:
        return Force("release", 0, found.group(), negations, partial)
    if modal is None and (found_need := _NEED.search(main)):
        return Force("release", 0, found_need.group(), negations, partial)
    if modal is None:
        return _unmodal(main, negations, partial)
    band, found = modal
    if band == 0 or _NEED.search(main):
        return Force("duty", 4, found.phrase, negations, True) if _NOT_CASE.search(main) else Force(
            "release", 0, found.phrase, negations, partial)  # fmt: skip
    if band == 1 and not _ADJACENT.search(main):
        subject = main[: found.start]
        if _ABILITY.search(subject):
            return Force("describes", 4, "", 0)
        if _RIGHTS_OF_OTHERS.search(subject):
            return Force("duty", 4, "", 0)
    if band == 1:
        if _ADJACENT.search(main):
            return Force("duty" if negative else "prohibition", 4, found.phrase, negations + 1, partial)
        return Force("release" if negative % 2 else "permission", 1, found.phrase, negations, partial)
    return Force("prohibition" if negations % 2 and not partial else "duty", band, found.phrase, negations, partial)


def _blanked(main: str) -> str:
    """The clause with relative clauses and reasons blanked out, places kept."""
    plain = _RELATIVES.sub(lambda match: " " * len(match.group()), main)
    return _REASONS.sub(lambda match: " " * len(match.group()), plain)


def _offered(main: str) -> tuple[int, Found] | None:
    """The modal of "safeguards that we may use include": the list is as soft as its introduction."""
    match = _THAT_WE.search(main)
    return (
        (
            1 if match.group(1) in ("may", "might", "could", "can") else 2,
            Found(match.group(1), match.start(1), match.end(1)),
        )
        if match
        else None
    )


def _unmodal(main: str, negations: int, partial: bool) -> Force:
    if _DESCRIBING.search(main) and not negations and not _PRACTISED.search(main):
        return Force("describes", 4, "", 0)
    return Force("prohibition" if negations % 2 and not partial else "duty", 4, "", negations, partial)


def _modal(main: str) -> tuple[int, Found] | None:
    """The modal that governs the main verb: the first that is not in a relative clause, softened by a near one."""
    found = sorted(
        ((hit, band) for name, band in _BANDS for hit in lexicon("force", name).find(main)),
        key=lambda pair: (pair[0].start, -pair[0].end),
    )
    governing = [(hit, band) for hit, band in found if not _subordinate(main[: hit.start], hit.phrase)]
    if not governing:
        return None
    first, band = governing[0]
    for hit, other in governing[1:]:
        if len(main[first.end : hit.start].split()) <= 2 and hit.start >= first.start and other < band:
            first, band = hit, other
            break
    return band, first


def _subordinate(before: str, phrase: str) -> bool:
    """Whether a modal belongs to a relative clause, or is a noun: the plans to, any attempt to."""
    noun = phrase.split()[0].rstrip("s") in ("plan", "attempt", "commitment", "pledge", "promise", "hope", "aim")
    month = phrase == "may" and _MONTH.search(before)
    noun = (noun and not before.strip()) or (noun and bool(_NOUN.search(before)))
    return bool(month or noun or _RELATIVE.search(before))


def _negations(main: str) -> tuple[int, int]:
    """How many denials there are in all, and how many of them lie in the verb itself (fail, skip, left unverified)."""
    plain = len(list(lexicon("force", "negation").find(_NOT_ALL.sub(" ", main))))
    verbs = len(list(lexicon("force", "negative-verbs").find(main)))
    # A verb of omission denies only what something else denies or allows: "not fail to", "may be left unverified".
    return plain + (verbs if plain or lexicon("force", "optional").any(main) else 0), verbs


def hedges(text: str) -> frozenset[str]:
    """The hedges in a text: words that leave the lab room."""
    return lexicon("force", "hedges").within(text)


def heading_force(heading: str) -> int | None:
    """Band of a heading in brackets: 4 for commitments, 1 for goals and examples, None when it says nothing of it."""
    if not heading:
        return None
    if lexicon("force", "heading-soft").any(heading):
        return 1
    return 4 if lexicon("force", "heading-binding").any(heading) else None


def spoken_band(band: int) -> str:
    """The word that stands for a band."""
    return _SPOKEN[band]


def governing(forces: Iterator[Force]) -> Force | None:
    """The firmest force among several, description last."""
    listed = [force for force in forces if force.kind != "describes"]
    return max(listed, key=lambda force: (force.band, force.kind != "permission"), default=None)
