"""What labels add up to: leave and definitions, rulings, the lab's own account, and what no rule can place."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

import pytest
from rule_cases import CITED, NEW, OLD, SLUG

from labledger.dates import Window
from labledger.diff.change import Action, Change, Origin
from labledger.diff.days import last_day
from labledger.diff.fold import fold
from labledger.diff.revisions import compare, rewritten
from labledger.diff.steps import steps
from labledger.diff.versions import compare_versions
from labledger.label.disclosure import disclosure_of, unmatched_items
from labledger.label.engine import apply, roll_up
from labledger.label.label import Row
from labledger.label.predicates import Context
from labledger.label.reviews import review, stale
from labledger.label.rule import rules
from labledger.model.dataset import Dataset
from labledger.report.as_markdown import as_markdown
from labledger.report.as_text import as_text
from labledger.report.report import Question, Report, as_data

CONTEXT = Context(dt.date(2026, 1, 1))
DUTY = {"area": "safeguard", "modality": "will", "statement": "Acme keeps safeguards."}
LEAVE = {"area": "deployment", "modality": "may", "polarity": "permission", "statement": "Acme may let users in."}
TERM = {"area": "definition", "modality": "describes", "statement": "The line is where safeguards change."}
WIDE = {"scope": {"domains": ["biological", "cyber"]}}
NARROW = {"scope": {"domains": ["cyber"]}}


def step(old: Any, new: Any, **fields: Any) -> tuple[Row, ...]:
    """Rows of the provisions of one step between two versions; a mapping stands for one provision."""
    sides = [[{"slug": SLUG, **side}] if isinstance(side, dict) else side for side in (old, new)]
    before = {**CITED, **OLD["version"], "provisions": sides[0]}
    after = {**CITED, **NEW["version"], "provisions": sides[1], **fields}
    rows = apply(rules(), fold(compare_versions(before, after)), CONTEXT)
    return tuple(row for row in rows if row.kind == "provision")


def only(old: Any, new: Any, **fields: Any) -> Row:
    (row,) = step(old, new, **fields)
    return row


def directions(row: Row) -> dict[str, str]:
    return {label.rule: label.direction for label in row.labels}


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ({**DUTY, **WIDE}, {**DUTY, **NARROW}, {"risk-domain-removed": "weaken"}),
        ({**LEAVE, **WIDE}, {**LEAVE, **NARROW}, {"risk-domain-removed": "strengthen"}),
        ({**TERM, **WIDE}, {**TERM, **NARROW}, {"definition-narrowed": "unclear"}),
        ({**DUTY, **WIDE}, {**DUTY, **NARROW, "modality": "released"},
         {"risk-domain-removed": "unclear", "duty-released": "weaken"}),
        ({**LEAVE, **WIDE}, LEAVE, {"scope-left-unstated": "weaken"}),
        (LEAVE, {**LEAVE, **WIDE}, {"scope-stated": "strengthen"}),
    ],
)  # fmt: skip
def test_scope_turns_round_in_leave(old: Any, new: Any, expected: dict[str, str]) -> None:
    """Less scope weakens a duty and strengthens by narrowing leave; a definition, or half a leave, decides nothing."""
    assert expected == directions(only(old, new))


def test_unstated_scope_of_leave_is_wide() -> None:
    """The plain label says that leave without a stated scope reaches further, a duty less far."""
    assert "scope-broadened" in only({**LEAVE, **WIDE}, LEAVE).plain_labels
    assert "scope-narrowed" in only({**DUTY, **WIDE}, DUTY).plain_labels


@pytest.mark.parametrize("kind", ["emergency", "judgement", "carve-out", "competitor", "unilateral-change"])
@pytest.mark.parametrize("base", [DUTY, LEAVE])
def test_an_exception_weakens_in_leave_as_in_a_duty(base: dict[str, str], kind: str) -> None:
    """In leave the exceptions recorded are the ways out that it opens: one more is a weaker bond."""
    way = {"exceptions": [{"name": "way-out", "kind": kind, "statement": "A way out."}]}

    assert {"weaken"} == set(directions(only(base, {**base, **way})).values())
    assert {"strengthen"} == set(directions(only({**base, **way}, base)).values())


@pytest.mark.parametrize(
    ("role", "duty", "leave"),
    [
        ("trigger", "weaken", "strengthen"),
        ("ceiling", "weaken", "weaken"),
        ("floor", "strengthen", "strengthen"),
        ("coverage", "strengthen", "weaken"),
    ],
)
def test_what_a_higher_number_does_depends_on_its_role(role: str, duty: str, leave: str) -> None:
    """Leave that needs more to be used, or covers less, binds more; a higher ceiling is more leave."""
    sides = [{"measures": [{"name": "level", "value": value, "unit": "x", "role": role}]} for value in ("4", "6")]

    assert duty == only({**DUTY, **sides[0]}, {**DUTY, **sides[1]}).direction
    assert leave == only({**LEAVE, **sides[0]}, {**LEAVE, **sides[1]}).direction


@pytest.mark.parametrize(
    ("directions", "expected"),
    [
        ([], ("unclear", False)),
        (["neutral"], ("neutral", False)),
        (["weaken", "neutral"], ("weaken", False)),
        (["neutral", "unclear"], ("unclear", False)),
        (["strengthen", "unclear"], ("strengthen", False)),
        (["weaken", "strengthen", "neutral"], ("unclear", True)),
    ],
)
def test_roll_up_never_averages(directions: list[str], expected: tuple[str, bool]) -> None:
    """Both ways at once is mixed; process labels, which are neutral, never water a direction down."""
    assert expected == roll_up(directions)


def test_what_no_rule_can_place_is_told_beside_what_rules_can() -> None:
    """A renumbering does not hide that an exception is of another kind."""
    sides = [
        {**DUTY, "section": number, "exceptions": [{"name": "e", "kind": kind, "statement": "A way out."}]}
        for number, kind in (("1", "emergency"), ("2", "carve-out"))
    ]
    row = only(*sides)

    assert {"commitment-renumbered": "neutral", "commitment-substance-unclassified": "unclear"} == directions(row)
    assert "unclear" == row.direction


@pytest.mark.parametrize(
    ("kind", "action", "expected"),
    [
        ("source", Action.ADDED, "neutral"),
        ("event", Action.ADDED, "neutral"),
        ("fact", Action.ADDED, "neutral"),
        ("fact", Action.CHANGED, "unclear"),
        ("provision", Action.ADDED, "unclear"),
    ],
)
def test_a_row_without_labels_is_unclear_only_where_something_may_bind(kind, action, expected) -> None:
    """A new source moves nothing, nor does a fact that is told; a change that no rule understands may."""
    change = Change("acme/x", kind, "", action, None, "x", "2025-01-01")

    assert expected == apply(rules(), [change], CONTEXT)[0].direction


def test_what_was_filled_in_without_a_date_gets_no_label() -> None:
    """A correction, and a backfill that tells of no day, are ours and not the lab's."""
    change = Change(
        "acme/rsp/v1#x", "provision", "modality", Action.CHANGED, "will", "may", old_part=DUTY, new_part=DUTY
    )
    for origin in (Origin.CORRECTION, Origin.BACKFILL):
        (row,) = apply(rules(), [change.at(origin=origin)], CONTEXT)

        assert ((), "neutral") == (row.labels, row.direction)


