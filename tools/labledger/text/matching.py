"""Which passage of one document is which of another: exact ones first, then those in place, then the rest by words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from labledger.text.bags import Bag, Index, inside, score
from labledger.text.blocks import equal_blocks
from labledger.text.sequence import longest_run

Pairs = dict[int, int]
"""Place in the old document to place in the new one."""
Group = tuple[tuple[int, ...], tuple[int, ...]]
"""Places in the old document and in the new one that belong together."""

_ELSEWHERE = 400
"""Least score of two passages that do not stand in the same place."""
_SHORT = 600
"""The same where one of them has fewer than four different words, such as a heading."""
_IN_PLACE = 440
"""Least score of passages in a run of equally many between the same neighbours."""
_BETWEEN = 260
"""Least score of two passages that stand alone between the same neighbours."""
_INSIDE = 600
"""Least share, of 1000, of a part that must stand in the whole it was split from or merged into."""
_WHOLE = 500
"""Least score of a whole and all its parts together."""
_GAIN = 40
"""By how much the parts together must be more like the whole than one of them alone."""
_PART = 3
"""Least number of different words of a part."""
_FEW = 4


@dataclass(frozen=True, slots=True)
class Side:
    """One document: the key of each passage (equal keys are equal passages), its bag, and where paragraphs begin."""

    keys: Sequence[str]
    bags: Sequence[Bag]
    starts: Sequence[int]


def match(old: Side, new: Side) -> Pairs:
    """Passages that are the same or much alike, one to one."""
    pairs = _exact(old, new)
    for gap_olds, gap_news in _gaps(pairs, old, new):
        if len(gap_olds) == len(gap_news):
            both = zip(gap_olds, gap_news, strict=True)
            pairs |= {o: n for o, n in both if score(old.bags[o], new.bags[n]) >= _IN_PLACE}
    pairs |= dict(_by_words(pairs, old, new))
    for gap_olds, gap_news in _gaps(pairs, old, new):
        if len(gap_olds) == len(gap_news) == 1:
            (o,), (n,) = gap_olds, gap_news
            pairs |= {o: n} if score(old.bags[o], new.bags[n]) >= _BETWEEN else {}
    return pairs


def _exact(old: Side, new: Side) -> Pairs:
    """Equal passages: whole paragraphs in order, then passages in order between them, then those that moved."""
    pairs = dict(_equal_paragraphs(old, new))
    for gap_olds, gap_news in _gaps(pairs, old, new):
        found = _in_order([old.keys[o] for o in gap_olds], [new.keys[n] for n in gap_news])
        pairs |= {gap_olds[o]: gap_news[n] for o, n in found}
    left = _free(len(new.keys), pairs.values())
    there: dict[str, list[int]] = {}
    for place in reversed(left):
        there.setdefault(new.keys[place], []).append(place)
    for place in _free(len(old.keys), pairs):
        if there.get(old.keys[place]):
            pairs[place] = there[old.keys[place]].pop()
    return pairs


def _equal_paragraphs(old: Side, new: Side) -> Iterator[tuple[int, int]]:
    old_parts, new_parts = _parts(old), _parts(new)
    texts = ["\n".join(old.keys[a:b]) for a, b in old_parts], ["\n".join(new.keys[a:b]) for a, b in new_parts]
    for o, n in _in_order(*texts):
        yield from zip(range(*old_parts[o]), range(*new_parts[n]), strict=False)


def _parts(side: Side) -> list[tuple[int, int]]:
    return list(zip(side.starts, [*side.starts[1:], len(side.keys)], strict=False))


def _in_order(olds: Sequence[str], news: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Equal keys in the order of both sides, as many as can be."""
    for block in equal_blocks(olds, news):
        yield from zip(range(block.old, block.old_end), range(block.new, block.new_end), strict=True)


def _free(count: int, taken: Iterable[int]) -> list[int]:
    used = frozenset(taken)
    return [place for place in range(count) if place not in used]


