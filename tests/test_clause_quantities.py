"""Quantities of a clause: pairs of wordings with the exact rules that fire, near misses, mirrors and odd input."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labledger.clause.amounts import amounts
from labledger.clause.dates_read import dates
from labledger.clause.passage import Passage, words
from labledger.clause.quantities import contrasts, read

LOOSER, TIGHTER, UNKNOWN = "threshold-loosened", "threshold-tightened", "threshold-changed-unknown"
UP, DOWN = ("threshold-raised",), ("threshold-lowered",)
MIRROR = {
    LOOSER: TIGHTER,
    "threshold-removed": "threshold-added",
    "threshold-made-qualitative": "threshold-made-quantitative",
    "commitment-generalised": "commitment-specified",
    UNKNOWN: UNKNOWN,
    "required-element-removed": "required-element-added",
    "threshold-metric-replaced": "threshold-metric-replaced",
}
BOTH = MIRROR | {mirror: rule for rule, mirror in MIRROR.items()}
OTHER_WAY = {UP: DOWN, DOWN: UP, (): ()}

FIRES = [
    ("We will hire at least ten testers", "We will hire at least five testers", [(LOOSER, DOWN)]),
    ("We will hire at least ten testers", "We will hire at most ten testers", [(LOOSER, DOWN)]),
    ("We will hire at least ten testers", "We will hire more than ten testers", [(TIGHTER, UP)]),
    ("Two reviewers sign each report", "One reviewer signs each report", [(LOOSER, DOWN)]),
    ("Access needs consent of 2 of 3 officers", "Access needs consent of 1 of 3 officers", [(LOOSER, DOWN)]),
    ("If a model exceeds 10^25 FLOP, we test it", "If a model exceeds 10^26 FLOP, we test it", [(LOOSER, UP)]),
    ("This applies to models above 1e26 operations", "This applies to models above 1e25 operations", [(TIGHTER, DOWN)]),
    ("Once a model is 4x or more ahead, we act", "Once a model is 6x or more ahead, we act", [(LOOSER, UP)]),
    ("The threshold is met if it scores above 50%", "The threshold is met if it scores above 70%", [(LOOSER, UP)]),
    ("We pause if accuracy falls below 90%", "We pause if accuracy falls below 80%", [(LOOSER, DOWN)]),
    ("Release only if refusals are at least 95%", "Release only if refusals are at least 90%", [(LOOSER, DOWN)]),
    ("The error rate must stay below 5%", "The error rate must stay below 10 percent", [(LOOSER, UP)]),
    ("Acceptance criteria: under 1 in 20 succeed", "Acceptance criteria: under 1 out of 2 succeed", [(LOOSER, UP)]),
    ("False negatives no more than 2%", "False negatives no more than 1%", [(TIGHTER, DOWN)]),
    ("We will cover 80% of uses", "We will cover half of uses", [(LOOSER, DOWN)]),
    ("Needs a two-thirds majority", "Needs a half of the votes", [(UNKNOWN, DOWN)]),
    ("Models scoring higher than 30% are barred", "Models scoring higher than 45% are barred", [(LOOSER, UP)]),
    ("We will cover 80% of uses", "We will cover most of our uses", [("threshold-made-qualitative", ())]),
    ("We will test in ten languages", "We will test in languages", [("threshold-removed", ())]),
    ("Security at level 3 is required", "Security at level 2+ is required", [(LOOSER, DOWN)]),
    ("When a model reaches ASL-3, we act", "When a model reaches ASL-4, we act", [(LOOSER, UP)]),
    ("Damage of more than $500 million counts", "Damage of more than $1 billion counts", [(LOOSER, UP)]),
    ("We will pay bounties of up to $20,000", "We will pay bounties of up to $10,000", [(LOOSER, DOWN)]),
    ("A sample of 1,000 prompts", "A sample of 500 prompts", [(UNKNOWN, DOWN)]),
    ("A sample of 1,000 prompts", "A large sample of prompts", [("commitment-generalised", ())]),
    ("Applies to labs above 10^26 FLOP", "Applies to labs above $500 million", [("threshold-metric-replaced", ())]),
    ("If a leak exceeds 40 GB, we act", "If a leak exceeds 40 terabytes, we act", [(LOOSER, UP)]),
    ("It ends when cost exceeds 3 times the plan", "It ends when cost exceeds the plan by 9%", [(TIGHTER, DOWN)]),
    (
        "We stop if errors rise by 4 percent from a level of 20 percent",
        "We stop if errors rise by 4 percentage points from a level of 20 percent",
        [(LOOSER, UP)],
    ),
    ("We stop if errors rise by 4 percent", "We stop if errors rise by 4 points", [("threshold-metric-replaced", ())]),
    ("A failure rate of one in ten halts the run", "A failure rate of one in six halts the run", [(LOOSER, UP)]),
    (
        "It binds us from the year in which sales exceed $5 million",
        "It binds us from the year in which sales exceed $9 million",
        [(LOOSER, UP)],
    ),
    ("How many officers have to agree? Three.", "How many officers have to agree? Two.", [(LOOSER, DOWN)]),
    ("More than 89 of the 100 cases must pass", "All of the 100 cases must pass", [(TIGHTER, UP)]),
    ("We need more than 9 judges", "We need at least 11 judges", [(TIGHTER, UP)]),
    ("Power must not rise by more than 5%", "Power must not rise by more than 8%", [(LOOSER, UP)]),
    ("Models that rise by more than 5% are barred", "Models that rise by more than 8% are barred", [(LOOSER, UP)]),
    ("Sites above 50 MW are named", "Sites above 2 GW are named", [(LOOSER, UP)]),
    ("We will check at most one call in 50", "We will check at most one call in 20", [(LOOSER, UP)]),
    (
        "We will test in at least ten languages with five experts",
        "We will test in at least five languages with ten experts",
        [(LOOSER, DOWN), (TIGHTER, UP)],
    ),
    ("It takes the votes of six of the nine judges", "It takes the votes of four of the nine judges", [(LOOSER, DOWN)]),
    ("Six of the nine trustees sign.", "Four of the nine trustees sign.", [(LOOSER, DOWN)]),
    ("One of the two officers signs", "Both officers sign", [(TIGHTER, UP)]),
    ("Either of the two officers may sign", "Both of the officers sign", [(TIGHTER, UP)]),
    ("All three councils agree", "One of the three councils agrees", [(LOOSER, DOWN)]),
    ("Up to six guards are on duty", "Six or more guards are on duty", [(TIGHTER, UP)]),
    ("At most six guards have access", "At least six guards have access", [(LOOSER, UP)]),
    ("A leak that lets out over 50 files is told", "A leak that lets out over 90 files is told", [(LOOSER, UP)]),
    ("Faults affecting at least 50 sites are told", "Faults affecting at least 90 sites are told", [(LOOSER, UP)]),
    ("Runs above 10^26 operations are named", "Runs above one octillion operations are named", [(LOOSER, UP)]),
    ("Stores follow level 3 plus", "Stores follow level 3", [(LOOSER, DOWN)]),
    ("We act once a model is at level 3", "We act once a model is at level 3 plus", [(LOOSER, UP)]),
    ("The rules bind all models", "The rules bind all models trained with 10^26 FLOP or more", [(LOOSER, ())]),
    ("All calls are screened", "At least 90% of calls are screened", [(LOOSER, ())]),
    ("All calls are screened", "Half of all calls are screened", [(LOOSER, ())]),
    ("All members of staff are sent it", "No fewer than 90 members of staff are sent it", [(LOOSER, ())]),
    (
        "We follow three kinds of harm, namely fraud, theft and arson",
        "We follow two kinds of harm, namely fraud and theft",
        [("required-element-removed", ())],
    ),
]  # fmt: skip

NEAR_MISSES = [
    ("Two officers sign it", "Both officers sign it"),
    ("The two officers sign it", "Both officers sign it"),
    ("One of the two officers signs", "Either officer signs"),
    ("All three officers sign", "Each of the three officers signs"),
    ("All three teams meet", "All four teams meet"),
    ("Both sites and users are told", "Sites and users are told"),
    ("One of the three tests is run", "Each of the three tests is run"),
    ("Six guards or more are on duty", "At least six guards are on duty"),
    ("A filter that stops at least 90% of calls is set up", "A filter that stops no less than 90% of calls is set up"),
    ("A leak that lets out over 50 files is told", "A leak which lets out more than 50 files is told"),
    ("Runs above 10^27 operations are named", "Runs above one octillion operations are named"),
    ("Drives above 2 quadrillion bytes are named", "Drives above 2,000 TB are named"),
    ("Losses above $2 billion are named", "Losses above two thousand million dollars are named"),
    ("Stores follow level 3 plus", "Stores follow level 3+"),
    ("Stores follow level 3", "Stores follow level 3 plus a review"),
    ("We cut two sorts of calls: big and old", "We cut three sorts of calls: big, old and odd"),
    ("We will hire at least ten testers", "We will hire no fewer than 10 testers"),
    ("We will hire ten testers", "We will hire at least 10 testers"),
    ("We will hire a dozen testers", "We will hire 12 testers"),
    ("The error rate must stay below 5%", "The error rate must stay below 1 in 20"),
    ("A chance of less than 0.5 is accepted", "A chance of less than 50 percent is accepted"),
    ("We will cover half of uses", "We will cover 50% of uses"),
    ("If a model exceeds 10^26 FLOP, we test it", "If a model exceeds 1e26 floating-point operations, we test it"),
    ("If a model exceeds 1026 FLOP, we test it", "If a model exceeds 10^26 FLOP, we test it"),
    ("Once it is four orders of magnitude larger, we act", "Once it is 10,000x larger, we act"),
    ("If capability doubles, a doubling counts", "If capability doubles, a twofold rise counts"),
    ("Damage above $1 billion counts", "Damage above $1,000,000,000 counts"),
    ("Section 4.2 says how we test", "Section 5.1 says how we test"),
    ("Article 53 applies", "Article 55 applies"),
    ("Claude 3 will be tested", "Claude 4 will be tested"),
    ("GPT-4 will be tested", "GPT-5 will be tested"),
    ("2. We will test models", "3. We will test models"),
    ("We will test models.12 Then we publish", "We will test models.13 Then we publish"),
    ("The 2025 report describes tests", "The 2026 report describes tests"),
    ("Progress speeds up, e.g. twofold", "Progress speeds up, e.g. fourfold"),
    ("The two teams meet", "The three teams meet"),
    ("The best public models currently score 40%", "The best public models currently score 60%"),
    ("We review every 4x increase in compute", "We review every 8x increase in compute"),
    ("We report within 30 days", "We report within 60 days"),
    ("Security at level 2 or higher is required", "Security at level 2+ is required"),
    ("A review by a third party", "A review by a party"),
    ("The page says 30 December", "The page says 31 December"),
    ("One of the experts signs", "Another one of them signs"),
    ("Below one call in two hundred is missed", "Below 0.5% of calls are missed"),
    ("No more than one prompt in 40 may pass", "No more than 2.5% may pass"),
    ("A leak of over 2 gigabytes counts", "A leak of over 2,000 MB counts"),
    ("Training ends when it exceeds the plan by 100%", "Training ends when it exceeds twice the plan"),
    (
        "We stop if errors rise by 50 percent from a level of 20 percent",
        "We stop if errors rise by 10 percentage points from a level of 20 percent",
    ),
    ("We watch two fields: chemistry and physics", "We watch three fields: chemistry, physics and code"),
    ("We carry one out for each model", "We carry it out for each model"),
    ("More than 99 of the 100 cases must pass", "All of the 100 cases must pass"),
    ("We need more than 9 judges", "We need at least 10 judges"),
    ("It ends when cost exceeds 110% of the plan", "It ends when cost exceeds the plan by 10%"),
    ("Reports. 3.1 Staff are heard", "Reports. 4.2 Staff are heard"),
    ("The best of them stood at 44 percent", "The best of them stood at 49 percent"),
    ("We test after every 4x rise of compute", "We test once compute is 4x larger"),
]

READINGS = [
    ("at least 10 testers", ["at least 10 people"]),
    ("no more than 1 in 20 attempts", ["at most 1 in 20"]),
    ("between 5 and 10 percent of models", ["5 and 10 percent"]),
    ("more than 10^26 FLOP", ["more than 10^26 flop"]),
    ("fewer than one hundred and twenty prompts", ["less than one hundred and twenty prompt"]),
    ("See section 3, Act 53 and version 2.1", []),
    ("", []),
]


def labelled(old: str, new: str) -> list[tuple[str, tuple[str, ...]]]:
    """Rules and plain labels of a pair, in one order."""
    return sorted((found.rule, found.labels) for found in contrasts(Passage(old), Passage(new)))


@pytest.mark.parametrize(("old", "new", "expected"), FIRES)
def test_rules_of_a_pair(old, new, expected):
    """A pair gives exactly these rules, with the way the number moved."""
    assert sorted(expected) == labelled(old, new)


@pytest.mark.parametrize(("old", "new"), NEAR_MISSES)
def test_what_only_looks_changed_gives_nothing(old, new):
    """Equal values, names, references, examples and cadences give no contrast of quantities."""
    assert [] == labelled(old, new)


@pytest.mark.parametrize(("old", "new", "expected"), FIRES)
def test_swapping_the_sides_mirrors_the_rules(old, new, expected):
    """Every rule becomes its mirror, and the number moves the other way."""
    assert sorted((BOTH[rule], OTHER_WAY[way]) for rule, way in expected) == labelled(new, old)


@pytest.mark.parametrize("text", sorted({text for old, new, *_ in [*FIRES, *NEAR_MISSES] for text in (old, new)}))
def test_a_clause_against_itself_gives_nothing(text):
    """The same words never differ."""
    assert [] == labelled(text, text)


def test_a_level_named_is_not_surely_a_threshold():
    """A level without a partner may be the name of a standard; a share without one is a threshold."""
    named = next(contrasts(Passage("We train models to refuse"), Passage("Under ASL-2, we train models to refuse")))
    share = next(contrasts(Passage("We will cover our uses"), Passage("We will cover 80% of our uses")))

    assert named.rule == share.rule == "threshold-added"
    assert named.sure < 0.5 < share.sure


@pytest.mark.parametrize(("text", "expected"), READINGS)
def test_what_is_read(text, expected):
    """Quantities are spoken as people would say them."""
    assert expected == [quantity.spoken for quantity in read(Passage(text))]


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("half a dozen", "count", 6), ("a third of", "share", 0.3333333), ("5 percentage points", "points", 5),
        ("tenfold", "multiple", 10), ("4 orders of magnitude", "multiple", 10_000), ("€15 million", "eur", 15e6),
        ("1.5 x 10^25 FLOPs", "flop", 1.5e25), ("72-hour window", "hour", 72), ("an hour", "hour", 1),
        ("twice a month", "frequency", 2), ("three times the compute", "multiple", 3), ("level II", "level", 2),
        ("a year and a half", "year", 1.5), ("half an hour", "hour", 0.5), ("80 GB", "byte", 8e10),
        ("two and a half million users", "count", 2.5e6), ("one call in 50", "share", 0.02), ("5 MW", "watt", 5e6),
        ("ten business days", "business day", 10), ("two million users", "count", 2e6),
        ("five hundred sextillion operations", "flop", 5e23), ("within a week of it", "week", 1),
        ("level 2 plus", "level", 2), ("3 exabytes", "byte", 3e18), ("one decillion grains", "count", 1e33),
    ],
)  # fmt: skip
def test_numbers_and_units(text, unit, value):
    """Each way to write a number has one value and one unit."""
    found = amounts(Passage(text))

    assert [(unit, pytest.approx(value))] == [(amount.unit, amount.low) for amount in found]


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("31 March 2027", "2027-03-31"), ("March 31, 2027", "2027-03-31"), ("2027-03-31", "2027-03-31"),
        ("the end of the first quarter of 2027", "2027-03-31"), ("Q1 2027", "2027-03-31"),
        ("the 1st of Sept. 2026", "2026-09-01"), ("February 2028", "2028-02-29"), ("year-end 2026", "2026-12-31"),
        ("the first half of 2027", "2027-06-30"), ("midsummer of 2027", "2027-06-24"), ("Easter 2024", "2024-03-31"),
        ("Easter 2025", "2025-04-20"), ("Easter 2100", "2100-03-28"), ("autumn 2027", "2027-11-30"),
        ("Christmas Eve, 2027", "2027-12-24"), ("2027", "2027-12-31"),
    ],
)  # fmt: skip
def test_the_last_day_of_a_date(text, last):
    """A date may be a day, a month, a quarter, a half or a year."""
    assert [last] == [found.last.isoformat() for found in dates(text.lower())]


def test_a_day_that_no_calendar_has_is_left_out():
    """31 February is not a date."""
    assert () == dates("31 february 2027")


@pytest.mark.parametrize("name", ["numerals", "units", "comparators", "roles"])
def test_word_lists_hold_lower_case_phrases(name):
    """Word lists are read and matched against lower-case text."""
    phrases = [phrase for found in words(name).values() for phrase in found]

    assert phrases
    assert all(phrase == phrase.lower().strip() for phrase in phrases)


PIECES = st.sampled_from(
    ["at least", "ten", "5%", "1 in", "20", "10^26", "FLOP", "level", "3+", "$", "€5", "between", "and", "to", "-", "x",
     "if", "more than", "half", "a", "million", "e.g.", "\u202e", "\x00", "مرحبا", "|", "§", "(1)", "[2]", ".", "0",
     "in 0", "99999999999999999999999", "e999", "^", "1/0", "31 february 2027", "testers", "or more", "\n"]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=30).map(" ".join)), st.lists(PIECES, max_size=30))
def test_any_text_is_read(old, pieces):
    """No text makes the reading fail, and no text differs from itself."""
    new = "".join(pieces)
    found = list(contrasts(Passage(old), Passage(new)))

    assert all(0 <= contrast.sure <= 1 and contrast.rule for contrast in found)
    assert [] == list(contrasts(Passage(old), Passage(old)))


@pytest.mark.parametrize("piece", ["10 of 3 testers ", "at least ", "1 in ", "one hundred and ", "section 1,2 ", "9"])
def test_long_text_takes_time_in_proportion(piece):
    """Fifty thousand words are read within seconds."""
    long = piece * (50_000 // len(piece.split()))
    old, new = Passage(long), Passage(f"x{long}")
    start = time.perf_counter()
    list(contrasts(old, new))

    assert 20 > time.perf_counter() - start
