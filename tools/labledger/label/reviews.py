"""People's rulings take the place of machine labels, and say so."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from typing import Any

from labledger.ids import Kind
from labledger.label.engine import roll_up
from labledger.label.label import Label, Row
from labledger.model.dataset import Dataset

Plain = Mapping[str, Any]


def review(dataset: Dataset, rows: Iterable[Row]) -> tuple[Row, ...]:
    """Replace each machine label on which a person ruled: by fingerprint, with name, date and reason."""
    rulings = {
        str(ruling["fingerprint"]): ruling
        for _, record in dataset.of_kind(Kind.REVIEW)
        for ruling in record.get("rulings", ())
    }
    return tuple(_reviewed(row, rulings) for row in rows) if rulings else tuple(rows)


def _reviewed(row: Row, rulings: Mapping[str, Plain]) -> Row:
    if not any(label.fingerprint in rulings for label in row.labels):
        return row
    labels = tuple(_ruled(label, rulings.get(label.fingerprint)) for label in row.labels)
    direction, mixed = roll_up(label.direction for label in labels)
    return dataclasses.replace(row, labels=labels, direction=direction, mixed=mixed)


def _ruled(label: Label, ruling: Plain | None) -> Label:
    if ruling is None:
        return label
    told = f"{ruling['by']}, {ruling['date']}: {ruling['reason']}"
    return dataclasses.replace(label, direction=str(ruling["direction"]), tier="person", ruling=told, confidence=1.0)
