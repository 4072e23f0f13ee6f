"""Changes as plain data: one row for each, in the fixed form of `labledger archive changes --format jsonl`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from labledger.archive.classify import Change
from labledger.archive.pair import Passage, Touched
from labledger.archive.stated import Stamp
from labledger.store.tree import printable

Labeller = Callable[[str, str], Sequence[str]]
"""Labels of a passage edited from the first text into the second; either may be empty."""
_EDITED = frozenset(("edited", "moved-edited", "split", "merged", "added", "removed"))


def row_of(change: Change, label: Labeller | None = None) -> dict[str, Any]:
    """One change as plain data. `labels` is empty without a labeller."""
    step, pair = change.step, change.pair
    return {
        "document": printable(step.document),
        "old_commit": step.old.commit if step.old else None,
        "new_commit": step.new.commit,
        "date": step.new.day.isoformat(),
        "class": change.name,
        "quiet": change.quiet,
        "labels": labels_of(change, label),
        "subject": step.new.subject,
        "reasons": list(change.reasons),
        "returns": change.returns or None,
        "edge": step.new.edge,
        "stated": [_part(part) for part in pair.parts if part.old or part.new] if pair else [],
        "still": [_part(part) for part in change.still] if change.quiet else [],
        "edits": dict(pair.counts) if pair else {},
        "hidden": dict(pair.hidden) if pair else {},
        "passages": [_passage(passage) for passage in pair.passages] if pair else [],
        "meanwhile": {"class": change.hidden.name, "quiet": change.hidden.quiet} if change.hidden else None,
    }


def labels_of(change: Change, label: Labeller | None) -> list[str]:
    """The labels of all passages that bear on meaning, each once, sorted."""
    if label is None or change.pair is None or change.name not in ("substantive", "minor", "rollback", "revert"):
        return []
    edited = (p for p in change.pair.passages if p.weight == "substantive" and p.kind in _EDITED)
    return sorted({found for passage in edited for found in label(passage.old, passage.new)})


def _part(part: Touched) -> dict[str, Any]:
    return {"part": part.title, "old": _stated(part.old), "new": _stated(part.new)}


def _stated(stamps: Sequence[Stamp] | None) -> list[str] | None:
    return None if stamps is None else [f"{stamp.kind} {stamp.value}" for stamp in sorted(set(stamps))]


def _passage(passage: Passage) -> dict[str, Any]:
    return {"kind": passage.kind, "weight": passage.weight, "old": passage.old, "new": passage.new}
