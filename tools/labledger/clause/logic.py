"""`and` for `or`, `all` for `any`: the same things joined otherwise, in a trigger, a duty, an exception or a leave."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from labledger.clause.acts import valence
from labledger.clause.asides import without_examples
from labledger.clause.contrast import Contrast
from labledger.clause.definitions import is_definition
from labledger.clause.force import read as force_of
from labledger.clause.passage import Passage
from labledger.clause.statements import Statement, outline

_LOOSE = frozenset({"or", "any", "either"})
_TIGHT = frozenset({"and", "all", "both"})
_TRIGGERING = ("threshold", "trigger", "is met", "is reached")
_ALIKE = 0.8
"""Share of the longer clause's content that must be the same for a joint to be all that changed."""


def contrasts(old: Passage, new: Passage) -> Iterator[Contrast]:
    """Joints that changed where nearly everything else stayed."""
    was, now = _joints(old), _joints(new)
    if was == now or not _same_things(old, new):
        return
    for part in ("trigger", "exception", "main"):
        before, after = was.get(part, (0, 0)), now.get(part, (0, 0))
        looser, tighter = after[0] - before[0], after[1] - before[1]
        if looser * tighter < 0:
            rule, sure = _loosened(part, new) if looser > 0 else _tightened(part, new)
            yield Contrast(rule, old.text, new.text, sure)


def _same_things(old: Passage, new: Passage) -> bool:
    return len(old.matter & new.matter) >= _ALIKE * max(1, len(old.matter), len(new.matter))


@lru_cache(maxsize=2048)
def _joints(passage: Passage) -> dict[str, tuple[int, int]]:
    """How often each part of a passage joins by choice and by sum; empty parts are left out."""
    counted: dict[str, tuple[int, int]] = {}
    for statement in outline(passage).statements:
        for name, text in _parts(statement):
            tokens = [token.word for token in Passage(without_examples(text)).tokens]
            loose, tight = counted.get(name, (0, 0))
            counted[name] = (
                loose + sum(word in _LOOSE for word in tokens),
                tight + sum(word in _TIGHT for word in tokens),
            )
    return {name: joints for name, joints in counted.items() if any(joints)}


def _parts(statement: Statement) -> Iterator[tuple[str, str]]:
    """The parts of a statement.

    A main clause that itself says when a threshold is met counts as a trigger, one that releases as an exception.
    """
    for condition in statement.conditions:
        yield "exception" if condition.kind == "exception" else "trigger", condition.text
    main = statement.main
    triggers = is_definition(Passage(main)) or any(mark in main for mark in _TRIGGERING)
    released = force_of(main).kind == "release"
    yield "exception" if released else "trigger" if triggers else "main", main


def _loosened(part: str, new: Passage) -> tuple[str, float]:
    """What it is called when a part that asked for all of several things asks for any of them, and how sure it is."""
    if part == "exception":
        return "exception-broadened", 0.8
    if part == "trigger":
        return ("required-element-removed", 0.8) if _gated(new) else ("trigger-logic-widened", 0.85)
    return "required-element-added" if _forbids(new) else "required-element-removed", _sure(new)


def _tightened(part: str, new: Passage) -> tuple[str, float]:
    """The mirror of `_loosened`."""
    if part == "exception":
        return "exception-narrowed", 0.8
    if part == "trigger":
        return ("required-element-added", 0.8) if _gated(new) else ("trigger-logic-narrowed", 0.85)
    return "required-element-removed" if _forbids(new) else "required-element-added", _sure(new)


def _gated(passage: Passage) -> bool:
    return any(statement.of("precondition") for statement in outline(passage).statements)


def _forbids(passage: Passage) -> bool:
    return any(force_of(statement.main).kind == "prohibition" for statement in outline(passage).statements)


def _sure(passage: Passage) -> float:
    """Less where a prohibition or a leave lists the things: to name more of them may bind more or less."""
    leave = any(
        force_of(statement.main).kind == "permission" and valence(statement.main) != "protective"
        for statement in outline(passage).statements
    )
    return 0.5 if leave or _forbids(passage) else 0.75
