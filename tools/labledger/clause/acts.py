"""What an act does to safety: some acts protect, some are the ones that safeguards stand before.

It turns directions round: a condition on a protective act loosens it, a condition on a risky one guards it.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from labledger.clause.lexicon import lexicon, shape
from labledger.clause.modals import modals
from labledger.clause.passage import Passage, words
from labledger.clause.statements import outline
from labledger.text.stems import stem

_WORD = re.compile(r"[a-z][a-z-]+")
_VERB_FOLLOWS = shape("acts", r"(?:{before-verbs}(?:\s+\w+ly)?\s+|^)$")
_HANDS_OVER = shape("acts", r"{handing}\b.{0,40}{guarded-things}")
"""To share is to protect, unless what is shared is what has to be guarded."""
_NOUN_FOLLOWS = shape("acts", r"{before-nouns}\s+(?:\w+\s+)?$")


@lru_cache(maxsize=8192)
def valence(main: str) -> str:
    """`protective`, `risky` or empty: by the first act after the modal, or anywhere where there is none."""
    if lexicon("acts", "holding-phrases").any(main):
        return "protective"
    if _HANDS_OVER.search(main):
        return "risky"
    ends = [modal.end for modal in modals(main)]
    for start in [*([min(ends)] if ends else []), 0]:
        for match in _WORD.finditer(main, start):
            before = main[: match.start()]
            if _NOUN_FOLLOWS.search(before):
                continue
            root = stem(match.group())
            if root in _stems("protective"):
                return "protective"
            if root in _stems("risky") and (start or _VERB_FOLLOWS.search(before)):
                return "risky"
    return ""


def valences(*passages: Passage) -> frozenset[str]:
    """The valences of all statements of the passages."""
    return frozenset(valence(statement.main) for passage in passages for statement in outline(passage).statements)


def guards(text: str) -> bool:
    """Whether a condition speaks of a safeguard, an approval or a check: what may stand before a risky act."""
    return lexicon("acts", "gate").any(text)


def acts_protect(root: str) -> bool:
    """Whether a stem is that of a protective act, as verb or noun."""
    return root in _stems("protective")


@cache
def _stems(key: str) -> frozenset[str]:
    return frozenset(stem(word) for word in words("acts")[key] if " " not in word)