# Rulings.

ACCOUNT = {"account": {"form": "itemised", "items": [{"text": "Other things.", "provisions": ["other"]}]}}


def ruled(row: Row, rule: str, direction: str, old: str = "acme/rsp/v1", new: str = "acme/rsp/v2") -> Dataset:
    fingerprint = next(label.fingerprint for label in row.labels if label.rule == rule)
    ruling = {"fingerprint": fingerprint, "rule": rule, "direction": direction, "by": "A. Reader", "date": "2025-09-01",
              "reason": "The verb is only restyled."}  # fmt: skip
    name = f"acme/rsp/reviews/{old.split('/')[-1]}..{new.split('/')[-1]}"
    return Dataset({name: {"id": name, "old": old, "new": new, "rulings": [ruling]}})


def test_a_ruling_takes_the_place_of_a_label_and_says_so() -> None:
    """The person's direction stands, with name, day and reason; what hung on the machine's falls away."""
    row = only(DUTY, {**DUTY, "modality": "should"}, **ACCOUNT)
    (after,) = review(ruled(row, "modality-weakened", "neutral"), [row])
    (label,) = after.labels

    assert {"modality-weakened", "changelog-omits-change"} == set(directions(row))
    assert ("neutral", "info", "person", 1.0) == (label.direction, label.severity, label.tier, label.confidence)
    assert "A. Reader, 2025-09-01: The verb is only restyled." == label.ruling
    assert ("neutral", False, "info") == (after.direction, after.mixed, after.severity)


