"""What an act does to safety: some acts protect, some are the ones that safeguards stand before.

It turns directions round: a condition on a protective act loosens it, a condition on a risky one guards it.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from labledger.clause.force import _BANDS
from labledger.clause.lexicon import lexicon
from labledger.clause.passage import words
from labledger.text.stems import stem

_WORD = re.compile(r"[a-z][a-z-]+")
_VERB_PLACE = re.compile(
    r"(?:\b(?:we|it|they|company|lab|is|are|be|was|were|not|never|no longer|to|only|now|staff|team|teams|management|leadership)"
    r"(?:\s+\w+ly)?\s+|^)$"
)
_BEFORE = re.compile(
    r"\b(?:before|prior to|ahead of|until|during|after|following|for|to|of|in|on|from|each|every|any)\s+(?:\w+\s+)?$"
)


@cache
def _stems(key: str) -> frozenset[str]:
    return frozenset(stem(word) for word in words("acts")[key] if " " not in word)


@lru_cache(maxsize=8192)
def valence(main: str) -> str:
    """`protective`, `risky` or empty: by the first act after the modal, or anywhere where there is none."""
    ends = [hit.end for name, _ in _BANDS for hit in lexicon("force", name).find(main)]
    for start in ([min(ends)] if ends else []) + [0]:
        for match in _WORD.finditer(main, start):
            root = stem(match.group())
            before = main[: match.start()]
            if _BEFORE.search(before):
                continue
            if root in _stems("protective"):
                return "protective"
            if root in _stems("risky") and (start or _VERB_PLACE.search(before)):
                return "risky"
    return ""


def guards(text: str) -> bool:
    """Whether a condition speaks of a safeguard, an approval or a check: what may stand before a risky act."""
    return lexicon("acts", "gate").any(text)


def acts_protect(root: str) -> bool:
    """Whether a stem is that of a protective act, as verb or noun."""
    return root in _stems("protective")
