"""Changes as plain data: one row for each, in the fixed form of `labledger archive changes --format jsonl`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from labledger.archive.classify import Change
from labledger.archive.pair import Passage, Touched
from labledger.archive.stated import Stamp
from labledger.store.tree import printable

_CHARACTERS = 600
"""At which the texts of a passage are cut; clauses have them whole."""


def row_of(change: Change, read: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """One change as plain data. `read` holds its clauses, as `clauses.told` tells them; without it there are none."""
    found = read or {"clauses": [], "left_out": {}}
    step, pair = change.step, change.pair
    return {
        "document": printable(step.document),
        "old_commit": step.old.commit if step.old else None,
        "new_commit": step.new.commit,
        "date": step.new.day.isoformat(),
        "class": change.name,
        "quiet": change.quiet,
        "labels": labels_of(found["clauses"]),
        "subject": step.new.subject,
        "reasons": list(change.reasons),
        "returns": change.returns or None,
        "edge": step.new.edge,
        "stated": [_part(part) for part in pair.parts if part.old or part.new] if pair else [],
        "still": [_part(part) for part in change.still] if change.quiet else [],
        "edits": dict(pair.counts) if pair else {},
        "hidden": dict(pair.hidden) if pair else {},
        "passages": [_passage(passage) for passage in pair.passages] if pair else [],
        "clauses": found["clauses"],
        "left_out": found["left_out"],
        "meanwhile": {"class": change.hidden.name, "quiet": change.hidden.quiet} if change.hidden else None,
    }


def labels_of(clauses: Sequence[Mapping[str, Any]]) -> list[str]:
    """The labels of all clauses, each once, sorted."""
    return sorted({label for clause in clauses for label in clause["labels"]})


def _part(part: Touched) -> dict[str, Any]:
    return {"part": part.title, "old": _stated(part.old), "new": _stated(part.new)}


def _stated(stamps: Sequence[Stamp] | None) -> list[str] | None:
    return None if stamps is None else [f"{stamp.kind} {stamp.value}" for stamp in sorted(set(stamps))]


def _passage(passage: Passage) -> dict[str, Any]:
    return {
        "kind": passage.kind,
        "weight": passage.weight,
        "old": passage.old[:_CHARACTERS],
        "new": passage.new[:_CHARACTERS],
    }
