"""Deadlines, notice, waiting and keeping periods: how soon and how long, with what starts the clock."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from labledger.clause.amounts import Amount
from labledger.clause.cadences import is_interval
from labledger.clause.clocks import clock
from labledger.clause.dates_read import CalendarDate, dates
from labledger.clause.passage import words
from labledger.clause.quantity_roles import comparator
from labledger.clause.timing import Timing, any_of, is_period, left_of, occurrences, phrases, right_of, span_of

PROMPT, PRACTICABLE, OPEN = 1.0, 2.0, 3.0
AHEAD = re.compile(r"(?:before|beforehand|earlier|prior to|ahead|advance|preceding)\Z")
"""How the words of a notice end that counts back from an event."""
_AHEAD = re.compile(
    r"(?:'s?)?(?: in)? (?:beforehand|earlier|before|prior to|ahead|in advance|advance|preceding)\b"
    r"|'s? (?:warning|lead)\b"
)
_AT_LAST = re.compile(r"[\w' -]{0,60}? (at the (?:latest|earliest))\b")
_DONE = re.compile(
    r"\b(?:is|are|gets?|be) (?!measured|counted|given|expressed|stated|reported|lasting)[a-z]+(?:ed|en|nt|lt|ut) in\Z"
)
_FOR = re.compile(r"\b(?:for|lasting|spanning)(?: (?:at least|up to|a minimum of|no less than|no fewer than"
                  r"|not less than|no more than|not more than|at most|a period of|a further|an additional|a|about"
                  r"|approximately"
                  r"|a maximum of|a total of|more than))* ?\Z")  # fmt: skip
_KEEPS = re.compile(
    r"\b(?:wait\w*|hold\w*|pause\w*|delay|ret(?:ention|ain\w*)|period|stored?|preserve\w*|of)"
    r"(?: (?:at least|up to|a minimum of|no less than|a|an additional|a further|another))* ?\Z"
)
_NOTICE_LEFT = re.compile(
    r"\b(?:notice|lead time|comment period|consultation|waiting period|cooling-off period).{0,24}\Z"
)
_LIMIT_RIGHT = re.compile(
    r"[ -]?(?:(?!notice|comment)[\w-]+ ){0,2}(?:deadline|time limit|window|timeline|target|turnaround)\b"
)
_LIMIT_LEFT = re.compile(r"\b(?:deadline|time limit|window|target|timeline) (?:of|is|to) (?:at most )?\Z")
_BY = re.compile(r"\b(?:by|before|no later than|not later than|prior to|due|due on|by no later than|on or before"
                 r"|in time for|at the latest)(?: the)? ?\Z")  # fmt: skip
_UNTIL = re.compile(r"\b(?:until|through|till|up to)(?: the)? ?\Z")
_START = re.compile(r"\b(?:starting|beginning|commencing|effective|starting on|starting in|beginning in|beginning on"
                    r"|starting from|from|as of|effective from)(?: the)? ?\Z")  # fmt: skip
_IN = re.compile(r"\b(?:in|during|on|for)(?: the)? ?\Z")
_WILL = re.compile(r"\b(?:will|shall|must|plans?|aims?|intends?|targets?|commits?|should)\b")


def deadlines(lower: str, found: tuple[Amount, ...]) -> Iterator[Timing]:
    """Every deadline, notice, waiting, keeping or working period of a text, given its amounts; not in order."""
    for amount in found:
        if is_period(amount) and not is_interval(lower, amount):
            timing = _of_period(lower, amount)
            if timing:
                yield timing
    for day in dates(lower):
        timing = _of_date(lower, day)
        if timing:
            yield timing
    yield from _vague(lower)


def _plans_ahead(before: str, within: re.Match[str]) -> bool:
    if within.group().strip() == "in" and _DONE.search(before.rstrip()):
        return True
    return bool(_WILL.search(before)) and (within[1] == "in" or "next" in within.group() or "coming" in within.group())


@cache
def _within() -> re.Pattern[str]:
    timing = words("timing")
    return re.compile(
        rf"(?<![\w-])({any_of(timing['within'] | timing['not-before'])})(?: (?:a|an|the|about|just|next|coming))* ?\Z"
    )


def _of_period(lower: str, amount: Amount) -> Timing | None:
    before, after = left_of(lower, amount.start), right_of(lower, amount.end)
    tail = before.rstrip().rpartition(" ")[2]
    if tail in words("timing")["past"] or before.endswith(("times in ", "once in ", "twice in ", "once ")):
        return None
    sign, begin = comparator(lower, amount)
    if lower.startswith("over", begin) and begin < amount.start:
        sign = ""
    span = span_of(amount, amount.high if sign != "at-least" else amount.low)
    kind = _kind(before, after, sign)
    if not kind:
        return None
    within = _within().search(lower, max(0, amount.start - 40), amount.start)
    late = _AT_LAST.match(after) if kind == "deadline" else None
    if kind == "deadline" and within:
        begin = within.start()
        sign = "not-before" if within[1] in words("timing")["not-before"] else ""
    elif late:
        sign = "not-before" if late[1] in words("timing")["not-before"] else ""
    begin = min(begin, amount.start)
    started, end = clock(after, amount.end) if kind == "deadline" else (-1, amount.end)
    end = max(end, amount.end + late.end()) if late else end
    ahead = _AHEAD.match(after) if kind == "notice" else None
    end = amount.end + ahead.end() if ahead else end
    sign = "" if kind == "deadline" and sign != "not-before" else sign
    return Timing(kind, begin, end, lower[begin:end], "calendar", span.days, span, _bound(sign), started)


def _bound(sign: str) -> str:
    return {"less-than": "at-most", "more-than": "at-least"}.get(sign, sign)


def _kind(before: str, after: str, sign: str) -> str:
    """What a period is: notice, leave, deadline, effort, or empty where it describes."""
    if phrases("timing", "leave").search(before, max(0, len(before) - 50)):
        return "leave"
    if sign != "at-least" and _runs_unwatched(before, after):
        return "unwatched"
    if _AHEAD.match(after) or phrases("timing", "notice").search(after[:32]) or _NOTICE_LEFT.search(before):
        return "notice"
    near = before[-70:]
    keeps = phrases("timing", "waiting").search(near) or phrases("timing", "retention").search(near)
    within = _within().search(before, max(0, len(before) - 40))
    if keeps and (_FOR.search(before) or (not within and _KEEPS.search(before))):
        return "notice"
    if _FOR.search(before):
        if sign == "at-most":
            return "stay"
        return "notice" if not within or sign in ("at-least", "more-than") else "deadline"
    if within and within[1] == "up to" and not before[: within.start()].endswith(("in ", "take ", "takes ", "within ")):
        return "stay"
    # `in a year` and `over the next year` are deadlines of what will be done; `over two weeks` is how long it takes.
    if within and within[1] in ("in", "over", "during") and not _plans_ahead(before, within):
        return ""
    if within or _AT_LAST.match(after) or _LIMIT_RIGHT.match(after) or _LIMIT_LEFT.search(before):
        return "deadline"
    if sign in ("at-least", "more-than"):
        return "effort"
    return "deadline" if re.match(r" (?:after|following|from) ", after) else ""


@cache
def _without() -> re.Pattern[str]:
    overseen, unwatched = (any_of(words("timing")[name]) for name in ("overseen-by", "unwatched"))
    return re.compile(rf" (?:without (?:[\w-]+ ){{0,4}}?(?:{overseen})|{unwatched})\b")


def _runs_unwatched(before: str, after: str) -> bool:
    """Whether a period is time without a check: `for up to 2 hours without review`, `unattended for 2 hours`."""
    if phrases("timing", "unwatched").search(before, max(0, len(before) - 40)):
        return True
    return bool(_without().match(after))


def _of_date(lower: str, day: CalendarDate) -> Timing | None:
    before = left_of(lower, day.start, 120)
    kind, sign, last = "deadline", "", day.last.toordinal()
    if lead := phrases("timing", "not-before").search(before, max(0, len(before) - 18)):
        sign = "not-before"
    elif lead := _BY.search(before):
        # `before 2027` ends with the year before.
        strict = lead.group().startswith(("before", "prior")) and day.first != day.last
        last = day.first.toordinal() - 1 if strict else last
    elif lead := _UNTIL.search(before):
        kind = "notice"
    elif lead := _START.search(before) or (_plans(before, day) and _IN.search(before)) or None:
        pass
    else:
        return None
    begin = day.start - len(before) + lead.start()
    return Timing(kind, begin, day.end, lower[begin : day.end], "date", float(last), None, sign)


def _plans(before: str, day: CalendarDate) -> bool:
    """Whether `in 2027` says when something will be done; `in the 2027 report` does not."""
    return bool(_WILL.search(before)) and not (day.words.isdigit() and before.endswith("the "))


def _vague(lower: str) -> Iterator[Timing]:
    groups = (("instant", 0.0), ("prompt", PROMPT), ("practicable", PRACTICABLE), ("open", OPEN))
    for group, rank in groups:
        for match in occurrences(lower, "timing", group):
            started, end = clock(right_of(lower, match.end()), match.end())
            yield Timing("deadline", match.start(), end, lower[match.start() : end], "vague", rank, clock=started)
    ranks = words("timing")["adjectives"]
    for match in _hasty().finditer(lower):
        yield Timing("deadline", match.start(), match.end(), match[1], "vague", float(ranks[match[1]]))


@cache
def _hasty() -> re.Pattern[str]:
    """Adjectives of haste that qualify an act (`immediate halt`) or stand alone (`action is prompt`)."""
    hasty, due = any_of(words("timing")["adjectives"]), any_of(words("timing")["due"])
    return re.compile(rf"(?<![\w-])({hasty})(?= (?:[\w-]+ )?(?:{due})(?![\w-])|[.,;)]|\Z)")
