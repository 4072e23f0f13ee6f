"""Labels of one edit beside another: nothing that happens in the same step hides a real change."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Mapping
from typing import Any

import pytest
from rule_cases import NEW, OLD, Case, cases, labels_of, rows_of, state, summed, told

from labledger.label.predicates.base import fall
from labledger.label.rule import ladders

PROVISIONS = [case for case in cases() if case.kind == "provision"]


def _parts(case: Case) -> tuple[list[Any], list[Any]]:
    return list((case.old or {})["provisions"]), list((case.new or {})["provisions"])


def _is_single(case: Case) -> bool:
    """Whether one provision at most stands on each side, under one name."""
    return all(len(side) < 2 for side in _parts(case)) and len({p["slug"] for side in _parts(case) for p in side}) == 1


SINGLE = [case for case in PROVISIONS if _is_single(case)]


def _moved(old: list[Any], new: list[Any]) -> tuple[list[Any], list[Any]]:
    one, two = ({"slug": slug, "area": "security", "modality": "will", "statement": slug} for slug in ("a", "b"))
    return (
        [*old, {**one, "section": "1"}, {**two, "section": "2"}],
        [*new, {**two, "section": "1"}, {**one, "section": "2"}],
    )


def _upon(mark: Mapping[str, Any]) -> Any:
    def transition(old: list[Any], new: list[Any]) -> tuple[list[Any], list[Any]]:
        return (
            [{**old[0], "section": f"{old[0].get('section', '')} 1".strip()}, *old[1:]],
            [{**new[0], "section": f"{new[0].get('section', '')} 2".strip(), **mark}, *new[1:]],
        )

    return transition


def _split(old: list[Any], new: list[Any]) -> tuple[list[Any], list[Any]]:
    return old, [*new, {**new[0], "slug": "second-half", "continues": [old[0]["slug"]]}]


def _merged(old: list[Any], new: list[Any]) -> tuple[list[Any], list[Any]]:
    return [*old, {**old[0], "slug": "second-half"}], [{**new[0], "continues": ["second-half"]}, *new[1:]]


def _renamed(old: list[Any], new: list[Any]) -> tuple[list[Any], list[Any]]:
    return old, [{**new[0], "slug": "other-name", "continues": [old[0]["slug"]]}, *new[1:]]


UPON = {"renumbered": _upon({}), "split": _split, "merged": _merged, "renamed": _renamed}
BESIDE = [
    case for case in PROVISIONS if case.name == "fires"
    and case.rule.removeprefix("commitment-") in ("moved", "renumbered", "split", "merged")
]  # fmt: skip


def _error_rules(case: Case) -> set[str]:
    return {label.rule for label in labels_of(case) if label.severity == "error"}


ERRORS = [case for case in PROVISIONS if case.name == "fires" and _error_rules(case)]


def _with(case: Case, old: list[Any], new: list[Any]) -> Case:
    return dataclasses.replace(
        case, old={**(case.old or {}), "provisions": old}, new={**(case.new or {}), "provisions": new}
    )


@pytest.mark.parametrize("case", ERRORS, ids=lambda case: case.id)
def test_no_transition_beside_it_swallows_an_error(case: Case) -> None:
    """A grave label stays when something else in the same step moved, was renumbered, split, merged or renamed."""
    old, new = _parts(case)
    for other in BESIDE:
        others = [[{**p, "slug": f"x-{p['slug']}", **_lineage(p)} for p in side] for side in _parts(other)]
        both = _with(case, [*old, *others[0]], [*new, *others[1]])

        assert _error_rules(case) <= _error_rules(both), other.id
    retitled = dataclasses.replace(case, new={**(case.new or {}), "title": "Safety Policy"})

    assert _error_rules(case) <= _error_rules(retitled)


BARE_VERSIONS = [
    case for case in cases()
    if case.kind == "version" and case.name == "fires" and not case.around and case.old and case.new
]  # fmt: skip


@pytest.mark.parametrize("case", BARE_VERSIONS, ids=lambda case: case.id)
def test_no_transition_in_it_swallows_what_is_said_of_a_version(case: Case) -> None:
    """What rules say of a version as a whole stays when its provisions moved, were renumbered, split or merged."""
    found = {label.rule for label in labels_of(case)}
    for other in BESIDE:
        old, new = (list(side) for side in _parts(other))
        mine = [list((side or {}).get("provisions", ())) for side in (case.old, case.new)]

        assert found <= {label.rule for label in labels_of(_with(case, [*mine[0], *old], [*mine[1], *new]))}, other.id


def _lineage(provision: Mapping[str, Any]) -> dict[str, Any]:
    parents = provision.get("continues", ())
    return {"continues": [f"x-{slug}" for slug in parents]} if parents else {}


@pytest.mark.parametrize("name", sorted(UPON))
@pytest.mark.parametrize(
    "case", [case for case in ERRORS if case in SINGLE and all(_parts(case))], ids=lambda case: case.id
)
def test_no_transition_of_the_provision_itself_swallows_an_error(case: Case, name: str) -> None:
    """A grave label stays when the very provision was renumbered, split, merged or renamed in the same step."""
    changed = _with(case, *UPON[name](*_parts(case)))

    assert _error_rules(case) <= _error_rules(changed)


TAKEN = ("term-renamed", "heading-force-lowered", "heading-force-raised")
"""Rules whose cases already use the term or the section that the neutral edit uses."""
EDITABLE = [case for case in SINGLE if case.name == "fires" and all(_parts(case)) and case.rule not in TAKEN]


@pytest.mark.parametrize("case", EDITABLE, ids=lambda case: case.id)
def test_a_neutral_edit_beside_a_real_one_hides_nothing(case: Case) -> None:
    """Another number, another name for the term: every label of the real edit is still there."""
    old, new = _parts(case)
    edited = _with(case, [{**old[0], "section": "1", "term": "a"}], [{**new[0], "section": "2", "term": "b"}])

    assert {*case.expected} <= set(told(labels_of(edited)))


@pytest.mark.parametrize("case", PROVISIONS, ids=lambda case: case.id)
def test_the_order_of_keys_and_named_parts_says_nothing(case: Case) -> None:
    """A file whose keys and sets stand in another order gets the same labels, though the document's order counts."""
    old, new = _parts(case)
    shuffled = _with(case, [_reversed(p) for p in old], [_reversed(p) for p in new])

    assert case.expected == told(labels_of(shuffled))


