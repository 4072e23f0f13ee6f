"""Lists of parts in a merge: what names a part, and in which order the parts of both sides stand."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from labledger.model.record import Part
from labledger.store.canonical import fields_of

Plain = Mapping[str, Any]
Keys = tuple[str, ...]
Name = tuple[str, ...]
_CANDIDATES: tuple[Keys, ...] = (
    ("slug",), ("name",), ("name", "start"), ("criterion",), ("fingerprint", "by"), ("fingerprint", "by", "date"),
    ("fingerprint", "date"),
    ("lab", "date"), ("lab", "date", "speaker"), ("lab",), ("source", "locator"), ("source",), ("date", "sha256"),
    ("date", "archive", "address"), ("date", "role"), ("date", "where"), ("original", "locator"), ("text",),
)  # fmt: skip
"""What may name a part, in order of preference; what names two parts of a side alike does not fit that list."""
_DATES = ("date", "start")


def keys_that_fit(model: type[Part] | None, sides: Sequence[Sequence[Plain]]) -> Keys:
    """The fields that tell the parts of each side apart; an empty tuple where only the whole part does."""
    known = fields_of(model) if model else {}
    for keys in _CANDIDATES:
        if all(key in known for key in keys) and all(_unique(side, keys) for side in sides):
            return keys
    return ()


def _unique(side: Sequence[Plain], keys: Keys) -> bool:
    names = [key_of(part, keys) for part in side if keys[0] in part]
    return len(names) == len(side) == len(set(names))


def key_of(part: Plain, keys: Keys) -> Name:
    """What names a part: the values of its keys, or all of it where it has none."""
    return tuple(str(part.get(key, "")) for key in keys) if keys else (json.dumps(part, sort_keys=True, default=str),)


def order(
    base: Sequence[Name], ours: Sequence[Name], theirs: Sequence[Name], parts: Mapping[Name, Plain]
) -> list[Name] | None:
    """The names of both sides in one order, the same whichever side comes first; None where both moved things about.

    What was added together stays together behind the name it was put behind; where both sides put something there, the
    earlier date goes first, then the alphabet.
    """
    common = [name for name in base if name in set(ours) & set(theirs)]
    moved = [[name for name in side if name in set(common)] for side in (ours, theirs)]
    if moved[0] != common and moved[1] != common and moved[0] != moved[1]:
        return None
    spine = moved[1] if moved[0] == common else moved[0]
    mine, others = _blocks(ours, set(common)), _blocks(theirs, set(common))
    ordered: list[Name] = []
    for anchor in (None, *spine):
        ordered.extend([anchor] if anchor is not None else [])
        blocks = [side[anchor] for side in (mine, others) if anchor in side]
        for block in sorted(blocks, key=lambda names: (_day(parts[names[0]]), names)):
            ordered.extend(name for name in block if name not in ordered)
    return _by_date(ordered, (base, ours, theirs), parts)


def _blocks(side: Sequence[Name], common: set[Name]) -> dict[Name | None, list[Name]]:
    """The names of a side that are not common to all, in their order, by the common name they stand behind."""
    anchor: Name | None = None
    found: dict[Name | None, list[Name]] = {}
    for name in side:
        if name in common:
            anchor = name
        else:
            found.setdefault(anchor, []).append(name)
    return found


def _by_date(ordered: list[Name], sides: Sequence[Sequence[Name]], parts: Mapping[Name, Plain]) -> list[Name]:
    """Lists that every side keeps in order of date stay so."""
    dated = all(_day(parts[name]) for name in ordered)
    kept = all([_day(parts[name]) for name in side] == sorted(_day(parts[name]) for name in side) for side in sides)
    return sorted(ordered, key=lambda name: _day(parts[name])) if dated and kept else ordered


def _day(part: Plain) -> str:
    return next((str(part[field]) for field in _DATES if field in part), "")
