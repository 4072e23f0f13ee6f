"""Amounts: every number of a text with its unit, whether in digits or words; names and references are passed over."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import zip_longest

from labledger.clause.dates_read import dates
from labledger.clause.passage import Passage, words

_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,18}(?:\.\d{1,18})?"
_POWER = re.compile(r" ?(?:\^ ?\{?(\d{1,3})\}?|[x×*] ?10 ?\^? ?\{?(\d{1,3})\}?(?!\w)|e\+?(\d{1,3})(?!\w))")
_SIGNS = {"$": "usd", "€": "eur", "£": "gbp"}
_TIME_WORD = "hour|day|week|month|quarter|year|annum|decade"
_PER_TIME = re.compile(rf" ?(?:a|an|per|each|every|in a|in each|in every|/) ?(?:calendar )?(?:{_TIME_WORD})\b")
_RANGE = re.compile(r"%? ?(?:percent|x)? ?(?:-|to|through)(?: at most| about)? ?[$€£]?\Z")
_BETWEEN = re.compile(r"\bbetween (?:about )?[$€£]?\Z")
_PART_OF = re.compile(r"(?: (?:in|out of|in every|of every|out of every) |/)\Z")
_ONE_AMONG = re.compile(r" (?P<noun>[a-z][\w-]*(?: [a-z][\w-]*)?) (?:in|out of|in every|of every|out of every) ")
_NEXT_WORD = re.compile(r" ([\w'-]+)")
_AND_A_HALF = " and a half"
_COMPOUND = "day|time|off|click|step|sided|size|shot|trust|tailed"
_NUMBERING = r"\A\d{1,3}(?:(?:\.\d{1,3})*[.)]|(?:\.\d{1,3})+)(?= (?!x |times|percent|\w{1,5}illion))"
_PRINTED = re.compile(r"[.:;!?] \d{1,2}(?:\.\d{1,3})+ [A-Z]")
_NOT_COUNTED = (
    r"one (?:out(?! of)|that|which|whose)\b"
    r"|(?:no|any|every|this|that|each|which|the) one\b(?! and a half)"
    r"|one (?:of|another|or the other)\b(?! the (?:two|three))"
    rf"|zero-day\b|(?:one|two)-(?:way|on-one|to-one)\b|(?:one|two|three|four)-(?:{_COMPOUND[4:]})\b|[a-z]+\d[\w.]*"
)
_BIG = "(?:m|b|tr|quadr|quint|sext|sept|oct|non|dec)illion"
_SCALES = f"hundred|thousand|{_BIG}|dozen"
_MONTH_AFTER = re.compile(
    r"(?:st|nd|rd|th)? (?:(?:of|or \d+|and \d+) )?(?:january|february|march|april|june|july|august|september|october"
    r"|november|december)\b"
)
# `level 2 plus` is a level above; in `level 2 plus a review` something else is added.
_PLUS = (
    r"[ -]plus(?=[.,;:)]|\Z| (?:or|and|for|is|in|at|must|will|shall|should|applies|apply|throughout|from|on|by|to"
    r"|before|security|standards?|safeguards?|protections?|models?|systems?|measures?|controls?|requirements?)\b)"
)
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5}


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with its unit and its place. `low` and `high` are equal unless it is a range."""

    start: int
    end: int
    low: float
    high: float
    unit: str
    """`share` (0.05 is 5 percent), `points`, `multiple`, `flop`, `byte`, `watt`, `usd`, a period, `frequency`, `level`,
    `count`."""
    words: str
    plus: bool = False
    """Whether a `+` follows: that much or more."""


def amounts(passage: Passage) -> tuple[Amount, ...]:
    """Every amount of the passage in the order of the text."""
    return amounts_of(passage.lower, passage.text)


