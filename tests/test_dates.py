"""Partial dates: three forms and no other, compared only where they surely differ."""

from __future__ import annotations

import calendar
import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labledger.check.hints import date_hint
from labledger.dates import DateError, PartialDate, Window, looks_like_date

DAYS = st.dates(dt.date(1990, 1, 1), dt.date(2100, 12, 31))
FORMS = st.tuples(DAYS, st.sampled_from(["%Y", "%Y-%m", "%Y-%m-%d"])).map(lambda pair: pair[0].strftime(pair[1]))


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024", "2024-01-01", "2024-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2023-02", "2023-02-01", "2023-02-28"),
        ("2100-02", "2100-02-01", "2100-02-28"),
        ("2000-02", "2000-02-01", "2000-02-29"),
        ("2024-04", "2024-04-01", "2024-04-30"),
        ("2024-12", "2024-12-01", "2024-12-31"),
        ("2024-02-29", "2024-02-29", "2024-02-29"),
        ("1990", "1990-01-01", "1990-12-31"),
        ("2100-12-31", "2100-12-31", "2100-12-31"),
    ],
)
def test_what_a_date_may_mean(text: str, first: str, last: str) -> None:
    """A year spans its days, a month its own, a day is itself."""
    date = PartialDate.parse(text)

    assert (first, last) == (date.first.isoformat(), date.last.isoformat())
    assert (first == last) == date.exact
    assert text == str(date)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        *[(text, "D-DATE") for text in ("2024-02-30", "2023-02-29", "2100-02-29", "2024-13-01", "2024-00-10")],
        *[(text, "D-DATE") for text in ("2024-00", "2024-04-31", "2024-01-00", "2024-13", "2024-01-32")],
        *[(text, "D-RANGE") for text in ("0000", "0001-01-01", "1989-12-31", "2101", "9999-12-31")],
        *[(text, "D-FORM") for text in ("", "24", "05/04/2024", "May 2024", "Q3 2025", "2024-5-1", "20240501")],
        *[(text, "D-FORM") for text in ("2024-", "2024-05-", "2024-05-17 ", " 2024", "2024\n", "２０２４")],
        *[(text, "D-FORM") for text in ("1704067200", "10000", "-2024", "+2024", "2024-05-17T12:00:00Z", "2024/05/17")],
        *[(text, "D-FORM") for text in ("2024-05-17T24:00", "2024-05-1", "2024-05-17\n", "2024-W20", "2024-137")],
        *[(text, "D-FORM") for text in ("٢٠٢٤", "2024‑05")],
    ],
)  # fmt: skip
def test_what_is_no_date(text: str, code: str) -> None:
    """Every other spelling is refused, with the reason as a code."""
    with pytest.raises(DateError) as refused:
        PartialDate.parse(text)

    assert code == refused.value.code


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("2024-5-1", "write '2024-05-01'"),
        ("2024/5", "write '2024-05'"),
        ("2024.05.17", "write '2024-05-17'"),
        ("May 2024", "write '2024-05'"),
        ("17 May 2024", "write '2024-05-17'"),
        ("May 17, 2024", "write '2024-05-17'"),
        ("２０２４-０５", "write '2024-05'"),
        (" 2024 ", "write '2024'"),
        ("05/04/2024", "the form is YYYY, YYYY-MM or YYYY-MM-DD, from 1990 to 2100"),
        ("2024-02-30", "the form is YYYY, YYYY-MM or YYYY-MM-DD, from 1990 to 2100"),
        ("2024-005-01", "the form is YYYY, YYYY-MM or YYYY-MM-DD, from 1990 to 2100"),
        ("2024-05-17T23:30-11:00", "the form is YYYY, YYYY-MM or YYYY-MM-DD, from 1990 to 2100"),
        ("x" * 1_000_000, "the form is YYYY, YYYY-MM or YYYY-MM-DD, from 1990 to 2100"),
    ],
)
def test_only_the_one_reading_is_suggested(text: str, hint: str) -> None:
    """A hint names an exact date where one reading exists, and never cuts a time to a day."""
    assert hint == date_hint(text)


def test_order_is_by_first_day_then_last() -> None:
    """A day sorts before the month that begins with it, and that before the year."""
    texts = ["2025", "2024", "2024-01", "2024-01-01", "2023-12-31", "2024-01-02", "2024-02"]
    ordered = ["2023-12-31", "2024-01-01", "2024-01", "2024", "2024-01-02", "2024-02", "2025"]

    assert ordered == [str(date) for date in sorted(map(PartialDate.parse, texts))]


@pytest.mark.parametrize(
    ("earlier", "later", "sure"),
    [
        ("2023", "2024", True),
        ("2023-12-31", "2024", True),
        ("2024-01", "2024-02-01", True),
        ("2024-01", "2024", False),
        ("2024", "2024-12-31", False),
        ("2024-05-17", "2024-05", False),
        ("2024-05-17", "2024-05-17", False),
        ("2024", "2023", False),
    ],
)
def test_what_is_surely_before(earlier: str, later: str, sure: bool) -> None:
    """One date is surely before another only when all of its days are."""
    assert sure == PartialDate.parse(earlier).surely_before(PartialDate.parse(later))


@given(FORMS, FORMS)
@settings(max_examples=300, deadline=None)
def test_sure_order_and_sorting_agree(one: str, two: str) -> None:
    """What is surely before sorts before, and the two are never surely before each other."""
    first, second = PartialDate.parse(one), PartialDate.parse(two)

    assert not (first.surely_before(second) and second.surely_before(first))
    if first.surely_before(second):
        assert first < second
    assert (first == second) == (one == two)


@given(st.integers(1990, 2100))
@settings(max_examples=111, deadline=None)
def test_leap_days(year: int) -> None:
    """The 29th of February is a day in leap years and in no other."""
    if calendar.isleap(year):
        assert PartialDate.parse(f"{year}-02-29").exact
    else:
        with pytest.raises(DateError, match="not in the calendar"):
            PartialDate.parse(f"{year}-02-29")


@given(st.text(max_size=12) | st.text("0123456789-", max_size=12))
@settings(max_examples=300, deadline=None)
def test_any_text_is_a_date_or_an_error(text: str) -> None:
    """No text gives anything but a date that is written like it, or a DateError."""
    try:
        date = PartialDate.parse(text)
    except DateError:
        return

    assert text == str(date)
    assert looks_like_date(text)


@pytest.mark.parametrize(
    ("day", "surely", "may"),
    [
        ("2024-03-01", True, True),
        ("2024-05-31", True, True),
        ("2024-04", True, True),
        ("2024-02-29", False, False),
        ("2024-06-01", False, False),
        ("2024", False, True),
        ("2025", False, False),
    ],
)
def test_what_a_window_holds(day: str, surely: bool, may: bool) -> None:
    """Both ends belong to a window; a year that reaches over an end may lie in it."""
    window = Window.between(PartialDate.parse("2024-03"), PartialDate.parse("2024-05"))

    assert "2024-03-01 to 2024-05-31" == str(window)
    assert (surely, may) == (window.surely_holds(PartialDate.parse(day)), window.may_hold(PartialDate.parse(day)))


@given(FORMS, FORMS, FORMS)
@settings(max_examples=300, deadline=None)
def test_what_surely_lies_in_a_window_may_lie_in_it(since: str, until: str, day: str) -> None:
    """Sure is stronger than may."""
    window, date = Window.between(PartialDate.parse(since), PartialDate.parse(until)), PartialDate.parse(day)

    assert not window.surely_holds(date) or window.may_hold(date)
