"""A report as JSON, JSON lines and CSV: for machines and spreadsheets."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from labledger.ids import framework_of, lab_of
from labledger.label.describe import describe
from labledger.report.document import document, line
from labledger.report.escape import csv_cell
from labledger.report.report import SCHEMA, Report, as_data, row_data

COLUMNS = (
    "date", "lab", "framework", "step", "subject", "kind", "area", "origin", "direction", "mixed", "severity",
    "disclosure", "plain_labels", "rules", "field", "action", "old", "new", "old_record", "old_locator", "old_source",
    "new_record", "new_locator", "new_source", "key",
)  # fmt: skip


def as_json(report: Report) -> str:
    """One JSON document with sorted keys."""
    return document(as_data(report))


def as_json_lines(report: Report) -> Iterator[str]:
    """One row a line, each naming its schema."""
    for row in report.rows:
        yield line({"schema": f"{SCHEMA}#row", **row_data(row)})


def as_csv(report: Report) -> str:
    """One change a line; text that a spreadsheet would run is preceded by an apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in report.rows:
        rules = " ".join(dict.fromkeys(label.rule for label in row.labels))
        for change in row.changes:
            old, new = change.old_side, change.new_side
            cells = (
                row.date, lab_of(row.subject), framework_of(row.subject), row.step, row.subject, row.kind, row.area,
                row.origin, row.direction, str(row.mixed).lower(), row.severity, row.disclosure,
                " ".join(row.plain_labels), rules, change.field, change.action,
                describe(change.field, change.old), describe(change.field, change.new),
                *((old.record, old.locator, old.source) if old else ("", "", "")),
                *((new.record, new.locator, new.source) if new else ("", "", "")), change.key,
            )  # fmt: skip
            writer.writerow([csv_cell(str(cell or "")) for cell in cells])
    return out.getvalue()
