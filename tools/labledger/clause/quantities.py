"""Quantities of a clause: what is counted, with which comparator, and in what role; and how two wordings differ."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from labledger.clause.amounts import Amount, amounts_of
from labledger.clause.contrast import Contrast
from labledger.clause.likeness import faded, same_matter, vague_amount
from labledger.clause.passage import Passage
from labledger.clause.quantity_roles import announces, base, comparator, counted, excess, in_cadence, role

_PERIODS = frozenset({"minute", "hour", "day", "business day", "week", "month", "quarter", "year", "frequency"})
_SPOKEN = {"at-least": "at least ", "more-than": "more than ", "at-most": "at most ", "less-than": "less than ",
           "about": "about ", "exactly": "exactly ", "": ""}  # fmt: skip
_FLOORS = frozenset({"at-least", "more-than", "", "exactly", "about"})
_CEILINGS = frozenset({"at-most", "less-than"})
_UPWARDS = {"less-than": 0, "at-most": 1, "about": 2, "": 3, "exactly": 3, "at-least": 3, "more-than": 4}
_SURE = {"trigger": 0.85, "ceiling": 0.85, "floor": 0.85, "unknown": 0.5}
_TOLERANCE = 1e-4
_WHOLE_NUMBERS = 1000
_MEASURES = frozenset({"share", "multiple", "points", "flop", "byte", "watt", "usd", "eur", "gbp"})


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number that a clause binds someone to, or by which it says when it binds."""

    start: int
    end: int
    words: str
    """The number and its unit as written, in lower case."""
    low: float
    high: float
    unit: str
    """As in Amount; shares are 0 to 1."""
    comparator: str
    """`at-least`, `more-than`, `at-most`, `less-than`, `exactly`, `about` or empty."""
    role: str
    """`trigger`, `floor`, `ceiling`, `background` or `unknown`."""
    noun: str
    """What is counted, in one form for words that count the same; empty where no noun follows."""

    @property
    def spoken(self) -> str:
        """For people: `at least 10 testers`."""
        tail = f" {self.noun}" if self.unit == "count" and self.noun else ""
        return f"{_SPOKEN[self.comparator]}{self.words}{tail}"

    @property
    def value(self) -> float:
        """The end of the range that binds: the high one of a ceiling, else the low one."""
        return self.high if self.comparator in _CEILINGS else self.low


def read(passage: Passage) -> tuple[Quantity, ...]:
    """The quantities of a passage in order; periods, frequencies and cadences are left to `times`."""
    return _read(passage.lower, passage.text)


@lru_cache(maxsize=256)
def _read(lower: str, text: str) -> tuple[Quantity, ...]:
    found = (a for a in amounts_of(lower, text) if a.unit not in _PERIODS)
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
    pairs, lost, gained = _paired(_binding(read(old)), _binding(read(new)))
    for one, two in pairs:
        yield from _moved(one, two)
    if (lost or gained) and same_matter(old.lower, new.lower):
        here, there = amounts_of(old.lower, old.text), amounts_of(new.lower, new.text)
        lost, gained = _unsaid(lost, here, there), _unsaid(gained, there, here)
        for contrast in _replaced(lost, gained, old.lower, new.lower):
            yield faded(contrast, old.lower, new.lower)


def _unsaid(found: list[Quantity], here: tuple[Amount, ...], there: tuple[Amount, ...]) -> list[Quantity]:
    """Without measures that the other side states as often in another role: as a cadence, or as background."""

    def count(this: Quantity, amounts: tuple[Amount, ...]) -> int:
        same = (a for a in amounts if a.unit == this.unit)
        return sum(_near(a.low, this.low) and _near(a.high, this.high) for a in same)

    return [q for q in found if q.unit not in _MEASURES or not 0 < count(q, here) <= count(q, there)]


def _binding(found: Iterable[Quantity]) -> list[Quantity]:
    return [quantity for quantity in found if quantity.role != "background"]


def _kind(quantity: Quantity) -> str:
    """Units that compare with each other: a bare number up to one counts as a share."""
    is_share = quantity.unit == "count" and quantity.high <= 1 and quantity.low < 1
    return "share" if is_share else quantity.unit


def _near(one: float, two: float) -> bool:
    return abs(one - two) <= _TOLERANCE * max(abs(one), abs(two))