def _reversed(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _reversed(value[key]) for key in reversed(value)}
    return [_reversed(element) for element in reversed(value)] if isinstance(value, list) else value


REWRAPPED = {
    "rewrapped": lambda text: text.replace(" ", "\n", 2),
    "dashes and quotes": lambda text: text.replace("-", "\u2011").replace("'", "\u2019").replace(" ", "\u00a0", 1),
    "soft hyphens": lambda text: text.replace("e", "e\u00ad", 1),
}


@pytest.mark.parametrize("name", REWRAPPED)
@pytest.mark.parametrize("case", SINGLE, ids=lambda case: case.id)
def test_how_a_text_is_set_adds_nothing(case: Case, name: str) -> None:
    """Line breaks, dashes, quotes and hidden hyphens of a closely followed text are nobody's act."""
    old, new = _parts(case)
    if not (old and new):
        return
    text = str(old[0]["statement"])
    close = [{**old[0], "statement": text, "wording": "close"}], [{**new[0], "statement": text, "wording": "close"}]
    other = [{**close[1][0], "statement": REWRAPPED[name](text)}]

    assert told(labels_of(_with(case, *close))) == told(labels_of(_with(case, close[0], other)))


SPELLINGS = [
    ("organisation", "organization"), ("behaviour", "behavior"), ("licence", "license"), ("centre", "center"),
    ("programmes", "programs"), ("analysed", "analyzed"), ("defence", "defense"), ("prioritised", "prioritized"),
]  # fmt: skip


@pytest.mark.parametrize(("british", "american"), SPELLINGS)
@pytest.mark.parametrize("case", EDITABLE, ids=lambda case: case.id)
def test_a_spelling_adds_no_more_than_that_it_is_reworded(case: Case, british: str, american: str) -> None:
    """Another spelling of one word leaves every label and the direction as they are."""
    old, new = _parts(case)
    before, after = ({**side[0], "statement": f"Acme and its {word}.", "wording": "close"} for side, word in
                     ((old, british), (new, american)))  # fmt: skip
    same = _with(case, [before], [{**after, "statement": before["statement"]}])
    spelt = _with(case, [before], [after])
    found = [label for label in labels_of(spelt) if label.rule != "commitment-reworded"]

    assert told(labels_of(same)) == told(found)
    assert summed(rows_of(same))[1] == summed(rows_of(spelt))[1]


@pytest.mark.parametrize("case", EDITABLE, ids=lambda case: case.id)
def test_two_commits_say_together_what_one_says(case: Case) -> None:
    """A change that is recorded in two steps, with a version between that repeats the old one, adds up to the same."""
    old = case.old or {}
    middle = {**old, "id": "acme/rsp/v1.5", "supersedes": old["id"]}
    halves = [dataclasses.replace(case, new=middle), dataclasses.replace(case, old=middle)]
    both = [row for half in halves for row in rows_of(half)]

    assert case.expected == told([label for row in both for label in row.labels])
    assert (case.direction, case.mixed) == summed(both)


@pytest.mark.parametrize(("one", "other"), list(itertools.combinations(EDITABLE[::6], 2)), ids=lambda case: case.id)
def test_two_edits_say_the_same_in_one_commit_as_in_two(one: Case, other: Case) -> None:
    """Two provisions changed at once get the labels that they get one after the other."""
    sides = [_parts(one), tuple([{**p, "slug": "other"} for p in side] for side in _parts(other))]
    start, middle, end = (
        [*sides[0][first], *sides[1][second]] for first, second in ((0, 0), (1, 0), (1, 1))
    )  # fmt: skip
    at_once = told(labels_of(_with(one, start, end)))
    first, second = labels_of(_with(one, start, middle)), labels_of(_with(one, middle, end))

    assert at_once == told([*first, *second])


@pytest.mark.parametrize("ladder", ["modality", "container", "consequence", "detail"])
def test_two_steps_add_up_to_one(ladder: str) -> None:
    """On every ladder the way in two steps moves as far, and in the direction, that the way in one step does."""
    for first, middle, last in itertools.permutations(ladders()[ladder], 3):
        halves = fall(ladder, first, middle) + fall(ladder, middle, last)
        expected = {1: "weaken", -1: "strengthen", 0: "neutral"}[(halves > 0) - (halves < 0)]

        assert fall(ladder, first, last) == halves
        assert expected == _direction({ladder: first}, {ladder: last})


def _direction(old: dict[str, str], new: dict[str, str]) -> str:
    base = {"area": "safeguard", "modality": "will", "statement": "Acme keeps safeguards."}
    case = dataclasses.replace(
        PROVISIONS[0], old=state("provision", base | old, OLD), new=state("provision", base | new, NEW)
    )
    return summed(rows_of(case))[0]
