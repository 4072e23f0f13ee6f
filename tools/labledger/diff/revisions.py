"""The record clock: what changed in the dataset between two revisions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from labledger.diff.change import Action, Change, Origin
from labledger.diff.compare import compare_records
from labledger.diff.origin import origin_of, with_origin, world_date
from labledger.diff.steps import record_side, whole
from labledger.diff.versions import compare_versions
from labledger.ids import Kind, kind_of, provision_id
from labledger.model.dataset import Dataset

Plain = Mapping[str, Any]
_SLUGGED = "provisions."


def compare(old: Dataset, new: Dataset, recorded: dt.date) -> Iterator[Change]:
    """Changes between two datasets; `recorded` is the day on which the old one stood.

    The datasets may hold only the records that differ and the predecessors of new versions; what is equal on both
    sides yields nothing. A new version yields its step as well, so that the lab's change is labelled and not only
    our file.
    """
    for record_id in sorted(old.records.keys() | new.records.keys()):
        before, after = old.get(record_id), new.get(record_id)
        if before == after:
            continue
        if before is None and after is not None:
            yield from _added(record_id, after, new, recorded)
        elif after is None and before is not None:
            yield whole(record_id, before, None, "").at(origin=Origin.CORRECTION)
        elif before is not None and after is not None:
            yield from _rewritten(record_id, before, after, recorded)


def _added(record_id: str, record: Plain, new: Dataset, recorded: dt.date) -> Iterator[Change]:
    if kind_of(record_id) is not Kind.VERSION:
        change = whole(record_id, None, record, world_date(record) or "")
        yield with_origin(change, recorded)
        return
    predecessor = new.get(str(record.get("supersedes"))) if "supersedes" in record else None
    for change in compare_versions(predecessor, record):
        yield with_origin(change, recorded)


def _rewritten(record_id: str, before: Plain, after: Plain, recorded: dt.date) -> Iterator[Change]:
    kind = kind_of(record_id)
    for path, action, old, new in compare_records(before, after):
        subject, field = record_id, path
        if kind is Kind.VERSION and path.startswith(_SLUGGED):
            slug, _, field = _split(path, before, after)
            subject = provision_id(record_id, slug)
        date = world_date(new) or ""
        yield Change(
            subject, "provision" if "#" in subject else str(kind), field, action, old, new, date,
            origin=origin_of(action, date or None, recorded),
            old_side=record_side(record_id, before), new_side=record_side(record_id, after),
            old_part=before, new_part=after,
        )  # fmt: skip


def _split(path: str, before: Plain, after: Plain) -> tuple[str, str, str]:
    """Slug of a provision and the field within it; slugs may hold dots."""
    rest = path.removeprefix(_SLUGGED)
    slugs = {str(p.get("slug")) for side in (before, after) for p in side.get("provisions") or ()}
    slug = max((s for s in slugs if rest == s or rest.startswith(f"{s}.")), key=len, default=rest)
    return slug, "#", rest.removeprefix(slug).lstrip(".")


def needed_predecessors(new: Mapping[str, Plain]) -> list[str]:
    """Ids of predecessors that must be at hand for the steps of new versions."""
    wanted = {str(record["supersedes"]) for record in new.values() if record.get("supersedes")}
    return sorted(record_id for record_id in wanted - new.keys() if kind_of(record_id) is Kind.VERSION)


def rewrites_published(change: Change) -> bool:
    """Whether a change alters what had been recorded of a version already published."""
    is_version = change.kind in ("version", "provision")
    return is_version and change.origin is Origin.CORRECTION and change.action is not Action.ADDED
