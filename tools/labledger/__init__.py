"""LabLedger: what AI labs bound themselves to, what they changed, and whether they said so.

`labledger.load()` gives the data, `labledger.diff(old, new)` what changed; see `labledger.api`. Nothing is imported
until it is asked for.
"""

from __future__ import annotations

from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

import labledger.diff as _package

if TYPE_CHECKING:
    from labledger.api import Changes, Dataset, diff
    from labledger.api.load import load
    from labledger.label.clauses import label_clauses
    from labledger.release.result import Rows

__version__ = "0.1.0"
__all__ = ["Changes", "Dataset", "Rows", "__version__", "diff", "label_clauses", "load"]
_PLACES = {
    "Changes": "api", "Dataset": "api", "load": "api", "Rows": "release.result", "label_clauses": "label.clauses",
}  # fmt: skip


class _Diff(ModuleType):
    """The package `labledger.diff`, which also answers as the function of that name."""

    def __call__(self, *sides: Any, **options: Any) -> Any:
        """What changed between two sides, labelled: see `labledger.api.diff`."""
        return import_module("labledger.api").diff(*sides, **options)


_package.__class__ = _Diff


def __getattr__(name: str) -> Any:
    if name in _PLACES:
        return getattr(import_module(f"labledger.{_PLACES[name]}"), name)
    raise AttributeError(f"module 'labledger' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