def _gaps(pairs: Mapping[int, int], old: Side, new: Side) -> list[Group]:
    """Passages without partner between each two neighbours that kept their order, where both sides have some."""
    ordered = sorted(pairs.items())
    kept = longest_run(n for _, n in ordered)
    walls = [pair for index, pair in enumerate(ordered) if index in kept]
    news = frozenset(pairs.values())
    found = []
    at_old = at_new = 0
    for end_old, end_new in (*walls, (len(old.keys), len(new.keys))):
        gap_olds = tuple(o for o in range(at_old, end_old) if o not in pairs)
        gap_news = tuple(n for n in range(at_new, end_new) if n not in news)
        if gap_olds and gap_news:
            found.append((gap_olds, gap_news))
        at_old, at_new = end_old + 1, end_new + 1
    return found


def _by_words(pairs: Mapping[int, int], old: Side, new: Side) -> Iterator[tuple[int, int]]:
    """Pairs among the rest that share enough words, the likest first, then the nearest."""
    index = Index(new.bags, _free(len(new.keys), pairs.values()))
    found = []
    for place in _free(len(old.keys), pairs):
        near = place * len(new.keys) // len(old.keys)
        for other in index.like(old.bags[place], near):
            value = score(old.bags[place], new.bags[other])
            short = min(len(old.bags[place].counts), len(new.bags[other].counts)) < _FEW
            if value >= (_SHORT if short else _ELSEWHERE):
                found.append((-value, abs(other - near), place, other))
    olds: set[int] = set()
    news: set[int] = set()
    for _, _, place, other in sorted(found):
        if place not in olds and other not in news:
            olds.add(place)
            news.add(other)
            yield place, other


def splits(wholes: Side, parts: Side, pairs: Mapping[int, int], used: frozenset[int]) -> Iterator[tuple[int, ...]]:
    """Passages that stand in several pieces on the other side: the whole's place, then the places of its parts.

    `pairs` go from wholes to parts. `used` are wholes that may not be split: exact pairs and those merged already.
    """
    index = Index(wholes.bags, [place for place in range(len(wholes.keys)) if place not in used])
    claims: dict[int, list[int]] = {}
    for part in _free(len(parts.keys), pairs.values()):
        whole = _whole_of(parts.bags[part], part * len(wholes.keys) // len(parts.keys), wholes, index)
        if whole is not None:
            claims.setdefault(whole, []).append(part)
    for whole, found in sorted(claims.items()):
        members = _together(found, pairs.get(whole))
        if len(members) > 1 and _is_split(wholes.bags[whole], [parts.bags[m] for m in members], whole in pairs):
            yield whole, *members


def _whole_of(part: Bag, near: int, wholes: Side, index: Index) -> int | None:
    if len(part.counts) < _PART:
        return None
    ranked = ((-inside(part, wholes.bags[place]), abs(place - near), place) for place in index.like(part, near)
              if wholes.bags[place].weight > part.weight)  # fmt: skip
    best = min(ranked, default=(0, 0, 0))
    return best[2] if -best[0] >= _INSIDE else None


def _together(places: Sequence[int], partner: int | None) -> tuple[int, ...]:
    """The places that stand side by side: those around the partner, or the longest run."""
    runs: list[list[int]] = []
    for place in sorted({*places, *(() if partner is None else (partner,))}):
        if runs and runs[-1][-1] == place - 1:
            runs[-1].append(place)
        else:
            runs.append([place])
    around = [run for run in runs if partner is None or partner in run]
    longest = max(around, key=len)
    return tuple(longest)


def _is_split(whole: Bag, parts: Sequence[Bag], paired: bool) -> bool:
    """Whether the parts together are the whole, and more so than the one of them that is most like it."""
    together = parts[0]
    for part in parts[1:]:
        together = together + part
    alone = max(score(part, whole) for part in parts)
    least = alone + _GAIN if paired else 0
    return score(together, whole) >= max(_WHOLE, least)
