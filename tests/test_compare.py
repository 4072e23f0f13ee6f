"""Records and quantities compared: laws that hold for any two records, and units that hold for any calendar."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labledger.diff.change import Action
from labledger.diff.compare import compare_records, keyed
from labledger.diff.raw import raw_changes
from labledger.errors import UnsoundError
from labledger.label.quantity import Move, date_move, measure_move, number, period_move

WORDS = st.text(alphabet="abc", min_size=1, max_size=3)
SETS = st.lists(WORDS, min_size=1, max_size=3, unique=True)
LEAVES = st.one_of(WORDS, SETS)
PARTS = st.dictionaries(st.sampled_from(["value", "unit", "set"]), LEAVES, max_size=3)
LISTS = st.dictionaries(WORDS, PARTS, min_size=1, max_size=3).map(
    lambda named: [{"name": name, **part} for name, part in named.items()]
)
RECORDS = st.dictionaries(
    st.sampled_from(["title", "areas", "values", "account", "notes", "extra"]),
    st.one_of(LEAVES, LISTS, st.dictionaries(WORDS, LEAVES, min_size=1, max_size=3)),
    max_size=5,
)
INVERSE = {Action.ADDED: Action.REMOVED, Action.REMOVED: Action.ADDED}


@given(RECORDS)
def test_a_record_does_not_differ_from_itself(record: dict[str, Any]) -> None:
    """Against itself nothing differs."""
    assert [] == list(compare_records(record, record))


@given(RECORDS, RECORDS)
def test_a_comparison_mirrors(old: dict[str, Any], new: dict[str, Any]) -> None:
    """Swapped sides give the same paths with swapped values."""
    there = sorted(map(repr, compare_records(old, new)))
    back = sorted(
        repr((path, INVERSE.get(action, action), after, before))
        for path, action, before, after in compare_records(new, old)
    )

    assert there == back


def turned(value: Any) -> Any:
    """The same value with keys and lists the other way round."""
    if isinstance(value, dict):
        return {key: turned(value[key]) for key in reversed(value)}
    return [turned(element) for element in reversed(value)] if isinstance(value, list) else value


@given(RECORDS)
def test_order_is_no_difference(record: dict[str, Any]) -> None:
    """Keys, members of sets and named parts may stand in any order."""
    assert [] == list(compare_records(record, turned(record)))


@settings(max_examples=60, deadline=None)
@given(RECORDS, RECORDS)
def test_a_difference_is_found_where_deepdiff_finds_one(old: dict[str, Any], new: dict[str, Any]) -> None:
    """Another program, given the same records keyed by name, sees a difference exactly where we do."""
    assert bool(list(compare_records(old, new))) == bool(raw_changes(old, new))


def test_defaults_written_out_are_no_difference() -> None:
    """A basis or confidence that is left out is the default."""
    assert [] == list(compare_records({"id": "x"}, {"id": "x", "basis": "text", "confidence": "high"}))


def test_an_insertion_is_an_insertion() -> None:
    """Elements are matched by name: one that comes first does not change those after it."""
    old, new = [{"name": "a", "v": "1"}], [{"name": "b", "v": "2"}, {"name": "a", "v": "1"}]

    assert [("l.b", Action.ADDED)] == [found[:2] for found in compare_records({"l": old}, {"l": new})]
    assert [("l.b", Action.ADDED), ("l.a", Action.ADDED)] == [found[:2] for found in compare_records({}, {"l": new})]
    assert ["x", "x(2)"] == list(keyed([{"lab": "x"}, {"lab": "x"}]))


def months(count: str, unit: str = "months") -> dict[str, str]:
    return {"every": count, "unit": unit}


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (("3", "months"), ("6", "months"), Move.UP),
        (("12", "months"), ("1", "years"), Move.SAME),
        (("2", "years"), ("18", "months"), Move.DOWN),
        (("48", "hours"), ("2", "days"), Move.SAME),
        (("2", "weeks"), ("15", "days"), Move.UP),
        (("30", "days"), ("1", "months"), Move.UNKNOWN),
        (("28", "days"), ("1", "months"), Move.UNKNOWN),
        (("27", "days"), ("1", "months"), Move.UP),
        (("32", "days"), ("1", "months"), Move.DOWN),
        (("365", "days"), ("1", "years"), Move.UNKNOWN),
        (("5", "business-days"), ("5", "days"), Move.UNKNOWN),
        (("5", "business-days"), ("7", "business-days"), Move.UP),
        (("5", "business-days"), ("1", "weeks"), Move.UNKNOWN),
        (("5", "business-days"), ("4", "days"), Move.DOWN),
        (("5", "business-days"), ("3", "months"), Move.UP),
        (("4", "effective-compute-multiple"), ("6", "effective-compute-multiple"), Move.UP),
        (("4", "effective-compute-multiple"), ("6", "months"), Move.UNKNOWN),
    ],
)
def test_periods_compare_where_no_calendar_could_make_them_equal(old: Any, new: Any, expected: Move) -> None:
    """Months and days, or working days and weeks, decide nothing where it hangs on the calendar."""
    mirror = {Move.UP: Move.DOWN, Move.DOWN: Move.UP}

    assert expected is period_move(months(*old), months(*new), "every")
    assert mirror.get(expected, expected) is period_move(months(*new), months(*old), "every")


def test_a_period_against_a_phrase_is_unknown() -> None:
    """What is not stated cannot be shorter."""
    assert Move.UNKNOWN is period_move(months("3"), {"phrase": "regularly"}, "every")


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("2025-05-01", "2025-05-02", Move.UP), ("2025", "2026-01-01", Move.UP), ("2025-05", "2025-05-15", Move.UNKNOWN),
        ("2025-05", "2025-05", Move.SAME), ("2025-05-01", "2024", Move.DOWN), ("soon", "2024", Move.UNKNOWN),
    ],
)  # fmt: skip
def test_dates_compare_where_they_surely_differ(old: str, new: str, expected: Move) -> None:
    """A month against a day in it decides nothing."""
    assert expected is date_move(old, new)


def measure(value: str, unit: str = "x", comparator: str = "exactly", **more: str) -> dict[str, str]:
    return {"value": value, "unit": unit, "comparator": comparator, **more}


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (measure("1", exponent="26"), measure("10", exponent="25"), Move.SAME),
        (measure("1", exponent="26"), measure("1", exponent="25"), Move.DOWN),
        (measure("50", "percent"), measure("0.5", "share"), Move.SAME),
        (measure("5", "per-mille"), measure("1", "percent"), Move.UP),
        (measure("50", "percent"), measure("50", "people"), Move.UNKNOWN),
        (measure("2", comparator="at-least"), measure("2", comparator="more-than"), Move.UP),
        (measure("2", comparator="at-most"), measure("2", comparator="less-than"), Move.DOWN),
        (measure("2", comparator="at-least"), measure("2", comparator="exactly"), Move.SAME),
        (measure("0.1"), measure("0.10"), Move.SAME),
        (measure("2", comparator="between", upper="4"), measure("2", comparator="between", upper="5"), Move.UP),
        (measure("2", comparator="between", upper="4"), measure("1", comparator="between", upper="5"), Move.UNKNOWN),
        (measure("2", comparator="between", upper="4"), measure("3", comparator="between", upper="5"), Move.UP),
        (measure("2"), {"phrase": "few"}, Move.UNKNOWN),
        (measure("1", exponent="101"), measure("1"), Move.UNKNOWN),
    ],
)
def test_quantities_compare_after_units_and_comparators(old: Any, new: Any, expected: Move) -> None:
    """Powers of ten, shares and strict bounds are made equal first; other units compare with nothing."""
    mirror = {Move.UP: Move.DOWN, Move.DOWN: Move.UP}

    assert expected is measure_move(old, new)
    assert mirror.get(expected, expected) is measure_move(new, old)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-1000, max_value=1000))
def test_numbers_are_exact(value: Any) -> None:
    """What is written is what is compared: no floating point between."""
    assert Move.SAME is measure_move(measure(str(value)), measure(str(value)))
    assert Move.UP is measure_move(measure(str(value)), measure(f"{value}1" if value >= 0 else str(value + 1)))


@pytest.mark.parametrize("text", ["", "many", "1,000", "0x10", None])
def test_what_is_no_number_is_told(text: Any) -> None:
    """A text that is no number stops the work and never passes for equal."""
    with pytest.raises(UnsoundError):
        number(text)
