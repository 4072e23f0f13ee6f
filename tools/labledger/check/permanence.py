"""Has anything that was once recorded vanished, or its id been given to something else?"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from labledger.check.fault import Fault
from labledger.ids import Kind, kind_of
from labledger.model.dataset import Dataset
from labledger.text.closest import did_you_mean

_NAMING = {Kind.LAB: "name", Kind.FRAMEWORK: "kind", Kind.EVENT: "kind", Kind.SOURCE: "publisher"}


def check_permanence(old: Dataset, new: Dataset, broken: frozenset[str]) -> Iterator[Fault]:
    """Every record and provision of the old dataset still stands in the new one, or is accounted for there."""
    continued = _continued(new)
    yield from _never_were(new, old.records.keys() | new.records.keys() | _continued(old) | broken)
    for record_id, before in old.records.items():
        after = new.get(record_id)
        if after is None:
            if record_id not in broken and record_id not in continued:
                twin = _twin(before, old, new)
                heir = f"of {twin}, which says the same" if twin else "of its successor"
                hint = f"name it under continues {heir}, or keep the file with a tombstone"
                yield Fault(record_id, (), "I-LOST", f"{record_id} was removed", hint)
            continue
        if kind_of(record_id) is Kind.VERSION:
            yield from _provisions(record_id, before, after)
        yield from _reused(record_id, before, after)


def _twin(before: Mapping[str, Any], old: Dataset, new: Dataset) -> str:
    """A new record that says the same under another id; an empty text where there is none."""
    content = {**before, "id": ""}
    came = (name for name in new.records if name not in old)
    return next((name for name in came if {**new.records[name], "id": ""} == content), "")


def _continued(dataset: Dataset) -> set[str]:
    return {str(name) for record in dataset.records.values() for name in record.get("continues", ())}


def _never_were(new: Dataset, known: Collection[str]) -> Iterator[Fault]:
    for record_id, record in new.records.items():
        for index, name in enumerate(record.get("continues", ())):
            if str(name) not in known:
                place = ("continues", index)
                yield Fault(record_id, place, "R-NONE", f"{name} never was a record", did_you_mean(str(name), known))


def _provisions(version_id: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Fault]:
    kept = {str(provision["slug"]) for provision in after.get("provisions", ())}
    for provision in before.get("provisions", ()):
        slug = str(provision["slug"])
        if slug not in kept and slug not in str(after.get("notes", "")):
            hint = "put it back, or say in notes of the version why it was wrong, naming the slug"
            yield Fault(
                version_id, ("provisions",), "I-LOST", f"provision {slug} was removed from a published version", hint
            )


def _reused(record_id: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Fault]:
    if "tombstone" in before and "tombstone" not in after:
        yield Fault(record_id, (), "I-REUSED", "a withdrawn id is in use again", "choose a new id")
        return
    field = becomes_another(record_id, before, after)
    if field:
        message = f"{field} and more than half of the record differ from before"
        yield Fault(record_id, (field,), "I-REUSED", message, "choose a new id", "warning")


def becomes_another(record_id: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    """The field that names a record, where it and more than half of the record differ; else an empty text."""
    field = _NAMING.get(kind_of(record_id) or Kind.LAB)
    other = field and field in before and str(before[field]) != str(after.get(field)) and _differs(before, after)
    return field if field and other else ""


def _differs(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    same = sum(before[key] == after.get(key) for key in before)
    return bool(same * 2 < len(before))
