"""One step of a framework: what differs between a version and its predecessor."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from labledger.diff.change import Action, Change, Origin, Side
from labledger.diff.compare import Difference
from labledger.diff.facets import NAMED, SCOPES, SETS, WORDS, compare_facets
from labledger.diff.pair import Pair, Pairing, pair, proposals
from labledger.ids import framework_of, provision_id
from labledger.model.vocab import (
    Basis,
    Bearer,
    Confidence,
    Consequence,
    Container,
    Detail,
    Logic,
    Modality,
    Polarity,
    Status,
    Vocab,
)
from labledger.text.sequence import longest_run

Plain = Mapping[str, Any]
_COVERED = frozenset({"full", "changed"})
_NOTHING: Plain = {}
_VERSION_FIELDS = {
    "label": None, "title": None, "status": str(Status.FINAL), "withdrawn": None, "legal_role": None,
}  # fmt: skip
_STRONGEST: Mapping[str, type[Vocab]] = {
    "modality": Modality, "polarity": Polarity, "bearer": Bearer, "container": Container, "logic": Logic,
    "detail": Detail, "consequence": Consequence,
}  # fmt: skip
"""Facets whose words stand in their vocabulary with the one that binds most in front."""
_SUREST: Mapping[str, type[Vocab]] = {"confidence": Confidence, "basis": Basis}


def step_date(version: Plain, old: Plain | None) -> str:
    """When the lab took the step: the stated publication; for a re-upload under the same label the day it was seen."""
    published = str(version.get("published", ""))
    if old is not None and old.get("label") == version.get("label"):
        return str(version.get("first_observed") or published)
    return published


def step_name(old: Plain | None, new: Plain) -> str:
    """Name of a step: both version ids, or the first version's alone."""
    return f"{old['id']}..{new['id']}" if old else str(new["id"])


def compare_versions(old: Plain | None, new: Plain, around: Plain = _NOTHING) -> Iterator[Change]:
    """All changes of one step. Without `old` it is a first publication, which is a single change.

    Nothing is concluded from a hole: provisions count as added or removed only where both versions are covered.
    Where both were read from the same bytes, what differs between their provisions is our reading: a correction.
    `around` is what stands around the step, from `diff.around`.
    """
    date, step = step_date(new, old), step_name(old, new)
    yield _publication(old, new, date, step).at(around={name: v for name, v in around.items() if name != "held"})
    if old is None:
        return
    yield from _metadata(old, new, date, step)
    befores, afters = _own(old), _own(new)
    pairing = pair(befores, afters)
    origin = Origin.CORRECTION if same_bytes(old, new) else Origin.AMENDMENT
    for change in (*_paired(pairing, old, new), *_sections(pairing, befores, old, new), *_unpaired(pairing, old, new)):
        beside = {"former": around.get("held", {}).get(change.new_part.get("slug")), "old_version": old}
        yield change.at(date=date, step=step, new_version=new, around=beside, origin=origin)


def same_bytes(old: Plain, new: Plain) -> bool:
    """Whether two versions were read from one file."""
    hashes = [(version.get("document") or {}).get("sha256") for version in (old, new)]
    return hashes[0] is not None and hashes[0] == hashes[1]


def _own(version: Plain) -> list[Plain]:
    return list(version.get("provisions") or [])


def covered(version: Plain) -> bool:
    """Whether something that is missing from the record is missing from the version."""
    return version.get("coverage") in _COVERED


def _publication(old: Plain | None, new: Plain, date: str, step: str) -> Change:
    account = new.get("account") or {}
    value = {
        "label": new.get("label"),
        "title": new.get("title"),
        "published": new.get("published"),
        "coverage": new.get("coverage"),
        "provisions": len(_own(new)),
        "account": account.get("form"),
    }
    before = {"label": old.get("label"), "title": old.get("title"), "published": old.get("published")} if old else None
    new_side, old_side = side(new, {}), side(old, {}) if old else None
    return Change(
        str(new["id"]), "version", "", Action.ADDED, before, value, date, step,
        old_side=old_side, new_side=new_side, old_part=old or {}, new_part=new,
    )  # fmt: skip


def _metadata(old: Plain, new: Plain, date: str, step: str) -> Iterator[Change]:
    pairs = [(name, old.get(name, usual), new.get(name, usual)) for name, usual in _VERSION_FIELDS.items()]
    hashes = [(version.get("document") or {}).get("sha256") for version in (old, new)]
    pairs.append(("document.sha256", hashes[0], hashes[1]) if all(hashes) else ("", None, None))
    if old.get("label") == new.get("label"):
        pairs.append(("effective", old.get("effective"), new.get("effective")))
    for name, before, after in pairs:
        if before != after:
            action = Action.ADDED if before is None else Action.REMOVED if after is None else Action.CHANGED
            yield Change(
                str(new["id"]), "version", name, action, before, after, date, step,
                old_side=side(old, {}), new_side=side(new, {}), old_part=old, new_part=new,
            )  # fmt: skip


