"""What happened in the world to a framework, provision or record, in order of date."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from labledger.diff.steps import version_steps
from labledger.diff.versions import step_date
from labledger.ids import Kind, kind_of
from labledger.label.describe import describe
from labledger.model.dataset import Dataset
from labledger.report.as_text import Line, Span
from labledger.report.briefing import provision_history
from labledger.report.escape import one_line

Plain = Mapping[str, Any]
_DATES = (
    "published",
    "effective",
    "first_observed",
    "withdrawn",
    "date",
    "made",
    "due",
    "asked",
    "adopted",
    "repealed",
)


def timeline(dataset: Dataset, record_id: str) -> list[dict[str, Any]]:
    """Moments of a record on the world clock: date, what, and a sentence."""
    base, _, slug = record_id.partition("#")
    if slug:
        return _provision(dataset, record_id)
    record = dataset.records[base]
    moments: list[dict[str, Any]] = []
    if kind_of(base) is Kind.FRAMEWORK:
        for old, new in version_steps(dataset, base):
            moments.append(_moment(step_date(new, old), str(new["id"]), str(new.get("summary") or "published")))
    for field in _DATES:
        if record.get(field):
            moments.append(_moment(str(record[field]), field.replace("_", " "), str(record.get("title", ""))))
    moments.extend(_parts(record))
    return sorted(moments, key=lambda moment: (moment["date"], moment["what"]))


def _moment(date: str, what: str, told: str) -> dict[str, Any]:
    return {"date": date, "what": what, "told": told}


def _parts(record: Plain) -> Iterator[dict[str, Any]]:
    for value in record.get("values") or ():
        for field, word in (("start", "begins"), ("end", "ends")):
            if value.get(field):
                yield _moment(str(value[field]), f"{value['name']} {word}", str(value["statement"]))
    for name in ("answers", "evidence", "captures"):
        for part in record.get(name) or ():
            if part.get("date"):
                told = part.get("statement") or part.get("sha256") or ""
                yield _moment(str(part["date"]), name.rstrip("s"), str(told))


def _provision(dataset: Dataset, record_id: str) -> list[dict[str, Any]]:
    from labledger.diff.facets import compare_facets

    moments = []
    previous: Plain | None = None
    for version_id, provision in provision_history(dataset, record_id):
        version = dataset.records[version_id]
        if previous is None:
            told = str(provision.get("statement", ""))
        else:
            told = "; ".join(
                f"{field}: {describe(field, old)} → {describe(field, new)}"
                for field, _, old, new in compare_facets(previous, provision)
            )
        if told:
            moments.append(_moment(str(version.get("published")), version_id, told))
        previous = provision
    return moments


def as_lines(record_id: str, moments: Sequence[Mapping[str, Any]]) -> Iterator[Line]:
    """The moments as lines to read."""
    yield (Span(one_line(record_id), "title"),)
    if not moments:
        yield (Span("  no dated moment is recorded", "dim"),)
    for moment in moments:
        yield (
            Span(f"  {moment['date']:<10}  "),
            Span(one_line(str(moment["what"])), "strong"),
            Span(f"  {one_line(str(moment['told']))}", ""),
        )
