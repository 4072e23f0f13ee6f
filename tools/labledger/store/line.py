"""The line of revisions: first parents from the newest back, and which of them a day means."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from labledger.text.sequence import longest_run


@dataclass(frozen=True, slots=True)
class Revision:
    """One commit of the dataset's repository."""

    name: str
    """As the user wrote it."""
    commit: str
    """Full hash; empty for files that are not committed."""
    recorded: dt.datetime
    """Committer date, in UTC."""

    @property
    def day(self) -> dt.date:
        """The day, in UTC, on which it was recorded."""
        return self.recorded.date()

    def __str__(self) -> str:
        return f"{self.name} ({self.commit[:10] or 'not committed'}, {self.day.isoformat()})"


@dataclass(frozen=True)
class Line:
    """Revisions newest first, each the first parent of the one before it."""

    revisions: Sequence[Revision]

    def as_of(self, day: dt.date) -> Revision | None:
        """The last revision recorded by the end of a day, UTC; None when there is none.

        A revision whose date breaks the order of the line counts as recorded with the one before it: a backdated
        commit was not there before its parent was, and a clock that ran ahead does not hide what came after.
        """
        end = dt.datetime.combine(day, dt.time.max, dt.UTC)
        chosen = None
        for index in reversed(range(len(self.revisions))):
            if index in self._in_order:
                if self.revisions[index].recorded > end:
                    break
                chosen = self.revisions[index]
            elif chosen is not None:
                chosen = self.revisions[index]
        return chosen

    @cached_property
    def disordered(self) -> tuple[Revision, ...]:
        """Revisions whose date breaks the order, newest first."""
        return tuple(r for index, r in enumerate(self.revisions) if index not in self._in_order)

    @cached_property
    def _in_order(self) -> frozenset[int]:
        """The longest run whose dates never decrease; of equally long ones that with the older revisions."""
        return longest_run(-revision.recorded.timestamp() for revision in self.revisions)
