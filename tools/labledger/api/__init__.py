"""The Python interface: load the data, look at it on a day or as of a revision, compare, ask.

    >>> import labledger
    >>> data = labledger.load()
    >>> data["anthropic/rsp/v2.2"]["published"]
    '2025-05-14'

Everything is read only; errors are `labledger.errors.LedgerError` with one line that says what to do.
"""

from __future__ import annotations

from labledger.api.changes import Changes, diff
from labledger.api.dataset import Dataset, Date, Record, kind
from labledger.api.load import load
from labledger.release.result import Rows

__all__ = ["Changes", "Dataset", "Date", "Record", "Rows", "diff", "kind", "load"]
