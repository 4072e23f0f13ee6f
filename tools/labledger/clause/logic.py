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
from labledger.clause.statements import outline

_LOOSE = frozenset({"or", "any", "either"})
_TIGHT = frozenset({"and", "all", "both"})
_TRIGGERS = (
    "if",
    "when",
    "once",
    "whenever",
    "is met",
    "is reached",
    "is crossed",
    "threshold",
    "triggered",
    "trigger",
)
_ALIKE = 0.8


def contrasts(old: Passage, new: Passage) -> Iterator[Contrast]:
    """Joints that changed where nearly everything else stayed."""
    was, now = _joints(old), _joints(new)
    if was == now or not _same_things(old, new):
        return
    for part in ("trigger", "exception", "main"):
        before, after = was.get(part, (0, 0)), now.get(part, (0, 0))
        loosened = after[0] - before[0]
        tightened = after[1] - before[1]
        if loosened * tightened >= 0:
            continue
        yield from _named(part, loosened > 0, old, new)


def _same_things(old: Passage, new: Passage) -> bool:
    mine, theirs = set(old.concepts), set(new.concepts)
    return len(mine & theirs) >= _ALIKE * max(1, len(mine), len(theirs))


@lru_cache(maxsize=2048)
def _joints(passage: Passage) -> dict[str, tuple[int, int]]:
    """How often each part of a passage joins by choice and by sum; empty parts are left out."""
    counted: dict[str, list[int]] = {}
    for statement in outline(passage).statements:
        texts = [
            ("trigger" if c.kind in ("trigger", "gate", "precondition") else "exception", c)
            for c in statement.conditions
        ]
        parts = [(name, condition.text) for name, condition in texts] + [_main(statement.main)]
        for name, text in parts:
            tokens = [token.word for token in Passage(without_examples(text)).tokens]
            here = counted.setdefault(name, [0, 0])
            here[0] += sum(word in _LOOSE for word in tokens)
            here[1] += sum(word in _TIGHT for word in tokens)
    return {name: (loose, tight) for name, (loose, tight) in counted.items() if loose or tight}


def _main(main: str) -> tuple[str, str]:
    """A main clause that itself says when a threshold is met counts as a trigger."""
    outcome = is_definition(Passage(main)) or any(
        mark in main for mark in ("threshold", "trigger", "is met", "is reached")
    )
    return "trigger" if outcome else "main", main


def _named(part: str, looser: bool, old: Passage, new: Passage) -> Iterator[Contrast]:
    if part == "trigger":
        gated = any(
            condition.kind in ("gate", "precondition") for s in outline(new).statements for condition in s.conditions
        )
        if gated:
            yield Contrast(f"required-element-{'removed' if looser else 'added'}", old.text, new.text, 0.8)
        else:
            yield Contrast(f"trigger-logic-{'widened' if looser else 'narrowed'}", old.text, new.text, 0.85)
    elif part == "exception":
        yield Contrast(f"exception-{'broadened' if looser else 'narrowed'}", old.text, new.text, 0.8)
    else:
        forbids = any(force_of(s.main).kind == "prohibition" for s in outline(new).statements)
        leave = any(
            force_of(s.main).kind == "permission" and valence(s.main) != "protective" for s in outline(new).statements
        )
        widens = forbids or leave
        rule = f"required-element-{'added' if looser == forbids else 'removed'}"
        yield Contrast(rule, old.text, new.text, 0.5 if widens else 0.75)
