"""What an archive does not know: stretches without captures, documents not seen since, pages that vanished or broke.

An archive records a document when its text changed, so silence means that nothing was recorded, not that nothing
changed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from labledger.archive.classify import Change
from labledger.archive.history import Capture

_LEAST_DAYS = 7
_TIMES = 5
_UNSEEN_DAYS = 90


@dataclass(frozen=True, slots=True, order=True)
class Absence:
    """One thing that is not known.

    `kind` is `gap` (nothing at all was captured), `unseen` (nothing of the document was recorded for 90 days and more,
    while others were), `gone` (the file was deleted) or `broken` (the last capture is an error page or the like).
    """

    kind: str
    document: str
    """Empty for the archive as a whole."""
    since: dt.date
    until: dt.date

    @property
    def days(self) -> int:
        """Length in days."""
        return (self.until - self.since).days

    def __str__(self) -> str:
        told = {
            "gap": f"no capture of anything from {self.since} to {self.until}",
            "unseen": f"nothing recorded of {self.document} since {self.since}",
            "gone": f"{self.document} is gone since {self.since}",
            "broken": f"the last captures of {self.document}, since {self.since}, are broken",
        }
        return f"{told[self.kind]} ({self.days} days)"


def absences(captures: Sequence[Capture], changes: Sequence[Change]) -> Iterator[Absence]:
    """What is not known, gaps first. `changes` are those of all documents, each document's in order."""
    days = sorted({capture.recorded.date() for capture in captures if capture.files})
    if not days:
        return
    yield from _gaps(days)
    last: dict[str, Change] = {}
    broken: dict[str, dt.date] = {}
    for change in changes:
        name = change.step.document
        last[name] = change
        if change.name == "capture-error" or (change.name == "first" and change.reasons):
            broken.setdefault(name, change.step.new.day)
        else:
            broken.pop(name, None)
    for name, change in sorted(last.items()):
        day = change.step.new.day
        if change.name == "gone":
            yield Absence("gone", name, day, max(day, days[-1]))
        elif name in broken:
            yield Absence("broken", name, broken[name], max(broken[name], days[-1]))
        elif (days[-1] - day).days >= _UNSEEN_DAYS:
            yield Absence("unseen", name, day, days[-1])


def _gaps(days: Sequence[dt.date]) -> Iterator[Absence]:
    steps = [(later - earlier).days for earlier, later in pairwise(days)]
    least = max(_LEAST_DAYS, _TIMES * median(steps)) if steps else 0
    for earlier, later in pairwise(days):
        if (later - earlier).days > least:
            yield Absence("gap", "", earlier, later)
