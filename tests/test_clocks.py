"""Two clocks: what happened at the labs in a window, and why the record differs between two revisions."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from labledger.dates import Window
from labledger.diff.change import Action, Change, Origin
from labledger.diff.origin import origin_of
from labledger.diff.revisions import compare, needed_predecessors, rewrites_published
from labledger.diff.steps import steps
from labledger.diff.versions import step_date
from labledger.label.engine import apply
from labledger.label.predicates import Context
from labledger.label.rule import rules
from labledger.model.dataset import Dataset
from labledger.store.load import from_mapping

RECORDED = dt.date(2025, 3, 1)
CONTEXT = Context(dt.date(2026, 1, 1))
PROVISION = {"slug": "a", "area": "evaluation", "modality": "will", "statement": "Acme tests models."}
V1 = {"id": "acme/rsp/v1", "label": "1", "title": "Policy", "published": "2025-01-10", "coverage": "full",
      "provisions": [PROVISION]}  # fmt: skip
V2 = {"id": "acme/rsp/v2", "label": "2", "title": "Policy", "published": "2025-06-10", "coverage": "full",
      "supersedes": "acme/rsp/v1", "provisions": [{**PROVISION, "modality": "should"}]}  # fmt: skip


def dataset(*records: Any) -> Dataset:
    return from_mapping(records)


def window(since: str, until: str) -> Window:
    return Window(dt.date.fromisoformat(since), dt.date.fromisoformat(until))


def happened(data: Dataset, since: str, until: str) -> list[tuple[str, str]]:
    return [(change.subject, change.field) for change in steps(data, window(since, until))]


def recorded(old: Dataset, new: Dataset) -> list[Change]:
    return list(compare(old, new, RECORDED))


@pytest.mark.parametrize(
    ("published", "inside"),
    [("2025-06-01", True), ("2025-06-30", True), ("2025-05-31", False), ("2025-07-01", False), ("2025-06", True),
     ("2025", True), ("2024", False), ("2025-05", False)],
)  # fmt: skip
def test_a_window_holds_both_its_ends_and_what_may_lie_in_it(published: str, inside: bool) -> None:
    """The first and last day count; a month or year counts when it may fall into the window."""
    event = {"id": "acme/events/x", "title": "X", "date": published}

    assert ([("acme/events/x", "")] if inside else []) == happened(dataset(event), "2025-06-01", "2025-06-30")


def test_a_reupload_is_dated_by_the_day_it_was_seen() -> None:
    """A file put in the place of another under one label keeps its stated date; the step is when it was seen."""
    again = {**V1, "id": "acme/rsp/v1+2025-09-01", "supersedes": "acme/rsp/v1", "first_observed": "2025-09-01"}

    assert "2025-09-01" == step_date(again, V1)
    assert "2025-01-10" == step_date({**again, "label": "1.1"}, V1)
    assert "2025-01-10" == step_date(again, None)
    assert [("acme/rsp/v1+2025-09-01", "")] == happened(dataset(V1, again), "2025-08-01", "2025-12-31")


def test_a_step_lies_where_its_new_version_does() -> None:
    """A window that holds only the later version yields the step to it, compared with its predecessor."""
    assert [("acme/rsp/v2", ""), ("acme/rsp/v2", "label"), ("acme/rsp#a", "modality")] == happened(
        dataset(V1, V2), "2025-06-01", "2025-06-30"
    )
    assert [("acme/rsp/v1", "")] == happened(dataset(V1, V2), "2025-01-01", "2025-01-31")


def value(name: str, **fields: str) -> dict[str, str]:
    return {"name": name, "statement": "x", **fields}


def test_an_end_and_the_beginning_after_it_are_one_change() -> None:
    """One value gives way to the next under its name; an earlier absence does not pair with a later return."""
    values = [value("p", start="2020", end="2025-03-01"), value("p", start="2025-03-01", end="2025-05-01"),
              value("p", start="2025-05-01")]  # fmt: skip
    for listed in (values, values[::-1]):
        fact = {"id": "acme/facts/f", "kind": "powers", "values": listed}
        found = list(steps(dataset(fact), window("2025-01-01", "2025-12-31")))

        assert ["changed", "changed"] == [change.action for change in found]
        assert [("2020", "2025-03-01"), ("2025-03-01", "2025-05-01")] == [
            (c.old["start"], c.new["start"]) for c in found
        ]

    back = {"id": "acme/facts/f", "kind": "powers",
            "values": [value("p", start="2025-01-05", end="2025-11-01"), value("q", start="2025-02-01")]}  # fmt: skip
    found = list(steps(dataset(back), window("2025-01-01", "2025-12-31")))

    assert {"added": 2, "removed": 1} == {a: [str(c.action) for c in found].count(a) for a in ("added", "removed")}


def test_withdrawn_records_happen_no_more() -> None:
    """A record with a tombstone yields nothing on the world clock."""
    event = {"id": "acme/events/x", "date": "2025-06-01", "tombstone": {"date": "2025-07-01", "reason": "wrong"}}

    assert [] == happened(dataset(event), "2025-01-01", "2025-12-31")


@pytest.mark.parametrize(
    ("action", "date", "expected"),
    [
        (Action.ADDED, "2025-03-02", Origin.AMENDMENT),
        (Action.ADDED, "2025-03-01", Origin.BACKFILL),
        (Action.ADDED, "2025-03", Origin.AMENDMENT),
        (Action.ADDED, "2025-02", Origin.BACKFILL),
        (Action.ADDED, None, Origin.BACKFILL),
        (Action.ADDED, "soon", Origin.BACKFILL),
        (Action.CHANGED, "2025-03-02", Origin.CORRECTION),
        (Action.REMOVED, "2025-03-02", Origin.CORRECTION),
    ],
)
def test_origin_follows_from_the_dates(action: Action, date: str | None, expected: Origin) -> None:
    """New and later than the old revision: the lab acted; new and older: we learned late; replaced: we were wrong."""
    assert expected == origin_of(action, date, RECORDED)


def test_a_new_version_is_told_as_the_step_it_takes() -> None:
    """A version published since is an amendment, one that we only now recorded a backfill; both are labelled."""
    for published, origin in (("2025-06-10", Origin.AMENDMENT), ("2025-02-10", Origin.BACKFILL)):
        found = recorded(dataset(V1), dataset(V1, {**V2, "published": published}))
        rows = apply(rules(), found, CONTEXT)

        assert {origin} == {change.origin for change in found}
        assert "modality-weakened" in {label.rule for row in rows for label in row.labels}


def test_what_is_added_to_a_recorded_version_is_a_backfill_without_labels() -> None:
    """The text did not change when we recorded more of it, whatever dates stand inside the provision."""
    dated = {"name": "d", "role": "response", "date": "2027-01-01"}
    fuller = {**V1, "provisions": [{**PROVISION, "deadlines": [dated]}, {**PROVISION, "slug": "b.c"}]}
    found = recorded(dataset(V1), dataset(fuller))

    assert [("acme/rsp/v1#a", "deadlines.d"), ("acme/rsp/v1#b.c", "")] == [(c.subject, c.field) for c in found]
    assert {Origin.BACKFILL} == {change.origin for change in found}
    assert not any(rewrites_published(change) for change in found)
    assert [((), "neutral")] * 2 == [(row.labels, row.direction) for row in apply(rules(), found, CONTEXT)]


def test_a_rewritten_version_is_a_correction() -> None:
    """Replacing what was recorded of a published text says that we were wrong, and is pointed out."""
    (found,) = recorded(dataset(V1), dataset({**V1, "provisions": [{**PROVISION, "modality": "may"}]}))

    assert ("acme/rsp/v1#a", "modality", Origin.CORRECTION) == (found.subject, found.field, found.origin)
    assert ("will", "may") == (found.old_part["modality"], found.new_part["modality"])
    assert rewrites_published(found)
    assert () == apply(rules(), [found], CONTEXT)[0].labels


def test_a_record_that_is_gone_is_a_correction() -> None:
    """Nothing is deleted; where it was, we were wrong."""
    (found,) = recorded(dataset(V1, V2), dataset(V1))

    assert ("acme/rsp/v2", Action.REMOVED, Origin.CORRECTION) == (found.subject, found.action, found.origin)


def fact(*values: Any) -> dict[str, Any]:
    return {"id": "acme/facts/board", "title": "Board", "kind": "membership", "values": list(values)}


JOINED = ("board-member-joined", "oversight-body-created")
LEFT = ("board-member-left", "oversight-body-dissolved")


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (fact(), fact(value("jane", start="2025-05-01")), ("added", Origin.AMENDMENT, set(JOINED))),
        (fact(), fact(value("jane", start="2020-05-01")), ("added", Origin.BACKFILL, set(JOINED))),
        (fact(value("jane", start="2020")), fact(value("jane", start="2020", end="2025-05-01")),
         ("removed", Origin.AMENDMENT, set(LEFT))),
        (fact(value("jane", start="2020")), fact(value("jane", start="2020", end="2024-05-01")),
         ("removed", Origin.BACKFILL, set(LEFT))),
        (fact(value("jane")), fact(value("jane", body="board")), ("added", Origin.BACKFILL, set())),
        (fact(value("jane", start="2020")), fact(value("jane", start="2021")),
         ("changed", Origin.CORRECTION, {"fact-corrected"})),
    ],
)  # fmt: skip
def test_a_fact_is_told_by_the_days_of_its_values(old: Any, new: Any, expected: tuple[str, Origin, set[str]]) -> None:
    """An end is a leaving on its day; a filled-in detail is nobody's act."""
    (found,) = recorded(dataset(old), dataset(new))
    labels = {label.rule for row in apply(rules(), [found], CONTEXT) for label in row.labels}

    assert expected == (str(found.action), found.origin, labels)


