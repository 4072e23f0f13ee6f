"""Did the lab say so? A change is matched with the items of the lab's own account of the step."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from labledger.diff.change import Action, Change

Plain = Mapping[str, Any]


def disclosure_of(change: Change, account: Plain | None) -> tuple[str, tuple[str, ...]]:
    """How the account treats the subject of a change, and the items that are about it.

    `announced` when an item names the provision, `partial` when only its class is named, `silent` when an account
    exists and says nothing of it, `no-account` when one was searched for and not found, `unknown` when nobody looked.
    """
    if account is None:
        return "unknown", ()
    if account.get("form") == "none":
        return "no-account", ()
    named, classed = _about(change, account.get("items") or ())
    if named:
        return "announced", tuple(named)
    return ("partial", tuple(classed)) if classed else ("silent", ())


def _about(change: Change, items: Iterable[Plain]) -> tuple[list[str], list[str]]:
    named: list[str] = []
    classed: list[str] = []
    slugs = slugs_of(change)
    area = (change.new_part or change.old_part).get("area")
    for item in items:
        if slugs & set(map(str, item.get("provisions", ()))):
            (classed if item.get("extent") == "class" else named).append(str(item["text"]))
        elif not item.get("provisions") and area in item.get("areas", ()):
            classed.append(str(item["text"]))
    return named, classed


def slugs_of(change: Change) -> set[str]:
    """Every slug by which an account may name what changed: its own, those it carries on, those it split into."""
    parts = (change.old_part, change.new_part)
    lineage = {str(slug) for slug in change.new_part.get("continues", ())}
    if change.action in (Action.SPLIT, Action.MERGED):
        lineage |= {str(slug) for slug in (*change.old, *change.new)}
    return {change.subject.partition("#")[2]} | lineage | {str(part["slug"]) for part in parts if "slug" in part}


def unmatched_items(account: Plain | None, changes: Iterable[Change]) -> tuple[str, ...]:
    """Items of an account that name provisions of which none changed."""
    changed = {slug for change in changes for slug in slugs_of(change)}
    return tuple(
        str(item["text"])
        for item in (account or {}).get("items") or ()
        if item.get("provisions") and not changed & set(map(str, item["provisions"]))
    )
