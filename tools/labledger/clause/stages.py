"""Order against an event: whether something is done before, during or after training, deployment or publication."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from labledger.clause.passage import words
from labledger.clause.timing import Timing, any_of, left_of, occurrences, phrases

_PLACES = {"training": 0, "internal": 3, "deploy": 6, "access": 6, "publication": 99}
PLACES_APART = 50
"""Places further apart belong to events that have no order between them."""
_SIDES = {"before": 0, "during": 1, "after": 2}
_EARLIER = frozenset({"precedes", "precede", "earlier than", "leading up to"})
_LATER = frozenset({"follows", "follow", "later than"})
_AUXILIARY = frozenset({"has", "have", "had", "been", "is", "are", "was", "were", "be", "being"})
_NEGATED = re.compile(r"\b(?:not|never|no|nor|none|cannot)\b")
_PART = re.compile(r"[<>]|[^\W_]+")
_NOT_SIDES = frozenset({"until", "pre-", "post-", "as of", "since", "on", "following"})


@cache
def _side_of() -> dict[str, str]:
    return {word: side for side in _SIDES for word in words("timing")[side] if word not in _NOT_SIDES}


@cache
def _event_of() -> dict[str, str]:
    return {word: event for event in _PLACES for word in words("timing")[event]}


@cache
def _pattern() -> re.Pattern[str]:
    side, event = any_of(_side_of()) + "|(?<!the )following", any_of(_event_of())
    gap = rf"(?:(?!(?:{side}|and|or|will|must|shall)\b)[\w'-]+ ){{0,6}}?"
    more = rf"(?:,? (?:and|or) (?:{side})|, (?:{side}))*"
    return re.compile(
        rf"(?<![\w-])(?:(?P<glued>pre|post)-|(?P<first>{side})(?P<more>{more}) {gap})"
        rf"(?P<event>{event})(?![\w-])"
    )


def stages(lower: str) -> Iterator[Timing]:
    """Every `before`, `during` or `after` an event of a model's life, with its place from before training on."""
    for match in _pattern().finditer(lower):
        event = _event_of()[match["event"]]
        if match["glued"] and event == "training" and not _gate_follows().match(lower, match.end()):
            # `pre-training run`: a name, and no order.
            continue
        if match["glued"]:
            sides = ["before" if match["glued"] == "pre" else "after"]
        else:
            both = match["first"] + (match["more"] or "")
            sides = sorted({_side_of().get(w, "after") for w in re.findall(any_of(_side_of()) + "|following", both)})
        for side in sides:
            place = float(_PLACES[event] + _SIDES[side])
            yield Timing("order", match.start(), match.end(), match.group(), "stage", place)


@cache
def _gate_follows() -> re.Pattern[str]:
    return re.compile(rf" (?:[\w-]+ )?(?:{any_of(words('timing')['gates'])})(?![\w-])")


@cache
def _order_words() -> re.Pattern[str]:
    listed = words("timing")
    earlier = any_of((listed["before"] - {"until", "pre-"}) | _EARLIER)
    later = any_of((listed["after"] - {"on", "as of", "since", "post-"}) | _LATER)
    return re.compile(rf"(?<![\w-])(?:(?P<earlier>{earlier})|(?P<later>{later}))(?![\w-])")


def turned(old: str, new: str) -> tuple[int, str, str]:
    """Two wordings that differ in the order word alone: 1 where a duty moved behind an event, -1 where it moved before.

    0 where more differs or the order cannot be judged. With the words of both sides.
    """
    places = [list(_order_words().finditer(text)) for text in (old, new)]
    apart = [pair for pair in zip(*places, strict=False) if pair[0].lastgroup != pair[1].lastgroup]
    if not apart or len(places[0]) != len(places[1]):
        return 0, "", ""
    one, two = _marked(old), _marked(new)
    if len(one) != len(two):
        return 0, "", ""
    ways = {pair for pair in zip(one, two, strict=True) if pair[0] != pair[1]}
    way = 1 if ways == {("<", ">")} else -1 if ways == {(">", "<")} else 0
    return way * _sense(old, apart[0][0]), _spoken(old, apart[0][0]), _spoken(new, apart[0][1])


def _marked(text: str) -> list[str]:
    """The words without endings and auxiliaries, with `<` for `before` and `>` for `after`."""
    plain = _order_words().sub(lambda m: " < " if m["earlier"] else " > ", text)
    return [word[:5] for word in _PART.findall(plain) if word not in _AUXILIARY]


def _spoken(text: str, found: re.Match[str]) -> str:
    return " ".join(text[found.start() :].split(" ")[:5]).rstrip(",.;")


def _sense(text: str, found: re.Match[str]) -> int:
    """1 where the event follows the order word, -1 where the check does (`released after the review`), 0 if unsure."""
    sentence = left_of(text, found.start(), 400)
    if _NEGATED.search(sentence):
        return 0
    event = re.split(r"[,.;:]", text[found.end() :], maxsplit=1)[0]
    if not phrases("timing", "gates").search(event):
        return 1
    main = sentence + text[found.end() + len(event) :]
    return -1 if any(phrases("timing", name).search(main) for name in ("deploy", "internal", "access")) else 0


def milestones(lower: str) -> Iterator[Timing]:
    """Every `as part of reaching ...`: a duty that waits for a later level."""
    for match in occurrences(lower, "timing", "milestone"):
        yield Timing("milestone", match.start(), match.end(), match.group(), "event", 0.0)
