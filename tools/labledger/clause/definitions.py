"""Definitions compared: a term that means more or less than it did, and what hangs on it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from labledger.clause.contrast import Contrast
from labledger.clause.lexicon import shape
from labledger.clause.likeness import share
from labledger.clause.passage import Passage

_LITTLE = 0.4
"""Breadth by which definitions with the same content must differ; chosen on the project's open pairs."""
_SAME_MATTER = 0.5
_BY_LENGTH = 0.05
"""What each further content word takes from the breadth of a definition."""
_DEFINES = shape(
    "definitions",
    # a term and the verb that defines it, with an aside between them or without;
    r"^(?:by )?[^.;]{3,90}?\s*(?:,[^,]{3,80},)?\s+{defining}"
    # the name of a level before a colon;
    r"|^[^.;]{3,60}?{marks}\s*[\w-]{0,12}:"
    # a term after the words that open a glossary.
    r"|^(?:in this (?:policy|framework|document),? |for (?:the )?purposes of [^,]+, )[^,]{3,60}?\s+(?:means|is|are)\b",
)
_EXPLICIT = shape("definitions", r"{explicit}")
_TRIGGER = shape("definitions", r"{levels}[^.]{0,60}{reaching}|\bcrosses\b[^.]{0,40}\bthreshold\b")
_FREES = shape("definitions", r"{freeing}")
_WIDE = shape("definitions", r"{wide}")
_NARROW = shape("definitions", r"{narrow}")


def is_definition(passage: Passage) -> bool:
    """Whether a passage says what a word means or when a threshold is met."""
    return _DEFINES.search(passage.lower) is not None


def same_term(old: Passage, new: Passage) -> bool:
    """Whether both passages define the same term."""
    was, now = _DEFINES.search(old.lower), _DEFINES.search(new.lower)
    if not (was and now and _both(_EXPLICIT, old, new)):
        return False
    return Passage(was.group()).concepts[:2] == Passage(now.group()).concepts[:2]


def contrasts(old: Passage, new: Passage) -> Iterator[Contrast]:
    """A definition that reaches less or more; the direction depends on what hangs on the term."""
    if not (is_definition(old) and is_definition(new)) or old.matter == new.matter:
        return
    breadth = _breadth(new) - _breadth(old)
    if abs(breadth) < _LITTLE and share(old.matter, new.matter) >= _SAME_MATTER:
        return
    if breadth == 0:
        yield Contrast("definition-restructured", old.text, new.text, 0.5)
        return
    narrower = breadth < 0
    frees = bool(_FREES.search(old.lower) or _FREES.search(new.lower))
    moved = ("threshold-raised" if narrower else "threshold-lowered",) if _both(_TRIGGER, old, new) else ()
    yield Contrast(
        "definition-narrowed" if narrower else "definition-broadened", old.text, new.text, 0.75,
        labels=moved, direction="weaken" if narrower != frees else "strengthen",
    )  # fmt: skip


def _breadth(passage: Passage) -> float:
    """How much a definition takes in: words that widen it less words that narrow it; length narrows a little."""
    text = passage.lower
    return len(_WIDE.findall(text)) - len(_NARROW.findall(text)) - _BY_LENGTH * len(passage.concepts)


def _both(pattern: re.Pattern[str], old: Passage, new: Passage) -> bool:
    return bool(pattern.search(old.lower) and pattern.search(new.lower))
