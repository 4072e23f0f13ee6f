"""Is every id used once, and never for two things?"""

from __future__ import annotations

from collections.abc import Iterator

from labledger.check.fault import Fault
from labledger.model.dataset import Dataset


def check_identity(dataset: Dataset) -> Iterator[Fault]:
    """An id that another record continues is done with; a record continues only what stands in the dataset."""
    for record_id, record in dataset.records.items():
        for index, old in enumerate(record.get("continues", ())):
            former = dataset.get(str(old))
            if former is None:
                message = f"continues {old}, which has no record"
                yield Fault(record_id, ("continues", index), "R-NONE", message, "keep the old file with a tombstone")
            elif "tombstone" not in former:
                message = f"continues {old}, which still stands"
                yield Fault(record_id, ("continues", index), "I-REUSED", message, "give the old record a tombstone")