def side(version: Plain, provision: Plain) -> Side:
    """Where a provision stands in its version's document."""
    source = (version.get("document") or {}).get("source") or ""
    locator = provision.get("locator") or provision.get("section") or ""
    return Side(str(version["id"]), str(locator), str(source))


def _change(old: Plain, new: Plain, befores: Sequence[Plain], afters: Sequence[Plain], found: Difference) -> Change:
    field, action, before, after = found
    slug = str((afters or befores)[0]["slug"])
    old_part, new_part = union(befores), union(afters)
    return Change(
        provision_id(framework_of(str(new["id"])) or str(new["id"]), slug), "provision", field, action, before, after,
        old_side=side(old, befores[0]) if befores else None,
        new_side=side(new, afters[0]) if afters else None,
        old_part=old_part, new_part=new_part,
    )  # fmt: skip


def _paired(pairing: Pairing, old: Plain, new: Plain) -> Iterator[Change]:
    for group in pairing.pairs:
        if len(group.old) > 1 or len(group.new) > 1:
            yield _change(old, new, group.old, group.new, _lineage(group))
        for found in compare_facets(union(group.old), union(group.new)):
            yield _change(old, new, group.old, group.new, found)


def _lineage(group: Pair) -> Difference:
    befores, afters = ([str(p["slug"]) for p in side] for side in (group.old, group.new))
    action = Action.MERGED if len(befores) >= len(afters) else Action.SPLIT
    return "", action, befores, afters


def union(provisions: Sequence[Plain]) -> Plain:
    """Several provisions as one: the strongest word, every member of every set, every named part, the least trust."""
    if len(provisions) <= 1:
        return provisions[0] if provisions else {}
    merged: dict[str, Any] = dict(provisions[0])
    merged["statement"] = " ".join(str(p.get("statement", "")) for p in provisions)
    merged["wording"] = "close" if all(p.get("wording") == "close" for p in provisions) else "free"
    for name in ("continues", *SETS):
        merged[name] = _members(provisions, name)
    merged["scope"] = {name: _members([p.get("scope") or {} for p in provisions], name) for name in SCOPES}
    for name in NAMED:
        merged[name] = _parts(provisions, name)
    for name, usual in WORDS.items():
        words = [str(p.get(name, usual)) for p in provisions if p.get(name, usual) is not None]
        if words:
            merged[name] = min(words, key=lambda word: _place(word, _STRONGEST.get(name)))
    for name, vocab in _SUREST.items():
        merged[name] = max((str(p[name]) for p in provisions if name in p), key=lambda w: _place(w, vocab), default="")
    return {name: value for name, value in merged.items() if value != ""}


def _members(holders: Sequence[Plain], name: str) -> list[str]:
    return sorted({str(member) for holder in holders for member in holder.get(name) or ()})


def _parts(provisions: Sequence[Plain], name: str) -> list[Plain]:
    """Named parts of all, equal ones once; parts that share a name and differ all stay, so that none is lost."""
    parts: list[Plain] = []
    for provision in provisions:
        parts.extend(part for part in provision.get(name) or () if part not in parts)
    return parts


def _place(word: str, vocab: type[Vocab] | None) -> int:
    words = [str(member) for member in vocab] if vocab else []
    return words.index(word) if word in words else len(words)


def _sections(pairing: Pairing, befores: Sequence[Plain], old: Plain, new: Plain) -> Iterator[Change]:
    """Moves and renumberings: a section that differs, told apart by whether the order was kept.

    What was split or merged always changes its number; it moved where the words of its section differ.
    """
    singles = [group for group in pairing.pairs if len(group.old) == len(group.new) == 1]
    place = {str(provision["slug"]): index for index, provision in enumerate(befores)}
    order = {str(provision["slug"]): index for index, provision in enumerate(_own(new))}
    singles.sort(key=lambda group: order[str(group.new[0]["slug"])])
    kept = longest_run([place[str(group.old[0]["slug"])] for group in singles])
    for index, group in enumerate(singles):
        before, after = group.old[0].get("section"), group.new[0].get("section")
        if before and after and before != after:
            action = Action.RENUMBERED if index in kept else Action.MOVED
            yield _change(old, new, group.old, group.new, ("section", action, before, after))
    for group in pairing.pairs:
        before, after = group.old[0].get("section"), group.new[0].get("section")
        if len(group.old) + len(group.new) > 2 and before and after and _letters(before) != _letters(after):
            yield _change(old, new, group.old, group.new, ("section", Action.MOVED, before, after))


def _letters(section: str) -> str:
    return "".join(filter(str.isalpha, section))


def _unpaired(pairing: Pairing, old: Plain, new: Plain) -> Iterator[Change]:
    if not (covered(old) and covered(new)):
        return
    for provision in pairing.removed:
        yield _change(old, new, [provision], [], ("", Action.REMOVED, provision.get("statement"), None))
    for provision in pairing.added:
        yield _change(old, new, [], [provision], ("", Action.ADDED, None, provision.get("statement")))
    for provision, candidates in proposals(pairing.removed, pairing.added):
        yield _change(old, new, [provision], [], ("identity", Action.CHANGED, str(provision["slug"]), candidates))