def test_a_ruling_that_finds_a_direction_asks_for_an_account() -> None:
    """What a person calls weaker, and the lab's account leaves out, is marked as left out."""
    changed = {**DUTY, "logic": "all"}
    row = only(DUTY, changed, **ACCOUNT)
    (after,) = review(ruled(row, "commitment-substance-unclassified", "weaken"), [row])

    assert {"commitment-substance-unclassified": "unclear"} == directions(row)
    assert {"commitment-substance-unclassified": "weaken", "changelog-omits-change": "neutral"} == directions(after)
    assert ("weaken", "error") == (after.direction, after.severity)


def test_a_ruling_holds_for_its_own_step() -> None:
    """The same change in another step is another act."""
    row = only(DUTY, {**DUTY, "modality": "should"})
    elsewhere = ruled(row, "modality-weakened", "neutral", new="acme/rsp/v9")

    assert (row,) == review(elsewhere, [row])
    assert (row,) == review(Dataset({}), [row])


def test_a_ruling_that_no_label_answers_to_is_stale() -> None:
    """A ruling goes stale when its step no longer gives the label; of steps that were not looked at nothing is said."""
    row = only(DUTY, {**DUTY, "modality": "should"})
    rulings = ruled(row, "modality-weakened", "neutral")
    other = only(DUTY, {**DUTY, "modality": "may"})

    assert () == stale(rulings, [row])
    assert 1 == len(stale(rulings, [other]))
    assert () == stale(rulings, [])


def test_agreement_is_counted_and_told_in_every_report() -> None:
    """How often people agree with the machine, and two people with each other, stands in text, Markdown and data."""
    rows = step(
        [{"slug": slug, **DUTY} for slug in ("a", "b")], [{"slug": s, **DUTY, "modality": "should"} for s in "ab"]
    )
    first, second = (label.fingerprint for row in rows for label in row.labels)
    rulings = [
        {"fingerprint": key, "rule": "modality-weakened", "direction": direction, "by": by, "date": date, "reason": "r"}
        for key, direction, by, date in (
            (first, "neutral", "B. Reader", "2025-09-02"), (first, "weaken", "A. Reader", "2025-09-01"),
            (second, "weaken", "A. Reader", "2025-09-01"),
        )
    ]  # fmt: skip
    name = "acme/rsp/reviews/v1..v2"
    record = {"id": name, "old": "acme/rsp/v1", "new": "acme/rsp/v2", "rulings": rulings}
    report = Report.of(review(Dataset({name: record}), rows), Question("world", "2025", "2025"))
    text = "".join(span.text for line in as_text(report) for span in line)
    told = "people ruled on 2 of the labels and agree with the machine on 1; on 1 two people ruled, and on 0 of these"

    assert {"ruled": 2, "machine_agrees": 1, "ruled_twice": 1, "people_agree": 0} == as_data(report)["counts"][
        "rulings"
    ]
    assert told in text
    assert told in as_markdown(report)
    assert {(("A. Reader", "weaken"), ("B. Reader", "neutral")), (("A. Reader", "weaken"),)} == {
        label.people for row in report.rows for label in row.labels
    }


