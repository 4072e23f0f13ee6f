"""What every predicate shares: its type, its answer, and the words it may ask about."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from labledger.diff.change import Change
from labledger.label.rule import ladders
from labledger.label.witness import Texts

Plain = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Context:
    """What a rule may know besides the change: the day of the report, and texts that somebody holds."""

    today: dt.date
    texts: Texts = field(default_factory=dict)
    """By id of the source and by sha256 of the file. Rules that need one say nothing of a text that is not there."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A predicate's yes: further plain labels, words for the message, and how sure it is (1 is certain)."""

    labels: tuple[str, ...] = ()
    words: Mapping[str, str] = field(default_factory=dict)
    sure: float = 1.0
    direction: str = ""
    """Set only where the rule leaves the direction open and the records around the change decide it."""
    severity: str = ""
    """Set only where the same fault is graver in some cases: the last source of a statement gone, for one."""


Predicate = Callable[[Change, str, Context], Hit | None]
PREDICATES: dict[str, Predicate] = {}
BOUND = ("duty", "prohibition")
UNSTATED = 0.75
"""How sure a rule is of what one side does not state: it may stand elsewhere in the document."""


def predicate(name: str) -> Callable[[Predicate], Predicate]:
    """Give a function the name by which rules call it."""

    def register(function: Predicate) -> Predicate:
        PREDICATES[name] = function
        return function

    return register


def yes(condition: bool) -> Hit | None:
    """A plain yes where the condition holds."""
    return Hit() if condition else None


def rank(ladder: str, word: Any) -> int | None:
    """Rank of a word on a ladder; None where it has none."""
    return ladders()[ladder].get(str(word)) if word is not None else None


def fall(ladder: str, old: Any, new: Any) -> int:
    """Steps down from old to new; 0 where one of them has no rank."""
    before, after = rank(ladder, old), rank(ladder, new)
    return 0 if before is None or after is None else before - after


def is_duty(part: Plain) -> bool:
    """Whether a provision lays a duty or prohibition on the lab."""
    return part.get("polarity", "duty") in BOUND and part.get("bearer", "lab") == "lab"


def opens(part: Plain) -> bool:
    """Whether a provision gives the lab leave: to do less, or not to do something at all."""
    return part.get("polarity", "duty") in ("permission", "release") or part.get("modality") == "released"


def defines(part: Plain) -> bool:
    """Whether a provision only says what a term means: what that does is decided where the term is used."""
    return part.get("area") == "definition" and part.get("modality") == "describes"


def members(value: Any) -> set[str]:
    """The members of a set facet; none for a facet that is not stated."""
    return set(map(str, value)) if isinstance(value, (list, tuple)) else set()


def listed(words: list[str]) -> str:
    """Words with commas."""
    return ", ".join(words)


def account_form(change: Change) -> str:
    """Form of the lab's account of the new version: `none` where a search found none, empty where nobody searched."""
    return str((change.new_part.get("account") or {}).get("form", ""))
