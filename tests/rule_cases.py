"""The cases of tests/cases/rules: two states written short, and the labels of going from the one to the other.

A provision stands for a version that holds only it, and its slug may be left out; a file with `provisions` is the
version itself. Other files are one record. `absent: true` stands for no file. `earlier.yaml` is a version before the
old one, each `around-*.yaml` another record, whole; `held.yaml` has texts that somebody holds, by source. What is left
out of a version or a record (ids, titles, dates, citations) is filled in here, the same on both sides.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from labledger.dates import PartialDate, Window
from labledger.diff.change import Action, Change
from labledger.diff.fold import fold
from labledger.diff.revisions import compare
from labledger.diff.steps import steps
from labledger.diff.versions import compare_versions
from labledger.label.engine import apply, roll_up
from labledger.label.label import Label, Row
from labledger.label.predicates import Context
from labledger.label.reviews import review
from labledger.label.rule import rules
from labledger.model.dataset import Dataset
from labledger.store import codec
from labledger.store.load import from_mapping

FOLDER = Path(__file__).parent / "cases" / "rules"
TODAY = dt.date(2026, 1, 1)
RECORDED = dt.date(2024, 12, 31)
YEAR = Window(dt.date(2025, 1, 1), dt.date(2025, 12, 31))
SLUG = "model-review"
CITED = {"citations": [{"source": "sources/acme/page"}]}
OLD: dict[str, dict[str, Any]] = {
    "version": {"id": "acme/rsp/v1", "label": "1", "title": "Scaling Policy", "published": "2025-01-01",
                "coverage": "full"},
    "assessment": {"id": "assessments/index/2024/acme", "assessor": "Watch", "date": "2024-06-01", "rubric": "1"},
}  # fmt: skip
NEW: dict[str, dict[str, Any]] = {
    "version": {"id": "acme/rsp/v2", "label": "2", "title": "Scaling Policy", "published": "2025-07-01",
                "supersedes": "acme/rsp/v1", "coverage": "full"},
    "assessment": {"id": "assessments/index/2025/acme", "assessor": "Watch", "date": "2025-06-01", "rubric": "1",
                   "previous": "assessments/index/2024/acme"},
}  # fmt: skip
SAME: dict[str, dict[str, Any]] = {
    "fact": {"id": "acme/facts/board", "title": "The board"},
    "commitment": {"id": "acme/commitments/testing", "title": "Testing", "made": "2024-05-01", "capacity": "company"},
    "question": {"id": "questions/pause", "title": "Pause", "asked": "2024-06-01", "asker": "A reader",
                 "topic": "pause", "kind": "plan", "recipients": ["acme"]},
    "framework": {"id": "acme/rsp", "title": "Scaling Policy", "kind": "safety-framework"},
    "source": {"id": "sources/acme/page", "title": "Page", "publisher": "Acme", "grade": "primary"},
}  # fmt: skip

Plain = Mapping[str, Any]


@dataclass(frozen=True)
class Case:
    """Two states and what is to be said of them."""

    rule: str
    name: str
    kind: str
    old: Plain | None
    new: Plain | None
    expected: tuple[tuple[str, str, tuple[str, ...]], ...]
    """Rule, direction and plain labels of every label, sorted."""
    direction: str
    mixed: bool
    today: dt.date
    window: Window | None
    earlier: Plain | None = None
    """A version before the old one, where a rule looks that far back."""
    around: tuple[Plain, ...] = ()
    """Other records, where a rule looks at those: the case is then asked on the clock of the world."""
    texts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Texts that somebody holds, by source, where a rule reads them."""
    clock: str = ""
    """`rewritten` where the files differ in nothing but their form."""

    @property
    def id(self) -> str:
        """Name in the test output."""
        return f"{self.rule}/{self.name}"


@cache
def cases() -> tuple[Case, ...]:
    """Every case of the folder; there is no other list."""
    return tuple(read_case(folder) for folder in sorted(FOLDER.glob("*/*")) if folder.is_dir())


def read(path: Path) -> dict[str, Any]:
    """One file of a case."""
    return codec.read(path.read_bytes(), path.name)[0]


