"""A report as data: what was asked, the labelled rows, and totals that are counted from them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from labledger import __version__
from labledger.diff.change import Change, Side
from labledger.ids import framework_of, lab_of
from labledger.label.describe import describe, spoken
from labledger.label.disclosure import unmatched_items
from labledger.label.label import Label, Row
from labledger.label.reviews import agreement
from labledger.label.rule import LABEL_SET

SCHEMA = "labledger/report/1"
DIRECTIONS = ("weaken", "strengthen", "unclear", "neutral")
SEVERITIES = ("error", "warn", "info", "off")
DISCLOSURES = ("announced", "partial", "silent", "no-account", "unknown")


@dataclass(frozen=True)
class Question:
    """What was asked: on which clock, between what, as known when."""

    clock: str
    """`world` for two dates, `record` for two revisions, `pair` for two records."""
    old: str
    new: str
    as_of: str = ""
    today: str = ""


@dataclass(frozen=True)
class Step:
    """One version step: what led to what, when, and what the lab said of it."""

    name: str
    old: str
    new: str
    title: str
    date: str
    account: str
    coverage: str
    provisions: int
    unmatched: tuple[str, ...] = ()
    """Items of the lab's account that match no recorded change."""

    @property
    def lab(self) -> str:
        """The lab that took it."""
        return lab_of(self.new) or ""

    @property
    def told_account(self) -> str:
        """In what form the lab told of it, in words."""
        known = {"first": "first version", "none": "no account found", "": "account not looked for"}
        return known.get(self.account, f"account: {self.account}")

    @property
    def labels(self) -> str:
        """Both version names, short."""
        return f"{self.old.split('/')[-1]} → {self.new.split('/')[-1]}" if self.old else self.new.split("/")[-1]


@dataclass(frozen=True)
class Filters:
    """Which rows to keep; an empty set keeps all."""

    lab: frozenset[str] = frozenset()
    framework: frozenset[str] = frozenset()
    kind: frozenset[str] = frozenset()
    area: frozenset[str] = frozenset()
    label: frozenset[str] = frozenset()
    rule: frozenset[str] = frozenset()
    direction: frozenset[str] = frozenset()
    severity: frozenset[str] = frozenset()
    disclosure: frozenset[str] = frozenset()

    def keep(self, row: Row) -> bool:
        """Whether a row passes every filter that is set."""
        framework = framework_of(row.subject) or ""
        pairs = (
            (self.lab, {lab_of(row.subject) or ""}),
            (self.framework, {framework, framework.split("/")[-1]}),
            (self.kind, {row.kind}),
            (self.area, {row.area}),
            (self.label, set(row.plain_labels)),
            (self.rule, {name for label in row.labels for name in (label.rule, label.code)}),
            (self.direction, {row.direction}),
            (self.severity, {row.severity}),
            (self.disclosure, {row.disclosure}),
        )
        return all(not wanted or wanted & found for wanted, found in pairs)


@dataclass(frozen=True)
class Report:
    """Labelled rows in a stable order, the steps they belong to, and what a reader must know besides."""

    question: Question
    rows: tuple[Row, ...]
    steps: tuple[Step, ...] = ()
    notes: tuple[str, ...] = ()
    hidden: int = 0
    """Rows left out by filters."""

    @classmethod
    def of(cls, rows: Iterable[Row], question: Question, notes: Sequence[str] = ()) -> Report:
        """A report over labelled rows, by lab, framework, date and step, within a step by direction and severity."""
        ordered = tuple(sorted(rows, key=_order))
        return cls(question, ordered, _steps(ordered), tuple(notes))

    def filtered(self, filters: Filters) -> Report:
        """The same report with only the rows that pass, saying how many do not."""
        rows = tuple(row for row in self.rows if filters.keep(row))
        names = {row.step for row in rows}
        steps = tuple(step for step in self.steps if step.name in names)
        return replace(self, rows=rows, steps=steps, hidden=len(self.rows) - len(rows))

    @property
    def counts(self) -> Mapping[str, Mapping[str, int]]:
        """How many rows there are in all, and by direction, severity, disclosure, origin and kind; and rulings."""
        told = [row for row in self.rows if row.kind != "version"]
        undisclosed = sum("undisclosed" in row.plain_labels for row in told)
        return {
            "all": {"rows": len(told), "steps": len(self.steps), "mixed": sum(row.mixed for row in told),
                    "undisclosed": undisclosed, "hidden": self.hidden},
            "direction": _count((row.direction for row in told), DIRECTIONS),
            "severity": _count((row.severity for row in told), SEVERITIES),
            "disclosure": _count((row.disclosure for row in told), DISCLOSURES),
            "origin": _count((row.origin for row in told), ("amendment", "backfill", "correction")),
            "kind": _count((row.kind for row in self.rows), ()),
            "rulings": agreement(self.rows),
        }  # fmt: skip


def _count(words: Iterable[str], known: Sequence[str]) -> dict[str, int]:
    found = Counter(map(str, words))
    return {word: found.get(word, 0) for word in (*known, *sorted(set(found) - set(known)))}


_LAST = "~"
"""Sorts after every id: rows that belong to no framework or no lab."""


def _order(row: Row) -> tuple[str, str, str, str, bool, int, int, str, str]:
    return (
        lab_of(row.subject) or _LAST, framework_of(row.subject) or _LAST, row.date, row.step, row.kind != "version",
        DIRECTIONS.index(row.direction), SEVERITIES.index(row.severity), row.subject, str(row.origin),
    )  # fmt: skip


