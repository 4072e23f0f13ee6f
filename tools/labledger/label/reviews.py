"""People's rulings take the place of machine labels, and say so."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from labledger.diff.change import Action, Change, Origin, Side
from labledger.ids import Kind
from labledger.label.engine import apply, of_steps, settle
from labledger.label.label import Label, Row
from labledger.label.predicates import Context
from labledger.label.rule import rules
from labledger.model.dataset import Dataset

Plain = Mapping[str, Any]
Rulings = Mapping[tuple[str, str], Sequence[Plain]]
"""What people ruled, by step and fingerprint, in order of date."""
_SEVERITY = {"weaken": "error", "unclear": "warn"}


def review(dataset: Dataset, rows: Iterable[Row]) -> tuple[Row, ...]:
    """Replace each machine label on which a person ruled: by step and fingerprint, with name, date and reason.

    A ruling holds for the step it was made on: the same change in another step is another act. Of several rulings on
    one label the latest stands. What the row adds up to, and whether the lab's account had to name it, is decided anew
    from the labels as ruled. Rulings to which no label answers any more are told in rows of their own.
    """
    listed = tuple(rows)
    rulings: dict[tuple[str, str], list[Plain]] = defaultdict(list)
    for _, record in dataset.of_kind(Kind.REVIEW):
        for ruling in sorted(record.get("rulings", ()), key=lambda ruling: str(ruling.get("date"))):
            rulings[f"{record['old']}..{record['new']}", str(ruling["fingerprint"])].append(ruling)
    if not rulings:
        return listed
    ruled = of_steps(rules(), [_reviewed(row, rulings) for row in listed], partial(_of_row, rulings=rulings))
    return (*ruled, *apply(rules(), _stale_changes(dataset, listed), _ANY_DAY))


_ANY_DAY = Context(dt.date.min)
"""No rule about rulings asks for the day of the report."""


def _of_row(row: Row, label: Label, rulings: Rulings) -> Label:
    return _ruled(label, row.step, rulings)


def _stale_changes(dataset: Dataset, rows: Sequence[Row]) -> Iterator[Change]:
    dates = {row.step: row.date for row in rows}
    for record_id, fingerprint in dict.fromkeys(stale(dataset, rows)):
        record = dataset.records[record_id]
        step = f"{record['old']}..{record['new']}"
        for ruling in record["rulings"]:
            if str(ruling["fingerprint"]) == fingerprint:
                yield Change(
                    record_id, "review", f"rulings.{fingerprint}", Action.REMOVED, ruling, None, dates[step], step,
                    Origin.CORRECTION, new_side=Side(record_id), old_part=record, new_part=record,
                )  # fmt: skip


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
    found = rulings.get((step, label.fingerprint), ())
    if not found:
        return label
    ruling = found[-1]
    direction = str(ruling["direction"])
    severity = label.severity if direction == label.direction else _SEVERITY.get(direction, "info")
    return dataclasses.replace(
        label, direction=direction, severity=severity, tier="person", confidence=1.0, machine=label.direction,
        ruling=f"{ruling['by']}, {ruling['date']}: {ruling['reason']}",
        people=tuple((str(one["by"]), str(one["direction"])) for one in found),
    )  # fmt: skip


def agreement(rows: Iterable[Row]) -> Mapping[str, int]:
    """How often people and the machine, and two people, say the same of one label: counts, never a share.

    `ruled`: labels on which somebody ruled; `machine_agrees`: of these, where the ruling that stands has the machine's
    direction; `ruled_twice`: labels on which two people or more ruled; `people_agree`: of these, where all agree.
    """
    ruled = [label for row in rows for label in row.labels if label.people]
    twice = [label for label in ruled if len({name for name, _ in label.people}) > 1]
    return {
        "ruled": len(ruled),
        "machine_agrees": sum(label.direction == label.machine for label in ruled),
        "ruled_twice": len(twice),
        "people_agree": sum(len({direction for _, direction in label.people}) == 1 for label in twice),
    }
