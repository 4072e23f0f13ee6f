"""What is known of two versions of a document once their texts were compared: small, plain, and kept in the cache.

Nothing here depends on when the versions were captured or on what came before them; `classify` adds both.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from labledger.archive.faults import cut_list, is_rewritten, relative_fault, standing_fault
from labledger.archive.page import PAGE
from labledger.archive.spelling import american
from labledger.archive.stated import Stamp

if TYPE_CHECKING:
    from labledger.archive.edits import Edit
    from labledger.archive.parts import Part, Reader, Version
    from labledger.archive.tiers import Comparison

TOOL = 13
"""Grows whenever a comparison comes out differently; part of every key in the cache."""
_EDITS = 40
_SAMPLES = 3
CHARACTERS = 6_000
"""At which the texts of a passage are cut."""
_SAMPLED = 600
_SOME = 12
"""Words that must differ before a language can be told."""
_SAMPLE = 1_500
_RESPELLED = 3
"""Edits that spell words as in another country, from which on the page is one made for it."""
_MINOR = frozenset(("spelling", "name", "number", "title"))


@dataclass(frozen=True, slots=True)
class Touched:
    """A part of the document in both versions: what each states, and how many edits fall into it.

    `old` and `new` are statements as (kind, value), None where the part is not there.
    """

    title: str
    old: tuple[Stamp, ...] | None
    new: tuple[Stamp, ...] | None
    substantive: int = 0
    minor: int = 0


@dataclass(frozen=True, slots=True)
class Passage:
    """One edit as it is reported: see `edits.Edit`; texts are cut at `CHARACTERS`, `part` counts from 0."""

    kind: str
    weight: str
    old: str
    new: str
    part: int


@dataclass(frozen=True, slots=True)
class Pair:
    """The comparison of two versions; the old one is empty for a first record."""

    weights: tuple[int, int]
    old_faults: tuple[str, ...]
    new_faults: tuple[str, ...]
    parts: tuple[Touched, ...]
    passages: tuple[Passage, ...]
    counts: Mapping[str, int]
    """How many edits there are of each kind, whether they are among `passages` or not."""
    hidden: Mapping[str, int]
    """How many differences each tier below the words holds."""
    samples: tuple[tuple[str, str, str], ...]
    """Some of them: tier, old, new."""
    drift: int
    fault: str
    """Why the new version is no successor of the old one: `shrunk`, `doubled`, `cut-at-ten`, `language`; or empty."""
    rewritten: bool
    changed: int
    """Weight of lines whose words differ, both sides together."""

    @property
    def substantive(self) -> int:
        """Edits that bear on meaning."""
        return sum(part.substantive for part in self.parts)

    @property
    def minor(self) -> int:
        """Edits of spelling, names, clause numbers and titles."""
        return sum(part.minor for part in self.parts)


def pair_of(old: Version | None, new: Version, reader: Reader) -> Pair:
    """Compare two versions, or look at the first one alone."""
    if old is None:
        parts = tuple(Touched(part.title, None, part.stamps) for part in new.parts)
        return Pair((0, new.weight), (), new.faults, parts, (), {}, {}, (), 0, "", False, 0)
    broken = standing_fault(old.weight, old.faults) or standing_fault(new.weight, new.faults)
    if broken:
        # A page that is not the document is not compared with it word by word.
        weights = (old.weight, new.weight)
        return Pair(weights, old.faults, new.faults, (), (), {}, {}, (), 0, "", False, sum(weights))
    # What compares is imported only where something is compared: a warm answer takes no longer.
    from labledger.archive.tiers import compare

    found = _local(compare(old, new, reader))
    joint, place_old, place_new = _joint(old.parts, new.parts)
    where = [_where(edit, old, new, place_old, place_new) for edit in found.edits]
    passages = tuple(
        Passage(edit.kind, edit.weight, edit.old[:CHARACTERS], edit.new[:CHARACTERS], part)
        for edit, part in sorted(zip(found.edits, where, strict=True), key=lambda both: both[0].weight in PAGE)[:_EDITS]
    )
    return Pair(
        (old.weight, new.weight), old.faults, new.faults, tuple(_counted(joint, found.edits, where)), passages,
        dict(sorted(Counter(edit.kind for edit in found.edits if edit.weight not in PAGE).items())),
        dict(sorted(Counter([*(hidden.tier for hidden in found.hidden), *_page(found)]).items())),
        tuple(_samples(found)), found.drift, _fault(old, new, found, reader),
        is_rewritten(old.weight, new.weight, found.lost, found.won), found.lost + found.won,
    )  # fmt: skip


def _local(found: Comparison) -> Comparison:
    """The comparison with small edits told as those of another place, where there are signs that it was served."""
    spelled = sum(edit.weight == "locale" for edit in found.edits)
    if not spelled and not all(found.places):
        return found
    if any(edit.weight not in PAGE and edit.weight not in ("spelling", "locale") for edit in found.edits):
        return found
    return replace(
        found, edits=tuple(replace(e, weight="locale") if e.weight == "spelling" else e for e in found.edits)
    )


def _page(found: Comparison) -> list[str]:
    return ["notice" if edit.weight == "notice" else "interface" for edit in found.edits if edit.weight in PAGE]


def _samples(found: Comparison) -> list[tuple[str, str, str]]:
    seen: Counter[str] = Counter()
    listed = []
    for hidden in found.hidden:
        seen[hidden.tier] += 1
        if seen[hidden.tier] <= _SAMPLES:
            listed.append((hidden.tier, hidden.old[:_SAMPLED], hidden.new[:_SAMPLED]))
    return listed


def _joint(old: Sequence[Part], new: Sequence[Part]) -> tuple[list[Touched], dict[int, int], dict[int, int]]:
    """The parts of both versions, each once, and where those of either side stand among them."""
    joint = [Touched(part.title, None, part.stamps) for part in new]
    place_new = {index: index for index in range(len(new))}
    place_old: dict[int, int] = {}
    for index, part in enumerate(old):
        titled = (at for at, other in enumerate(new) if other.title == part.title and joint[at].old is None)
        same = next(titled, None) if part.title else None
        if same is None and len(old) == len(new) and joint[index].old is None and not (part.title and new[index].title):
            same = index
        if same is None:
            same = len(joint)
            joint.append(Touched(part.title, None, None))
        joint[same] = Touched(part.title, part.stamps, joint[same].new)
        place_old[index] = same
    if len(old) == len(new) == 1 and len(joint) == 2:
        return [Touched(new[0].title, old[0].stamps, new[0].stamps)], {0: 0}, {0: 0}
    return joint, place_old, place_new


def _where(edit: Edit, old: Version, new: Version, place_old: Mapping[int, int], place_new: Mapping[int, int]) -> int:
    if edit.at_new >= 0:
        return place_new.get(new.part_at(edit.at_new), -1)
    return place_old.get(old.part_at(edit.at_old), -1)


def _counted(joint: Sequence[Touched], edits: Sequence[Edit], where: Sequence[int]) -> list[Touched]:
    """The parts with the edits that fall into each; edits in a document that states nothing make one part."""
    parts = list(joint) or [Touched("", (), ())]
    for edit, at in zip(edits, where, strict=True):
        if edit.weight not in PAGE:
            part = parts[at]
            minor = edit.weight in _MINOR
            parts[at] = Touched(part.title, part.old, part.new, part.substantive + (not minor), part.minor + minor)
    return parts


def _fault(old: Version, new: Version, found: Comparison, reader: Reader) -> str:
    from labledger.text.language import is_english

    if fault := relative_fault(old.weight, new.weight, found.lost, found.added, found.repeated):
        return fault
    removed = {edit.at_old for edit in found.edits if edit.kind == "removed"}
    rows = [at for at in removed if reader.form(old.lines[at]).kind in ("row", "item")]
    added = any(edit.kind == "added" and edit.weight not in PAGE for edit in found.edits)
    if not added and any(cut_list(old.lines, removed, at) for at in rows):
        return "cut-at-ten"
    if found.lost > _SOME and found.won > _SOME:
        sides = [" ".join(edit.old for edit in found.edits), " ".join(edit.new for edit in found.edits)]
        if {is_english(side[:_SAMPLE]) for side in sides} == {True, False}:
            return "language"
    spelled = sum(_respelled(edit) for edit in found.edits)
    return "locale" if spelled >= _RESPELLED else ""


def _respelled(edit: Edit) -> bool:
    """Whether an edit, among others, spells words as they are spelled in another place."""
    if not edit.old or not edit.new or edit.weight in ("title", "number"):
        return False
    before, after = set(edit.old.lower().split()), set(edit.new.lower().split())
    gone, come = before - after, after - before
    return any(american(word) in come or word in map(american, come) for word in gone)


def as_row(pair: Pair) -> dict[str, Any]:
    """A pair as plain data for the cache."""
    return {
        "weights": pair.weights, "faults": (pair.old_faults, pair.new_faults), "counts": pair.counts,
        "parts": [(p.title, _plain(p.old), _plain(p.new), p.substantive, p.minor) for p in pair.parts],
        "passages": [(p.kind, p.weight, p.old, p.new, p.part) for p in pair.passages], "hidden": pair.hidden,
        "samples": pair.samples, "drift": pair.drift, "fault": pair.fault, "rewritten": pair.rewritten,
        "changed": pair.changed,
    }  # fmt: skip


def from_row(row: Mapping[str, Any]) -> Pair:
    """A pair from the cache. Raises KeyError, TypeError or ValueError when the row is not one."""
    parts = tuple(Touched(title, _stamps(old), _stamps(new), *counts) for title, old, new, *counts in row["parts"])
    return Pair(
        (row["weights"][0], row["weights"][1]), tuple(row["faults"][0]), tuple(row["faults"][1]), parts,
        tuple(Passage(*passage) for passage in row["passages"]), row["counts"], row["hidden"],
        tuple((tier, old, new) for tier, old, new in row["samples"]), row["drift"], row["fault"], row["rewritten"],
        row["changed"],
    )  # fmt: skip


def _plain(stamps: Sequence[Stamp] | None) -> list[tuple[str, str]] | None:
    return None if stamps is None else [(stamp.kind, stamp.value) for stamp in stamps]


def _stamps(listed: Sequence[Sequence[str]] | None) -> tuple[Stamp, ...] | None:
    return None if listed is None else tuple(Stamp(kind, value) for kind, value in listed)
