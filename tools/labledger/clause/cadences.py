"""Cadences: how often something is done, by the calendar, by growth, at each event, or only in vague words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from labledger.clause.amounts import Amount
from labledger.clause.passage import words
from labledger.clause.quantity_roles import comparator, in_cadence
from labledger.clause.timing import (
    Span,
    Timing,
    any_of,
    is_period,
    left_of,
    occurrences,
    period,
    phrases,
    right_of,
    span_of,
)

_ADJECTIVES = frozenset({"regular", "ongoing", "continuous", "constant"})
_NOUN_FOLLOWS = re.compile(r" (?!(?:and|or|throughout|during|across|until|as|for|to|with|while|after|from|in)\b)[a-z]")
ONGOING, REGULAR, OCCASIONAL = -1.0, 2.0, 3.0
_UNIT = "hour|day|week|month|quarter|year"
_EACH = re.compile(
    rf"\b(?:once )?(?:every|each|once an?|once per|once in an?|once in every|one time per)"
    r" (?P<nth>(?:half|other|second|third|fourth|fifth|alternate|calendar|fiscal|financial|single)[ -])?"
    rf"(?P<unit>{_UNIT})\b(?P<more> and a half\b)?"
    r"(?! of (?:age|operation))"
)
_MOST_TIMES = 366
_NTH = {"half": 0.5, "other": 2, "second": 2, "alternate": 2, "third": 3, "fourth": 4, "fifth": 5}
_EVERY_LEFT = re.compile(
    r"\b(?:every|each|once (?:every|each|per|in|in every|a)|per|at least every|intervals? (?:of|not exceeding"
    r"|no longer than|no greater than|of no more than|of at most|of not more than|shorter than|of up to))"
    r"(?: (?:about|approximately|roughly|at most|no more than|not more than))? ?\Z"
)
_EVERY_RIGHT = re.compile(r"-?s? ?(?:intervals?|cycles?|cadence|rhythm|apart|between)\b|[ -]basis\b")
_JOINED = re.compile(r"(?:\b(?:and|or)|,) \Z")
_BEGUN = re.compile(
    r"\b(?:every|each) (?:\d|\w+ (?:months?|weeks?|days?|years?|increase|times)|\w*fold|doubling|order)"
)
_AT_MOST = re.compile(r"\b(?:at most|no more than|not more than|up to)(?: once)? ?\Z")
_FREQUENCY = re.compile(rf" ?(?:a|an|per|each|every|in a|in each|in every|/) ?(?:calendar )?({_UNIT})\b")
_EVENT = re.compile(
    r"\b(?:(?:before|prior to|ahead of|for|with|at|upon|after|following|on|at the time of) (?:each|every)|per)"
    r" (?:(?:new|major|significant|frontier|model|public|external|covered|large|such|substantial) ){0,3}"
    r"(?:releases?|deployments?|launch(?:es)?|training runs?|versions?|updates?|iterations?|checkpoints?|meetings?)\b"
)


def cadences(lower: str, found: tuple[Amount, ...]) -> Iterator[Timing]:
    """Every cadence of a text, given its amounts; not in order."""
    for amount in found:
        timing = _of_amount(lower, amount)
        if timing:
            yield timing
    yield from _named(lower)
    for match in _EACH.finditer(lower):
        times = _NTH.get((match["nth"] or "").strip(" -"), 1) + (0.5 if match["more"] else 0)
        yield _calendar(lower, match.start(), match.end(), period(times, match["unit"]))
    for match in _EVENT.finditer(lower):
        yield Timing("cadence", match.start(), match.end(), match.group(), "event", 0.0)
    yield from _vague(lower)


def _calendar(lower: str, start: int, end: int, span: Span) -> Timing:
    sign = "at-most" if _AT_MOST.search(lower, max(0, start - 24), start) else ""
    return Timing("cadence", start, end, lower[start:end], "calendar", span.days, span, sign)


def is_interval(lower: str, amount: Amount) -> bool:
    """Whether a period is an interval: `every 6 months`, `six-month intervals`, `6 months have passed`."""
    before = lower[max(0, amount.start - 60) : amount.start]
    if _EVERY_LEFT.search(before) or _EVERY_RIGHT.match(lower, amount.end):
        return True
    if _JOINED.search(before) and _BEGUN.search(left_of(lower, amount.start)):
        return True
    return bool(phrases("timing", "elapsed").search(right_of(lower, amount.end, 40)))


def _of_amount(lower: str, amount: Amount) -> Timing | None:
    if is_period(amount):
        return _interval(lower, amount) if is_interval(lower, amount) else None
    if in_cadence(lower, amount):
        growth = 1 + amount.high if amount.unit == "share" else amount.high
        start = max(lower.rfind(word, 0, amount.start) for word in ("every", "each", "per"))
        return Timing("cadence", start, amount.end, lower[start : amount.end], "growth", growth)
    if amount.unit == "frequency":
        return _frequency(lower, amount, amount.end)
    if amount.unit == "count" and amount.low > 0:
        act = _acts().match(lower, amount.end)
        return _frequency(lower, amount, act.end()) if act else None
    return None


def _interval(lower: str, amount: Amount) -> Timing:
    every = _EVERY_LEFT.search(lower, max(0, amount.start - 60), amount.start)
    if every:
        return _calendar(lower, every.start(), amount.end, span_of(amount, amount.high))
    span = span_of(amount, amount.high)
    return Timing("cadence", amount.start, amount.end, lower[amount.start : amount.end], "calendar", span.days, span)


@cache
def _acts() -> re.Pattern[str]:
    return re.compile(
        rf" (?:[\w-]+ ){{0,3}}?(?:{any_of(words('periods')['acts'])})(?= (?:a|an|per|each|every|in each) )"
    )


def _qualifies_an_act(lower: str, end: int) -> bool:
    """Whether an adjective says how often an act is done: `ongoing tests`, `tests are ongoing`; not `ongoing war`."""
    return bool(_acts_follow().match(lower, end)) or not _NOUN_FOLLOWS.match(lower, end)


@cache
def _acts_follow() -> re.Pattern[str]:
    return re.compile(rf" (?:[\w-]+ ){{0,2}}?(?:{any_of(words('periods')['acts'])})\b")


def _frequency(lower: str, amount: Amount, at: int) -> Timing | None:
    per = _FREQUENCY.match(lower, at)
    # `1,000 times in a year` is growth.
    if not per or not 0 < amount.low <= _MOST_TIMES:
        return None
    sign, begin = comparator(lower, amount)
    unit = period(1, per[1])
    span = Span(unit.size / max(amount.low, 1e-9), unit.in_months)
    sign = "at-most" if sign in ("at-most", "less-than") else ""
    return Timing("cadence", begin, per.end(), lower[begin : per.end()], "calendar", span.days, span, sign)


@cache
def _names() -> re.Pattern[str]:
    not_acts = any_of(words("periods")["not-acts"])
    names = any_of([*words("periods")["names"], *words("periods")["ambiguous"]])
    return re.compile(rf"(?<![\w-])({names})(?![\w-])(?!(?: \w+)?(?: recurring)? (?:{not_acts})\b)")


def _named(lower: str) -> Iterator[Timing]:
    listed = words("periods")["names"]
    for match in _names().finditer(lower):
        if match[1] not in listed:
            yield Timing("cadence", match.start(), match.end(), match[1], "ambiguous", 0.0)
            continue
        size, unit = listed[match[1]].split(" ")
        yield _calendar(lower, match.start(), match.end(), period(float(size), unit))


def _vague(lower: str) -> Iterator[Timing]:
    for group, rank in (("ongoing", ONGOING), ("regular", REGULAR), ("occasional", OCCASIONAL)):
        for match in occurrences(lower, "periods", group):
            if match.group() in _ADJECTIVES and not _qualifies_an_act(lower, match.end()):
                continue
            yield Timing("cadence", match.start(), match.end(), match.group(), "vague", rank)
