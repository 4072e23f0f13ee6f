"""Timings of a clause: pairs of wordings with the exact rules that fire, near misses, mirrors and odd input."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labledger.clause import quantities
from labledger.clause.passage import Passage, words
from labledger.clause.time_moves import Move
from labledger.clause.times import contrasts, read
from labledger.clause.timing import period

SLOWER, LATER, OPENED = "cadence-slowed", "deadline-extended", "deadline-made-open"
SHORTER, AFTER = "notice-shortened", "check-moved-after"
UNKNOWN, REPLACED = "threshold-changed-unknown", "threshold-metric-replaced"

FIRES = [
    ("We review it every 6 months", "We review it annually", [SLOWER]),
    ("We review it every three months", "We review it regularly", [SLOWER]),
    ("We review it regularly", "We review it from time to time", [SLOWER]),
    ("We monitor it continually", "We monitor it once a year", [SLOWER]),
    ("We review it every year", "We review it every other year", [SLOWER]),
    ("Two audits per year", "One audit per year", [SLOWER]),
    ("Audits at least once a year", "Audits at most once a year", [SLOWER]),
    ("Reviews at six-month intervals", "Reviews at one-year intervals", [SLOWER]),
    ("We test at every 4x increase of compute", "We test at every 4 orders of magnitude of compute", [SLOWER]),
    ("We test every 4x of compute and 3 months", "We test every 4x of compute and 6 months", [SLOWER]),
    ("If six months have passed since the last test", "If a year has passed since the last test", [SLOWER]),
    ("We review the policy quarterly", "We review the policy", ["cadence-removed"]),
    ("We test the model at each release", "We test the model", ["cadence-removed"]),
    ("We meet biweekly", "We meet monthly", [UNKNOWN]),
    ("We test before each deployment", "We test once a year", [REPLACED]),
    ("We report within 30 days", "We report within 60 days", [LATER]),
    ("We report within 72 hours of discovery", "We report within 72 hours of determining it occurred", [LATER]),
    ("We report within 10 days", "We report within 10 business days", [LATER]),
    ("We report no later than 30 days later", "We report no earlier than 30 days later", [LATER]),
    ("We publish by 31 March 2027", "We publish by the end of June 2027", [LATER]),
    ("We will finish in Q3 2026", "We will finish in Q4 2026", [LATER]),
    ("We notify them immediately", "We notify them within 24 hours", [LATER]),
    ("We report promptly", "We report in due course", [LATER]),
    ("We publish within 30 days", "We publish after at least 30 days", [LATER]),
    ("We may delay it for up to 30 days", "We may delay it for up to 90 days", [LATER]),
    ("We currently apply the controls", "We will apply the controls as part of reaching level 3", [LATER]),
    ("We commit to a 90-day disclosure window", "We commit to a 180-day disclosure window", [LATER]),
    ("We will spend it over the next four years", "We will spend it over the next six years", [LATER]),
    ("We report within 72 hours", "We report promptly", [OPENED]),
    ("We publish by May 2027", "We publish as soon as practicable", [OPENED]),
    ("We publish results by 1 May 2027", "We publish results", ["deadline-removed"]),
    ("We test models before deployment", "We test models", ["deadline-removed"]),
    ("We give 30 days' notice", "We give 14 days' notice", [SHORTER]),
    ("We tell users at least 30 days before it changes", "We tell users at least 10 days before it changes", [SHORTER]),
    ("We retain logs for at least 12 months", "We retain logs for at least 6 months", [SHORTER]),
    ("We retain logs for at least 12 months", "We retain logs for up to 12 months", [SHORTER]),
    ("We wait 14 days before deployment", "We wait 7 days before deployment", [SHORTER]),
    ("Logs are kept until May 2028", "Logs are kept until May 2027", [SHORTER]),
    ("The red team gets at least four weeks", "The red team gets at least two weeks", ["threshold-loosened"]),
    ("We test models before deployment", "We test models after launch", [AFTER]),
    ("We finish the case during training", "We finish the case before deployment", [AFTER]),
    ("Pre-deployment tests are run", "Post-deployment tests are run", [AFTER]),
    ("We test before internal deployment", "We test before public release", [AFTER]),
    ("We test before and after release", "We test after release", [AFTER]),
    ("A vote is held before a fee is raised", "A vote is held after a fee has been raised", [AFTER]),
    ("Tests fill the month that precedes a sale", "Tests fill the month that follows a sale", [AFTER]),
    ("A model is released after our review", "A model is released before our review", [AFTER]),
    (
        "Bots work for up to 3 hours without review",
        "Bots work for up to 9 hours without review",
        ["threshold-loosened"],
    ),
    ("Bots work unattended for 3 hours", "Bots work unattended for 9 hours", ["threshold-loosened"]),
    ("Judges get up to six weeks", "Judges get up to two weeks", [UNKNOWN]),
    ("Users hear of it ten days beforehand", "Users hear of it two days beforehand", [SHORTER]),
    ("A case is sent within 5 days of discovery", "A case is sent within 5 days of sign-off by its owner", [LATER]),
    ("Guests stay for up to 3 days", "Guests stay for up to 9 days", [UNKNOWN]),
    ("Users hear of it three weeks ahead", "Users hear of it two days ahead", [SHORTER]),
    ("We keep tapes for two years and a half", "We keep tapes for two years", [SHORTER]),
    ("Bugs are mended within 9 days of the alert", "Bugs are mended within 9 days of our scheduling it", [LATER]),
    ("A theft brings an immediate halt", "A theft brings a timely halt", [LATER]),
    ("A theft brings an immediate halt", "A theft brings a halt", ["deadline-removed"]),
    ("We reach it by 3 May 2028", "We reach it in the years ahead", [OPENED]),
    ("We test at each rise in compute by 40x", "We test at each 4x rise in compute", ["cadence-quickened"]),
    ("We test every time compute has grown 4x", "We test every time compute has grown 9x", [SLOWER]),
    ("Tests before pre-training are run", "Tests are run", ["deadline-removed"]),
    ("A flaw is told within 9 days of being found", "A flaw is told within 9 days of a patch for it", [LATER]),
    ("It is told within 9 days of the first hint", "It is told within 9 days of being proven", [LATER]),
    ("It is told within 9 days of opening the inquiry", "It is told within 9 days of closing the inquiry", [LATER]),
    ("A card is out within a week of the last training run", "A card is out within a week of launch", [LATER]),
    ("A card is out within a week of internal use", "A card is out within a week of its release", [LATER]),
    ("It is told within 9 days of the breach", "It is told within 9 days of the breach being proven", [LATER]),
    ("Minutes are out at the latest 9 days after it", "Minutes are out at the earliest 9 days after it", [LATER]),
    ("Minutes are out 9 days after it at the latest", "Minutes are out 9 days after it at the earliest", [LATER]),
    ("Leaks are mended in 9 days", "Leaks are mended in due course", [OPENED]),
    ("By Easter 2029 it is built", "By midsummer 2029 it is built", [LATER]),
    ("By the end of spring 2029 it is built", "By the end of autumn 2029 it is built", [LATER]),
    ("By Christmas 2029 it is built", "By New Year's Eve 2029 it is built", [LATER]),
    ("The trust hears of it without delay", "The trust hears of it in due course", [LATER]),
    ("Chiefs hear of it at least a week before raising it", "Chiefs hear of it within a week of raising it", [LATER]),
    ("Locks are set before the model can be reached", "Locks are set once the model can be reached", [AFTER]),
    ("Locks are set before it goes live", "Locks are set after anyone can use it", [AFTER]),
    ("Two weeks' warning is given", "Two days' warning is given", [SHORTER]),
    ("Users get a lead time of ten days", "Users get a lead time of two days", [SHORTER]),
    ("The trust gets a monthly report", "The trust gets regular reports", [SLOWER]),
    ("The chief tells it each quarter", "The chief gives it regular updates", [SLOWER]),
    ("Each time compute has doubled, we test", "Each time compute has grown ninefold, we test", [SLOWER]),
]

NEAR_MISSES = [
    ("A flaw is told within 9 days of being spotted", "A flaw is told within 9 days"),
    ("A flaw is told within 9 days of the release of a patch", "A flaw is told within 9 days of its repair"),
    ("It is told within 9 days of a suspicion", "It is told within 9 days of being suspected"),
    ("It is told within 9 days of opening the inquiry", "It is told within 9 days of the start of the inquiry"),
    ("A card is out within a week of the launch", "A card is out within 7 days of release"),
    ("A card is out within a week of the end of training", "A card is out within a week of completing training"),
    ("It is told within 9 days of the incident", "It is told within 9 days of release"),
    ("Minutes are out at the latest 9 days after it", "Minutes are out within 9 days after it"),
    ("Minutes are out no sooner than 9 days after it", "Minutes are out 9 days after it at the earliest"),
    ("Speed is measured in 9 days", "Speed is measured in 5 days"),
    ("By Christmas 2029 it is built", "By 25 December 2029 it is built"),
    ("By the end of spring 2029 it is built", "By the end of May 2029 it is built"),
    ("In the summer 2028 talk we said so", "In the spring 2029 talk we said so"),
    ("The trust hears of it without delay", "The trust hears of it promptly"),
    ("The trust hears of it quickly", "The trust hears of it with no delay"),
    ("Locks are set before the model can be reached", "Locks are set before the model goes live"),
    ("Fifteen days' warning is given", "It is told fifteen days ahead"),
    ("The trust gets a quarterly update", "The trust gets an update every quarter"),
    ("The trust gets regular reports", "The trust gets periodic reports"),
    ("Each time compute has doubled, we test", "Each time compute has grown twofold, we test"),
    ("We review it every 12 months", "We review it each year"),
    ("We review it annually", "We review it once a year"),
    ("We report each quarter", "We report four times a year"),
    ("We report quarterly", "We report every three months"),
    ("We review it semi-annually", "We review it twice per year"),
    ("We review it every six months", "We review it every 180 days"),
    ("We review it every two months", "We review it every other month"),
    ("We review it regularly", "We review it periodically"),
    ("We monitor it continuously", "We monitor it on an ongoing basis"),
    ("We test at every fourfold increase of compute", "We test at every 4x increase of compute"),
    ("Annual revenue above a bar", "Yearly revenue above a bar"),
    ("We report within 14 days", "We report within two weeks"),
    ("We report within 72 hours", "We report within three days"),
    ("We report within 72 hours of discovery", "We report within 72 hours after detecting it"),
    ("We report within 14 days", "We report no later than 2 weeks after"),
    ("We report within 14 days", "We report within 10 business days"),
    ("We publish by 31 March 2027", "We publish by the end of the first quarter of 2027"),
    ("We publish by 31 December 2026", "We publish before 2027"),
    ("We publish by 2027-01-05", "We publish by January 5th, 2027"),
    ("The rules published on 3 May 2024 apply", "The rules published on 5 June 2025 apply"),
    ("We looked at the past 12 months", "We looked at the past 24 months"),
    ("In the 2025 report we will say so", "In the 2026 report we will say so"),
    ("We report promptly", "We report without undue delay"),
    ("We give 30 days' notice", "We notify them one month in advance"),
    ("We retain logs for a year", "We retain logs for 12 months"),
    ("We retain logs for at least 6 months", "We retain logs for at least 180 days"),
    ("We wait a week before deployment", "We wait seven days before deployment"),
    ("We test models before deployment", "We test models prior to launch"),
    ("Pre-deployment tests are run", "Tests before deployment are run"),
    ("We test models ahead of any release", "We test models before they are released"),
    ("We update it as needed", "We update it"),
    ("It takes a year to review", "It takes 2 years to review"),
    ("The following deployments are covered", "The next deployments are covered"),
    ("Experts join as needed", "Experts join where needed"),
    ("It was founded in 2021", "It was founded in 2015"),
    ("Work in 2 weeks, as we expect", "Work in 14 days, as we expect"),
    ("A six-month plan", "A nine-month plan"),
    ("Zero-day flaws are fixed", "0-day flaws are fixed"),
    ("Support around the clock", "Support 24/7"),
    ("We review it twice a month", "We review it two times per month"),
    ("Section 30 days", "Section 30 days"),
    ("We saw it in the next 12 months", "We saw it in the next 24 months"),
    ("Growth of 1,000 times in a year", "Growth of 2,000 times in a year"),
    ("Sharing with all of regular clearance", "Sharing with all of clearance"),
    ("It was done in one year", "It was done in two years"),
    ("We test in at least ten languages", "We test in at least five languages"),
    ("We stop the run at once", "We order an immediate stop of the run"),
    ("We fear an immediate war", "We fear a war"),
    ("Seats rotate every two years", "Seats are held for terms of two years"),
    ("Staff learn it prior to their first access", "Staff get no access until they have learned it"),
    ("The card is complete before release", "Release follows only once the card is complete"),
    ("We improve the tests continually", "We keep improving the tests"),
    ("We fear an ongoing war", "We fear a war"),
    ("Tests are ongoing", "We test continuously"),
    ("A new pre-training run counts", "A new run counts"),
    ("A timely human act saved it", "A human act saved it"),
    ("We keep tapes for 30 months", "We keep tapes for two and a half years"),
    ("Keys are handed over after the vote", "Keys are handed over before the vote"),
    ("We test every 18 months", "We test every year and a half"),
    ("We test every 18 months", "We test every one and a half years"),
    ("We test twice a year", "We test every half year"),
    ("We never sell before the vote", "We never sell after the vote"),
    ("A vote is held before a fee is raised", "A vote is held ahead of a fee being raised"),
    ("3.1 Within a week, we answer", "4.2 Within a week, we answer"),
    ("We test after each doubling of compute", "We go no further past a doubling of compute until we test"),
    ("We report within 9 days of the report", "We report within 9 days of the alert"),
]

READINGS = [
    ("We review it at least every 6 months", ["at least every 6 months"]),
    ("We report within 72 hours after discovery", ["within 72 hours after discovery"]),
    ("We publish by 31 March 2027", ["by 31 march 2027"]),
    ("We test before deployment and quarterly", ["before deployment", "quarterly"]),
    ("No time is named", []),
    ("", []),
]


def rules(old: str, new: str) -> list[str]:
    """Rules of a pair, in one order."""
    return sorted(found.rule for found in contrasts(Passage(old), Passage(new)))


def mirror(rule: str) -> str:
    """The rule that says the reverse."""
    return {AFTER: "check-moved-before"}.get(rule) or Move(rule).mirrored.rule


@pytest.mark.parametrize(("old", "new", "expected"), FIRES)
def test_rules_of_a_pair(old, new, expected):
    """A pair gives exactly these rules."""
    assert sorted(expected) == rules(old, new)


@pytest.mark.parametrize(("old", "new"), NEAR_MISSES)
def test_what_only_looks_changed_gives_nothing(old, new):
    """Equal times in other words, and times that bind nobody, give no contrast."""
    assert [] == rules(old, new)


def test_as_many_near_misses_as_pairs_that_fire():
    """What must stay silent is tested as much as what must speak."""
    assert len(FIRES) <= len(NEAR_MISSES)


@pytest.mark.parametrize(("old", "new", "expected"), FIRES)
def test_swapping_the_sides_mirrors_the_rules(old, new, expected):
    """Every rule becomes its mirror."""
    assert sorted(mirror(rule) for rule in expected) == rules(new, old)


@pytest.mark.parametrize("text", sorted({text for old, new, *_ in [*FIRES, *NEAR_MISSES] for text in (old, new)}))
def test_a_clause_against_itself_gives_nothing(text):
    """The same words never differ."""
    assert [] == rules(text, text)


@pytest.mark.parametrize(("text", "expected"), READINGS)
def test_what_is_read(text, expected):
    """Timings are spoken in the words of the clause."""
    assert expected == [timing.spoken for timing in read(Passage(text))]


@pytest.mark.parametrize(
    ("one", "two", "equal"),
    [
        ((6, "month"), (180, "day"), True), ((12, "month"), (1, "year"), True), ((14, "day"), (2, "week"), True),
        ((10, "business day"), (14, "day"), True), ((36, "month"), (35, "month"), False),
        ((1, "month"), (4, "week"), False), ((72, "hour"), (3, "day"), True), ((4, "quarter"), (365, "day"), True),
    ],
)  # fmt: skip
def test_lengths_of_periods(one, two, equal):
    """Months compare with months exactly, and with days within three percent."""
    assert equal == period(*one).equals(period(*two))


def test_a_longer_period_is_not_sure_where_the_clock_starts_elsewhere():
    """A later start with a shorter period is less sure than a shorter period alone."""
    plain = next(iter(contrasts(Passage("within 30 days of discovery"), Passage("within 10 days of discovery"))))
    turned = next(iter(contrasts(Passage("within 30 days of discovery"), Passage("within 10 days of determining it"))))

    assert plain.rule == turned.rule == "deadline-shortened"
    assert plain.sure > turned.sure


def test_long_clauses_with_little_in_common_lose_nothing_surely():
    """What one of two long and distant clauses lacks may stand elsewhere in its document."""
    old = "We test the model every month, and the head of safety shows the outcome to the board and a panel of experts"
    new = "Whoever doubts that the head of safety or the board kept to it may write to the ombudsman and to the panel"
    near = old.replace(" every month", "")

    assert 0.5 == next(c.sure for c in contrasts(Passage(old), Passage(new)) if c.rule == "cadence-removed")
    assert 0.5 < next(c.sure for c in contrasts(Passage(old), Passage(near)) if c.rule == "cadence-removed")


def test_unrelated_clauses_lose_no_deadline():
    """A deadline that is missing from a clause about something else was not removed from it."""
    assert [] == rules("We publish summaries within 30 days", "Boards appoint trustees who guard weights")


@pytest.mark.parametrize("name", ["periods", "timing"])
def test_word_lists_hold_lower_case_phrases(name):
    """Word lists are read and matched against lower-case text."""
    phrases = [phrase for found in words(name).values() for phrase in found]

    assert phrases
    assert all(phrase == phrase.lower().strip() for phrase in phrases)


PIECES = st.sampled_from(
    ["every", "6", "months", "within", "an hour", "of", "discovery", "by", "31 march 2027", "before", "deployment",
     "after", "training", "annually", "at least", "for", "up to", "notice", "no earlier than", "promptly", "4x",
     "twice a month", "0", "99999999999999999999 years", "q3 2026", "\u202e", "\x00", "شهر", "|", ".", "retain", "and",
     "or", "\n", "1e300 days", "as part of reaching", "currently", "biweekly", "in 0 days", "once every", "regularly",
     "two audits per year"]
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=30).map(" ".join)), st.lists(PIECES, max_size=30))
def test_any_text_is_read(old, pieces):
    """No text makes the reading fail, and no text differs from itself."""
    found = list(contrasts(Passage(old), Passage(" ".join(pieces))))

    assert all(0 <= contrast.sure <= 1 and contrast.rule for contrast in found)
    assert [] == list(contrasts(Passage(old), Passage(old)))


@pytest.mark.parametrize(
    "piece", ["every ", "within 10 days of ", "before ", "31 march ", "twice a year and ", "soon "]
)
def test_long_text_takes_time_in_proportion(piece):
    """Fifty thousand words are read within seconds."""
    long = piece * (50_000 // len(piece.split()))
    old, new = Passage(long), Passage(f"x{long}")
    start = time.perf_counter()
    list(contrasts(old, new))

    assert 20 > time.perf_counter() - start


def test_a_clause_pair_takes_about_a_millisecond():
    """Both readings of a fresh pair of forty words; slow machines are allowed ten times the measured cost."""
    text = (
        "We will evaluate each model at least every six months and before deployment with at least ten testers, and if "
        "the model exceeds 10^25 FLOP we will report within 72 hours after discovery to the board. Case "
    )
    pairs = [(Passage(f"{text}{n}a"), Passage(f"{text.replace('six', 'nine')}{n}b")) for n in range(50)]
    for pair in pairs:
        assert pair[0].lower
        assert pair[1].lower
    start = time.perf_counter()
    for old, new in pairs:
        list(contrasts(old, new))
        list(quantities.contrasts(old, new))

    assert 0.010 > (time.perf_counter() - start) / len(pairs)