def test_a_stale_ruling_is_told_in_the_report() -> None:
    """A ruling to which no label answers gets a row of its own, at its step, and changes no direction."""
    row = only(DUTY, {**DUTY, "modality": "should"})
    rulings = ruled(row, "modality-weakened", "neutral")
    other = only(DUTY, {**DUTY, "modality": "may"})
    kept, told = review(rulings, [other])

    assert other == kept
    assert ("adjudication-stale", "neutral", "warn") == (told.labels[0].rule, told.direction, told.severity)
    assert (other.step, other.date, Origin.CORRECTION) == (told.step, told.date, told.origin)
    assert "A. Reader" in told.labels[0].message


def test_rules_about_a_step_are_asked_anew_after_a_ruling() -> None:
    """What a rule says of a whole step because something in it weakens falls away when a person rules otherwise."""
    events = {"ahead": [{"id": "acme/events/x", "title": "Acme releases a model", "days": 3}]}
    sides = [{**CITED, **side["version"], "provisions": [{"slug": SLUG, **part}]} for side, part in
             ((OLD, DUTY), (NEW, {**DUTY, "modality": "should"}))]  # fmt: skip
    rows = apply(rules(), fold(compare_versions(*sides, events)), CONTEXT)
    version, provision = rows
    after, _ = review(ruled(provision, "modality-weakened", "neutral"), rows)

    assert "change-shortly-before-trigger" in directions(version)
    assert "change-shortly-before-trigger" not in directions(after)


# Days that the law gives, and what retrievals found.


@pytest.mark.parametrize(
    ("start", "within", "unit", "expected"),
    [
        ("2026-02-01", 30, "days", "2026-03-03"),
        ("2026-01-31", 1, "months", "2026-02-28"),
        ("2024-02-29", 1, "years", "2025-02-28"),
        ("2026-02-01", 2, "weeks", "2026-02-15"),
        ("2026-01-30", 5, "business-days", "2026-02-06"),
        ("2026-01-30", 5, "effective-compute-multiple", None),
    ],
)
def test_a_period_ends_on_the_day_that_the_calendar_gives(start: str, within: int, unit: str, expected: Any) -> None:
    """Months and years end on the same day of the month or its last; working days skip weekends."""
    last = last_day(dt.date.fromisoformat(start), within, unit)

    assert expected == (last.isoformat() if last else None)


def test_where_instruments_are_not_at_hand_the_rule_gives_the_days() -> None:
    """Two versions compared by themselves: thirty days from 2026 on, as the rule's own parameter says."""
    statutory = {"legal_role": "statutory", "published": "2026-02-01"}
    old = {**CITED, **OLD["version"], "legal_role": "statutory", "published": "2025-12-01"}
    new = {**CITED, **NEW["version"], **statutory, "account": {"form": "none"}}
    for day, expected in (("2026-03-03", "justification-pending"), ("2026-03-04", "justification-overdue")):
        changes = fold(compare_versions(old, new))
        (row,) = apply(rules(), changes, Context(dt.date.fromisoformat(day)))

        assert expected in directions(row)
        assert 1 == sum(name.startswith("justification-") for name in directions(row))


def test_a_retrieval_is_told_once_and_only_where_it_found_something_else() -> None:
    """Of four retrievals the first says nothing, and each later one is held against the one before it."""
    captures = [
        {"date": "2025-01-01", "sha256": "1" * 64}, {"date": "2025-02-01", "sha256": "1" * 64},
        {"date": "2025-03-01", "sha256": "2" * 64}, {"date": "2025-04-01", "outcome": "gone"},
        {"date": "2025-05-01", "sha256": "2" * 64},
    ]  # fmt: skip
    record = {"id": "sources/acme/page", "title": "Page", "captures": captures}
    window = Window(dt.date(2025, 1, 1), dt.date(2025, 12, 31))
    rows = apply(rules(), fold(steps(Dataset({record["id"]: record}), window)), CONTEXT)

    assert [
        ("2025-03-01", {"source-content-changed"}),
        ("2025-04-01", set()),
        ("2025-05-01", {"source-recovered"}),
    ] == [(row.date, set(directions(row))) for row in rows]


