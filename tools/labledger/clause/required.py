"""Wholes: how many are required where words say it (both, all three, either), and what is held to be all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from labledger.clause.amounts import Amount
from labledger.clause.passage import words
from labledger.clause.quantity_pairs import Quantity
from labledger.clause.timing import any_of

_HOLDERS = r"(?: the| our| its| these| those)?"
_WHOLE_WORDS = ("both", "all ", "each ", "every one ")
_ONE_WORDS = ("one of ", "any of ", "any one of ", "either ")
_OF_ALL = re.compile(r" of (?:the )?(\S+)\Z")
_EXEMPT = re.compile(r"\b(?:exempt|exclud|except|exception|ignor|not cover|outside|waive|drop)\w*")


@cache
def _pattern() -> re.Pattern[str]:
    values = words("numerals")["values"]
    number = rf"(?P<{{0}}>{any_of(w for w, v in values.items() if 1 < int(v) <= 20)}|\d{{{{1,3}}}})"
    people = rf"(?= (?:[\w'-]+ ){{0,2}}?(?:{any_of(words('roles')['people'])})\b)"
    return re.compile(
        rf"\b(?:(?P<both>both(?: of)?{_HOLDERS}){people}"
        rf"|(?:all|each|every one)(?: of)?{_HOLDERS} {number.format('all')}(?= [a-z])"
        rf"|(?:either|any(?: one)?) of{_HOLDERS} {number.format('any')}(?= [a-z])|(?P<either>either){people})"
    )


def required(lower: str) -> Iterator[Amount]:
    """Every number told by a word for the whole or for any one of it: `both officers` 2, `either officer` 1."""
    for found in _pattern().finditer(lower):
        if found["any"] or found["either"]:
            size = 1.0
        elif found["all"]:
            size = float(words("numerals")["values"].get(found["all"], found["all"]))
        else:
            size = 2.0
        yield Amount(found.start(), found.end(), size, size, "count", found.group())


def is_whole(quantity: Quantity) -> bool:
    """Whether a number is told as all there are: `both`, `all three`, `each of the three`."""
    return quantity.words.startswith(_WHOLE_WORDS)


def is_told(quantity: Quantity) -> bool:
    """Whether a word for a whole or for any one of it tells the number, so that it may go without being lost."""
    return is_whole(quantity) or quantity.words.startswith(_ONE_WORDS[1:])


def said_by_scope(old: Quantity, new: Quantity) -> bool:
    """Whether the words for all and some say the change: two wholes, or one of several things against all of them."""
    if is_whole(old) and is_whole(new):
        return True
    one, two = (old, new) if is_whole(new) else (new, old)
    return is_whole(two) and one.words.startswith(_ONE_WORDS) and "people" not in (one.noun, two.noun)


def totals(quantity: Quantity) -> str:
    """The total of a number that is part of one: `100` in `99 of the 100`."""
    found = _OF_ALL.search(quantity.words)
    return found[1] if found else ""


def was_all(quantity: Quantity, other: str) -> bool:
    """Whether the other side speaks of all of what is counted here, by no number: `all requests are screened`."""
    if (
        not quantity.noun
        or not (quantity.role == "floor" or quantity.unit == "share")
        or quantity.comparator in ("at-most", "less-than")
    ):
        return False
    people = quantity.noun == "people"
    noun = any_of(words("roles")["people"]) if people else rf"{re.escape(quantity.noun)}(?:s|es)?"
    return bool(re.search(rf"\b(?:all|every|each)(?: of)?{_HOLDERS}(?: (?!of\b)[a-z-]+)?(?: of)? (?:{noun})\b", other))


def kinds(lower: str, found: tuple[Amount, ...]) -> Amount | None:
    """The number of kinds of risk that a clause says it covers, where it goes on to list them."""
    for amount in found:
        at = _kinds().match(lower, amount.end) if amount.unit == "count" and amount.low == amount.high else None
        if at and not _EXEMPT.search(lower, max(0, amount.start - 40), amount.start):
            return amount
    return None


@cache
def _kinds() -> re.Pattern[str]:
    roles = words("roles")
    kind, danger = any_of(roles["kinds"]), any_of(roles["dangers"])
    return re.compile(
        rf" (?:[a-z-]+ )?(?:(?:{kind}) of (?:[a-z-]+ ){{0,2}}?(?:{danger})|(?:{danger}) (?:{kind}))"
        r"(?::|,? namely\b|,? that is,)"
    )


def limits_scope(quantity: Quantity, here: str, there: str) -> bool:
    """Whether a threshold only narrows what both sides speak of: `models` and `models trained with 10^26 FLOP or more`.

    The noun before it stands as often on the other side, and no `if` or `when` makes it a condition of its own.
    """
    if quantity.role != "trigger":
        return False
    left = here[max(0, quantity.start - 90) : quantity.start]
    found = _restricts().search(left)
    if not found:
        return False
    head = re.compile(rf"\b{found['head'].rstrip('s')}s?\b")
    return 0 < len(head.findall(here)) <= len(head.findall(there))


@cache
def _restricts() -> re.Pattern[str]:
    roles = words("roles")
    apart = f"{any_of(roles['conditional'])}|and|or|will|must|shall|should|is|are"
    return re.compile(
        rf"\b(?P<head>{any_of(roles['subjects'])})(?: (?:that|which|who|whose|with|above|over|using|of|at|we|trained"
        rf"|built|made|developed|\w+ing)\b(?: (?!(?:{apart})\b)[\w'-]+){{0,6}})? \Z"
    )
