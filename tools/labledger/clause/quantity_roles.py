"""What a number means in its sentence: its comparator, what it counts, and whether it triggers, limits or requires."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from labledger.clause.amounts import Amount
from labledger.clause.passage import words

_NOT_FOR_LEVELS = frozenset({"under", "over", "about", "around", "some"})
_WINDOW = 220
_STOP = re.compile(r"(?<!e\.g)(?<!i\.e)[.!?;](?=[ \"')])")
_GROWTH = r"(?:increases?|growth|rises?|scale-up|gains?|jump|increment)"
_EVERY = re.compile(
    r"\b(?:(?:every|each|per)(?: additional| further| new)?(?: \w+)?"
    rf"|(?:every|each) {_GROWTH} (?:in|of) (?:[\w-]+ ){{1,4}}(?:by|of)(?: a factor of)?"
    r"|(?:every|each) time (?:[\w-]+ ){1,6}?(?:[\w-]+)) ?\Z"
)
_ANNOUNCES = re.compile(
    r"(?: (?!(?:will|must|shall|should|that|which|who)\b)[a-z][\w-]*){1,6}(?::|,? namely\b|,? that is,)(?= )"
)
_RELATIVE = r"(?: (?:that|which|in which|where|whose|with|of|(?!during\b|being\b)[a-z]+ing)\b)(?: [\w'-]+){0,5} \Z"
_EXCESS = re.compile(
    r"\b(?:exceed\w*|surpass\w*|overruns?|overshoots?|outgrows?) (?:[\w'-]+ ){1,6}?by"
    r"(?: (?:more than|at least|over|about|some))?(?: an?)? ?\Z"
)
_BASE = re.compile(
    r"\b(?:from|base|baseline|level|rate)\b(?: (?:of|its|the|a|level|base|baseline|rate|about|around)\b)* ?\Z"
)
_DENIED = {"more-than": "at-most", "less-than": "at-least"}
_NOT_BEYOND = re.compile(
    r"\b(?:not|cannot) (?:grow|rise|increase|change|vary|deviate|differ|fall|drop|decline|last|take|run|stay|hold"
    r"|contain|keep|use|spend|cost|go|score|be)(?: (?:by|to|for|at))? \Z"
)
_HOW_MANY = re.compile(r"\bhow many ([a-z]+)\b[^?]{0,200}\? \Z")
_TOKEN = re.compile(r"[ -]?([^\W\d_][\w']*)")
_AFTER_SIGN = re.compile(r"\A or (?:more|fewer|less)\b")
_ACTS = re.compile(
    r"\b(?:is|are|gets?|goes|has to|have to|needs?|must|will|shall|should|triggers?|leads?|calls?|brings?)\b"
)
_PART = re.compile(r"\A(?:\S+ of |all |each |every one )")
_THINGS = re.compile(r" [\w'-]+(?: [\w'-]+)? (?=must\b|shall\b|should\b|will\b)")
_HELD = re.compile(r"\b(?:follows?|(?:kept|held|stored|runs?|stays?) (?:at|to|under|by)) \Z")
_LEVEL_AFTER = re.compile(r"\+?(?: or (?:higher|above|greater))? ((?:\w+ )?\w+)")
_MAIN_CLAUSE = re.compile(
    r", (?:\w+ ){0,6}?(?:will|must|shall|should|may|commits?|requires?)\b|\bthen\b"
    r"|\w+ \w+ (?:we|the (?:company|lab|developer)) "
    r"(?:will|must|shall|should|apply|use|require|implement|conduct|test)\b"
)


def comparator(lower: str, amount: Amount) -> tuple[str, int]:
    """The comparator of a number and where its words begin (the number's own start where it has none)."""
    begin = max(0, amount.start - 48)
    found = _before().search(lower, begin, amount.start)
    if found and not (amount.unit == "level" and found[1] in _NOT_FOR_LEVELS):
        sign = _sign_of("before")[found[1]]
        return _DENIED.get(sign, sign) if _denies(lower, found.start(1)) else sign, found.start(1)
    if amount.plus:
        return "at-least", amount.start
    after = _after().match(lower, amount.end)
    if after:
        return ("at-least" if after[1] in words("comparators")["after-at-least"] else "at-most"), amount.start
    return "", amount.start


def _denies(lower: str, begin: int) -> bool:
    """Whether a change or a length is denied beyond a number: `may not grow by more than 10%`."""
    return "not" in lower[max(0, begin - 40) : begin] and bool(_NOT_BEYOND.search(lower, max(0, begin - 40), begin))


def _any_of(options: Iterable[str]) -> str:
    return "|".join(re.escape(option) for option in sorted(options, key=lambda w: (-len(w), w)))


@cache
def _sign_of(place: str) -> dict[str, str]:
    lists = words("comparators").items()
    return {
        phrase: sign for sign, found in lists for phrase in found if sign.startswith("after") != (place == "before")
    }


@cache
def _before() -> re.Pattern[str]:
    signs = _any_of(_sign_of("before"))
    return re.compile(
        rf"(?<!\w)({signs})(?: (?:a|an|the|of|about|approximately|roughly|total of|some|to|just))* ?[$€£]?\Z"
    )


@cache
def _after() -> re.Pattern[str]:
    signs = _any_of(words("comparators")["after-at-least"] | words("comparators")["after-at-most"])
    return re.compile(rf"(?: [^\W\d_][\w-]*){{0,2}}?,? ({signs})(?!\w)")


def in_cadence(lower: str, amount: Amount) -> bool:
    """Whether the number is an interval: `every 4x increase`."""
    return amount.unit in ("multiple", "share") and bool(_EVERY.search(lower, max(0, amount.start - 60), amount.start))


def announces(lower: str, amount: Amount) -> bool:
    """Whether a count only opens a list: `two domains of risk: cyber and biology`; counts of people bind anyhow."""
    right = lower[amount.end : amount.end + 60]
    if amount.unit != "count" or amount.low != amount.high or _counts_people(amount, right):
        return False
    return bool(_ANNOUNCES.match(lower, amount.end))


def excess(lower: str, amount: Amount) -> bool:
    """Whether a share is what comes on top: `exceeds its budget by 5 percent` is 1.05 times the budget."""
    return amount.unit == "share" and bool(_EXCESS.search(lower, max(0, amount.start - 80), amount.start))


def base(lower: str, start: int) -> bool:
    """Whether a share at a place is said to be where a change starts: `from its level of about 10 percent`."""
    return bool(_BASE.search(lower, max(0, start - 40), start))


def counted(lower: str, amount: Amount) -> str:
    """What is counted: the last of the words that follow, before a function word; people are one kind."""
    if amount.unit == "level":
        return ""
    roles, noun = words("roles"), ""
    sign = _after().match(lower, amount.end) if amount.unit == "count" else None
    # `four or more guards`: the bound stands between the number and what is counted.
    at = sign.end() if sign and sign[1].startswith("or ") and sign.start(1) == amount.end + 1 else amount.end
    if amount.unit in ("share", "points", "multiple"):
        of = re.compile(r" of (?:the |its |our |all )*").match(lower, at)
        at = of.end() - 1 if of else at
    for _ in range(5):
        word = _TOKEN.match(lower, at)
        if not word or word[1] in roles["stop"]:
            break
        noun, at = word[1], word.end()
        if noun in roles["people"]:
            return "people"
    return _singular(noun or _asked_for(lower, amount))


def _asked_for(lower: str, amount: Amount) -> str:
    """What a bare number answers: `How many people sign? Two.`"""
    asked = _HOW_MANY.search(lower, max(0, amount.start - 240), amount.start) if amount.unit == "count" else None
    return "people" if asked and asked[1] in words("roles")["people"] else asked[1] if asked else ""


def _singular(noun: str) -> str:
    if noun.endswith("ies"):
        return noun[:-3] + "y"
    return noun[:-1] if len(noun) > 3 and noun.endswith("s") and not noun.endswith("ss") else noun


@cache
def _cues(kind: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{_any_of(words('roles')[kind])})(?!\w)")


def role(lower: str, amount: Amount, sign: str, begin: int) -> str:
    """`trigger`, `ceiling`, `floor`, `background` or `unknown`, from the words around the number in its sentence."""
    left, right = _sentence(lower, begin, amount.end)
    if _cues("background").search(left, max(0, len(left) - 60)) or _is_definite(left, amount, sign):
        return "background"
    if amount.unit == "level":
        return _level_role(left, right)
    cue = _last_trigger(left)
    if _cues("precondition").search(left, max(0, len(left) - 90)):
        return "ceiling" if sign in ("at-most", "less-than") else "floor" if sign else "unknown"
    if sign in ("at-least", "more-than") and _exposes(amount, right):
        return "unknown"
    if cue or (sign in ("at-least", "more-than", "") and _follows_harm(right)):
        return "trigger"
    if sign in ("at-most", "less-than"):
        given = _cues("giving").search(left, max(0, len(left) - 60)) or _cues("giving").search(right, 0, 40)
        return "floor" if given else "ceiling"
    if _sets_a_bar(left, amount, sign):
        return "trigger"
    if _has_consequence(left, right, amount):
        return "trigger"
    if _is_mishap(left, right):
        return "trigger"
    if not sign and _asked_for(lower, amount) == "people":
        return "floor"
    return _standing_role(left, right, amount, sign)


def _has_consequence(left: str, right: str, amount: Amount) -> bool:
    """Whether reaching the number brings something about: `a rate of one in fifty sends the model back`."""
    if _counts_people(amount, right) or _cues("duty").search(left):
        return False
    return bool(_cues("consequence").search(right, 0, 50))


def _is_mishap(left: str, right: str) -> bool:
    """Whether a number says how large a mishap is that calls for something: `an outage that hits 500 users is told`."""
    return bool(_mishap().search(left) and _ACTS.search(right))


@cache
def _mishap() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{_any_of(words('roles')['mishaps'])})(?: of [\w'-]+(?: [\w'-]+)?)?{_RELATIVE}")


