"""Quantities of two wordings side by side: which of the one belongs to which of the other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace

_SPOKEN = {"at-least": "at least ", "more-than": "more than ", "at-most": "at most ", "less-than": "less than ",
           "about": "about ", "exactly": "exactly ", "": ""}  # fmt: skip
CEILINGS = frozenset({"at-most", "less-than"})
_TOLERANCE = 1e-4
_WHOLE_NUMBERS = 1000


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
        return self.high if self.comparator in CEILINGS else self.low


def _kind(quantity: Quantity) -> str:
    """Units that compare with each other: a bare number up to one counts as a share."""
    is_share = quantity.unit == "count" and quantity.high <= 1 and quantity.low < 1
    return "share" if is_share else quantity.unit


def near(one: float, two: float) -> bool:
    """Whether two numbers are equal but for rounding."""
    return abs(one - two) <= _TOLERANCE * max(abs(one), abs(two))


def whole(quantity: Quantity) -> Quantity:
    """Counts of things in whole numbers: more than 9 is at least 10, fewer than 10 is at most 9."""
    step = {"more-than": 1, "less-than": -1}.get(quantity.comparator, 0)
    if not step or _kind(quantity) != "count" or quantity.low != quantity.high or quantity.low >= _WHOLE_NUMBERS:
        return quantity
    sign = "at-least" if step > 0 else "at-most"
    return replace(quantity, low=quantity.low + step, high=quantity.high + step, comparator=sign)


def _exact(quantity: Quantity) -> tuple[object, ...]:
    quantity = whole(quantity)
    sign = "at-least" if quantity.comparator in ("", "exactly") else quantity.comparator
    sign = "plus" if is_plus(quantity) else sign
    return _kind(quantity), f"{quantity.value:.4g}", sign


Key = Callable[[Quantity], object]
Pairs = list[tuple[Quantity, Quantity]]


def is_plus(quantity: Quantity) -> bool:
    """Whether a level stands between itself and the next: `level 2+`, `level 2 plus`."""
    return quantity.unit == "level" and quantity.words.endswith(("+", "plus"))


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


def paired(old: list[Quantity], new: list[Quantity]) -> tuple[Pairs, list[Quantity], list[Quantity]]:
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
