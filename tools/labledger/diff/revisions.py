"""The record clock: what changed in the dataset between two revisions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from labledger.diff.change import Action, Change, Origin, digest
from labledger.diff.compare import Difference, compare_records, keyed
from labledger.diff.days import record_side
from labledger.diff.origin import origin_of, with_origin, world_date
from labledger.diff.promises import settled_on, shown_on
from labledger.diff.steps import value_changes, whole
from labledger.diff.versions import compare_versions, side
from labledger.ids import Kind, kind_of, provision_id
from labledger.model.dataset import Dataset

Plain = Mapping[str, Any]
_SLUGGED = "provisions."
_UNDATED = ("searches.", "tombstone")
"""What we did ourselves: its dates are not days on which a lab acted."""


def compare(old: Dataset, new: Dataset, recorded: dt.date, rewritten: Collection[str] = ()) -> Iterator[Change]:
    """Changes between two datasets; `recorded` is the day on which the old one stood.

    `rewritten` names records whose files differ though they may say the same: of those that do, the form is told.

    The datasets may hold only the records that differ and the predecessors of new versions; what is equal on both
    sides yields nothing. A new version yields its step as well, so that the lab's change is labelled and not only
    our file.
    """
    came = {name: record for name, record in new.records.items() if name not in old}
    continued = {str(name) for record in new.records.values() for name in record.get("continues", ())}
    alike = {_content(record): name for name, record in came.items()} if old.records.keys() - new.records.keys() else {}
    for record_id in sorted(old.records.keys() | new.records.keys()):
        before, after = old.get(record_id), new.get(record_id)
        if before == after:
            if before is not None and after is not None and record_id in rewritten:
                yield _record_change(record_id, before, after, ("form", Action.CHANGED, None, None), recorded)
            continue
        if before is None and after is not None:
            yield from _added(record_id, after, new, recorded)
        elif after is None and before is not None:
            around = {"carried_on": record_id in continued, "same_as": alike.get(_content(before), "")}
            yield whole(record_id, before, None, "").at(origin=Origin.CORRECTION, around=around)
        elif before is not None and after is not None:
            yield from _rewritten(record_id, before, after, recorded)


def _content(record: Plain) -> str:
    """What a record says, apart from its id."""
    return digest({name: value for name, value in record.items() if name != "id"})


def _added(record_id: str, record: Plain, new: Dataset, recorded: dt.date) -> Iterator[Change]:
    if kind_of(record_id) is not Kind.VERSION:
        change = whole(record_id, None, record, world_date(record) or "")
        yield with_origin(change, recorded)
        return
    predecessor = new.get(str(record.get("supersedes"))) if "supersedes" in record else None
    for change in compare_versions(predecessor, record):
        yield change if change.origin is Origin.CORRECTION else with_origin(change, recorded)


def _rewritten(record_id: str, before: Plain, after: Plain, recorded: dt.date) -> Iterator[Change]:
    kind = kind_of(record_id)
    starts, ends, told = _dated_values(before, after) if kind is Kind.FACT else ([], [], frozenset[str]())
    for change in value_changes(record_id, after, starts, ends):
        yield with_origin(change, recorded)
    differences = list(compare_records(before, after))
    if not differences:
        yield _record_change(record_id, before, after, ("order", Action.CHANGED, None, None), recorded)
    for found in differences:
        if kind is Kind.VERSION and found[0].startswith(_SLUGGED):
            yield _provision_change(record_id, before, after, found, recorded)
        elif found[0] not in told:
            yield _record_change(record_id, before, after, found, recorded)


def _dated_values(before: Plain, after: Plain) -> tuple[list[Plain], list[Plain], frozenset[str]]:
    """Values of a fact newly said to begin and to end, and the paths of the differences that say so.

    A value that gets an end is the lab's act on that day, not a field of ours that was filled in.
    """
    olds, news = (keyed(list(side.get("values") or [])) for side in (before, after))
    starts = {name: value for name, value in news.items() if name not in olds and "start" in value}
    ends = {name: value for name, value in news.items() if "end" in value and "end" not in olds.get(name, {})}
    paths = {f"values.{name}.end" if name in olds else f"values.{name}" for name in (*starts, *ends)}
    return list(starts.values()), list(ends.values()), frozenset(paths)


def _record_change(record_id: str, before: Plain, after: Plain, found: Difference, recorded: dt.date) -> Change:
    path, action, old, new = found
    date = "" if path.startswith(_UNDATED) else world_date(new, path) or ""
    if path == "status" and before.get("evidence") != after.get("evidence"):
        # A promise that now stands otherwise because of new evidence: what happened, not what we mended.
        action, date = Action.ADDED, settled_on(after) or shown_on({**after, "evidence": _further(before, after)}) or ""
    ours = path.startswith("tombstone")
    return Change(
        record_id, str(kind_of(record_id)), path, found[1], old, new, date,
        origin=Origin.CORRECTION if ours else origin_of(action, date or None, recorded),
        old_side=record_side(record_id, before), new_side=record_side(record_id, after),
        old_part=before, new_part=after,
    )  # fmt: skip


def _further(before: Plain, after: Plain) -> list[Plain]:
    """Evidence that was not there before."""
    return [piece for piece in after.get("evidence", ()) if piece not in before.get("evidence", ())]


def _provision_change(version_id: str, before: Plain, after: Plain, found: Difference, recorded: dt.date) -> Change:
    """A provision of a version recorded before: the text did not change, our record of it did, on no world date."""
    path, action, old, new = found
    olds, news = ({str(p["slug"]): p for p in version.get("provisions") or ()} for version in (before, after))
    slug, field = _split(path.removeprefix(_SLUGGED), {*olds, *news})
    was, now = olds.get(slug, {}), news.get(slug, {})
    return Change(
        provision_id(version_id, slug), "provision", field, action, old, new, "",
        origin=origin_of(action, None, recorded),
        old_side=side(before, was) if was else None, new_side=side(after, now) if now else None,
        old_part=was, new_part=now, new_version=after,
        around={"old_version": before, "recorded": True},
    )  # fmt: skip


def _split(path: str, slugs: set[str]) -> tuple[str, str]:
    """Slug of a provision and the field within it; slugs may hold dots."""
    slug = max((slug for slug in slugs if path == slug or path.startswith(f"{slug}.")), key=len, default=path)
    return slug, path.removeprefix(slug).lstrip(".")


def rewritten(old: Dataset, new: Dataset) -> frozenset[str]:
    """Records that say the same on both sides and were read from different files.

    For two datasets in which one file is read once, so that what was not touched is the same object on both sides.
    """
    return frozenset(
        name for name, record in old.records.items() if new.get(name) == record and new.get(name) is not record
    )


def needed_predecessors(new: Mapping[str, Plain]) -> list[str]:
    """Ids of predecessors that must be at hand for the steps of new versions."""
    wanted = {str(record["supersedes"]) for record in new.values() if record.get("supersedes")}
    return sorted(record_id for record_id in wanted - new.keys() if kind_of(record_id) is Kind.VERSION)


def rewrites_published(change: Change) -> bool:
    """Whether a change alters what had been recorded of a version already published."""
    is_version = change.kind in ("version", "provision")
    return is_version and change.origin is Origin.CORRECTION and change.action is not Action.ADDED
