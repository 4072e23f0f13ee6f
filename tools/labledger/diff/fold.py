"""One act, one line: moves, splits and mergers absorb their echoes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from labledger.diff.change import Action, Change


def fold(changes: Iterable[Change]) -> tuple[Change, ...]:
    """Drop what another change already tells, and put the rest in a stable order.

    A split or merger claims the removal and addition of its parts in the same step, never a facet of theirs.
    A whole-record change claims nothing else of the record.
    """
    listed = list(changes)
    claimed = {
        (change.step, f"{_stem(change.subject)}#{slug}")
        for change in listed
        if change.action in (Action.SPLIT, Action.MERGED)
        for slug in (*_slugs(change.old), *_slugs(change.new))
    }
    kept = [
        change
        for change in listed
        if change.field or change.action not in (Action.ADDED, Action.REMOVED)
        or (change.step, change.subject) not in claimed
    ]  # fmt: skip
    return tuple(sorted(kept, key=_order))


def _stem(subject: str) -> str:
    return subject.partition("#")[0]


def _slugs(value: Any) -> list[str]:
    return [str(slug) for slug in value] if isinstance(value, list) else []


def _order(change: Change) -> tuple[str, str, str, bool, str, str]:
    return (
        change.date,
        _stem(change.subject).split("/")[0],
        change.step,
        "#" in change.subject,
        change.subject,
        change.field,
    )