def _whole(quantity: Quantity) -> Quantity:
    """Counts of things in whole numbers: more than 9 is at least 10, fewer than 10 is at most 9."""
    step = {"more-than": 1, "less-than": -1}.get(quantity.comparator, 0)
    if not step or _kind(quantity) != "count" or quantity.low != quantity.high or quantity.low >= _WHOLE_NUMBERS:
        return quantity
    sign = "at-least" if step > 0 else "at-most"
    return replace(quantity, low=quantity.low + step, high=quantity.high + step, comparator=sign)


def _exact(quantity: Quantity) -> tuple[object, ...]:
    quantity = _whole(quantity)
    sign = "at-least" if quantity.comparator in ("", "exactly") else quantity.comparator
    return _kind(quantity), f"{quantity.value:.4g}", sign


Key = Callable[[Quantity], object]
Pairs = list[tuple[Quantity, Quantity]]


def _alone(quantity: Quantity) -> object:
    return id(quantity)


# From what surely belongs together to what shares its unit only; counts of different things are never compared.
_KEYS: tuple[Key, ...] = (
    lambda q: (*_exact(q), q.noun, q.role),
    lambda q: (_kind(q), q.noun, q.role) if q.noun or _kind(q) != "count" else _alone(q),
    lambda q: (*_exact(q), q.noun),
    lambda q: (_kind(q), q.noun) if q.noun else _alone(q),
    _exact,
    lambda q: (_kind(q), q.role) if _kind(q) != "count" else _alone(q),
    lambda q: _kind(q) if _kind(q) != "count" or not q.noun else _alone(q),
)


def _paired(old: list[Quantity], new: list[Quantity]) -> tuple[Pairs, list[Quantity], list[Quantity]]:
    """Old with new by value, unit, noun and role, then by less, in the order of the text; and what is left over."""
    pairs: Pairs = []
    for key in _KEYS:
        waiting: dict[object, list[Quantity]] = defaultdict(list)
        for quantity in reversed(new):
            waiting[key(quantity)].append(quantity)
        for quantity in old:
            if found := waiting.get(key(quantity)):
                pairs.append((quantity, found.pop()))
        used = {id(q) for pair in pairs for q in pair}
        old, new = [q for q in old if id(q) not in used], [q for q in new if id(q) not in used]
    return sorted(pairs, key=lambda pair: pair[0].start), old, new


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
    looser = way < 0 if part == "floor" or (part == "trigger" and old.comparator in _CEILINGS) else way > 0
    rule = "threshold-loosened" if looser else "threshold-tightened"
    yield Contrast(rule, old.spoken, new.spoken, round(sure, 2), label)


def _way(old: Quantity, new: Quantity) -> int:
    """1 when the number or its bound went up, -1 when it went down, 0 when nothing can be said."""
    old, new = _whole(old), _whole(new)
    if _crossed(old, new) and {old.role, new.role} != {"trigger"}:
        return 1 if new.comparator not in _CEILINGS else -1
    if not _near(old.value, new.value):
        return 1 if new.value > old.value else -1
    if not _near(old.high, new.high) or not _near(old.low, new.low):
        middle = (new.low + new.high) - (old.low + old.high)
        return 1 if middle > 0 else -1
    up = _UPWARDS[new.comparator] - _UPWARDS[old.comparator]
    return (up > 0) - (up < 0)


def _crossed(old: Quantity, new: Quantity) -> bool:
    """Whether a lower bound became an upper one, or the reverse."""
    return (old.comparator in _CEILINGS) != (new.comparator in _CEILINGS)


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
        yield _exchanged(quantity, vague_amount(new, old), ("removed", "made-qualitative", "generalised"))
    for quantity in gained[:20]:
        yield _mirrored(_exchanged(quantity, vague_amount(old, new), ("added", "made-quantitative", "specified")))


_OF_ALL = re.compile(r" of (?:the )?(\S+)\Z")


def _partial(found: list[Quantity], other: str) -> list[Quantity]:
    """Without `more than 99 of the 100` where the other side says `all of the 100`."""

    def is_all(quantity: Quantity) -> bool:
        total = _OF_ALL.search(quantity.words)
        bound = f"{_whole(quantity).low:g}"
        return bool(
            total and total[1] == bound and re.search(rf"\b(?:all|each|every one)(?: of)?(?: the)? {bound}\b", other)
        )

    return [quantity for quantity in found if not is_all(quantity)]


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
    return Contrast(contrast.rule, contrast.new, contrast.old, contrast.sure, contrast.labels)