@lru_cache(maxsize=256)
def amounts_of(lower: str, text: str) -> tuple[Amount, ...]:
    """Every amount of a normalised text, given also in lower case; kept, since several readers ask for the same."""
    return tuple(_with_units(lower, list(_joined(lower, list(_numbers(lower, text))))))


@cache
def _scanner() -> re.Pattern[str]:
    """What stands at a number: a level, multiple, share or plain number in its group; in none what is passed over."""
    numerals, roles = words("numerals"), words("roles")
    word = f"{_any_of(set(numerals['values']) | {'hundred', 'thousand'})}|{_BIG}"
    reference, level = _any_of(roles["reference"]), _any_of(roles["level"])
    small = rf"\d{{1,2}}|{'|'.join(w for w, v in numerals['values'].items() if int(v) <= 10)}|{'|'.join(_ROMAN)}"
    # Where a word begins, where a digit or its currency stands, and brackets: three branches keep the search quick.
    return re.compile(
        rf"\b(?=[a-z])(?:(?P<level>(?:{level})[ -]?(?P<grade>{small}))(?P<plus>\+|{_PLUS}|)(?![\w.]*\w)|{_NOT_COUNTED}"
        rf"|(?:{reference})\.?[ -]?\(?\d[\w.]*(?:\(\w{{1,3}}\))*"
        rf"(?:(?:,| and| or|-) ?\d[\w.]*(?![\w%]| (?:{_TIME_WORD})))*"
        rf"|(?P<multiple>{_any_of(numerals['multiples'])})\b(?! (?:check|digit|negative|blind|counting|down))"
        rf"|(?P<share>{_any_of(numerals['shares'])})\b(?! a dozen| dozen|[ -]?year)(?<!half)"
        r"(?= of\b|[ -](?:super)?majority| votes?\b|[,.;)]|\Z)"
        rf"|(?P<half>(?<!and a )half|one-half)\b(?! a dozen| dozen|[ -](?:year|way|day)| an? (?:{_TIME_WORD}))"
        rf"|(?P<words>(?:half )?an?(?= (?:(?:full|single|business|working|calendar) )?(?:{_TIME_WORD})\b(?! of))"
        rf"|(?<=within )an?(?= (?:{_TIME_WORD})\b)"
        rf"|(?:(?:half )?an? (?={_SCALES}))?(?:{word})(?:[ -](?:and )?(?:{word}))*"
        rf"(?:{_AND_A_HALF}(?: (?:{_SCALES}))?)?)\b)"
        rf"|(?=[$€£\d])(?:{_NUMBERING}|24/7\b|[01234]-(?:{_COMPOUND[4:]})\b"
        rf"|(?<![\w.%)])(?<![^\W\d]-)(?<![^\W\d]/)(?P<money>[$€£] ?)?(?P<digits>{_DIGITS}))"
        rf"|[(\[](?:\d{{1,2}}[)\]]|\d[\d,; -]*\])|§ ?\d[\w.]*"
    )


def _any_of(options: object) -> str:
    found = sorted((str(option) for option in options), key=lambda w: (-len(w), w))  # type: ignore[attr-defined]
    return "|".join(re.escape(option) for option in found)


def _numbers(lower: str, text: str) -> Iterator[Amount]:
    """Bare numbers: a unit only where it stands before them or is part of the word."""
    calendar = [(found.start, found.end) for found in dates(lower)]
    at = taken = 0
    for match in _scanner().finditer(lower):
        if match.start() < taken:
            continue
        while at < len(calendar) and calendar[at][1] <= match.start():
            at += 1
        in_date = at < len(calendar) and calendar[at][0] < match.end()
        found = None if in_date and not match["level"] else _number(match, lower)
        taken = found.end if found else taken
        if found is not None and not (found.unit == "count" and _is_label(text, found)):
            yield found


