"""Proposed records, for reading and as data, with what was left out and what is not known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from labledger.archive.absence import Absence
from labledger.archive.watch import Left, Proposal
from labledger.report.archive import absence_lines
from labledger.report.as_text import Line, Span
from labledger.report.escape import one_line

SCHEMA = "labledger/archive/1#watch"


def as_lines(made: Sequence[Proposal], left: Sequence[Left], unknown: Sequence[Absence]) -> Iterator[Line]:
    """One line for each proposal, and how many changes were left out for which reason."""
    for one in made:
        yield (Span("proposed  ", "unclear"), Span(one.record_id, "title"), Span(f"  {one_line(one.why)}", "dim"))
    if not made:
        yield (Span("nothing to propose", "strong"),)
    else:
        yield (Span(f"{len(made)} proposed; none is recorded until a person takes it over", "strong"),)
    for why, count in sorted(Counter(one.why for one in left).items()):
        yield (Span(f"left out: {count}, because {one_line(why)}", "dim"),)
    yield from absence_lines(unknown)


def as_data(made: Sequence[Proposal], left: Sequence[Left], unknown: Sequence[Absence]) -> dict[str, Any]:
    """Everything as plain data."""
    return {
        "schema": SCHEMA,
        "total": len(made),
        "proposals": [{"id": one.record_id, "why": one.why, "record": dict(one.record)} for one in made],
        "left_out": [{"date": one.day.isoformat(), "document": one.document, "why": one.why} for one in left],
        "not_known": [str(absence) for absence in unknown],
    }
