"""What was done to the passages that differ in words, and how much of it bears on meaning."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from labledger.archive.lexicon import word_set, words
from labledger.archive.plain import Form
from labledger.archive.weight import weigh
from labledger.text.align import Pairing, align

_LABEL_WORDS = 3
"""Most words of a line by itself that is taken for a label of the page, not for text."""
_REFERENCE_WORDS = 9
_NOTICE_WORDS = 120
_TOP = 3
"""Lines at the very top of a version, in which the page's own title and labels stand."""
_TOUCHING = 3
"""Most lines, blank ones included, between the lines of one block."""
_IN_PLACE = 0.6
"""Least share of the words of the longer line that both have, if they are to be one line edited."""


_MOST_PAIRS = 200_000
"""Most pairs of lines that are searched; beyond, a document was rewritten, and what is not in place was replaced."""
_WEIGHED = 25
"""Edits of meaning after which the others of the same comparison count as such without being weighed."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A changed line: where it stands in its version, and what it holds."""

    at: int
    form: Form


@dataclass(frozen=True, slots=True)
class Edit:
    """One passage that was added, removed, edited, moved, split or merged, with both texts.

    `at_old` and `at_new` are lines of the two versions, -1 where there is none. `weight` says what the edit amounts
    to: `substantive`; `spelling`, `name`, `number` (of a clause) or `title`, which are minor; or it belongs to the page
    and not to the document: `notice` (a banner that tells of an update), `navigation`, `contents` (of a table of
    contents), `numbering` (numbers that come or go), `locale` (spelling of another place), `echo` (words that stand
    there twice), `masked` (a mail box hidden from machines) and `label`.
    """

    kind: str
    old: str
    new: str
    at_old: int
    at_new: int
    weight: str


def edits(
    old: Sequence[Placed], new: Sequence[Placed], buttons: tuple[Sequence[Placed], Sequence[Placed]] = ((), ())
) -> Iterator[Edit]:
    """The edits between the lines of two versions that found no equal on the other side.

    `buttons` are phrases of the interface that the old and the new version have alone; by them banners are known.
    """
    menus_old, menus_new = _menus(old), _menus(new)
    yield from (Edit("removed", line.form.text, "", line.at, -1, "navigation") for line in old if line.at in menus_old)
    yield from (Edit("added", "", line.form.text, -1, line.at, "navigation") for line in new if line.at in menus_new)
    olds = [line for line in old if line.at not in menus_old]
    news = [line for line in new if line.at not in menus_new]
    notices = _notices(news, buttons[1]), _notices(olds, buttons[0])
    weighty = 0
    for pairing in _aligned([line.form.text for line in olds], [line.form.text for line in news]):
        edit = _edit(pairing, olds, news, notices, weigh if weighty < _WEIGHED else _unweighed)
        if edit is not None:
            weighty += edit.weight == "substantive"
            yield edit


def _unweighed(old: str, new: str, kind: str) -> str:
    return "substantive"


def _aligned(olds: Sequence[str], news: Sequence[str]) -> Iterator[Pairing]:
    """Pairs of lines: first those edited in place, then what a search over the rest finds."""
    places = dict(_in_place(olds, news))
    for old, new in places.items():
        yield Pairing("edited", (olds[old],), (news[new],), 0.0, (old,), (new,))
    taken = frozenset(places.values())
    left_old = [at for at in range(len(olds)) if at not in places]
    left_new = [at for at in range(len(news)) if at not in taken]
    if 0 < len(left_old) * len(left_new) <= _MOST_PAIRS:
        for found in align([olds[at] for at in left_old], [news[at] for at in left_new]):
            yield replace(
                found,
                old_indexes=tuple(left_old[at] for at in found.old_indexes),
                new_indexes=tuple(left_new[at] for at in found.new_indexes),
            )
        return
    yield from (Pairing("removed", (olds[at],), (), 0.0, (at,), ()) for at in left_old)
    yield from (Pairing("added", (), (news[at],), 0.0, (), (at,)) for at in left_new)