def _number(match: re.Match[str], lower: str) -> Amount | None:
    start, end, spelled = match.start(), match.end(), match.group()
    numerals = words("numerals")
    if match["level"]:
        grade = match["grade"]
        value = _ROMAN.get(grade) or numerals["values"].get(grade) or grade
        return Amount(start, end, float(value), float(value), "level", spelled, bool(match["plus"]))
    if match["multiple"]:
        value = float(numerals["multiples"][spelled])
        unit = "frequency" if _PER_TIME.match(lower, end) and spelled in ("twice", "thrice") else "multiple"
        return Amount(start, end, value, value, unit, spelled)
    if match["share"] or match["half"]:
        value = float(numerals["shares"][spelled])
        return Amount(start, end, value, value, "share", spelled)
    if match["words"]:
        value = _spelled(spelled)
        return Amount(start, end, value, value, "count", spelled)
    return _digits(match, lower) if match["digits"] else None


def _digits(match: re.Match[str], lower: str) -> Amount | None:
    end = match.end()
    value = float(match["digits"].replace(",", ""))
    power = _POWER.match(lower, end)
    if power:
        if power[1] and value <= 1000:
            value = min(value ** min(int(power[1]), 90), 1e300)
        else:
            value *= 10.0 ** min(int(power[1] or power[2] or power[3]), 250)
        end = power.end()
    scale = _scale().match(lower, end)
    if scale:
        value, end = value * float(words("numerals")["scales"][scale[1]]), scale.end()
    if _MONTH_AFTER.match(lower, end):
        return None
    after = lower[end : end + 2]
    if after[:1].isalpha() and not _unit().match(lower, end):
        return None
    unit = _SIGNS[match["money"].strip()] if match["money"] else "count"
    return Amount(match.start(), end, value, value, unit, lower[match.start() : end], after[:1] == "+")


@cache
def _scale() -> re.Pattern[str]:
    return re.compile(rf"[ -]?({_any_of(words('numerals')['scales'])})(?!\w)")


@cache
def _unit() -> re.Pattern[str]:
    names = {name: unit for unit, found in words("units").items() for name in found}
    return re.compile(rf"\+?[ -]?(?:(?:full|consecutive|more|additional|further|whole|us) )?({_any_of(names)})(?!\w)")


@cache
def _unit_of() -> dict[str, str]:
    return {name: unit for unit, found in words("units").items() for name in found}


def _spelled(spelled: str) -> float:
    """The value of number words: `one hundred and twenty`, `half a dozen`, `a million`, `two and a half`."""
    numerals = words("numerals")
    spelled, half, scale = spelled.partition(_AND_A_HALF)
    if half:
        return (_spelled(spelled) + 0.5) * float(numerals["scales"].get(scale.strip(), 1))
    total = group = 0.0
    for word in re.split(r"[ -]", spelled):
        if word in ("a", "an"):
            group = group or 1.0
        elif word == "half":
            group = 0.5
        elif word == "dozen":
            group = (group or 1) * 12
        elif word == "hundred":
            group = (group or 1) * 100
        elif word in numerals["scales"] and total and not group:
            # `Two thousand million`: the second scale is of the first.
            total *= float(numerals["scales"][word])
        elif word in numerals["scales"]:
            total, group = total + (group or 1) * float(numerals["scales"][word]), 0.0
        elif word != "and":
            group += float(numerals["values"][word])
    return total + group


def _is_label(text: str, amount: Amount) -> bool:
    """Whether a bare number belongs to a name (`Claude 3`, `Act 53`) or numbers a clause (`. 3.1 Reports`)."""
    if amount.words[-1:].isdigit():
        return _is_name(text, amount.start) or bool(_PRINTED.match(text, max(0, amount.start - 2)))
    return amount.words not in ("a", "an") and _is_name(text, amount.start)


def _is_name(text: str, start: int) -> bool:
    before = text[max(0, start - 40) : start]
    found = re.search(r"(?:\A|(.) ?)\b([A-Z]\w*)[ -]\Z", before)
    return bool(found and found[1] and found[1] not in ".:;!?-*\"'(0123456789")


