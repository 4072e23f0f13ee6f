"""Labs side by side: what each has in force in each area on one day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from labledger.ids import Kind
from labledger.label.rule import ladders
from labledger.model.dataset import Dataset
from labledger.model.vocab import Area
from labledger.report.as_text import Line, Span
from labledger.report.briefing import in_force
from labledger.report.escape import one_line

AREAS = tuple(str(area) for area in Area)
Table = Mapping[str, Mapping[str, Sequence[Mapping[str, Any]]]]


def compare_labs(dataset: Dataset, labs: Sequence[str], day: dt.date, area: str | None = None) -> Table:
    """Provisions in force by area and lab, those that bind most first."""
    table: dict[str, dict[str, list[dict[str, Any]]]] = {}
    for name in (area,) if area else AREAS:
        row = {lab: list(_provisions(dataset, lab, day, name)) for lab in labs}
        if any(row.values()):
            table[name] = row
    return table


def _provisions(dataset: Dataset, lab: str, day: dt.date, area: str) -> Iterator[dict[str, Any]]:
    found = []
    for framework, _ in dataset.of_kind(Kind.FRAMEWORK):
        version = in_force(dataset, framework, day) if framework.split("/")[0] == lab else None
        for provision in (version or {}).get("provisions") or ():
            if provision.get("area") == area:
                band = ladders()["modality"].get(str(provision.get("modality")), -1)
                found.append((-band, str(provision["slug"]), str((version or {})["id"]), provision))
    for _, slug, version_id, provision in sorted(found, key=lambda entry: entry[:3]):
        yield {
            "id": f"{version_id}#{slug}",
            "modality": provision.get("modality"),
            "statement": provision.get("statement"),
        }


def as_lines(table: Table, labs: Sequence[str], day: dt.date) -> Iterator[Line]:
    """The comparison as lines: area by area, lab by lab."""
    yield (Span(f"{' and '.join(labs)} side by side on {day.isoformat()}", "title"),)
    if not table:
        yield (Span("nothing recorded for these labs on that day"),)
    for area, row in table.items():
        yield ()
        yield (Span(area, "title"), Span("  " + ", ".join(f"{lab} {len(found)}" for lab, found in row.items()), "dim"))
        for lab, found in row.items():
            yield (Span(f"  {lab}", "strong"), Span("" if found else "  nothing recorded in this area", "dim"))
            for provision in found:
                yield (
                    Span(f"    {provision['modality']}: {one_line(str(provision['statement']))}"),
                    Span(f"  ({provision['id'].split('/', 1)[1]})", "dim"),
                )
