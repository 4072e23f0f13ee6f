"""A quotation held against its original: to the word, with words left out, with other words, or turned round.

Letter case, typography and line breaks do not count. Marks of omission and brackets of the one who quotes do.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from labledger.clause.passage import words as listed
from labledger.text.blocks import Block, equal_blocks
from labledger.text.stems import stem
from labledger.text.window import exactly, likest
from labledger.text.words import words

GRADES = ("exact", "elided", "altered", "meaning-reversed", "not-found")
TURNS = ("negation", "modal", "comparator", "number", "antonym")
"""What turns the meaning when it differs, in order of weight."""
_FOUND = ((8, 0.7), (12, 0.55), (20, 0.48))
"""Up to so many words, the least share of a quotation that must stand in the original: short ones fit by chance."""
_FOUND_LONG = 0.42
_SHORT = 4
"""Words under which a quotation is looked for to the word only."""
_EDGE = 2
"""Words next to a mark of omission in which a word left out turns the meaning."""
_GAP = re.compile(r"[\[(]\s*(?:(?:\.\s?){3,}|…)\s*[\])]|(?:\.\s?){3,}|…|\[[^\[\]]{0,80}\]")


@dataclass(frozen=True, slots=True)
class Swap:
    """Words of a quotation that stand for others in the original; either side may be empty.

    `kind` is one of `TURNS` where the difference turns the meaning, `omission` where marks own up to it, else `words`.
    """

    given: str
    original: str
    kind: str


@dataclass(frozen=True, slots=True)
class Graded:
    """How far a quotation differs from its original. `place` counts words of the original from 0, -1 if not found."""

    grade: str
    swaps: tuple[Swap, ...] = ()
    place: int = -1
    share: float = 0.0
    """Weighted share of the quotation's words that stand there in the same order, 0 to 1."""


def grade(quotation: str, original: str | Sequence[str]) -> Graded:
    """Hold a quotation against a text, or against its words as `text.words` gives them. Never raises on any text."""
    text = words(original) if isinstance(original, str) else original
    parts = [part for piece in _GAP.split(_bare(quotation)) if (part := words(piece))]
    if not parts:
        return Graded("not-found")
    marked = bool(_GAP.search(_bare(quotation)))
    places = _places(parts, text)
    if places is not None:
        return _told(parts, places, text, marked, _brackets(quotation))
    return _worst([_part(part, text) for part in parts])


def grade_pair(quotation: str, passage: str) -> Graded:
    """Hold a quotation against the very passage that it gives: known to be the one, it is found however it differs."""
    found = grade(quotation, passage)
    given, original = words(_GAP.sub(" ", _bare(quotation))), words(passage)
    if found.grade != "not-found" or not given or not original:
        return found
    swaps = tuple(_swaps(given, original))
    return Graded(_graded(swaps), swaps, 0, likest(given, original).share)


def best(quotation: str, originals: Iterable[tuple[str, Sequence[str]]]) -> tuple[str, Graded]:
    """The original, of several by name, that a quotation is nearest to, and how near; no name where there is none."""
    found = [(name, grade(quotation, text)) for name, text in originals]
    return min(found, key=lambda one: (_rank(one[1]), one[0]), default=("", Graded("not-found")))


def _rank(graded: Graded) -> float:
    return {"exact": 0.0, "elided": 1.0, "not-found": 9.0}.get(graded.grade, 4.0 - graded.share)


def _bare(quotation: str) -> str:
    return quotation.strip().strip("\"'“”‘’«»„").replace("[sic]", "")


def _brackets(quotation: str) -> list[list[str]]:
    """The words in brackets that the one who quotes put in, mark by mark."""
    return [words(mark) for mark in _GAP.findall(_bare(quotation))]


def _places(parts: Sequence[Sequence[str]], text: Sequence[str]) -> list[int] | None:
    """Where all parts stand to the word and in order, with the least left out between them."""
    found: list[list[int]] = []
    start = exactly(parts[0], text)
    while start >= 0:
        places = [start]
        for before, part in pairwise(parts):
            place = exactly(part, text, places[-1] + len(before))
            if place < 0:
                return min(found, key=lambda one: one[-1] - one[0], default=None)
            places.append(place)
        found.append(places)
        if len(parts) == 1:
            break
        start = exactly(parts[0], text, start + 1)
    return min(found, key=lambda one: one[-1] - one[0], default=None)


