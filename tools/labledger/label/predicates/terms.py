"""Predicates about definitions: what a term covers, and where it is used."""

from __future__ import annotations

import re
from collections.abc import Iterator

from labledger.diff.change import Change
from labledger.label.predicates.base import Context, Hit, Plain, defines, listed, members, opens, predicate, yes
from labledger.label.predicates.wording import aligned

_WAYS_OUT = ("exceptions", "conditions")


@predicate("term-narrows")
def term_narrows(change: Change, ladder: str, context: Context) -> Hit | None:
    """A definition covers less; the direction is that of its uses."""
    return _covers(change, gained=False)


@predicate("term-widens")
def term_widens(change: Change, ladder: str, context: Context) -> Hit | None:
    """A definition covers more; the direction is that of its uses."""
    return _covers(change, gained=True)


@predicate("term-turns")
def term_turns(change: Change, ladder: str, context: Context) -> Hit | None:
    """A definition both lost and gained what it covers, or is worded otherwise."""
    if not _defines(change):
        return None
    if change.field == "statement":
        return yes(not aligned(str(change.old), str(change.new)))
    return yes(all(_moved(change)))


def _defines(change: Change) -> bool:
    return bool(change.old_part) and bool(change.new_part) and defines(change.old_part) and defines(change.new_part)


def _moved(change: Change) -> tuple[bool, bool]:
    """Whether the definition covers less, and whether it covers more.

    Where all its elements must come together (`logic: all`) and for conditions that limit it, one more covers less.
    """
    before, after = members(change.old), members(change.new)
    family = change.field.partition(".")[0]
    if family in _WAYS_OUT and change.old and change.new:
        return (False, False)
    if family == "conditions":
        part = change.new or change.old or {}
        trigger = str(part.get("trigger", "false")) == "true"
        appeared = change.old is None
        return (appeared != trigger, appeared == trigger)
    if family == "exceptions":
        return (change.old is None, change.new is None)
    lost, gained = bool(before - after), bool(after - before)
    inverse = family == "elements" and change.new_part.get("logic") == "all"
    return (gained, lost) if inverse else (lost, gained)


def _covers(change: Change, gained: bool) -> Hit | None:
    if not _defines(change) or _moved(change) != (not gained, gained):
        return None
    found = dict(_uses(change))
    narrowed = {"binds": "weaken", "frees": "strengthen"}
    widened = {"binds": "strengthen", "frees": "weaken"}
    ways = {(widened if gained else narrowed)[effect] for effects in found.values() for effect in effects}
    direction = ways.pop() if len(ways) == 1 else "unclear"
    return Hit(words={"uses": listed(sorted(found)) or "no recorded provision"}, direction=direction)


def _uses(change: Change) -> Iterator[tuple[str, set[str]]]:
    """Slug of each provision of the new version that uses the term, and what the term does there.

    It `binds` where a duty reaches what the term covers, and `frees` where leave or a way out does.
    """
    term = str(change.new_part.get("term") or str(change.new_part.get("slug", "")).removesuffix("-definition"))
    words = re.compile(rf"\b{re.escape(term.replace('-', ' '))}(?:s|es)?\b", re.IGNORECASE)
    for provision in change.new_version.get("provisions") or ():
        if provision.get("slug") == change.new_part.get("slug"):
            continue
        effects = set(_effects(provision, term, words))
        if effects:
            yield str(provision["slug"]), effects


def _effects(provision: Plain, term: str, words: re.Pattern[str]) -> Iterator[str]:
    for field in _WAYS_OUT:
        for part in provision.get(field) or ():
            if words.search(str(part.get("statement", ""))):
                yield "binds" if str(part.get("trigger")) == "true" else "frees"
    scope = provision.get("scope") or {}
    named = {*members(provision.get("elements")), *(slug for names in scope.values() for slug in members(names))}
    if not defines(provision) and (term in named or words.search(str(provision.get("statement", "")))):
        yield "frees" if opens(provision) else "binds"
