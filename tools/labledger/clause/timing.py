"""A timing: one reading of when, how often, how soon or how long, and the length of a period."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from labledger.clause.amounts import Amount
from labledger.clause.passage import words

_DAYS = {"minute": 1 / 1440, "hour": 1 / 24, "day": 1.0, "business day": 7 / 5, "week": 7.0}
_MONTHS = {"month": 1.0, "quarter": 3.0, "year": 12.0}
_DAYS_IN_MONTH = 365.25 / 12
_ACROSS_CALENDARS = 0.03
_WORD = re.compile(r"[a-z0-9]+")
_STOP = re.compile(r"(?<!e\.g)(?<!i\.e)[.!?;](?=[ \"')])")


@dataclass(frozen=True, slots=True)
class Span:
    """The length of a period: in months where it was given in months, quarters or years, else in days."""

    size: float
    in_months: bool = False

    @property
    def days(self) -> float:
        """The length in days; a month counts as a twelfth of a year."""
        return self.size * _DAYS_IN_MONTH if self.in_months else self.size

    def equals(self, other: Span) -> bool:
        """Whether two lengths are the same: exactly within one calendar, within 3 percent across months and days."""
        within = 1e-6 if self.in_months == other.in_months else _ACROSS_CALENDARS
        return abs(self.days - other.days) <= within * max(self.days, other.days)


@dataclass(frozen=True, slots=True)
class Timing:
    """One reading of time in a clause, with its place and its words."""

    kind: str
    """`cadence`, `deadline`, `notice` (waiting and keeping too), `leave` (how long a duty may rest), `effort`, `order`,
    `milestone`, `unwatched` (how long something runs without a check), `stay` (an upper limit of no known kind)."""
    start: int
    end: int
    words: str
    measure: str
    """What `size` counts: `calendar` (see `span`), `growth` (multiples), `date` (ordinal of the day), `event`, `vague`
    (rank, 0 quickest), `stage` (place in a model's life)."""
    size: float
    span: Span | None = None
    sign: str = ""
    """`at-least`, `at-most`, `not-before` or empty."""
    clock: int = -1
    """What starts a deadline, as `clocks` ranks it; -1 where nothing is said."""

    @property
    def spoken(self) -> str:
        """For people: `within 72 hours after discovery`."""
        return self.words

    def same(self, other: Timing) -> bool:
        """Whether both say the same."""
        if (self.kind, self.measure, self.clock) != (other.kind, other.measure, other.clock):
            return False
        if (self.sign == "at-most") != (other.sign == "at-most") or (self.sign == "not-before") != (
            other.sign == "not-before"
        ):
            return False
        if self.span and other.span:
            return self.span.equals(other.span)
        return abs(self.size - other.size) <= (1 if self.measure == "date" else 1e-6)


def span_of(amount: Amount, size: float) -> Span:
    """The length of `size` periods of the amount's unit."""
    return period(size, amount.unit)


def period(size: float, unit: str) -> Span:
    """The length of a number of hours, days, business days, weeks, months, quarters or years."""
    return Span(size * _MONTHS[unit], True) if unit in _MONTHS else Span(size * _DAYS[unit])


def is_period(amount: Amount) -> bool:
    """Whether an amount counts units of time."""
    return amount.unit in _DAYS or amount.unit in _MONTHS


def any_of(options: Iterable[str]) -> str:
    """An alternation of phrases, longest first."""
    return "|".join(re.escape(option) for option in sorted(options, key=lambda w: (-len(w), w)))


@cache
def phrases(name: str, group: str) -> re.Pattern[str]:
    """The pattern of a group of phrases of a word list, as whole words."""
    return re.compile(rf"(?<![\w-])(?:{any_of(words(name)[group])})(?![\w-])")


@lru_cache(maxsize=8)
def _first_words(lower: str) -> frozenset[str]:
    return frozenset(_WORD.findall(lower))


@cache
def _openers(name: str, group: str) -> frozenset[str]:
    return frozenset(_WORD.findall(phrase)[0] for phrase in words(name)[group])


def occurrences(lower: str, name: str, group: str) -> Iterator[re.Match[str]]:
    """Every phrase of the group in a text. The pattern runs only where a first word of the group stands at all."""
    if not _openers(name, group).isdisjoint(_first_words(lower)):
        yield from phrases(name, group).finditer(lower)


def left_of(lower: str, at: int, width: int = 90) -> str:
    """The text before a place, within its sentence and `width` characters."""
    left = lower[max(0, at - width) : at]
    stops = [match.end() for match in _STOP.finditer(left)]
    return left[stops[-1] :] if stops else left


def right_of(lower: str, at: int, width: int = 90) -> str:
    """The text after a place, within its sentence and `width` characters."""
    right = lower[at : at + width]
    stop = _STOP.search(right)
    return right[: stop.start()] if stop else right
