"""Two edits of one record, merged by meaning: different fields merge, the same field stops.

The base is what both started from. Records are compared field by field; lists of parts are matched by what names a
part, so that two people who each add a value, a provision or an answer do not meet. Whichever side is called ours, the
outcome is the same.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from labledger.model.record import Part
from labledger.store.canonical import Field, fields_of
from labledger.store.sequences import key_of, keys_that_fit, order

Plain = Mapping[str, Any]
Path = tuple[str, ...]
_UNKNOWN = Field(None, False, False, ..., True)
_REVIEW = "reviewed"
_BESIDE_REVIEW = frozenset({_REVIEW, "notes"})
"""Fields that a review does not vouch for."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """One field that both sides changed, each in its own way; values are plain, None where the field is absent."""

    path: Path
    """Where: `("provisions", "pause", "modality")`."""
    base: Any
    ours: Any
    theirs: Any
    reason: str = "both sides changed it"

    def __str__(self) -> str:
        sides = (("before", self.base), ("ours", self.ours), ("theirs", self.theirs))
        told = ", ".join(f"{name} {_short(value)}" for name, value in sides)
        return f"{'.'.join(self.path)}: {self.reason}: {told}"


class Merged(NamedTuple):
    """What a merge gives: the outcome with our side, and with theirs, wherever the two conflict; and the conflicts."""

    ours: Any
    theirs: Any
    conflicts: tuple[Conflict, ...] = ()


class _Sides(NamedTuple):
    """One value before, on our side and on theirs; None where it is absent."""

    base: Any
    ours: Any
    theirs: Any

    @property
    def settled(self) -> Merged | None:
        """The outcome where only one side changed the value, or both did alike."""
        if self.ours == self.theirs or self.theirs == self.base:
            return Merged(self.ours, self.ours)
        return Merged(self.theirs, self.theirs) if self.ours == self.base else None

    def stop(self, at: Path, reason: str = "both sides changed it") -> Merged:
        """The outcome where a person has to choose."""
        return Merged(self.ours, self.theirs, (Conflict(at, *self, reason),))


def merge(base: Plain, ours: Plain, theirs: Plain, model: type[Part]) -> Merged:
    """Merge two edits of one record; `base` is empty where both sides made it anew. Raises nothing."""
    merged = _mapping(_Sides(base, ours, theirs), model, ())
    return merged._replace(conflicts=(*merged.conflicts, *_unseen(base, ours, theirs)))


def marked(ours: bytes, theirs: bytes, names: tuple[str, str] = ("ours", "theirs")) -> bytes:
    """Two texts as one, with the lines that differ between the marks that git uses."""
    left, right = (side.decode("utf-8", "surrogateescape").splitlines() for side in (ours, theirs))
    lines: list[str] = []
    for tag, a, b, c, d in difflib.SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if tag == "equal":
            lines.extend(left[a:b])
        else:
            lines.extend([f"<<<<<<< {names[0]}", *left[a:b], "=======", *right[c:d], f">>>>>>> {names[1]}"])
    return "".join(f"{line}\n" for line in lines).encode("utf-8", "surrogateescape")


def _mapping(sides: _Sides, model: type[Part] | None, at: Path) -> Merged:
    known = fields_of(model) if model else {}
    base, ours, theirs = (side or {} for side in sides)
    made: tuple[dict[str, Any], dict[str, Any]] = ({}, {})
    conflicts: list[Conflict] = []
    for name in dict.fromkeys([*known, *base, *ours, *theirs]):
        inner = _Sides(base.get(name), ours.get(name), theirs.get(name))
        found = _value(inner, known.get(name, _UNKNOWN), (*at, name))
        conflicts.extend(found.conflicts)
        for side, value in zip(made, found[:2], strict=True):
            if value is not None and value != []:
                side[name] = value
    return Merged(made[0], made[1], tuple(conflicts))


def _value(sides: _Sides, field: Field, at: Path) -> Merged:
    """One field: the side that changed it wins; containers that both changed are looked into."""
    if (settled := sides.settled) is not None:
        return settled
    if isinstance(sides.ours, Mapping) and isinstance(sides.theirs, Mapping):
        return _mapping(sides, field.part, at)
    lists = _Sides(*([] if side is None else side for side in sides))
    if all(isinstance(side, list) for side in lists):
        if field.is_set:
            members = _members(*lists)
            return Merged(members, members)
        if all(isinstance(element, Mapping) for side in lists for element in side):
            return _parts(lists, field.part, at)
    return sides.stop(at)


def _members(base: list[Any], ours: list[Any], theirs: list[Any]) -> list[Any]:
    """Members of a set: added by either is in, removed by either is out."""
    kept = [member for member in base if member in ours and member in theirs]
    return sorted({*kept, *(member for side in (ours, theirs) for member in side if member not in base)}, key=str)


def _parts(sides: _Sides, model: type[Part] | None, at: Path) -> Merged:
    """A list of parts: each by what names it, in the order both sides agree on."""
    keys = keys_that_fit(model, sides)
    before, left, right = ({key_of(part, keys): part for part in side} for side in sides)
    gone = [name for name in before if name not in left and name not in right]
    if gone and left.keys() - before.keys() != right.keys() - before.keys():
        return sides.stop(at, "both sides replaced one element")
    ordered = order(list(before), list(left), list(right), {**before, **left, **right})
    if ordered is None:
        return sides.stop(at, "both sides changed the order")
    found = []
    for name in ordered:
        shown = "/".join(name) if keys else "element"
        found.append(_part(_Sides(before.get(name), left.get(name), right.get(name)), model, (*at, shown)))
    made = [[part[side] for part in found if part[side] is not None] for side in (0, 1)]
    return Merged(made[0], made[1], tuple(conflict for part in found for conflict in part.conflicts))


def _part(sides: _Sides, model: type[Part] | None, at: Path) -> Merged:
    if (settled := sides.settled) is not None:
        return settled
    if sides.ours is None or sides.theirs is None:
        return sides.stop(at, "one side removed it, the other changed it")
    return _mapping(sides, model, at)


def _unseen(base: Plain, ours: Plain, theirs: Plain) -> Iterator[Conflict]:
    """A review on one side of a record whose content the other side changed: nobody has checked the outcome."""
    for reviewer, author in ((ours, theirs), (theirs, ours)):
        if base and reviewer.get(_REVIEW) != base.get(_REVIEW) and _content(author) != _content(base):
            reason = "one side checked the record while the other changed it"
            yield Conflict((_REVIEW,), base.get(_REVIEW), ours.get(_REVIEW), theirs.get(_REVIEW), reason)
            return


def _content(record: Plain) -> Plain:
    return {name: value for name, value in record.items() if name not in _BESIDE_REVIEW}


def _short(value: Any) -> str:
    if value is None:
        return "absent"
    if isinstance(value, list):
        return f"{len(value)} elements"
    text = str(value)
    return repr(text if len(text) <= 60 else f"{text[:57]}...")
