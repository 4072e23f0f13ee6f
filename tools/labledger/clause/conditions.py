"""The conditions, gates and exceptions of a clause: what a duty hangs on, and who may leave it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from labledger.clause.acts import guards, valence
from labledger.clause.contrast import listing
from labledger.clause.force import read as force_of
from labledger.clause.lexicon import lexicon, shape
from labledger.clause.passage import Passage, concepts_of, words
from labledger.clause.statements import Condition, Statement, outline

_EXCEPTING = shape("conditions", r"{excepting}")
_TRAILING = re.compile(r",\s*([^,;]{3,80}?)\s+(?:excepted|aside|apart)\s*$")
"""An exception that ends its sentence: ", emergencies excepted"."""
_HOLDER_BEFORE = shape("conditions", r"{right-holders}[^.;]{0,40}$")


@dataclass(frozen=True, slots=True)
class Held:
    """One condition with what it hangs on."""

    kind: str
    """`exception`, `precondition`, `trigger`, or `gate`: what must be so before a risky act."""
    marker: str
    text: str
    act: str
    """Valence of the main clause."""

    @property
    def spoken(self) -> str:
        """The condition as it is written."""
        return f"{self.marker} {self.text}".strip()

    @property
    def concepts(self) -> frozenset[str]:
        """What it speaks of."""
        return concepts_of(self.text)

    @property
    def bends(self) -> bool:
        """Whether it hangs on what competitors do."""
        return lexicon("conditions", "competitor").any(self.text)


@lru_cache(maxsize=4096)
def read(passage: Passage) -> tuple[Held, ...]:
    """Every condition of a passage; `unless` and its like before a risky act are gates, else exceptions."""
    return tuple(held for statement in outline(passage).statements for held in of_statement(statement))


def excepts(text: str) -> bool:
    """Whether lower-case text says itself that it is an exception."""
    return _EXCEPTING.search(text) is not None


def bends(passage: Passage) -> str:
    """The competitors on whom a passage makes the lab's conduct depend; empty where it does not.

    Only where the mention stands in a condition or beside leave.
    """
    for statement in outline(passage).statements:
        named = lexicon("conditions", "competitor").within(statement.text)
        loose = force_of(statement.main).kind in ("permission", "release")
        if named and (loose or statement.of("exception", "precondition")):
            return listing(named)
    return ""


def change_rights(passage: Passage) -> str:
    """Leave that the lab gives itself to change its own rules; empty where it gives none."""
    text = passage.lower
    return listing(
        {
            found.phrase
            for found in lexicon("conditions", "change-right").find(text)
            if not found.phrase.startswith(("may", "can")) or _HOLDER_BEFORE.search(text[: found.start])
        }
    )


def of_statement(statement: Statement) -> Iterator[Held]:
    """Every condition of one statement, in order."""
    main = statement.main
    act, force = valence(main), force_of(main).kind
    for condition in statement.conditions:
        kind = "exception" if excepts(main) else _kind(condition, force, act, main)
        yield Held(kind, condition.marker, condition.text, act)
    if match := _TRAILING.search(main):
        yield Held("exception", "excepted", match.group(1), act)
    elif excepts(main) and not statement.conditions:
        yield Held("exception", "", main, act)
    if force in ("prohibition", "permission") and " without " in f" {main} ":
        text = main.partition("without")[2].strip()
        yield Held("gate" if guards(text) else "exception", "without", text, act)


def _kind(condition: Condition, force: str, act: str, main: str) -> str:
    """The kind of a condition from what it hangs on: what stands before a risky or forbidden act is a gate."""
    waits = condition.marker in words("conditions")["waiting"]
    if waits and words("conditions")["holding"] & concepts_of(main):
        return "gate"
    if force == "prohibition" and condition.marker in words("conditions")["gate-markers"] and guards(condition.text):
        return "gate"
    if condition.kind != "precondition":
        return condition.kind
    if force == "prohibition":
        return "gate" if waits else "exception"
    return "gate" if act == "risky" and condition.marker != "subject to" else "precondition"