def test_the_first_answer_is_told_as_one() -> None:
    """A list that was not there before is told element by element, not as a whole."""
    question = {"id": "questions/q", "title": "Q", "asked": "2025-01-01"}
    answer = {"lab": "acme", "date": "2025-05-01", "state": "answered", "statement": "Yes."}
    (found,) = recorded(dataset(question), dataset({**question, "answers": [answer]}))

    assert ("answers.acme", "2025-05-01", Origin.AMENDMENT) == (found.field, found.date, found.origin)


def test_our_own_acts_are_not_the_labs() -> None:
    """A tombstone is a correction and a search log a note, whatever day they bear; a withdrawal is an act."""
    frame = {"id": "acme/rsp", "title": "Policy"}
    log = {"date": "2025-08-01", "where": "x", "found": "y"}
    additions = {
        "tombstone": {"date": "2025-08-01", "reason": "x"}, "searches": [log], "withdrawn": "2025-08-01", "notes": "n",
    }  # fmt: skip
    found = {
        name: recorded(dataset(frame), dataset({**frame, name: value}))[0].origin for name, value in additions.items()
    }

    assert {
        "tombstone": Origin.CORRECTION, "searches": Origin.BACKFILL, "withdrawn": Origin.AMENDMENT,
        "notes": Origin.BACKFILL,
    } == found  # fmt: skip


def test_steps_name_the_predecessors_they_need() -> None:
    """A new version needs the record of the one before it, if that is not at hand."""
    assert ["acme/rsp/v1"] == needed_predecessors({"acme/rsp/v2": V2})
    assert [] == needed_predecessors({"acme/rsp/v1": V1, "acme/rsp/v2": V2})
