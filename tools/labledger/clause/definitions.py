"""Definitions compared: a term that means more or less than it did, and what hangs on it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from labledger.clause.contrast import Contrast
from labledger.clause.passage import Passage

_TRIGGERS = re.compile(
    r"\b(?:threshold|level|tier|trigger)\b[^.]{0,60}\b(?:met|reached|crossed|exceeded|is|requires)\b|\bcrosses\b[^.]{0,40}\bthreshold\b"
)
_EXPLICIT = re.compile(
    r"\bmeans?\b|\bdefined\b|\brefers? to\b|\bis (?:met|reached|crossed)\b|\bcrosses\b|\bcounts as\b"
)
_LITTLE = 0.4
_DEFINES = re.compile(
    r"^(?:by )?(?P<term>[^.;]{3,90}?)\s*(?:,[^,]{3,80},)?\s+(?:we mean|means?|is defined as|are defined as|is defined to|refers? to|denotes?"
    r"|crosses the [\\w -]{2,40}? (?:if|when)|is met (?:if|when|by)|is reached (?:if|when|by)|is crossed (?:if|when)|is (?:any|an?|the)|are (?:any|the|those)|counts? as|is considered)\b"
    r"|^(?P<mark>[^.;]{3,60}?(?:outcome|threshold|level)\s*[\w-]{0,12}:)"
    r"|^(?:in this (?:policy|framework|document),? |for (?:the )?purposes of [^,]+, )(?P<name>[^,]{3,60}?)\s+(?:means|is|are)\b"
)
_FREES = re.compile(
    r"\b(?:no fresh|needs? no|not required|may be skipped|can be skipped|exempt\w*|minor|trivial|emergency|exception|out of scope|excluded"
    r"|low-risk|low risk|insignificant|routine|waiv\w+)\b"
)
_WIDE = re.compile(
    r"\b(?:any|anyone|every|or|whether or not|including|contribut\w+|could|may|might|can|other|all|broadly|suspected|attempted|near.miss\w*|potential\w*|directly or indirectly|in whole or in part|regardless)\b"
)
_NARROW = re.compile(
    r"\b(?:sole|solely|only|direct|directly|confirmed|verified|ongoing|actual|proven|both|and|severe|catastrophic|permanent|large-scale|end-to-end|fully|substantial|significant|intentional|deliberate|at least|more than|without human|uniquely|materially|demonstrated|has been|known|imminent|irreversible)\b"
)


def is_definition(passage: Passage) -> bool:
    """Whether a passage says what a word means or when a threshold is met."""
    return _DEFINES.search(passage.lower) is not None


def same_term(old: Passage, new: Passage) -> bool:
    """Whether both passages define the same term."""
    was, now = _DEFINES.search(old.lower), _DEFINES.search(new.lower)
    if not (_EXPLICIT.search(old.lower) and _EXPLICIT.search(new.lower)):
        return False
    return bool(was and now) and Passage(was.group()).concepts[:2] == Passage(now.group()).concepts[:2]


def contrasts(old: Passage, new: Passage) -> Iterator[Contrast]:
    """A definition that reaches less or more; the direction depends on what hangs on the term."""
    if not (is_definition(old) and is_definition(new)) or set(old.concepts) == set(new.concepts):
        return
    breadth = _breadth(new) - _breadth(old)
    frees = bool(_FREES.search(old.lower) or _FREES.search(new.lower))
    if abs(breadth) < _LITTLE and len(set(old.concepts) & set(new.concepts)) >= 0.5 * min(
        len(set(old.concepts)), len(set(new.concepts))
    ):
        return
    if breadth == 0:
        yield Contrast("definition-restructured", old.text, new.text, 0.5)
    else:
        narrower = breadth < 0
        trigger = bool(_TRIGGERS.search(old.lower) and _TRIGGERS.search(new.lower))
        moved = ("threshold-raised" if narrower else "threshold-lowered",) if trigger else ()
        yield Contrast(
            "definition-narrowed" if narrower else "definition-broadened", old.text, new.text, 0.75,
            labels=moved, direction="weaken" if narrower != frees else "strengthen",
        )  # fmt: skip


def _breadth(passage: Passage) -> float:
    """How much a definition takes in: words that widen it less words that narrow it; length narrows a little."""
    text = passage.lower
    return len(_WIDE.findall(text)) - len(_NARROW.findall(text)) - 0.05 * len(passage.concepts)
