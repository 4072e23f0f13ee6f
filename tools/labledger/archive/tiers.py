"""Two versions of a document compared in tiers: bytes, markup, links, case and signs, dates, words.

Each tier is looked at only where the one below it differs. What a tier hides is kept, and can be shown.
Addresses, mail boxes, clause numbers and real link targets are content.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from operator import is_not

from labledger.archive.edits import Edit, Placed, edits
from labledger.archive.page import PAGE
from labledger.archive.parts import Reader, Version
from labledger.archive.plain import NOTHING, WORD
from labledger.archive.spelling import places
from labledger.archive.weight import bare_words

_RING = 1 << 64
_MOST_ECHOES = 40
_BEGINNING = 4
"""Words by which the lines that another one may begin with are found; many lines begin with the same one."""
_ECHO = 100
"""Characters under which a line is looked for elsewhere in its version."""


@dataclass(frozen=True, slots=True)
class Hidden:
    """A difference below the words: its tier and both sides, as they stand in the lines."""

    tier: str
    """`markup`, `links`, `case`, `dates`, `interface`, `order`."""
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """What differs between two versions, tier by tier."""

    edits: tuple[Edit, ...]
    """Passages that differ in words."""
    hidden: tuple[Hidden, ...]
    """What the tiers below the words hold."""
    removed: int
    added: int
    """Weight of lines that stand only in the old, only in the new version, whatever differs in them."""
    lost: int
    won: int
    """The same of lines whose words differ."""
    repeated: int
    """Weight of added lines that the old version held already, where many were added."""
    places: tuple[frozenset[str], frozenset[str]]
    """Tags of language and country in the addresses of changed lines: only in the old, only in the new version."""
    drift: int
    """Change of the sum over all words that tells whether two versions hold the same ones, whatever their order."""


def compare(old: Version, new: Version, reader: Reader) -> Comparison:
    """Compare two versions of one document."""
    gone, come = _changed(old.lines, new.lines)
    removed, added = _placed(gone, old.lines, reader), _placed(come, new.lines, reader)
    hidden, left_old, left_new = _cancel(removed, added, old.lines, new.lines)
    hidden += _emptied(gone, removed, old.lines, "old") + _emptied(come, added, new.lines, "new")
    if not gone and not come and any(map(is_not, old.lines, new.lines)):
        hidden.append(Hidden("order", "", ""))
    whole = bool(left_old or left_new)
    left_old, left_new = _without_new_breaks(left_old, left_new)
    found = (
        tuple(_echoes(edits(left_old, left_new, (_buttons(removed), _buttons(added))), old, new, reader))
        if left_old or left_new
        else ()
    )
    if whole and not found:
        hidden.append(Hidden("markup", _joined(left_old), _joined(left_new)))
    return Comparison(
        found,
        tuple(hidden),
        sum(reader.weight(old.lines[at]) for at in gone),
        sum(reader.weight(new.lines[at]) for at in come),
        sum(reader.weight(old.lines[line.at]) for line in left_old),
        sum(reader.weight(new.lines[line.at]) for line in left_new),
        _repeated(come, old, new, reader),
        _places(gone, come, old.lines, new.lines),
        (_sum(left_new) - _sum(left_old)) % _RING,
    )


def _repeated(come: Sequence[int], old: Version, new: Version, reader: Reader) -> int:
    known = set(old.lines) if len(come) * 8 > len(old.lines) else frozenset[str]()
    return sum(reader.weight(new.lines[at]) for at in come if new.lines[at] in known)


def _places(
    gone: Sequence[int], come: Sequence[int], old: Sequence[str], new: Sequence[str]
) -> tuple[frozenset[str], frozenset[str]]:
    before, after = places(old[at] for at in gone), places(new[at] for at in come)
    return before - after, after - before


def _changed(old: Sequence[str], new: Sequence[str]) -> tuple[list[int], list[int]]:
    """Places of lines that the other version has not, or has fewer of; of equal ones the later count as changed."""
    start, most = 0, min(len(old), len(new))
    while start < most and old[start] is new[start]:
        start += 1
    end = 0
    while end < most - start and old[-1 - end] is new[-1 - end]:
        end += 1
    before, after = old[start : len(old) - end], new[start : len(new) - end]
    count_old, count_new = Counter(before), Counter(after)
    return list(_surplus(before, count_new, start)), list(_surplus(after, count_old, start))


def _surplus(lines: Sequence[str], there: Counter[str], start: int) -> Iterator[int]:
    left = dict(there)
    for at, line in enumerate(lines, start):
        if left.get(line, 0) > 0:
            left[line] -= 1
        elif line.strip():
            yield at


def _placed(places: Iterable[int], lines: Sequence[str], reader: Reader) -> list[Placed]:
    return [Placed(at, found) for at in places if (found := reader.form(lines[at])) is not NOTHING]


def _cancel(
    removed: Sequence[Placed], added: Sequence[Placed], old: Sequence[str], new: Sequence[str]
) -> tuple[list[Hidden], list[Placed], list[Placed]]:
    """Take away lines with equal words on both sides, and tell what differs in them below the words."""
    there: dict[str, list[Placed]] = {}
    for line in reversed(added):
        there.setdefault(line.form.key, []).append(line)
    hidden: list[Hidden] = []
    left_old, paired = list[Placed](), set[int]()
    for line in removed:
        partners = there.get(line.form.key)
        if partners:
            partner = partners.pop()
            paired.add(partner.at)
            hidden += _below(line, partner, old[line.at], new[partner.at])
        else:
            left_old.append(line)
    left_new = [line for line in added if line.at not in paired]
    return hidden, [line for line in left_old if line.form.key], [line for line in left_new if line.form.key]


def _below(one: Placed, other: Placed, old: str, new: str) -> Iterator[Hidden]:
    before, after = one.form, other.form
    if before.stamps != after.stamps:
        yield Hidden("dates", old, new)
    if before.targets != after.targets:
        yield Hidden("links", " ".join(before.targets), " ".join(after.targets))
    if before.stamps == after.stamps:
        same = WORD.findall(before.text.lower()) == WORD.findall(after.text.lower())
        if not same:
            # Equal in the words that count and yet not equal: a date stands there in another order.
            yield Hidden("dates", before.text, after.text)
        elif before.text != after.text:
            yield Hidden("case", before.text, after.text)
        elif before.targets == after.targets:
            yield Hidden("markup", old, new)


def _buttons(lines: Iterable[Placed]) -> list[Placed]:
    return [line for line in lines if line.form.kind == "button"]


def _emptied(places: Sequence[int], placed: Sequence[Placed], lines: Sequence[str], side: str) -> list[Hidden]:
    """Lines that hold nothing to read: rules, images, and phrases of the page's interface."""
    read = {line.at for line in placed if line.form.key}
    found = []
    for at in places:
        if at not in read:
            tier = "interface" if any(map(str.isalpha, lines[at])) else "markup"
            found.append(Hidden(tier, lines[at] if side == "old" else "", lines[at] if side == "new" else ""))
    return found


