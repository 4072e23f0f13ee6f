"""Figures about an archive, each counted from the rows, with the interval that a figure from so few rows allows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any

from labledger.archive.classify import CLASSES

WORDLESS = ("date-only", "date-format", "link-only", "format-only")
_Z = 1.96


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many, and the interval that holds the true share in 95 of 100 cases (Wilson)."""

    what: str
    count: int
    total: int

    @property
    def interval(self) -> tuple[float, float]:
        """Low and high end, 0 to 1; nothing is known of no rows."""
        if not self.total:
            return 0.0, 1.0
        share, spread = self.count / self.total, _Z * _Z / self.total
        middle = (share + spread / 2) / (1 + spread)
        half = _Z * sqrt(share * (1 - share) / self.total + spread / (4 * self.total)) / (1 + spread)
        return max(0.0, middle - half), min(1.0, middle + half)


def shares(rows: Sequence[dict[str, Any]]) -> tuple[Share, ...]:
    """What became of the recorded changes, those called technical upgrades and first records left out.

    A change has no word in it, or returns to a text that stood before, or carries new words; the three are all of them.
    """
    told = [row for row in rows if row["class"] not in ("first", "gone") and not is_upgrade(row["subject"])]
    wordless = [row for row in told if row["class"] in WORDLESS]
    worded = [row for row in told if row["class"] not in WORDLESS]
    back = [row for row in worded if row["returns"] or row["class"] in ("revert", "rollback")]
    dated = [row for row in rows if row["class"] == "substantive" and any(part["new"] for part in row["stated"])]
    return (
        Share("change no word", len(wordless), len(told)),
        Share("return to an older text", len(back), len(told)),
        Share("carry new words", len(worded) - len(back), len(told)),
        Share(
            "dated substantive edits that left the stated date alone", sum(row["quiet"] for row in dated), len(dated)
        ),
    )


def by_class(rows: Iterable[dict[str, Any]]) -> dict[str, int]:
    """How many rows there are of each class."""
    counted = Counter(row["class"] for row in rows)
    return {name: counted[name] for name in CLASSES if counted[name]}


def is_upgrade(subject: str) -> bool:
    """Whether a commit calls itself an upgrade of the archive's own means; its texts are read all the same."""
    return "upgrade" in subject.lower() or subject.lower().startswith("refilter")
