"""The Python interface: load the data, look at it on a day or as of a revision, compare, ask.

    >>> import labledger
    >>> data = labledger.load()
    >>> data["anthropic/rsp/v2.2"]["published"]
    '2025-05-14'
    >>> step = labledger.label_clauses("We will publish the report.", "We may publish the report.")
    >>> step.direction, sorted(step.labels)
    ('weaken', ['modality-softened', 'weakened'])

Everything is read only; errors are `labledger.errors.LedgerError` with one line that says what to do.
"""

from __future__ import annotations

from labledger.api.changes import Changes, diff
from labledger.api.dataset import Dataset, Date, Record, kind
from labledger.api.load import load
from labledger.label.clauses import label_clauses
from labledger.release.result import Rows

__all__ = ["Changes", "Dataset", "Date", "Record", "Rows", "diff", "kind", "label_clauses", "load"]
