"""The tables that are computed: every record, every citation, and every labelled change with its values and labels."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from labledger.dates import EARLIEST_YEAR, PartialDate, Window
from labledger.diff.change import Change, Side, digest
from labledger.diff.fold import fold
from labledger.diff.steps import headline, steps, version_steps
from labledger.diff.versions import step_date
from labledger.ids import framework_of, kind_of, lab_of, provision_id
from labledger.label.describe import describe
from labledger.label.engine import apply
from labledger.label.label import Row
from labledger.label.predicates import Context
from labledger.label.reviews import review
from labledger.label.rule import rules
from labledger.model.dataset import Dataset
from labledger.release.table import Cell, Column, Plain, Table, plain
from labledger.report.report import Question, Report, sentences
from labledger.store.layout import path_of

C = Column
Cells = tuple[Cell, ...]

RECORDS = Table(
    "records", "Records", "Every record of every kind, also those taken back.", ("id",),
    (
        C("id", "text", "The record's id.", needed=True),
        C("kind", "text", "Its kind.", needed=True),
        C("lab", "text", "Id of the lab it belongs to.", refers="labs"),
        C("title", "text", "What a reader would call it.", needed=True),
        C("withdrawn", "date", "When we took the record back; such a record stands in no other table."),
        C("reason", "text", "Why we took it back."),
        C("successor", "text", "Id of the record that took its place."),
        C("file", "text", "Where it lies in the release, as JSON.", needed=True),
    ),
    searched=("title",),
)  # fmt: skip

CITATIONS = Table(
    "citations", "Citations", "Where it stands: each link from a statement to a place in a source.",
    ("record", "number"),
    (
        C("record", "text", "Id of the record that cites.", refers="records", needed=True),
        C("number", "integer", "Place among the citations of the record, from 1.", needed=True),
        C("part", "text", "The part of the record that cites, as a path of fields and names; empty for the whole."),
        C("source", "text", "Id of the source.", refers="sources"),
        C("locator", "text", "Page, section or paragraph."),
        C("quote", "text", "At most eight words, only where the wording itself is the fact."),
        C("shingles", "list", "Hashed word runs of the passage."),
    ),
)  # fmt: skip

CHANGES = Table(
    "changes", "Changes",
    "Every change of every version step, and what else at the labs a rule labelled, by the day it took place; a row is "
    "all that one step did to one subject.",
    ("id",),
    (
        C("id", "text", "Hash of subject, step and origin.", needed=True),
        C("date", "date", "When it took place."),
        C("year", "integer", "The year of that date.", unit="year"),
        C("lab", "text", "Id of the lab.", refers="labs"),
        C("framework", "text", "Id of the framework.", refers="frameworks"),
        C("step", "text", "Both versions, joined by two dots; empty for what is no version step."),
        C("old_version", "text", "Id of the older version.", refers="versions"),
        C("new_version", "text", "Id of the newer version.", refers="versions"),
        C("subject", "text", "Id of the provision or record.", needed=True),
        C("kind", "text", "Kind of subject: provision, version, fact and so on. Rows of kind version announce a step; "
          "totals leave them out.", needed=True),
        C("area", "text", "What the provision is about."),
        C("origin", "text", "amendment: the lab acted.", needed=True),
        C("direction", "text", "weaken, strengthen, neutral or unclear, as seen by those the promise protects.",
          needed=True),
        C("mixed", "boolean", "Whether it weakens and strengthens at once.", needed=True),
        C("severity", "text", "The gravest of its labels: error, warn, info or off.", needed=True),
        C("disclosure", "text", "Whether the lab's own account tells it: announced, partial, silent, no-account, "
          "unknown.", needed=True),
        C("labels", "list", "Plain labels."),
        C("rules", "list", "Ids of the rules that labelled it."),
        C("fields", "list", "Fields that differ; none for the subject as a whole."),
        C("old", "text", "What stood before, in words."),
        C("new", "text", "What stands after, in words."),
        C("told", "text", "What happened, in sentences.", needed=True),
        C("old_provision", "text", "Id of the provision as it was.", refers="provisions"),
        C("new_provision", "text", "Id of the provision as it is.", refers="provisions"),
        C("account", "list", "Items of the lab's own account that are about it."),
    ),
    searched=("subject", "told"),
)  # fmt: skip

CHANGE_VALUES = Table(
    "change_values", "Values of changes", "Each field that a change altered, with both values and where each stands.",
    ("change", "number"),
    (
        C("change", "text", "Id of the change.", refers="changes", needed=True),
        C("number", "integer", "Place among the fields of the change, from 1.", needed=True),
        C("key", "text", "Hash of what differs, as in reports.", needed=True),
        C("field", "text", "The field; empty for the subject as a whole."),
        C("action", "text", "added, removed, changed, moved, renumbered, split, merged or reworded.", needed=True),
        C("old", "data", "The value before; for a subject as a whole, see its own table."),
        C("new", "data", "The value after; for a subject as a whole, see its own table."),
        C("old_text", "text", "The value before, in words.", needed=True),
        C("new_text", "text", "The value after, in words.", needed=True),
        C("old_record", "text", "Id of the record where the old value stands.", refers="records"),
        C("old_locator", "text", "Where in its document."),
        C("old_source", "text", "Id of the source of the document.", refers="sources"),
        C("new_record", "text", "Id of the record where the new value stands.", refers="records"),
        C("new_locator", "text", "Where in its document."),
        C("new_source", "text", "Id of the source of the document.", refers="sources"),
    ),
)  # fmt: skip

CHANGE_LABELS = Table(
    "change_labels", "Labels of changes", "Each verdict of a rule or person on a change.", ("change", "number"),
    (
        C("change", "text", "Id of the change.", refers="changes", needed=True),
        C("number", "integer", "Place among its labels, from 1.", needed=True),
        C("field", "text", "The field it is about; empty for the change as a whole."),
        C("rule", "text", "Id of the rule.", needed=True),
        C("code", "text", "Its short code.", needed=True),
        C("direction", "text", "weaken, strengthen, neutral or unclear.", needed=True),
        C("severity", "text", "error, warn, info or off.", needed=True),
        C("labels", "list", "Plain labels."),
        C("message", "text", "The sentence.", needed=True),
        C("confidence", "number", "How sure, from 0 to 1.", needed=True, unit="1"),
        C("tier", "text", "field, text or person.", needed=True),
        C("fingerprint", "text", "Identity of the label, by which people rule on it.", needed=True),
        C("ruling", "text", "Who ruled, when and why, where a person's verdict replaced the machine's."),
    ),
)  # fmt: skip


def world(dataset: Dataset, day: dt.date) -> Report:
    """Every change of a version step and every other labelled change on the world clock, as things stood on a day.

    Version steps dated later count as well.
    """
    dates = [_first(step_date(new, old)) for name in dataset.versions for old, new in version_steps(dataset, name)]
    window = Window(dt.date(EARLIEST_YEAR, 1, 1), max([day, *dates]))
    found = fold(steps(dataset, window))
    # What merely happened, and no rule has anything to say of, stands in the tables of events, facts and the rest.
    rows = (row for row in review(dataset, apply(rules(), found, Context(day))) if row.step or row.labels)
    return Report.of(rows, Question("world", window.since.isoformat(), window.until.isoformat(), "", day.isoformat()))


def _first(date: str | None) -> dt.date:
    return PartialDate.parse(str(date)).first if date else dt.date(EARLIEST_YEAR, 1, 1)


def record_rows(dataset: Dataset) -> Iterator[Cells]:
    """Rows of `records`."""
    for record_id in sorted(dataset.records):
        record = dataset.records[record_id]
        tombstone = record.get("tombstone") or {}
        yield (
            record_id, str(kind_of(record_id)), lab_of(record_id), headline(record), tombstone.get("date"),
            tombstone.get("reason"), tombstone.get("successor"), file_of(record_id),
        )  # fmt: skip


def file_of(record_id: str) -> str:
    """Where a record lies in a release."""
    return f"records/{path_of(record_id).removesuffix('.yaml')}.json"


def citation_rows(dataset: Dataset) -> Iterator[Cells]:
    """Rows of `citations`."""
    for record_id in sorted(dataset.records):
        record = dataset.records[record_id]
        if "tombstone" not in record:
            for number, (part, citation) in enumerate(_citations(record, ""), 1):
                yield (
                    record_id, number, part or None, citation.get("source"), citation.get("locator"),
                    citation.get("quote"), list(citation["shingles"]) if "shingles" in citation else None,
                )  # fmt: skip


def _citations(part: Any, path: str) -> Iterator[tuple[str, Plain]]:
    for field, value in part.items():
        if isinstance(value, dict):
            yield from _citations(value, f"{path}.{field}".lstrip("."))
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            for number, inner in enumerate(value, 1):
                if field in ("citations", "offered"):
                    yield path if field == "citations" else f"{path}.{field}".lstrip("."), inner
                else:
                    name = inner.get("slug") or inner.get("name") or inner.get("criterion") or number
                    yield from _citations(inner, f"{path}.{field}.{name}".lstrip("."))


def change_id(row: Row) -> str:
    """Identity of a row of `changes`."""
    return digest(row.subject, row.step or row.date, row.origin)


def change_rows(report: Report, ids: Sequence[str]) -> Iterator[Cells]:
    """Rows of `changes`; `ids` are those of the rows of the report."""
    ends = {step.name: (step.old or None, step.new) for step in report.steps}
    for name, row in zip(ids, report.rows, strict=True):
        first = row.changes[0]
        versions = ends.get(row.step, (None, None))
        yield (
            name, row.date or None, int(row.date[:4]) if row.date else None, lab_of(row.subject),
            framework_of(row.subject), row.step or None, *versions, row.subject, row.kind, row.area or None,
            str(row.origin), row.direction, row.mixed, row.severity, row.disclosure, list(row.plain_labels),
            list(dict.fromkeys(label.rule for label in row.labels)),
            [change.field for change in row.changes if change.field],
            _told(row, "old"), _told(row, "new"), "; ".join(sentences(row)), _provision(row, first.old_side),
            _provision(row, first.new_side), list(row.account),
        )  # fmt: skip


def _provision(row: Row, side: Side | None) -> str | None:
    slug = row.subject.partition("#")[2]
    return provision_id(side.record, slug) if side and slug and row.kind == "provision" else None


def _told(row: Row, side: str) -> str | None:
    told = (describe(change.field, value) for change in row.changes if (value := getattr(change, side)) is not None)
    return "; ".join(told) or None


def value_rows(report: Report, ids: Sequence[str]) -> Iterator[Cells]:
    """Rows of `change_values`."""
    for name, row in zip(ids, report.rows, strict=True):
        for number, change in enumerate(row.changes, 1):
            yield (
                name, number, change.key, change.field or None, str(change.action), *_values(change),
                describe(change.field, change.old), describe(change.field, change.new),
                *_side(change.old_side), *_side(change.new_side),
            )  # fmt: skip


def _values(change: Change) -> Cells:
    return (plain(change.old), plain(change.new)) if change.field else (None, None)


def _side(side: Side | None) -> Cells:
    return (side.record or None, side.locator or None, side.source or None) if side else (None, None, None)


def label_rows(report: Report, ids: Sequence[str]) -> Iterator[Cells]:
    """Rows of `change_labels`."""
    for name, row in zip(ids, report.rows, strict=True):
        for number, label in enumerate(row.labels, 1):
            yield (
                name, number, label.field or None, label.rule, label.code, label.direction, label.severity,
                list(label.labels), label.message, label.confidence, label.tier, label.fingerprint,
                label.ruling or None,
            )  # fmt: skip