def _exposes(amount: Amount, right: str) -> bool:
    """Whether people are counted who can get at something, where more are no safeguard."""
    return _counts_people(amount, right) and bool(_cues("exposure").search(right))


def _sets_a_bar(left: str, amount: Amount, sign: str) -> bool:
    """Whether a number outside any condition still says how large something has to be to count."""
    near = max(0, len(left) - 60)
    if sign not in ("more-than", "at-least") or _cues("duty").search(left):
        return False
    return amount.unit in ("flop", "multiple", "byte", "watt") or bool(_cues("harms").search(left, near))


def _standing_role(left: str, right: str, amount: Amount, sign: str) -> str:
    """The role of a number outside any condition."""
    near = max(0, len(left) - 60)
    if sign in ("", "exactly", "about") and _cues("ceiling").search(left, near):
        return "ceiling"
    if sign == "at-least" or _cues("floor").search(left, near) or _cues("needed").search(right, 0, 60):
        return "floor"
    if sign in ("", "exactly") and _counts_people(amount, right):
        return "floor"
    if amount.unit == "count" and _PART.search(amount.words) and _cues("duty").match(right, _noun_end(right)):
        return "floor"
    return "floor" if sign != "about" and _cues("duty").search(left) else "unknown"


def _noun_end(right: str) -> int:
    """Where the words of what is counted end, if a duty follows them at once: `99 of the 100 cases must pass`."""
    found = _THINGS.match(right)
    return found.end() if found else 0