def test_equal_records_from_different_files_are_told_as_a_matter_of_form() -> None:
    """Only records that were read from two files and say the same; what is one object was not touched."""
    record = {"id": "questions/pause", "title": "Pause"}
    same = {"id": "questions/stop", "title": "Stop"}
    sides = (
        Dataset({"questions/pause": record, "questions/stop": same}),
        Dataset({"questions/pause": dict(record), "questions/stop": same}),
    )
    found = list(compare(*sides, dt.date(2025, 1, 1), rewritten(*sides)))
    (row,) = apply(rules(), found, CONTEXT)

    assert ("questions/pause", {"format-only-change": "neutral"}) == (row.subject, directions(row))


def test_fingerprints_hang_on_the_change_and_not_on_its_telling() -> None:
    """Messages, dates and neighbours leave a fingerprint alone; subject, rule and values make another."""
    weak = {**DUTY, "modality": "should"}
    first = only(DUTY, weak).labels[0].fingerprint
    reworded = [dataclasses.replace(rule, message="{what}: said otherwise") for rule in rules()]
    before, after = (
        {**CITED, **side["version"], "provisions": [{"slug": SLUG, **p}]} for side, p in ((OLD, DUTY), (NEW, weak))
    )
    again = list(apply(reworded, compare_versions(before, {**after, "published": "2025-08-08"}), CONTEXT))
    others = [
        only([{"slug": "b", **DUTY}], [{"slug": "b", **weak}]).labels[0].fingerprint,
        only(DUTY, {**DUTY, "modality": "aims"}).labels[0].fingerprint,
        only(DUTY, {**DUTY, "hedges": ["as-feasible"]}).labels[0].fingerprint,
    ]

    assert first in {label.fingerprint for row in again for label in row.labels}
    assert 4 == len({first, *others})


# The lab's own account.


@pytest.mark.parametrize(
    ("account", "expected"),
    [
        (None, "unknown"),
        ({"form": "none"}, "no-account"),
        ({"form": "narrative"}, "silent"),
        ({"form": "itemised", "items": [{"text": "t", "provisions": [SLUG]}]}, "announced"),
        ({"form": "itemised", "items": [{"text": "t", "provisions": [SLUG], "extent": "class"}]}, "partial"),
        ({"form": "itemised", "items": [{"text": "t", "areas": ["safeguard"]}]}, "partial"),
        ({"form": "itemised", "items": [{"text": "t", "areas": ["security"]}]}, "silent"),
    ],
)
def test_disclosure_is_what_the_account_names(account: Any, expected: str) -> None:
    """A change is announced when its provision is named, partial when its class is, silent when neither is."""
    row = only(DUTY, {**DUTY, "modality": "should"}, **({"account": account} if account else {}))

    assert expected == row.disclosure
    assert ("undisclosed" in row.plain_labels) == (expected in ("silent", "no-account"))


@pytest.mark.parametrize("name", ["a", "b", "c"])
def test_an_account_may_name_any_part_of_a_split_or_merger(name: str) -> None:
    """Whichever of the provisions that became one the account names, the merger is announced and the item matched."""
    old, new = [{"slug": "a", **DUTY}, {"slug": "b", **DUTY}], [{"slug": "c", "continues": ["a", "b"], **DUTY}]
    account = {"form": "itemised", "items": [{"text": "t", "provisions": [name]}]}
    for row in (only(old, new), only([{"slug": "c", **DUTY}], [{**p, "continues": ["c"]} for p in old])):
        assert "announced" == disclosure_of(row.changes[0], account)[0]
        assert () == unmatched_items(account, row.changes)


def test_items_that_match_no_change_are_told() -> None:
    """An account that claims a change of something that did not change is shown as such."""
    row = only(DUTY, {**DUTY, "modality": "should"})

    assert ("Other things.",) == unmatched_items(ACCOUNT["account"], row.changes)