def read_case(folder: Path) -> Case:
    """The case in a folder, its states filled up."""
    told = read(folder / "labels.yaml")
    window = Window.between(*map(PartialDate.parse, told["window"].split(" "))) if "window" in told else None
    expected = sorted(
        (label["rule"], label["direction"], tuple(label.get("labels", ()))) for label in told.get("labels", ())
    )
    return Case(
        folder.parent.name, folder.name, told["kind"], state(told["kind"], read(folder / "old.yaml"), OLD),
        state(told["kind"], read(folder / "new.yaml"), NEW), tuple(expected), told["direction"],
        told.get("mixed") == "true", dt.date.fromisoformat(told.get("today", TODAY.isoformat())), window,
        state(told["kind"], read(folder / "earlier.yaml"), OLD) if (folder / "earlier.yaml").exists() else None,
        tuple(read(path) for path in sorted(folder.glob("around-*.yaml"))), _held_texts(folder), told.get("clock", ""),
    )  # fmt: skip


def _held_texts(folder: Path) -> dict[str, tuple[str, ...]]:
    """The texts of `held.yaml` by source; none without that file."""
    path = folder / "held.yaml"
    return {held["of"]: (held["text"],) for held in read(path)["texts"]} if path.exists() else {}


def state(kind: str, data: Plain, side: Mapping[str, Plain]) -> dict[str, Any] | None:
    """A whole record from the short form of a file."""
    if kind != "provision":
        filler = CITED | SAME.get(kind, {}) | side.get(kind, {})
        return None if "absent" in data else {**filler, **data}
    if "provisions" in data:
        return {**CITED, **side["version"], **data}
    provisions = [] if "absent" in data else [{"slug": SLUG, **data}]
    return {**CITED, **side["version"], "provisions": provisions}


def rows_of(case: Case) -> tuple[Row, ...]:
    """What the engine says of a case; the publication itself is left out where the case is about a provision."""
    found = review(_dataset(*case.around), apply(rules(), changes_of(case), Context(case.today, case.texts)))
    return tuple(row for row in found if case.kind != "provision" or row.kind == "provision")


def labels_of(case: Case) -> list[Label]:
    """Every label of a case."""
    return [label for row in rows_of(case) for label in row.labels]


def changes_of(case: Case) -> tuple[Change, ...]:
    """The changes from the old state to the new: by version step, by edition, by window, or by revision."""
    old, new = case.old, case.new
    if case.around:
        return fold(steps(_dataset(old, new, *case.around), case.window or YEAR))
    if case.kind in ("provision", "version"):
        return fold(compare_versions(old, new, {"held": _held(case.earlier)})) if new is not None else ()
    if case.kind == "assessment":
        return fold(steps(_dataset(old, new), YEAR))
    if case.window is not None:
        known = {change.key for change in steps(_dataset(old), case.window)}
        return fold(change for change in steps(_dataset(new), case.window) if change.key not in known)
    before, after = _dataset(old), _dataset(new)
    return fold(compare(before, after, RECORDED, after.records if case.clock == "rewritten" else ()))


def _held(earlier: Plain | None) -> dict[str, str]:
    """The slugs of a version before the old one, and its name."""
    return {str(provision["slug"]): "acme/rsp/v0" for provision in (earlier or {}).get("provisions", ())}


def _dataset(*records: Plain | None) -> Dataset:
    return from_mapping(record for record in records if record is not None)


def told(labels: Sequence[Label]) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """Rule, direction and plain labels of labels, sorted."""
    return tuple(sorted((label.rule, label.direction, label.labels) for label in labels))


def summed(rows: Sequence[Row]) -> tuple[str, bool]:
    """What several rows add up to."""
    direction, mixed = roll_up(row.direction for row in rows)
    return ("none" if not rows else direction), mixed or any(row.mixed for row in rows)


INVERSE = {
    Action.ADDED: Action.REMOVED, Action.REMOVED: Action.ADDED, Action.SPLIT: Action.MERGED,
    Action.MERGED: Action.SPLIT,
}  # fmt: skip


def mirrored(change: Change) -> Change:
    """The change as it is from new to old."""
    return change.at(
        old=change.new, new=change.old, action=INVERSE.get(change.action, change.action), old_side=change.new_side,
        new_side=change.old_side, old_part=change.new_part, new_part=change.old_part,
    )  # fmt: skip
