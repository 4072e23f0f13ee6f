"""Time in a clause: cadences, deadlines, notice and order; and how two wordings of a clause differ in them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from labledger.clause.amounts import amounts_of
from labledger.clause.cadences import cadences
from labledger.clause.contrast import Contrast
from labledger.clause.deadlines import AHEAD, deadlines
from labledger.clause.likeness import faded, same_matter
from labledger.clause.passage import Passage
from labledger.clause.restated import said_otherwise, waits
from labledger.clause.stages import PLACES_APART, milestones, stages, turned
from labledger.clause.time_moves import Move, gone, move
from labledger.clause.timing import Timing, phrases

_KINDS = ("cadence", "deadline", "notice", "leave", "effort", "unwatched", "stay")
_MOST = 200


def read(passage: Passage) -> tuple[Timing, ...]:
    """Every timing of a passage, in order."""
    return _read(passage.lower, passage.text)


@lru_cache(maxsize=256)
def _read(lower: str, text: str) -> tuple[Timing, ...]:
    found = amounts_of(lower, text)
    timings = [*cadences(lower, found), *deadlines(lower, found), *stages(lower), *milestones(lower)]
    return tuple(_outermost(sorted(timings, key=lambda timing: (timing.start, -timing.end, timing.kind))))


def _outermost(timings: list[Timing]) -> Iterator[Timing]:
    """Without those that lie within another of their kind: `soon` in `as soon as possible`."""
    last: dict[str, Timing] = {}
    for timing in timings:
        before = last.get(timing.kind)
        if before is None or timing.start >= before.end or (timing.start, timing.end) == (before.start, before.end):
            last[timing.kind] = timing
            yield timing


def contrasts(old: Passage, new: Passage) -> Iterator[Contrast]:
    """How the timings of two wordings of one clause differ. Swapping the sides gives the mirrored rules."""
    if not old.lower or not new.lower:
        return
    found = tuple(_contrasts(old, new))
    yield from (faded(contrast, old.lower, new.lower) for contrast in found)
    if not found and (way := turned(old.lower, new.lower))[0]:
        yield Contrast("check-moved-after" if way[0] > 0 else "check-moved-before", way[1], way[2], 0.75)


def _contrasts(old: Passage, new: Passage) -> Iterator[Contrast]:
    before, after = read(old), read(new)
    if not before and not after:
        return
    related = same_matter(old.lower, new.lower)
    apart = {kind: _unequal(_of(before, kind), _of(after, kind)) for kind in _KINDS}
    yield from _turned(apart["deadline"], apart["notice"])
    yield from _turned(apart["deadline"], apart["effort"])
    for kind in _KINDS:
        for one, two in _pairs(*apart[kind]):
            if one is not None and two is not None:
                yield from _said(one.spoken, two.spoken, move(one, two))
            elif related and one is not None and not said_otherwise(one, new, after):
                yield from _said(one.spoken, "", gone(one))
            elif related and two is not None and not said_otherwise(two, old, before):
                yield from _said("", two.spoken, gone(two).mirrored)
    yield from _order(_of(before, "order"), _of(after, "order"), related and not (waits(old.lower) or waits(new.lower)))
    yield from _milestone(before, after, old.lower, new.lower)


def _of(found: tuple[Timing, ...], kind: str) -> list[Timing]:
    return [timing for timing in found if timing.kind == kind][:_MOST]


def _unequal(old: list[Timing], new: list[Timing]) -> tuple[list[Timing], list[Timing]]:
    rest, lost = list(new), []
    for timing in old:
        twin = next((other for other in rest if timing.same(other)), None)
        if twin is None:
            lost.append(timing)
        else:
            rest.remove(twin)
    return _fewer(lost, new), _fewer(rest, old)


def _fewer(found: list[Timing], other: list[Timing]) -> list[Timing]:
    """Without what the other side says as well, once more or once less."""
    return [timing for timing in found if not any(timing.same(there) for there in other)]


def _pairs(old: list[Timing], new: list[Timing]) -> Iterator[tuple[Timing | None, Timing | None]]:
    """First those of one measure, in the order of the text, then what is left over; at last what stands alone."""
    left, right = list(old), list(new)
    for one in old:
        two = next((other for other in right if other.measure == one.measure), None)
        if two is not None:
            left.remove(one)
            right.remove(two)
            yield one, two
    for one, two in zip(left, right, strict=False):
        yield one, two
    both = min(len(left), len(right))
    yield from ((one, None) for one in left[both:])
    yield from ((None, two) for two in right[both:])


def _said(old: str, new: str, found: Move) -> Iterator[Contrast]:
    if found.rule:
        yield Contrast(found.rule, old, new, found.sure, found.labels)


Apart = tuple[list[Timing], list[Timing]]


def _turned(deadline: Apart, waiting: Apart) -> Iterator[Contrast]:
    """A deadline that became a period to let pass: `within 30 days` and `for at least 30 days`; and the reverse.

    A period ahead of the event asks for more than one after it: `within a week of` and `a week before`.
    """
    for source, sink, rule in ((0, 1, "deadline-extended"), (1, 0, "deadline-shortened")):
        for one in list(deadline[source]):
            two = next((t for t in waiting[sink] if t.span and one.span and t.span.equals(one.span)), None)
            if two is not None and not waiting[source]:
                deadline[source].remove(one)
                waiting[sink].remove(two)
                old, new = (one, two) if source == 0 else (two, one)
                if AHEAD.search(two.words):
                    rule = "deadline-shortened" if source == 0 else "deadline-extended"
                yield Contrast(rule, old.spoken, new.spoken, 0.6)


def _order(old: list[Timing], new: list[Timing], related: bool) -> Iterator[Contrast]:
    """Whether something moved to a later or an earlier place in a model's life."""
    was, now = {timing.size: timing for timing in reversed(old)}, {timing.size: timing for timing in reversed(new)}
    lost, gained = sorted(was.keys() - now.keys()), sorted(now.keys() - was.keys())
    if lost and gained:
        yield from _shift(was[lost[0]], now[gained[0]])
    elif lost and now and lost[0] < min(now):
        yield from _shift(was[lost[0]], now[min(now)])
    elif gained and was and gained[0] < min(was):
        yield from _shift(was[min(was)], now[gained[0]])
    elif related and lost and not now and _is_duty(was[lost[0]]):
        yield Contrast("deadline-removed", was[lost[0]].spoken, "", 0.55)
    elif related and gained and not was and _is_duty(now[gained[0]]):
        yield Contrast("deadline-added", "", now[gained[0]].spoken, 0.55)


def _is_duty(timing: Timing) -> bool:
    """Whether the words alone say when something is due: before an event, and not at each one (that is a cadence)."""
    return timing.size % 3 == 0 and not {"each", "every"} & set(timing.words.split())


def _shift(old: Timing, new: Timing) -> Iterator[Contrast]:
    if abs(old.size - new.size) < PLACES_APART:
        rule = "check-moved-after" if new.size > old.size else "check-moved-before"
        yield Contrast(rule, old.spoken, new.spoken, 0.8)


def _milestone(before: tuple[Timing, ...], after: tuple[Timing, ...], old: str, new: str) -> Iterator[Contrast]:
    """A duty that waited for a later level and is now present practice, or the reverse."""
    was, now = _of(before, "milestone"), _of(after, "milestone")
    present = phrases("timing", "present")
    if was and not now and present.search(new) and not present.search(old):
        yield Contrast("deadline-shortened", was[0].spoken, "", 0.7)
    if now and not was and present.search(old) and not present.search(new):
        yield Contrast("deadline-extended", "", now[0].spoken, 0.7)
