"""Is every id used once, and never for two things?"""

from __future__ import annotations

from collections.abc import Iterator

from labledger.check.fault import Fault
from labledger.model.dataset import Dataset


def check_identity(dataset: Dataset) -> Iterator[Fault]:
    """A record does not continue one that still counts: an id that was carried on is done with."""
    for record_id, record in dataset.records.items():
        for index, old in enumerate(record.get("continues", ())):
            former = dataset.get(str(old))
            if former is not None and "tombstone" not in former:
                message, hint = f"continues {old}, which still stands", "give the old record a tombstone"
                against = (str(old), ("id",))
                yield Fault(record_id, ("continues", index), "I-REUSED", message, hint, against=against)
