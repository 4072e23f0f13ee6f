"""Conditions, gates and exceptions of two clauses compared: which came, went, widened or narrowed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from labledger.clause.conditions import Held, bends, change_rights, excepts, read
from labledger.clause.contrast import Contrast, presence
from labledger.clause.lexicon import shape
from labledger.clause.likeness import share
from labledger.clause.passage import Passage, concepts_of, words
from labledger.clause.statements import outline

_ALIKE = 0.34
"""Share of content from which on two conditions are about the same thing."""
_NEAR = 0.75
"""Share of the rest of the clause that must be the same for a trigger that went or came to tell anything."""
_MOSTLY = 0.75
"""Share of a condition's concepts that the other clause must have to hold it in another construction."""
_CHOICES = re.compile(r"\bor\b|,")
_ORDERING = shape("conditions", r"{ordering}")
_RULES = {
    "exception": ("exception-added", "exception-removed"),
    "precondition": ("precondition-added", "precondition-removed"),
    "gate": ("exception-safeguard-added", "exception-safeguard-removed"),
}
"""What it is called when a condition of a kind came, and when it went."""


def contrasts(old: Passage, new: Passage) -> Iterator[Contrast]:
    """Conditions that came, went, widened or narrowed, from the old clause to the new one."""
    yield from presence(
        bends(old), bends(new), gone="competitor-clause-removed", came="competitor-clause-added", sure=0.8
    )
    yield from presence(
        change_rights(old), change_rights(new),
        gone="unilateral-change-right-removed", came="unilateral-change-right-added", sure=0.8,
    )  # fmt: skip
    before, after = read(old), read(new)
    pairs, gone, came = _match(before, after)
    for one, other in pairs:
        yield from _altered(one, other)
    near = share(concepts_of(outline(old).mains), concepts_of(outline(new).mains))
    for held in gone:
        if sure := _sure(held, new, after, near):
            yield Contrast(_rules(held)[1], held.spoken, "", sure)
    for held in came:
        if sure := _sure(held, old, before, near):
            yield Contrast(_rules(held)[0], "", held.spoken, sure)


def _match(before: Sequence[Held], after: Sequence[Held]) -> tuple[list[tuple[Held, Held]], list[Held], list[Held]]:
    """Conditions about the same thing in pairs, those of the old clause without a pair, and those of the new one."""
    left = list(after)
    pairs, gone = [], []
    for held in before:
        scored = ((share(held.concepts, other.concepts), other.kind == held.kind, other) for other in left)
        alike, _, best = max(scored, key=lambda row: row[:2], default=(0.0, False, held))
        if alike >= _ALIKE:
            left.remove(best)
            pairs.append((held, best))
        else:
            gone.append(held)
    return pairs, gone, left


def _rules(held: Held) -> tuple[str, str]:
    if held.kind == "trigger":
        return _RULES["gate" if held.act == "risky" else "precondition"]
    return _RULES[held.kind]


def _sure(held: Held, there: Passage, others: Sequence[Held], near: float) -> float:
    """How telling it is that a condition is missing on the other side, with its conditions `others`; 0 for not."""
    if held.marker in words("conditions")["timing-markers"] or _elsewhere(held, there):
        return 0.0
    if held.kind == "trigger":
        return 0.7 if near >= _NEAR and not others else 0.0
    replaced = any(other.kind == held.kind for other in others)
    return (0.6 if replaced else 0.85) * (0.7 + 0.3 * near)


def _elsewhere(held: Held, there: Passage) -> bool:
    """Whether what the condition speaks of stands in the other clause in another construction."""
    if not held.concepts or len(held.concepts & there.matter) < _MOSTLY * len(held.concepts):
        return False
    if (held.kind != "exception" or held.marker == "without") and _ORDERING.search(there.lower):
        return True
    return held.kind == "trigger" or bool(read(there)) or excepts(there.lower)


def _altered(one: Held, other: Held) -> Iterator[Contrast]:
    """Two conditions about the same thing: another kind, or a wider or narrower text."""
    if one.kind != other.kind:
        rule, sure = _other_kind(one, other)
    elif one.kind == "exception":
        rule, sure = _extent(one, other), 0.75
    else:
        return
    if rule:
        yield Contrast(rule, one.spoken, other.spoken, sure)


def _other_kind(one: Held, other: Held) -> tuple[str, float]:
    """What it is called when a condition became one of another kind, and how sure that is; empty for nothing."""
    kinds = {one.kind, other.kind}
    if _unless_is_if_not(one, other) or "trigger" not in kinds:
        return "", 0.0
    if "gate" in kinds:
        # "only if" names what is needed; "if" only what is enough.
        return "model-scope-narrowed" if other.kind == "trigger" else "model-scope-broadened", 0.9
    if "exception" in kinds:
        return _RULES["exception"][0 if other.kind == "exception" else 1], 0.6
    if "only" not in one.marker + other.marker:
        return "", 0.0
    loosened = (other.kind == "trigger") != ("protective" in (one.act, other.act))
    return "model-scope-narrowed" if loosened else "model-scope-broadened", 0.8


def _unless_is_if_not(one: Held, other: Held) -> bool:
    """Whether one side says "unless" and the other "if not"."""
    if one.marker == "unless":
        one, other = other, one
    return other.marker == "unless" != one.marker and "not" in one.text.split()


def _extent(one: Held, other: Held) -> str:
    """An exception that took in more or less: a further choice widens it, a further requirement narrows it."""
    more, fewer = other.concepts - one.concepts, one.concepts - other.concepts
    if bool(more) == bool(fewer):
        return ""
    longer, shorter = (other, one) if more else (one, other)
    chosen = len(_CHOICES.findall(longer.text)) > len(_CHOICES.findall(shorter.text))
    return "exception-broadened" if chosen == bool(more) else "exception-narrowed"
