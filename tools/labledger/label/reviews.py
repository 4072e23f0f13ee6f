"""People's rulings take the place of machine labels, and say so."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

from labledger.ids import Kind
from labledger.label.engine import settle
from labledger.label.label import Label, Row
from labledger.label.rule import rules
from labledger.model.dataset import Dataset

Plain = Mapping[str, Any]
Rulings = Mapping[tuple[str, str], Plain]
_SEVERITY = {"weaken": "error", "unclear": "warn"}


def review(dataset: Dataset, rows: Iterable[Row]) -> tuple[Row, ...]:
    """Replace each machine label on which a person ruled: by step and fingerprint, with name, date and reason.

    A ruling holds for the step it was made on: the same change in another step is another act. What the row adds up
    to, and whether the lab's account had to name it, is decided anew from the labels as ruled.
    """
    rulings = {
        (f"{record['old']}..{record['new']}", str(ruling["fingerprint"])): ruling
        for _, record in dataset.of_kind(Kind.REVIEW)
        for ruling in record.get("rulings", ())
    }
    return tuple(_reviewed(row, rulings) for row in rows) if rulings else tuple(rows)


def stale(dataset: Dataset, rows: Iterable[Row]) -> tuple[tuple[str, str], ...]:
    """Review id and fingerprint of each ruling that no label of these rows answers to any more.

    Only steps that occur among the rows are judged; of the others nothing is known.
    """
    given: dict[str, set[str]] = {}
    for row in rows:
        given.setdefault(row.step, set()).update(label.fingerprint for label in row.labels)
    return tuple(
        (record_id, str(ruling["fingerprint"]))
        for record_id, record in dataset.of_kind(Kind.REVIEW)
        for ruling in record.get("rulings", ())
        if str(ruling["fingerprint"]) not in given.get(f"{record['old']}..{record['new']}", {ruling["fingerprint"]})
    )


def _reviewed(row: Row, rulings: Rulings) -> Row:
    if not any((row.step, label.fingerprint) in rulings for label in row.labels):
        return row
    ruled = partial(_ruled, step=row.step, rulings=rulings)
    of_rows = [rule for rule in rules() if rule.stage == "row" and rule.kind == row.kind]
    names = {rule.id for rule in of_rows}
    return settle(row, [ruled(label) for label in row.labels if label.rule not in names], of_rows, ruled)


def _ruled(label: Label, step: str, rulings: Rulings) -> Label:
    ruling = rulings.get((step, label.fingerprint))
    if ruling is None:
        return label
    direction = str(ruling["direction"])
    severity = label.severity if direction == label.direction else _SEVERITY.get(direction, "info")
    told = f"{ruling['by']}, {ruling['date']}: {ruling['reason']}"
    return dataclasses.replace(
        label, direction=direction, severity=severity, tier="person", ruling=told, confidence=1.0
    )
