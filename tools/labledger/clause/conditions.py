"""Conditions, gates and exceptions of two clauses compared: what a duty hangs on, and who may leave it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from labledger.clause.acts import guards, valence
from labledger.clause.contrast import Contrast
from labledger.clause.force import read as force_of
from labledger.clause.lexicon import lexicon
from labledger.clause.passage import Passage, concepts_of
from labledger.clause.statements import Condition, Statement, outline

_ALIKE = 0.34
_GATE_MARKERS = frozenset({"unless", "until", "without", "absent", "before", "except", "except with"})
_EXCEPTED = re.compile(
    r"\bexceptions?\b|\bexcepted\b|\bneeds? no\b|\b(?:do|does) not (?:bind|cover|extend)\b|\b(?:do|does|shall|will|need) not apply\b|\bexempt"
)
_TRAILING = re.compile(r",\s*([^,;]{3,80}?)\s+(?:excepted|aside|apart)\s*$")
_HOLDING = frozenset({"halt", "delay", "restrict", "safeguard", "protect", "withhold", "stop", "wait"})
_RIGHT_HOLDER = r"\b(?:we|it|they|company|lab|developer|management|leadership|openai|anthropic|meta|xai|google|microsoft)\b[^.;]{0,40}?"
_TIMING = frozenset({"after", "upon", "following", "while"})
"""Markers that say when, not whether."""
_ORDERING = re.compile(
    r"\b(?:before|prior to|until|unless|absent|without|only|once|after|first|when|where|if|ahead of|with|for|must|has to|have to)\b"
)
_EITHER = re.compile(r"\bor\b")


@dataclass(frozen=True, slots=True)
class Held:
    """One condition with what it hangs on."""

    kind: str
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
    return tuple(held for statement in outline(passage).statements for held in _held(statement))


def _held(statement: Statement) -> Iterator[Held]:
    act = valence(statement.main)
    force = force_of(statement.main)
    excepts = bool(_EXCEPTED.search(statement.main))
    for condition in statement.conditions:
        kind = "exception" if excepts else _kind(condition, force.kind, act, statement.main)
        yield Held(kind, condition.marker, condition.text, act)
    if match := _TRAILING.search(statement.main):
        yield Held("exception", "excepted", match.group(1), act)
    elif excepts and not statement.conditions:
        yield Held("exception", "", statement.main, act)
    if force.kind in ("prohibition", "permission") and " without " in f" {statement.main} ":
        text = statement.main.partition("without")[2].strip()
        yield Held("gate" if guards(text) else "exception", "without", text, act)


def _kind(condition: Condition, force: str, act: str, main: str) -> str:
    forbids = force == "prohibition"
    if condition.marker in ("until", "pending") and _HOLDING & concepts_of(main):
        return "gate"
    if condition.marker in _GATE_MARKERS and forbids and guards(condition.text):
        return "gate"
    if condition.kind == "precondition":
        if forbids:
            return "gate" if condition.marker in ("until", "pending") else "exception"
        return "gate" if act == "risky" and condition.marker != "subject to" else "precondition"
    return condition.kind


_PAIRS = {
    "exception": ("exception-added", "exception-removed"),
    "precondition": ("precondition-added", "precondition-removed"),
    "gate": ("precondition-removed", "precondition-added"),
}


def contrasts(old: Passage, new: Passage) -> Iterator[Contrast]:
    """Conditions that came, went, widened or narrowed, from the old clause to the new one."""
    before, after = read(old), read(new)
    yield from _competitors(old, new)
    yield from _change_rights(old, new)
    pairs, gone, came = _match(before, after)
    for one, other in pairs:
        yield from _altered(one, other)
    near = _shared(old, new)
    for held in gone:
        yield from _lost(held, new, after, near)
    for held in came:
        yield from _gained(held, old, before, near)


def _shared(old: Passage, new: Passage) -> float:
    """How much of what either clause says outside its conditions is said by both."""
    mains = [
        frozenset(c for statement in outline(side).statements for c in Passage(statement.main).concepts)
        for side in (old, new)
    ]
    return len(mains[0] & mains[1]) / max(1, min(len(mains[0]), len(mains[1])))


def _match(before: Sequence[Held], after: Sequence[Held]) -> tuple[list[tuple[Held, Held]], list[Held], list[Held]]:
    left = list(after)
    pairs, gone = [], []
    for held in before:
        best = max(left, key=lambda other: (_likeness(held, other), other.kind == held.kind), default=None)
        if best is not None and _likeness(held, best) >= _ALIKE:
            left.remove(best)
            pairs.append((held, best))
        else:
            gone.append(held)
    return pairs, gone, left


def _likeness(one: Held, other: Held) -> float:
    mine, theirs = one.concepts, other.concepts
    return len(mine & theirs) / max(1, min(len(mine), len(theirs))) if mine and theirs else 0.0


def _lost(held: Held, new: Passage, after: Sequence[Held], near: float) -> Iterator[Contrast]:
    if _elsewhere(held, new) or (held.kind == "trigger" and (near < 0.75 or after)):
        return
    if held.marker in _TIMING:
        return
    if held.kind == "trigger":
        rule = "exception-safeguard-removed" if held.act == "risky" else "precondition-removed"
        yield Contrast(rule, held.spoken, "", 0.7)
        return
    sure = (0.6 if any(other.kind == held.kind for other in after) else 0.85) * (0.7 + 0.3 * near)
    if held.bends:
        return
    if held.kind == "gate":
        yield Contrast("exception-safeguard-removed", held.spoken, "", sure)
    else:
        yield Contrast(_PAIRS[held.kind][1], held.spoken, "", sure)


def _gained(held: Held, old: Passage, before: Sequence[Held], near: float) -> Iterator[Contrast]:
    if _elsewhere(held, old) or (held.kind == "trigger" and (near < 0.75 or before)):
        return
    if held.marker in _TIMING:
        return
    if held.kind == "trigger":
        rule = "exception-safeguard-added" if held.act == "risky" else "precondition-added"
        yield Contrast(rule, "", held.spoken, 0.7)
        return
    sure = (0.6 if any(other.kind == held.kind for other in before) else 0.85) * (0.7 + 0.3 * near)
    if held.kind == "gate":
        yield Contrast("exception-safeguard-added", "", held.spoken, sure)
    else:
        yield Contrast(_PAIRS[held.kind][0], "", held.spoken, sure)


def _elsewhere(held: Held, other: Passage) -> bool:
    """Whether what the condition speaks of stands in the other clause in another construction."""
    if len(held.concepts) < 2 or not held.concepts <= set(other.concepts):
        return False
    if (held.kind in ("trigger", "gate", "precondition") or held.marker == "without") and _ORDERING.search(other.lower):
        return True
    return held.kind == "trigger" or bool(read(other)) or bool(_EXCEPTED.search(other.lower))


def _altered(one: Held, other: Held) -> Iterator[Contrast]:
    """Two conditions about the same thing: another kind, or a wider or narrower text."""
    if one.kind != other.kind:
        yield from _other_kind(one, other)
        return
    if one.kind == "gate":
        return
    if one.kind == "exception":
        yield from _extent(one, other)


def _other_kind(one: Held, other: Held) -> Iterator[Contrast]:
    kinds = {one.kind, other.kind}
    texts = {one.marker: one.text, other.marker: other.text}
    if "unless" in texts and any("not" in text.split() for marker, text in texts.items() if marker != "unless"):
        return
    if "gate" in kinds and "trigger" in kinds:
        # "only if" names what is needed; "if" only what is enough.
        if other.kind == "trigger":
            yield Contrast("model-scope-narrowed", one.spoken, other.spoken, 0.9)
        else:
            yield Contrast("model-scope-broadened", one.spoken, other.spoken, 0.9)
    elif kinds == {"precondition", "trigger"}:
        if "only" in (one.marker + other.marker):
            loosened = (other.kind == "trigger") != ("protective" in (one.act, other.act))
            rule = "model-scope-narrowed" if loosened else "model-scope-broadened"
            yield Contrast(rule, one.spoken, other.spoken, 0.8)
    elif other.kind in ("exception", "precondition") and one.kind == "trigger":
        yield Contrast(_PAIRS[other.kind][0], one.spoken, other.spoken, 0.6)
    elif one.kind in ("exception", "precondition") and other.kind == "trigger":
        yield Contrast(_PAIRS[one.kind][1], one.spoken, other.spoken, 0.6)


def _extent(one: Held, other: Held) -> Iterator[Contrast]:
    more, fewer = other.concepts - one.concepts, one.concepts - other.concepts
    if more and not fewer:
        joined = len(_EITHER.findall(other.text)) + other.text.count(",") > len(
            _EITHER.findall(one.text)
        ) + one.text.count(",")
        yield Contrast("exception-broadened" if joined else "exception-narrowed", one.spoken, other.spoken, 0.75)
    elif fewer and not more:
        joined = len(_EITHER.findall(one.text)) + one.text.count(",") > len(
            _EITHER.findall(other.text)
        ) + other.text.count(",")
        yield Contrast("exception-narrowed" if joined else "exception-broadened", one.spoken, other.spoken, 0.75)


def _competitors(old: Passage, new: Passage) -> Iterator[Contrast]:
    """A duty that bends to what others do: only where the mention stands in a condition or beside leave."""
    was, now = bends(old), bends(new)
    if now and not was:
        yield Contrast("competitor-clause-added", "", now, 0.8)
    if was and not now:
        yield Contrast("competitor-clause-removed", was, "", 0.8)


def bends(passage: Passage) -> str:
    """The competitors on whom a passage makes the lab's conduct depend; empty where it does not."""
    for statement in outline(passage).statements:
        named = lexicon("conditions", "competitor").within(statement.text)
        force = force_of(statement.main)
        if named and (force.kind in ("permission", "release") or statement.of("exception", "precondition")):
            return ", ".join(sorted(named))
    return ""


def _change_rights(old: Passage, new: Passage) -> Iterator[Contrast]:
    was, now = _rights(old), _rights(new)
    if now and not was:
        yield Contrast("unilateral-change-right-added", "", now, 0.8)
    if was and not now:
        yield Contrast("unilateral-change-right-removed", was, "", 0.8)


def _rights(passage: Passage) -> str:
    """Leave that the lab gives itself to change its own rules."""
    found = lexicon("conditions", "change-right").within(passage.lower)
    held = {
        phrase for phrase in found
        if not phrase.startswith(("may", "can")) or re.search(_RIGHT_HOLDER + re.escape(phrase), passage.lower)
    }  # fmt: skip
    return ", ".join(sorted(held))
