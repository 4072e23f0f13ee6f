"""Whose duty it is: the lab's own, or that of users, partners, parents or "the industry"."""

from __future__ import annotations

from collections.abc import Iterator

from labledger.clause.contrast import Contrast
from labledger.clause.lexicon import shape
from labledger.clause.pairing import matched
from labledger.clause.passage import Passage
from labledger.clause.statements import Statement

_SAME_MATTER = 0.5
"""Likeness of two statements from which on the duty is the same, whoever bore it before."""
_OWN = shape("bearer", r"^(?:\w+, )?{lab}")
_OTHERS_BOUND = shape(
    "bearer", r"^(?:\w+, )?(?:not )?(?:the |our |any |all |each )?(?:\w+ )?{others}(?: \w+){0,4}? {bound-by}"
)
_PASSED_ON = shape("bearer", r"{burdens} {passed-on} (?:\w+ )?{others}|\b(?:left to|up to) (?:the )?{others}")


def contrasts(old: Passage, new: Passage) -> Iterator[Contrast]:
    """A duty that passed from the lab to others, or the reverse."""
    for pair in matched(old, new):
        was, now = _of_others(pair.old), _of_others(pair.new)
        if now and not was and (_OWN.search(pair.old.main) or pair.likeness >= _SAME_MATTER):
            yield Contrast("commitment-bearer-shifted", pair.old.main, now, 0.85)
        elif was and not now and (_OWN.search(pair.new.main) or pair.likeness >= _SAME_MATTER):
            yield Contrast("commitment-bearer-assumed", was, pair.new.main, 0.85)


def _of_others(statement: Statement) -> str:
    """The words by which a statement binds somebody else; empty where it binds the lab."""
    match = _OTHERS_BOUND.search(statement.main) or _PASSED_ON.search(statement.main)
    return match.group() if match else ""
