"""Every rule carries its proof, and the whole set has its properties."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from rule_cases import (
    FOLDER,
    NEW,
    OLD,
    Case,
    cases,
    changes_of,
    labels_of,
    mirrored,
    rows_of,
    state,
    summed,
    told,
)

from labledger.dates import Window
from labledger.diff.fold import fold
from labledger.diff.steps import steps
from labledger.ids import Kind, kind_of
from labledger.label.engine import apply
from labledger.label.predicates import PREDICATES, Context
from labledger.label.rows import ROW_PREDICATES
from labledger.label.rule import Rule, rules
from labledger.model.framework import Provision, Version
from labledger.model.kinds import MODELS
from labledger.model.record import Bare
from labledger.store import canonical, codec
from labledger.store.load import load
from labledger.store.tree import FolderTree

OPPOSITE = {"weaken": "strengthen", "strengthen": "weaken"}
PLAIN = frozenset(
    [
        "removed",
        "added",
        "weakened",
        "strengthened",
        "modality-softened",
        "modality-hardened",
        "threshold-raised",
        "threshold-lowered",
        "cadence-slowed",
        "cadence-quickened",
        "deadline-extended",
        "deadline-shortened",
        "scope-narrowed",
        "scope-broadened",
        "exception-added",
        "exception-removed",
        "transparency-reduced",
        "transparency-increased",
        "accountability-reduced",
        "accountability-increased",
        "specificity-reduced",
        "specificity-increased",
        "definition-changed",
        "polarity-flipped",
        "reworded-neutral",
        "moved",
        "undisclosed",
    ]
)
BY_ID = {rule.id: rule for rule in rules()}
PROVISIONS = [case for case in cases() if case.kind == "provision"]
SINGLE = [case for case in PROVISIONS if all(len((side or {})["provisions"]) < 2 for side in (case.old, case.new))]
DATASET = Path(__file__).parents[1] / "dataset"

each_rule = pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.id)
each_case = pytest.mark.parametrize("case", cases(), ids=lambda case: case.id)


@each_rule
def test_every_rule_has_a_case_that_fires_it_and_one_that_nearly_does(rule: Rule) -> None:
    """Both cases of a rule exist; the first gets its label and the second does not."""
    found = {case.name: {name for name, _, _ in case.expected} for case in cases() if case.rule == rule.id}

    assert {"fires", "near-miss"} == set(found)
    assert rule.id in found["fires"]
    assert rule.id not in found["near-miss"]


def test_every_case_belongs_to_a_rule() -> None:
    """No folder outlives its rule."""
    assert set(BY_ID) == {folder.name for folder in FOLDER.iterdir()}


@each_case
def test_every_rule_runs_on_every_case(case: Case) -> None:
    """The labels of a case are exactly those it lists, with their directions and plain labels, and their sum."""
    rows = rows_of(case)

    assert case.expected == told([label for row in rows for label in row.labels])
    assert (case.direction, case.mixed) == summed(rows)


@each_case
def test_the_files_of_a_case_are_canonical_and_fit_the_model(case: Case) -> None:
    """A case could stand in the dataset: its records fit their models and are written the one way."""
    for side in ("old", "new"):
        data = (FOLDER / case.rule / case.name / f"{side}.yaml").read_bytes()
        record, warnings = codec.read(data, side, Bare)
        if "absent" in record:
            continue
        whole = "provisions" in record or case.kind == "version"
        model = Version if whole else Provision if case.kind == "provision" else MODELS[Kind(case.kind)]
        filled = state(case.kind, record, OLD if side == "old" else NEW) or {}

        assert not warnings
        assert data.decode() == canonical.dump(record, model).decode()
        assert (Version if case.kind == "provision" else model).model_validate(filled)


@each_case
def test_what_stands_around_a_case_is_canonical_and_fits_the_model(case: Case) -> None:
    """The further records of a case could stand in the dataset as they are."""
    for path in [*(FOLDER / case.rule / case.name).glob("around-*.yaml")]:
        record, warnings = codec.read(path.read_bytes(), path.name, Bare)
        kind = kind_of(str(record["id"]))
        assert kind is not None

        assert not warnings
        assert path.read_bytes().decode() == canonical.dump(record, MODELS[kind]).decode()
        assert MODELS[kind].model_validate(record)


@each_case
@pytest.mark.parametrize("side", ["old", "new"])
def test_a_case_against_itself_yields_nothing(case: Case, side: str) -> None:
    """The same state twice has no change; a version that repeats another is published, and nothing more is said."""
    record = getattr(case, side)
    if record is not None and case.kind in ("provision", "version"):
        again = {**record, "id": "acme/rsp/v3", "supersedes": record["id"]}
    else:
        again = record if case.kind != "assessment" else {**record, "id": NEW["assessment"]["id"]}
    found = labels_of(dataclasses.replace(case, old=record, new=again, around=(), clock=""))

    assert [] == [label.rule for label in found if "whole" not in BY_ID[label.rule].fields]


@each_case
def test_swapping_old_and_new_mirrors_every_direction(case: Case) -> None:
    """What weakens one way strengthens the other way, by the mirror rule; or the rule says why not."""
    swapped = [mirrored(change) for change in changes_of(case)]
    found = {
        label.rule: label.direction for row in apply(rules(), swapped, Context(case.today)) for label in row.labels
    }

    assert_mirrored(case, found)


@pytest.mark.parametrize("case", SINGLE, ids=lambda case: case.id)
def test_swapping_the_states_mirrors_every_direction(case: Case) -> None:
    """The same holds when the documents themselves change places, not only the change found between them."""
    old, new = ({**OLD["version"], **_content(case.new)}, {**NEW["version"], **_content(case.old)})
    found = {label.rule: label.direction for label in labels_of(dataclasses.replace(case, old=old, new=new))}

    assert_mirrored(case, found)


def _content(version: Mapping[str, Any] | None) -> dict[str, Any]:
    return {name: value for name, value in (version or {}).items() if name in ("provisions", "coverage")}


def assert_mirrored(case: Case, found: Mapping[str, str]) -> None:
    for name, direction, _ in case.expected:
        rule = BY_ID[name]
        if direction in OPPOSITE and not rule.waiver:
            assert OPPOSITE[direction] == found.get(rule.mirror), f"{name} has no mirror in {sorted(found)}"


@each_rule
def test_a_rule_is_whole(rule: Rule) -> None:
    """A rule has a mirror that points back and the other way, or a reason; one known predicate, known labels."""
    mirror = BY_ID.get(rule.mirror)

    assert bool(rule.mirror) != bool(rule.waiver)
    assert mirror is None or mirror.mirror == rule.id
    assert mirror is None or mirror.direction == OPPOSITE.get(rule.direction, rule.direction)
    assert mirror is None or mirror.permission == rule.permission
    assert rule.when in (PREDICATES if rule.stage == "change" else ROW_PREDICATES)
    assert PLAIN >= set(rule.labels)
    assert re.fullmatch(r"[A-Z]{3}[0-9]{2}", rule.code)
    assert set(BY_ID) >= set(rule.yields_to)
    assert all(getattr(rule, name).strip() for name in ("title", "message", "why", "sees", "misses", "known_case"))


def test_directional_rules_are_even() -> None:
    """Without those that have a waiver, as many rules can say stronger as can say weaker."""
    counted = [rule.direction for rule in rules() if rule.mirror]

    assert counted.count("weaken") == counted.count("strengthen")


def test_ids_and_codes_are_unique_and_name_the_file() -> None:
    """Neither an id nor a code stands for two rules, and each file is named after its rule."""
    files = {path.stem for path in Path(codec.__file__).parents[1].glob("label/rules/*.yaml")}

    assert len(rules()) == len(BY_ID) == len({rule.code for rule in rules()})
    assert files == set(BY_ID)


def test_every_predicate_is_used() -> None:
    """No predicate outlives the last rule that names it."""
    assert set(PREDICATES) | set(ROW_PREDICATES) == {rule.when for rule in rules()}


def test_plain_labels_given_by_values_are_known_too() -> None:
    """Labels that a predicate adds by itself are among the twenty-seven."""
    assert len(PLAIN) == 27
    assert PLAIN >= {label for case in cases() for _, _, labels in case.expected for label in labels}


@each_rule
def test_a_known_case_is_known(rule: Rule) -> None:
    """The step to the version that a rule names gives its label to that version or provision, or none is known."""
    if rule.known_case == "none known":
        return
    assert (rule.id, rule.known_case) in _given()


@cache
def _given() -> frozenset[tuple[str, str]]:
    """Rule and place of every label that the dataset's own steps get."""
    dataset, _ = load(FolderTree(DATASET))
    window = Window(dt.date(1990, 1, 1), dt.date(2100, 12, 31))
    rows = apply(rules(), fold(steps(dataset, window)), Context(dt.date(2100, 12, 31)))
    places = [(row, row.step.split("..")[-1] or row.subject, row.subject.partition("#")[1:]) for row in rows]
    return frozenset((label.rule, f"{record}{''.join(slug)}") for row, record, slug in places for label in row.labels)