def _in_place(olds: Sequence[str], news: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Lines that are plainly the same line edited: the next one on the other side, or one of the few after it."""
    bags_old, bags_new = [frozenset(text.split()) for text in olds], [frozenset(text.split()) for text in news]
    at_old = at_new = 0
    while at_old < len(olds) and at_new < len(news):
        steps = ((0, 0), (0, 1), (1, 0), (0, 2), (2, 0), (0, 3), (3, 0))
        found = next((step for step in steps if _alike(bags_old, at_old + step[0], bags_new, at_new + step[1])), None)
        if found:
            at_old, at_new = at_old + found[0], at_new + found[1]
            yield at_old, at_new
        at_old, at_new = at_old + 1, at_new + 1


def _alike(olds: Sequence[frozenset[str]], old: int, news: Sequence[frozenset[str]], new: int) -> bool:
    if old >= len(olds) or new >= len(news):
        return False
    common = len(olds[old] & news[new])
    return common >= _IN_PLACE * max(len(olds[old]), len(news[new])) and common > 0


def _edit(
    pairing: Pairing,
    olds: Sequence[Placed],
    news: Sequence[Placed],
    notices: tuple[frozenset[int], frozenset[int]],
    judge: Callable[[str, str, str], str],
) -> Edit | None:
    """The edit that a pairing tells of; None where the words are the same after all."""
    before, after = [olds[i] for i in pairing.old_indexes], [news[i] for i in pairing.new_indexes]
    if not before:
        (line,) = after
        weight = "notice" if line.at in notices[0] else _weigh_alone(line.form, line.at)
        return Edit("added", "", line.form.text, -1, line.at, weight)
    if not after:
        (line,) = before
        weight = "notice" if line.at in notices[1] else _weigh_alone(line.form, line.at)
        return Edit("removed", line.form.text, "", line.at, -1, weight)
    if " ".join(line.form.key for line in before) == " ".join(line.form.key for line in after):
        return None
    old, new = " ".join(line.form.text for line in before), " ".join(line.form.text for line in after)
    at_old, at_new, kind = before[0].at, after[0].at, before[0].form.kind
    top = max(at_old, at_new) < _TOP and max(len(old.split()), len(new.split())) <= 2 * _LABEL_WORDS
    named = len(old.split()) <= _REFERENCE_WORDS >= len(new.split()) and _earlier().search(f"{old} {new}")
    label = kind == "plain" and (top or named)
    return Edit(pairing.state, old, new, at_old, at_new, "label" if label else judge(old, new, kind))


def _weigh_alone(found: Form, at: int) -> str:
    """What a line amounts to that was added or removed as a whole."""
    count = found.key.count(" ") + 1
    if found.kind == "contents":
        return "contents"
    signs = re.search(r"[\d@;:$€£]|[.!?]\s", found.text.rstrip(".:"))
    if found.kind == "plain" and not signs and count <= (2 * _LABEL_WORDS if at < _TOP else _LABEL_WORDS):
        return "label"
    if count <= _REFERENCE_WORDS and _earlier().search(found.text):
        return "label"
    return "substantive"


@cache
def _earlier() -> re.Pattern[str]:
    """A pointer to other versions of the document."""
    named = "|".join(map(re.escape, words("stated")["earlier"]))
    return re.compile(rf"\b(?:{named}|upcoming)\b.*\b(?:version|{_told()})s?\b", re.IGNORECASE)


def _told() -> str:
    return "|".join(words("interface")["told"])


@cache
def _telling() -> re.Pattern[str]:
    """A lab's word that it changed a document."""
    verbs = "|".join(words("interface")["telling"])
    return re.compile(rf"\bwe(?:'ve|'re| have| are)?(?: \w+)? (?:{verbs})\b.{{0,60}}\b(?:{_told()})\b")


def _notices(lines: Sequence[Placed], buttons: Sequence[Placed]) -> frozenset[int]:
    """Lines of blocks that tell of an update of the document, or ask to take cookies, and say nothing in it."""
    found: set[int] = set()
    for block in _blocks(sorted((*lines, *buttons), key=lambda line: line.at)):
        text = " ".join(line.form.text for line in block).lower()
        if text.count(" ") >= _NOTICE_WORDS:
            continue
        told = any(phrase in text for phrase in words("interface")["notices"]) or _telling().search(text)
        asked = "cookie" in text and any(line.form.kind == "button" for line in block)
        if told or asked:
            found.update(line.at for line in block)
    return frozenset(found)


def _menus(lines: Sequence[Placed]) -> frozenset[int]:
    """Lines of blocks that are a menu or footer of the site: short lines, mostly links, known by their words."""
    found: set[int] = set()
    for block in _blocks(lines):
        if len(block) > 1 and _is_menu([line.form for line in block]):
            found.update(line.at for line in block)
    return frozenset(found)


def _is_menu(block: Sequence[Form]) -> bool:
    letters = sum(len(found.text) for found in block)
    linked = sum(min(found.linked, len(found.text)) for found in block)
    known = word_set("interface", "navigation") | word_set("interface", "alone")
    hits = sum(found.text.lower().strip(" .:") in known for found in block) + sum(found.glued for found in block)
    sentences = sum(len(found.text.split()) > 12 and found.linked < len(found.text) / 2 for found in block)
    return hits >= 2 and not sentences and (linked >= letters * 0.5 or hits * 2 >= len(block))


def _blocks(lines: Sequence[Placed]) -> Iterator[list[Placed]]:
    block: list[Placed] = []
    for line in lines:
        if block and line.at - block[-1].at > _TOUCHING:
            yield block
            block = []
        block.append(line)
    if block:
        yield block