@dataclass(frozen=True)
class Group:
    """Rows that are read together: those of one version step, or a lab's other records."""

    lab: str
    """The lab; empty for records shared by several."""
    step: Step | None
    rows: tuple[Row, ...]


def groups(report: Report) -> Iterator[Group]:
    """The rows of a report by lab and step, in their order."""
    steps = {step.name: step for step in report.steps}
    for (lab, name), rows in groupby(report.rows, key=lambda row: (lab_of(row.subject) or "", row.step)):
        yield Group(lab, steps.get(name), tuple(rows))


def _steps(rows: Sequence[Row]) -> tuple[Step, ...]:
    changes: dict[str, list[Change]] = defaultdict(list)
    for row in rows:
        changes[row.step].extend(row.changes)
    heads: dict[str, Change] = {}
    for row in rows:
        for change in row.changes:
            if change.kind == "version" and not change.field:
                heads.setdefault(change.step, change)
    return tuple(_step(head, changes[name]) for name, head in heads.items())


def _step(change: Change, changes: Sequence[Change]) -> Step:
    old, new = change.old_part, change.new_part
    account = new.get("account") or {}
    return Step(
        change.step, str(old.get("id", "")), str(new.get("id", "")), str(new.get("title", "")), change.date,
        str(account.get("form", "")) if old else "first", str(new.get("coverage", "")),
        len(new.get("provisions") or ()), unmatched_items(account, changes) if old else (),
    )  # fmt: skip


def as_data(report: Report) -> dict[str, Any]:
    """The report as plain data in a documented shape (`labledger schema report`)."""
    question = report.question
    return {
        "schema": SCHEMA,
        "tool": f"labledger {__version__}",
        "label_set": LABEL_SET,
        "question": {"clock": question.clock, "old": question.old, "new": question.new, "as_of": question.as_of,
                     "today": question.today},
        "counts": report.counts,
        "notes": list(report.notes),
        "steps": [_step_data(step) for step in report.steps],
        "rows": [row_data(row) for row in report.rows],
    }  # fmt: skip


def _step_data(step: Step) -> dict[str, Any]:
    return {
        "step": step.name, "lab": step.lab, "old": step.old or None, "new": step.new, "title": step.title,
        "date": step.date, "account": step.account or None, "coverage": step.coverage, "provisions": step.provisions,
        "unmatched_account_items": list(step.unmatched),
    }  # fmt: skip


def row_data(row: Row) -> dict[str, Any]:
    """One row as plain data."""
    first = row.changes[0]
    return {
        "subject": row.subject, "kind": row.kind, "lab": lab_of(row.subject), "framework": framework_of(row.subject),
        "area": row.area or None, "step": row.step or None, "date": row.date or None, "origin": str(row.origin),
        "direction": row.direction, "mixed": row.mixed, "severity": row.severity, "disclosure": row.disclosure,
        "account": list(row.account), "plain_labels": list(row.plain_labels),
        "old_statement": first.old_part.get("statement"), "new_statement": first.new_part.get("statement"),
        "labels": [_label_data(label) for label in row.labels],
        "changes": [_change_data(change) for change in row.changes],
    }  # fmt: skip


def _label_data(label: Label) -> dict[str, Any]:
    return {
        "rule": label.rule, "code": label.code, "labels": list(label.labels), "direction": label.direction,
        "severity": label.severity, "message": label.message, "confidence": label.confidence, "tier": label.tier,
        "field": label.field, "fingerprint": label.fingerprint, "ruling": label.ruling or None,
    }  # fmt: skip


def _change_data(change: Change) -> dict[str, Any]:
    return {
        "key": change.key, "field": change.field, "action": str(change.action), "old": change.old, "new": change.new,
        "old_text": describe(change.field, change.old), "new_text": describe(change.field, change.new),
        "old_at": _side_data(change.old_side), "new_at": _side_data(change.new_side),
    }  # fmt: skip


def _side_data(side: Side | None) -> dict[str, Any] | None:
    return (
        None
        if side is None
        else {"record": side.record, "locator": side.locator or None, "source": side.source or None}
    )


def headline(row: Row) -> str:
    """What a row is about, as a reader would say it."""
    slug = row.subject.partition("#")[2]
    return spoken(slug) if slug and row.step else row.subject


def sentences(row: Row) -> list[str]:
    """What happened, in sentences: the messages of its labels without the subject, or the bare values."""
    told = [strip_subject(row, label.message) for label in row.labels if not repeats_mark(label)]
    return list(dict.fromkeys(told or [_bare(change) for change in row.changes]))


def repeats_mark(label: Label) -> bool:
    """Whether a label only says what the disclosure mark of its row says already."""
    return label.labels == ("undisclosed",) and not label.field


def strip_subject(row: Row, message: str) -> str:
    """A message without the lab and the subject that the row's own heading names."""
    lab, name = lab_of(row.subject) or "", headline(row)
    for prefix in (f"{lab}: {name}: ", f"{lab}: {name} ", f"{lab}: ", f"{name}: "):
        if message.startswith(prefix):
            return message.removeprefix(prefix)
    return message


def _bare(change: Change) -> str:
    field = change.field or change.kind
    match str(change.action):
        case "added":
            return f"{field} added: {describe(change.field, change.new)}"
        case "removed":
            return f"{field} removed: {describe(change.field, change.old)}"
    return f"{field}: {describe(change.field, change.old)} became {describe(change.field, change.new)}"