def _without_new_breaks(old: list[Placed], new: list[Placed]) -> tuple[list[Placed], list[Placed]]:
    """The lines without those that only lost or won line breaks: one line here is a run of lines there."""
    new_parts = _parts_of(old, new)
    old_parts = _parts_of(new, old)
    gone_old = set(new_parts) | {at for run in old_parts.values() for at in run}
    gone_new = set(old_parts) | {at for run in new_parts.values() for at in run}
    return [line for line in old if line.at not in gone_old], [line for line in new if line.at not in gone_new]


def _parts_of(wholes: Sequence[Placed], parts: Sequence[Placed]) -> dict[int, list[int]]:
    """Each line that is exactly a run of two or more lines of the other side, with that run."""
    starts: dict[str, list[int]] = {}
    for index, part in enumerate(parts):
        starts.setdefault(_beginning(part.form.key, _BEGINNING), []).append(index)
    found: dict[int, list[int]] = {}
    for whole in wholes:
        heads = dict.fromkeys(_beginning(whole.form.key, count) for count in range(1, _BEGINNING + 1))
        for start in sorted(start for head in heads for start in starts.get(head, ())):
            run = _run(whole.form.key, parts, start)
            if len(run) > 1:
                found[whole.at] = run
                break
    return found


def _beginning(key: str, count: int) -> str:
    return " ".join(key.split(" ", count)[:count])


def _run(key: str, parts: Sequence[Placed], start: int) -> list[int]:
    taken, length = [], 0
    for part in parts[start:]:
        if not key.startswith(part.form.key, length):
            return []
        taken.append(part.at)
        length += len(part.form.key) + 1
        if length > len(key):
            return taken
    return []


def _echoes(found: Iterable[Edit], old: Version, new: Version, reader: Reader) -> Iterator[Edit]:
    """The edits; a short line that came or went and stands in the same version once more is told as an echo."""
    listed = list(found)
    short = [
        e for e in listed if e.kind in ("added", "removed") and len(e.old or e.new) < _ECHO and e.weight not in PAGE
    ]
    looked = frozenset(map(id, short)) if len(short) <= _MOST_ECHOES else frozenset[int]()
    for edit in listed:
        there = new.lines if edit.kind == "removed" else old.lines
        again = id(edit) in looked and _stands(edit.old or edit.new, there, reader)
        yield replace(edit, weight="echo") if again else edit


def _stands(text: str, lines: Sequence[str], reader: Reader) -> bool:
    """Whether a short text is a line of a version, whatever number stands before it."""
    longest, bare = max(text.split(), key=len), bare_words(text)
    near = (line for line in lines if longest in line and len(line) < 2 * _ECHO)
    return any(bare_words(reader.form(line).text) == bare for line in near)


def _joined(lines: Iterable[Placed]) -> str:
    return " ".join(line.form.text for line in lines)


def _sum(lines: Iterable[Placed]) -> int:
    return sum(sum(map(_NUMBERS.__getitem__, line.form.key.split())) for line in lines)


class _Numbers(dict[str, int]):
    """A number for each word, the same in every run."""

    def __missing__(self, word: str) -> int:
        self[word] = number = int.from_bytes(hashlib.blake2b(word.encode(), digest_size=8).digest(), "big")
        return number


_NUMBERS = _Numbers()
