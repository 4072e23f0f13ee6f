"""The clauses of a change: each passage with what became of it, where it stands now, and what the labeller says of it.

Before a passage is told as removed or added, the rest of the document and the documents beside it are searched.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from labledger.archive.elsewhere import Found, find
from labledger.archive.pair import CHARACTERS, Passage
from labledger.archive.plain import form
from labledger.archive.siblings import Texts, Work
from labledger.label.clauses import Labelled, label_clauses
from labledger.text.sequence import longest_run

LABELLED = 16
"""Passages of one change that are labelled: edited ones first, then removed, then added ones."""
_MOVED = 5
"""Passages told that stand in another place of the document, otherwise untouched."""
_LINE = 60
"""Characters under which a line that stands elsewhere is not told as moved."""
_TITLE = 6
"""Words under which what came or went alone is a heading or an item, told without a reading."""
_WORDS = 30
"""Words up to which both sides are labelled whole; of longer ones only the sentences that changed."""
_SENTENCE = re.compile(r"(?<=[.!?;:])\s+(?=[^a-z\s])")
_ORDER = {"edited": 0, "moved-edited": 0, "split": 0, "merged": 0, "removed": 1, "added": 2}


@dataclass(frozen=True, slots=True)
class Clause:
    """One passage of a change.

    `state` is that of `text.align.Pairing`. A passage that is `moved` or `moved-edited` with a name in `elsewhere`
    stands in that document; `labels`, `direction` and `confidence` (0 to 1) are empty where it was not labelled.
    """

    state: str
    old: str
    new: str
    elsewhere: str = ""
    labels: tuple[str, ...] = ()
    direction: str = ""
    confidence: float = 0.0
    note: str = ""
    """Why it was not read, where that is so."""


def told(work: Work, texts: Mapping[str, bytes]) -> dict[str, Any]:
    """The clauses of a change as plain data, and what was left out: see `LABELLED`."""
    listed = [_searched(passage, work, texts) for passage in work.passages if passage.weight == "substantive"]
    labelled = sorted(range(len(listed)), key=lambda at: (_ORDER.get(listed[at].state, 0), at))[:LABELLED]
    clauses = [_labelled(clause) if at in labelled else clause for at, clause in enumerate(listed)]
    moved = list(_moved(texts[work.old], texts[work.new]))
    clauses += [Clause("moved", text, text, "", ("moved",), "neutral") for text in moved[:_MOVED]]
    left = {
        "passages": max(0, work.total - len(work.passages)),
        "labels": len(listed) - len(labelled),
        "moved": max(0, len(moved) - _MOVED),
    }
    return {
        "clauses": [_plain(clause) for clause in clauses],
        "left_out": {what: count for what, count in left.items() if count},
    }


def _plain(clause: Clause) -> dict[str, Any]:
    whole = {
        "old": clause.old or None, "new": clause.new or None, "state": clause.state, "labels": list(clause.labels),
        "direction": clause.direction or None, "confidence": round(clause.confidence, 3),
    }  # fmt: skip
    more = {"elsewhere": clause.elsewhere, "note": clause.note}
    return whole | {name: value for name, value in more.items() if value}


def _searched(passage: Passage, work: Work, texts: Mapping[str, bytes]) -> Clause:
    """The clause of a passage; one that came or went is looked for in its own document and in those beside it."""
    clause = Clause(passage.kind, passage.old, passage.new)
    if passage.kind == "removed":
        found = find(passage.old, _around(work.new, work.beside_new, texts))
        return _found(replace(clause, new=found.text), found) if found else clause
    if passage.kind == "added":
        found = find(passage.new, _around(work.old, work.beside_old, texts))
        return _found(replace(clause, old=found.text), found) if found else clause
    return clause


def _around(own: str, beside: Texts, texts: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    yield "", texts[own]
    yield from ((name, texts[blob]) for name, blob in beside)


def _found(clause: Clause, found: Found) -> Clause:
    state = "moved" if found.exact else "moved-edited"
    return replace(clause, state=state, elsewhere=found.name)


def _labelled(clause: Clause) -> Clause:
    if clause.state == "moved":
        return replace(clause, labels=("moved",), direction="neutral")
    if max(len(clause.old), len(clause.new)) >= CHARACTERS:
        return replace(clause, note=f"not labelled: longer than {CHARACTERS} characters")
    if not (clause.old and clause.new) and (clause.old or clause.new).count(" ") < _TITLE - 1:
        return replace(clause, labels=(clause.state,), direction="neutral", note="too short to bind by itself")
    read = _read(*_core(clause.old, clause.new))
    moved = {"moved"} if clause.state == "moved-edited" else set()
    return replace(
        clause, labels=tuple(sorted(read.labels | moved)), direction="" if read.note else read.direction,
        confidence=_confidence(read), note=read.note,
    )  # fmt: skip


@lru_cache(maxsize=2048)
def _read(old: str, new: str) -> Labelled:
    # The same edit often stands in several documents.
    return label_clauses(old or None, new or None)


def _core(old: str, new: str) -> tuple[str, str]:
    """Both sides without the sentences that both have, but for those right before one that changed."""
    if not old or not new or max(old.count(" "), new.count(" ")) < _WORDS:
        return old, new
    before, after = _SENTENCE.split(old), _SENTENCE.split(new)
    same = frozenset(before) & frozenset(after)
    return " ".join(_changed(before, same)), " ".join(_changed(after, same))


def _changed(sentences: Sequence[str], same: frozenset[str]) -> Iterator[str]:
    last = len(sentences) - 1
    for at, sentence in enumerate(sentences):
        if sentence not in same or (at < last and sentences[at + 1] not in same):
            yield sentence


def _confidence(read: Labelled) -> float:
    """How sure the direction is: that of the finding that sums up, or the surest one of that direction."""
    whole = [finding.confidence for finding in read.findings if finding.rule == "overall"]
    same = [finding.confidence for finding in read.findings if finding.direction == read.direction]
    return max(whole or same, default=0.0)


def _moved(old: bytes, new: bytes) -> Iterator[str]:
    """Lines that both versions have once, and that do not stand in the order they stood in."""
    olds, news = _places(old), _places(new)
    both = [(place, news[line], line) for line, place in olds.items() if line in news]
    kept = longest_run(after for _, after, _ in both)
    yield from (form(line.decode("utf-8", "replace")).text for at, (*_, line) in enumerate(both) if at not in kept)


def _places(data: bytes) -> dict[bytes, int]:
    lines = data.split(b"\n")
    once = _once(line for line in lines if len(line) >= _LINE)
    return {line: place for place, line in enumerate(lines) if line in once}


def _once(lines: Iterable[bytes]) -> frozenset[bytes]:
    return frozenset(line for line, count in Counter(lines).items() if count == 1)