def _told(
    parts: Sequence[Sequence[str]], places: Sequence[int], text: Sequence[str], marked: bool,
    brackets: Sequence[Sequence[str]],
) -> Graded:  # fmt: skip
    """A quotation all of whose parts stand there: what was left out between them may still turn it."""
    swaps = []
    inner = [bracket for bracket in brackets if bracket]
    for at, (place, after) in enumerate(pairwise(places)):
        gone = text[place + len(parts[at]) : after]
        put = inner[at] if len(inner) == len(parts) - 1 else ()
        edges = gone if len(gone) <= 2 * _EDGE else [*gone[:_EDGE], *gone[-_EDGE:]]
        kind = _kind(put, edges) if put else _negated([], edges)
        swaps.append(Swap(" ".join(put), " ".join(edges) if kind else "", kind or "omission"))
    turned = any(swap.kind in TURNS for swap in swaps)
    name = "meaning-reversed" if turned else "elided" if marked else "exact"
    return Graded(name, tuple(swap for swap in swaps if swap.kind != "omission" or swap.given), places[0], 1.0)


def _part(part: Sequence[str], text: Sequence[str]) -> Graded:
    """One unbroken part of a quotation against the stretch of the text that is most like it."""
    place = exactly(part, text)
    if place >= 0:
        return Graded("exact", (), place, 1.0)
    window = likest(part, text) if len(part) >= _SHORT else None
    if window is None or window.share < _least(len(part)):
        return Graded("not-found", (), -1, window.share if window else 0.0)
    swaps = tuple(_swaps(part, text[window.start : window.end]))
    return Graded(_graded(swaps), swaps, window.start, round(window.share, 4))


def _least(length: int) -> float:
    return next((share for most, share in _FOUND if length < most), _FOUND_LONG)


def _graded(swaps: Iterable[Swap]) -> str:
    return "meaning-reversed" if any(swap.kind in TURNS for swap in swaps) else "altered"


def _worst(found: Sequence[Graded]) -> Graded:
    worst = max(found, key=lambda one: GRADES.index(one.grade))
    swaps = tuple(swap for one in found for swap in one.swaps)
    # Parts that stand there one by one, yet not in this order, were put together by the one who quotes.
    name = "altered" if worst.grade == "exact" else worst.grade
    return Graded(name, swaps, worst.place, min(one.share for one in found))


def _swaps(given: Sequence[str], original: Sequence[str]) -> Iterator[Swap]:
    at_given = at_original = 0
    for block in (*equal_blocks(given, original), Block(len(given), len(given), len(original), len(original))):
        cut, put = given[at_given : block.old], original[at_original : block.new]
        if cut or put:
            yield Swap(" ".join(cut), " ".join(put), _kind(cut, put) or "words")
        at_given, at_original = block.old_end, block.new_end


def _kind(given: Sequence[str], original: Sequence[str]) -> str:
    """What a difference of words turns; empty where it is a matter of wording."""
    if found := _negated(given, original):
        return found
    for name in ("modal", "comparator"):
        if _held(name, given) != _held(name, original):
            return name
    less, more = _held("amount", given), _held("amount", original)
    if less and more and less != more:
        # One of these alone is a word as any other: "more responsibly" for "extra responsibly".
        return "comparator"
    if _numbers(given) != _numbers(original):
        return "number"
    return "antonym" if any(_opposed(one, other) for one in given for other in original) else ""


def _negated(given: Sequence[str], original: Sequence[str]) -> str:
    counts = [sum(word in _entries("negation") for word in side) for side in (given, original)]
    return "negation" if counts[0] != counts[1] else ""


def _held(name: str, side: Sequence[str]) -> Counter[str]:
    runs = [*side, *(" ".join(pair) for pair in pairwise(side))]
    return Counter(stem(run) if " " not in run else run for run in runs if run in _entries(name))


def _numbers(side: Sequence[str]) -> Counter[str]:
    known: Mapping[str, str] = listed("numerals")["values"]
    # "One" is a pronoun as often as it is a number.
    return Counter(
        str(known.get(word, word)) for word in side if word[0].isdigit() or (word in known and word != "one")
    )


def _opposed(one: str, other: str) -> bool:
    if one == other:
        return False
    if frozenset((stem(one), stem(other))) in _antonyms():
        return True
    longer, shorter = sorted((one, other), key=len, reverse=True)
    return len(shorter) > 3 and any(longer == prefix + shorter for prefix in listed("quotation")["prefixes"])


@cache
def _entries(name: str) -> frozenset[str]:
    return frozenset(listed("quotation")[name])


@cache
def _antonyms() -> frozenset[frozenset[str]]:
    return frozenset(frozenset(map(stem, pair.split())) for pair in listed("quotation")["antonyms"])
