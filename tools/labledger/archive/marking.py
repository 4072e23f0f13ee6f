"""Making shingles of a passage and putting them with the citation that it stands behind; the passage is not kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from labledger.errors import UsageError
from labledger.text.paragraphs import paragraphs
from labledger.text.sentences import sentences
from labledger.text.shingles import LONGEST, WIDTH, passage_shingles
from labledger.text.window import exactly
from labledger.text.words import words

_LEAST = 2 * WIDTH
"""Words of a passage: a shorter one that was altered cannot be told from a missing one."""

Plain = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Marked:
    """A passage as it is kept: its shingles, how many words it has, and how often it stands in the text."""

    shingles: frozenset[str]
    words: int
    times: int


def mark(text: str, passage: str, width: int = WIDTH) -> Marked:
    """The shingles of a passage that stands in a text. Raises UsageError where it does not, or is too short."""
    if not 1 <= width <= LONGEST:
        raise UsageError(f"shingles of {width} words", f"a width from 1 to {LONGEST}")
    wanted, there = words(passage), words(text)
    if len(wanted) < max(_LEAST, 2 * width):
        least = max(_LEAST, 2 * width)
        raise UsageError(f"a passage of {len(wanted)} words is too short", f"give {least} words and more: the sentence")
    place = exactly(wanted, there)
    if place < 0:
        raise UsageError("the passage does not stand in the text word for word", "copy it from the text itself")
    times = 0
    while place >= 0:
        times += 1
        place = exactly(wanted, there, place + 1)
    return Marked(passage_shingles(passage, width), len(wanted), times)


def passage_of(text: str, beginning: str, end: str = "") -> str:
    """The passage of a text from some words to some others, or to the end of the sentence that begins so.

    Raises UsageError where the words do not stand there, or stand there more than once.
    """
    units = [sentence for block in paragraphs(text) for sentence in sentences(block)]
    found = [at for at, unit in enumerate(units) if exactly(words(beginning), words(unit)) >= 0]
    if not words(beginning) or not found:
        raise UsageError("no sentence of the text holds these words", "copy them from the text itself")
    if len(found) > 1 and not end:
        raise UsageError(f"{len(found)} sentences of the text hold these words", "give more of them, or --to")
    if not end:
        return units[found[0]]
    last = next((at for at in range(found[0], len(units)) if exactly(words(end), words(units[at])) >= 0), None)
    if last is None:
        raise UsageError("no later sentence of the text holds the words of --to", "copy them from the text itself")
    return " ".join(units[found[0] : last + 1])


def with_shingles(record: Plain, slug: str, source: str, locator: str | None, marked: Marked) -> dict[str, Any]:
    """The record with the shingles at its citation of a source, or at that of one of its provisions.

    A citation of the source with the same locator gets them; without one, a new citation is put at the end.
    Raises UsageError where the provision is not there, or where several citations could be meant.
    """
    if not slug:
        return {**record, "citations": _cited(record.get("citations", ()), source, locator, marked)}
    provisions = list(record.get("provisions", ()))
    at = next((index for index, one in enumerate(provisions) if str(one.get("slug")) == slug), None)
    if at is None:
        raise UsageError(f"{record.get('id')} has no provision {slug}")
    provision = dict(provisions[at])
    own = str(provision.get("locator", "")) or None
    provision["citations"] = _cited(provision.get("citations", ()), source, locator or own, marked)
    provisions[at] = provision
    return {**record, "provisions": provisions}


def _cited(citations: Sequence[Plain], source: str, locator: str | None, marked: Marked) -> list[dict[str, Any]]:
    listed = [dict(citation) for citation in citations]
    same = [at for at, one in enumerate(listed) if str(one.get("source")) == source]
    exact = [at for at in same if locator is None or str(listed[at].get("locator", "")) == locator]
    if len(exact) > 1:
        raise UsageError(f"{len(exact)} citations of {source} could be meant", "name one by --locator")
    shingles = sorted(marked.shingles)
    if exact:
        listed[exact[0]]["shingles"] = shingles
    else:
        listed.append({"source": source, **({"locator": locator} if locator else {}), "shingles": shingles})
    return listed