def _counts_people(amount: Amount, right: str) -> bool:
    """Whether people are counted who do something: `two reviewers sign off`."""
    return amount.unit == "count" and any(
        word.strip(".,;:!?)") in words("roles")["people"] for word in _AFTER_SIGN.sub("", right, count=1).split()[:3]
    )


def _sentence(lower: str, begin: int, end: int) -> tuple[str, str]:
    """The text before and after a number within its sentence."""
    left = lower[max(0, begin - _WINDOW) : begin]
    stops = [match.end() for match in _STOP.finditer(left)]
    right = lower[end : end + 80]
    stop = _STOP.search(right)
    return left[stops[-1] if stops else 0 :], right[: stop.start()] if stop else right


def _is_definite(left: str, amount: Amount, sign: str) -> bool:
    """`the two teams`: the number describes, it does not bind."""
    if sign or amount.unit != "count":
        return False
    before = left.rstrip().rpartition(" ")[2]
    return before in words("roles")["definite"]


def _last_trigger(left: str) -> bool:
    """Whether a condition stands before the number and its main clause has not begun."""
    last = None
    for match in _cues("trigger").finditer(left):
        last = match
    return last is not None and not _MAIN_CLAUSE.search(left, last.end())


def _follows_harm(right: str) -> bool:
    following = _TOKEN.match(right)
    return bool(following and any(w in words("roles")["harm"] for w in right.replace(",", " ").split()[:4]))


def _level_role(left: str, right: str) -> str:
    found = _LEVEL_AFTER.match(right)
    following = found[1].split() if found else []
    roles = words("roles")
    for word in following:
        if word in roles["level-standard"]:
            return "floor"
        if word in roles["level-subject"]:
            return "trigger"
    if _last_trigger(left):
        return "trigger"
    near = max(0, len(left) - 60)
    known = (
        _HELD.search(left)
        or _cues("floor").search(left, near)
        or _cues("level-standard").search(left, near)
        or _cues("duty").search(left)
    )
    return "floor" if known else "unknown"