def _joined(lower: str, numbers: list[Amount]) -> Iterator[Amount]:
    """Two numbers that make one: `5 to 10` a range, `1 in 20` a share."""
    skip = False
    for number, following in zip_longest(numbers, numbers[1:]):
        if skip or number is None:
            skip = False
            continue
        joined = _join(lower, number, following) if following and following.start - number.end <= 40 else None
        skip = joined is not None
        yield joined or number


def _join(lower: str, one: Amount, two: Amount) -> Amount | None:
    gap, spelled = lower[one.end : two.start], lower[one.start : two.end]
    if one.unit == "level" or two.unit == "level":
        return None
    if _PART_OF.match(gap) and one.unit == two.unit == "count":
        share = one.low / two.low if two.low and one.low < two.low else None
        return replace(one, end=two.end, low=share, high=share, unit="share", words=spelled) if share else None
    if one.unit == two.unit == "count" and _is_one_among(lower, one, two, gap):
        return replace(one, end=two.end, low=one.low / two.low, high=one.low / two.low, unit="share", words=spelled)
    if gap in (" of ", " of the ") and one.unit == two.unit == "count" and one.low <= two.low:
        # `2 of 3 officers`: the first number is the one that binds.
        return replace(one, end=two.end, words=spelled)
    between = gap in (" or ", " and ") and _BETWEEN.search(lower, max(0, one.start - 20), one.start)
    ranged = between or _RANGE.match(gap)
    if (ranged or (gap == " or " and one.high < two.low <= one.high + 2)) and one.high <= two.low:
        unit = one.unit if one.unit != "count" else two.unit
        return replace(one, end=two.end, high=two.high, unit=unit, words=spelled, plus=two.plus)
    return None


def _is_one_among(lower: str, one: Amount, two: Amount, gap: str) -> bool:
    """Whether two counts make a share: `one request in two hundred`; `one test in ten languages` does not."""
    among = _ONE_AMONG.fullmatch(gap)
    stop = words("roles")["stop"]
    if not among or not 0 < one.low < two.low or any(word in stop for word in among["noun"].split()):
        return False
    following = _NEXT_WORD.match(lower, two.end)
    return not following or following[1] in stop


def _with_units(lower: str, numbers: list[Amount]) -> Iterator[Amount]:
    taken = 0
    for number in numbers:
        if number.start >= taken:
            found = _with_unit(lower, number) if number.unit == "count" else number
            per = _PER_TIME.match(lower, found.end) if found.unit == "frequency" else None
            taken = per.end() if per else found.end
            yield found


def _with_unit(lower: str, number: Amount) -> Amount:
    found = _unit().match(lower, number.end)
    if not found:
        return number
    unit = _unit_of()[found[1]]
    low, high, end = number.low, number.high, found.end()
    if lower.startswith(_AND_A_HALF, end) and not lower.startswith(" of", end + len(_AND_A_HALF)):
        low, high, end = low + 0.5, high + 0.5, end + len(_AND_A_HALF)
    if found[1] == "times" and _PER_TIME.match(lower, found.end()):
        unit = "frequency"
    elif unit == "share":
        low, high = low / 100, high / 100
    elif unit == "magnitude":
        low, high, unit = 10 ** min(low, 300), 10 ** min(high, 300), "multiple"
    elif unit == "decade":
        low, high, unit = low * 10, high * 10, "year"
    elif isinstance(sizes := words("units")[unit], Mapping):
        low, high = low * float(sizes[found[1]]), high * float(sizes[found[1]])
    elif unit == "flop" and 1015 <= low <= 1035:
        # Typography lost the superscript of 10^26.
        low, high = 10.0 ** (low - 1000), 10.0 ** (high - 1000)
    plus = number.plus or lower[end : end + 1] == "+"
    return Amount(number.start, end, low, high, unit, lower[number.start : end], plus)
