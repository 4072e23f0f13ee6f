"""Quantities of a clause: what is counted, with which comparator, and in what role; and how two wordings differ."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache

from labledger.clause.amounts import Amount, amounts_of
from labledger.clause.contrast import Contrast
from labledger.clause.likeness import faded, same_matter, vague_amount
from labledger.clause.passage import Passage
from labledger.clause.quantity_pairs import CEILINGS, Quantity, is_plus, near, paired, whole
from labledger.clause.quantity_roles import announces, base, comparator, counted, excess, in_cadence, role
from labledger.clause.required import is_told, kinds, limits_scope, required, said_by_scope, totals, was_all

_PERIODS = frozenset({"minute", "hour", "day", "business day", "week", "month", "quarter", "year", "frequency"})
_UPWARDS = {"less-than": 0, "at-most": 1, "about": 2, "": 3, "exactly": 3, "at-least": 3, "more-than": 4}
_SURE = {"trigger": 0.85, "ceiling": 0.85, "floor": 0.85, "unknown": 0.5}
_LOST = ("removed", "made-qualitative", "generalised")
_GAINED = ("added", "made-quantitative", "specified")
_MEASURES = frozenset({"share", "multiple", "points", "flop", "byte", "watt", "usd", "eur", "gbp"})


def read(passage: Passage) -> tuple[Quantity, ...]:
    """The quantities of a passage in order; periods, frequencies and cadences are left to `times`."""
    return _read(passage.lower, passage.text)


@lru_cache(maxsize=256)
def _read(lower: str, text: str) -> tuple[Quantity, ...]:
    told = list(required(lower))
    counted = (a for a in amounts_of(lower, text) if not any(t.start < a.end and a.start < t.end for t in told))
    found = (a for a in sorted([*counted, *told], key=lambda a: a.start) if a.unit not in _PERIODS)
    return tuple(quantity for a in found if (quantity := _quantity(a, lower)) is not None)


def _quantity(amount: Amount, lower: str) -> Quantity | None:
    if in_cadence(lower, amount) or announces(lower, amount):
        return None
    sign, begin = comparator(lower, amount)
    if excess(lower, amount):
        low, high, sign = 1 + amount.low, 1 + amount.high, sign or "more-than"
        amount = replace(amount, low=low, high=high, unit="multiple", words=f"{low:g} times")
    noun = counted(lower, amount)
    if amount.unit == "count" and not sign and not noun and amount.low == amount.high and amount.low >= 1:
        return None
    part = role(lower, amount, sign, begin)
    return Quantity(begin, amount.end, amount.words, amount.low, amount.high, amount.unit, sign, part, noun)


def contrasts(old: Passage, new: Passage) -> Iterator[Contrast]:
    """How the quantities of two wordings of one clause differ, in the order of the old clause."""
    if not old.lower or not new.lower:
        return
    pairs, lost, gained = paired(_binding(read(old)), _binding(read(new)))
    for one, two in pairs:
        if not said_by_scope(one, two):
            yield from _moved(one, two)
    yield from _kinds(old, new)
    if (lost or gained) and same_matter(old.lower, new.lower):
        here, there = amounts_of(old.lower, old.text), amounts_of(new.lower, new.text)
        lost, gained = _unsaid(lost, here, there), _unsaid(gained, there, here)
        for contrast in _replaced(lost, gained, old.lower, new.lower):
            yield faded(contrast, old.lower, new.lower)


def _kinds(old: Passage, new: Passage) -> Iterator[Contrast]:
    """Fewer or more kinds of risk, where the number opens their list."""
    was, now = (kinds(side.lower, amounts_of(side.lower, side.text)) for side in (old, new))
    if was and now and was.low != now.low:
        rule = "required-element-removed" if now.low < was.low else "required-element-added"
        yield Contrast(rule, f"{was.words} kinds", f"{now.words} kinds", 0.7)


def _unsaid(found: list[Quantity], here: tuple[Amount, ...], there: tuple[Amount, ...]) -> list[Quantity]:
    """Without measures that the other side states as often in another role: as a cadence, or as background."""

    def count(this: Quantity, amounts: tuple[Amount, ...]) -> int:
        same = (a for a in amounts if a.unit == this.unit)
        return sum(near(a.low, this.low) and near(a.high, this.high) for a in same)

    return [q for q in found if q.unit not in _MEASURES or not 0 < count(q, here) <= count(q, there)]


def _binding(found: Iterable[Quantity]) -> list[Quantity]:
    return [quantity for quantity in found if quantity.role != "background"]


def _moved(old: Quantity, new: Quantity) -> Iterator[Contrast]:
    """One pair: which way the number went, and what that means in its role."""
    way = _way(old, new)
    if not way:
        return
    label = ("threshold-raised",) if way > 0 else ("threshold-lowered",)
    part = _shared_role(old, new)
    sure = _SURE[part] - (0.1 if old.role != new.role else 0)
    if part == "unknown":
        yield Contrast("threshold-changed-unknown", old.spoken, new.spoken, sure, label)
        return
    looser = way < 0 if part == "floor" or (part == "trigger" and old.comparator in CEILINGS) else way > 0
    rule = "threshold-loosened" if looser else "threshold-tightened"
    yield Contrast(rule, old.spoken, new.spoken, round(sure, 2), label)


def _way(old: Quantity, new: Quantity) -> int:
    """1 when the number or its bound went up, -1 when it went down, 0 when nothing can be said."""
    old, new = whole(old), whole(new)
    if _crossed(old, new) and {old.role, new.role} != {"trigger"}:
        return 1 if new.comparator not in CEILINGS else -1
    if not near(old.value, new.value):
        return 1 if new.value > old.value else -1
    if not near(old.high, new.high) or not near(old.low, new.low):
        middle = (new.low + new.high) - (old.low + old.high)
        return 1 if middle > 0 else -1
    if is_plus(old) != is_plus(new) and not (old.comparator and new.comparator):
        return 1 if is_plus(new) else -1
    up = _UPWARDS[new.comparator] - _UPWARDS[old.comparator]
    return (up > 0) - (up < 0)


def _crossed(old: Quantity, new: Quantity) -> bool:
    """Whether a lower bound became an upper one, or the reverse."""
    return (old.comparator in CEILINGS) != (new.comparator in CEILINGS)


def _shared_role(old: Quantity, new: Quantity) -> str:
    if {old.role, new.role} == {"trigger"} and _crossed(old, new):
        return "unknown"
    if old.role == new.role:
        return old.role
    known = {old.role, new.role} - {"unknown"}
    if len(known) == 1:
        return known.pop()
    # From a floor to a ceiling the duty itself turned round: what had to be reached may now not be passed.
    return "floor" if known == {"floor", "ceiling"} else "unknown"


def _replaced(lost: list[Quantity], gained: list[Quantity], old: str, new: str) -> Iterator[Contrast]:
    """Quantities without a partner: gone, or a phrase stands in their place; and the reverse."""
    lost, gained = _partial(lost, new), _partial(gained, old)
    if based := _on_one_base(lost, gained, old, new):
        yield from _moved(*based)
        return
    if len(lost) == len(gained) == 1 and lost[0].role == gained[0].role != "unknown":
        yield Contrast("threshold-metric-replaced", lost[0].spoken, gained[0].spoken, 0.6)
        return
    lost, gained = ([q for q in found if q.words != "one"] for found in (lost, gained))
    for quantity in lost[:20]:
        yield _gone(quantity, old, new) or _exchanged(quantity, vague_amount(new, old), _LOST)
    for quantity in gained[:20]:
        yield _mirrored(_gone(quantity, new, old) or _exchanged(quantity, vague_amount(old, new), _GAINED))


def _gone(quantity: Quantity, here: str, there: str) -> Contrast | None:
    """What it means that only one side has a number that narrows the other: as if that side were the old one."""
    if limits_scope(quantity, here, there) or was_all(quantity, there):
        return Contrast("threshold-tightened", quantity.spoken, "", 0.65)
    return None


def _partial(found: list[Quantity], other: str) -> list[Quantity]:
    """Without `more than 99 of the 100` where the other side says `all of the 100`."""

    def is_all(quantity: Quantity) -> bool:
        bound = f"{whole(quantity).low:g}"
        phrase = rf"\b(?:all|each|every one)(?: of)?(?: the)? {bound}\b"
        return totals(quantity) == bound and bool(re.search(phrase, other))

    return [quantity for quantity in found if not is_told(quantity) and not is_all(quantity)]


def _on_one_base(lost: list[Quantity], gained: list[Quantity], old: str, new: str) -> tuple[Quantity, Quantity] | None:
    """A share against a multiple (`110% of`, `1.1 times`), or percent against points where the start is stated."""
    if len(lost) != 1 or len(gained) != 1:
        return None
    units = {lost[0].unit, gained[0].unit}
    if units == {"share", "multiple"} and min(lost[0].low, gained[0].low) >= 1:
        return replace(lost[0], unit="multiple"), replace(gained[0], unit="multiple")
    if units != {"share", "points"}:
        return None
    one, two = (_in_points(q, text) for q, text in ((lost[0], old), (gained[0], new)))
    return (one, two) if one and two else None


def _in_points(quantity: Quantity, text: str) -> Quantity | None:
    if quantity.unit == "points":
        return quantity
    start = next((a for a in amounts_of(text, text) if a.unit == "share" and base(text, a.start)), None)
    if start is None or start.start == quantity.start:
        return None
    factor = 100 * start.low
    return replace(quantity, low=quantity.low * factor, high=quantity.high * factor, unit="points")


def _exchanged(quantity: Quantity, phrase: str, names: tuple[str, str, str]) -> Contrast:
    gone, vague, general = names
    known = quantity.role != "unknown"
    if phrase:
        rule = f"threshold-{vague}" if known else f"commitment-{general}"
        return Contrast(rule, quantity.spoken, phrase, 0.75 if known else 0.55)
    # A bare count of things is often only told in another way: the things are listed, or named together.
    bare = quantity.unit == "count" and not quantity.comparator and quantity.noun != "people"
    # A level is as often a name (`the ASL-2 standard`) as a threshold.
    plain = known and not bare and quantity.unit != "level"
    return Contrast(f"threshold-{gone}", quantity.spoken, "", 0.7 if plain else 0.35)


def _mirrored(contrast: Contrast) -> Contrast:
    rule = "threshold-loosened" if contrast.rule == "threshold-tightened" else contrast.rule
    return Contrast(rule, contrast.new, contrast.old, contrast.sure, contrast.labels)
