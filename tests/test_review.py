"""What waits for people: two of them, neither the author; both positions; the company's reply; corrections."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from repository import BOARD, SOUND, V1, Repository, labledger

from labledger.store import codec

REVIEW = "labs/acme/frameworks/rsp/reviews/v1..v2.yaml"
TODAY = ("--today", "2026-01-01")


@pytest.fixture
def place(tmp_path: Path) -> Repository:
    """The sound records, in which the second version takes something back."""
    made = Repository(tmp_path / "repo")
    made.commit("2026-01-01", SOUND)
    return made


def ask(place: Repository, *words: str, code: int = 0) -> str:
    """What the command answers; complaints too when it should fail."""
    done = labledger("review", *words, *TODAY, cwd=place.place)
    assert code == done.returncode, done.stderr
    return done.stdout if code == 0 else done.stderr


def waiting(place: Repository, *words: str) -> list[dict[str, object]]:
    """The listed labels as data."""
    return [json.loads(line) for line in ask(place, "--json", "--limit", "500", *words).splitlines()]


def first(place: Repository) -> str:
    """The fingerprint of the first label that waits."""
    return str(waiting(place)[0]["fingerprint"])


def rule(place: Repository, mark: str, by: str, direction: str = "weaken", code: int = 0) -> str:
    return ask(place, mark, "--direction", direction, "--by", by, "--reason", "Read in both texts.", code=code)


def state(place: Repository, mark: str) -> str:
    return str(json.loads(ask(place, mark, "--json"))["state"])


def test_labels_of_severity_error_wait_oldest_first(place: Repository) -> None:
    """Nothing else waits, and the oldest step comes first."""
    found = waiting(place)

    assert found
    assert {"error"} == {case["severity"] for case in found}
    assert [case["date"] for case in found] == sorted(str(case["date"]) for case in found)


def test_one_person_is_not_enough_and_two_are(place: Repository) -> None:
    """A label of severity error is settled by two people who agree."""
    mark = first(place)
    states = [state(place, mark)]
    for name in ("Ann", "Bob"):
        rule(place, mark, name)
        states.append(state(place, mark))

    assert ["waits", "waits", "settled"] == states
    assert mark not in [case["fingerprint"] for case in waiting(place)]
    assert 0 == labledger("check", "--quiet", cwd=place.place).returncode


def test_the_same_person_twice_is_one(place: Repository) -> None:
    """A second ruling of the same person takes the place of the first, however the name is written."""
    mark = first(place)
    for name in ("Ann Roe", "ann  roe"):
        rule(place, mark, name)

    assert "waits" == state(place, mark)


def test_nobody_rules_on_their_own_reading(place: Repository) -> None:
    """Who recorded the versions is refused, by the command and by the check, and never counted."""
    mark = first(place)
    rule(place, mark, "Ann")
    path = place.data / REVIEW
    text = path.read_text("utf-8").replace("  - A\n", "  - Bob\n")
    path.write_text(text, "utf-8")
    complaint = rule(place, mark, "bob", code=2)
    path.write_text(text.replace("- Bob", "- Ann"), "utf-8")
    done = labledger("check", cwd=place.place)

    assert "E-OWN" in complaint
    assert 1 == done.returncode
    assert "E-OWN Ann recorded the versions" in done.stdout
    assert "waits" == state(place, mark)
    assert [False] == [one["counts"] for one in json.loads(ask(place, mark, "--json"))["positions"]]


def test_who_recorded_a_version_is_read_from_the_history(place: Repository) -> None:
    """The authors of the commits cannot rule on what they recorded, and nothing is written when they try."""
    complaint = rule(place, first(place), "A", code=2)

    assert "E-OWN A recorded the versions" in complaint
    assert not (place.data / REVIEW).exists()


def test_two_who_differ_are_both_shown(place: Repository) -> None:
    """A contested label keeps both positions and is listed until they agree."""
    mark = first(place)
    rule(place, mark, "Ann", "weaken")
    rule(place, mark, "Bob", "neutral")
    page, listed = ask(place, mark), ask(place, "--state", "contested")
    rule(place, mark, "Bob", "weaken")

    assert "state: contested" in page
    assert "Ann, 2026-01-01: weaken" in page
    assert "Bob, 2026-01-01: neutral" in page
    assert "contested: Ann weaken / Bob neutral" in listed
    assert "settled" == state(place, mark)


def test_a_reply_stands_beside_the_label(place: Repository) -> None:
    """With its day, speaker, capacity and source; it settles nothing."""
    mark = first(place)
    reply = (mark, "--reply", "The old text was never meant so.", "--by", "Acme press office")
    refused = ask(place, *reply, code=2)
    ask(place, *reply, "--source", "sources/acme/rsp-v1")
    told = ask(place, mark)
    record, _ = codec.read((place.data / REVIEW).read_bytes())

    assert "a reply needs its source" in refused
    assert "reply, 2026-01-01, Acme press office (company): The old text" in told
    assert [("2026-01-01", "company")] == [(one["date"], one["capacity"]) for one in record["replies"]]
    assert "waits" == state(place, mark)
    assert 0 == labledger("check", "--quiet", cwd=place.place).returncode


def test_a_remark_of_staff_is_no_reply(place: Repository) -> None:
    """Only who speaks for the company replies for it."""
    words = ("--reply", "No.", "--by", "Somebody", "--source", "sources/acme/rsp-v1", "--capacity")

    assert "E-REPLY" in ask(place, first(place), *words, "employee-personal", code=2)
    assert "capacity cannot be 'nobody'" in ask(place, first(place), *words, "nobody", code=2)


@pytest.mark.parametrize(
    ("words", "code", "hint"),
    [
        (("0000000000000000",), 3, "no label 0000000000000000"),
        (("--direction", "weaken"), 2, "needs the fingerprint"),
        (("--lab", "acm"), 3, "did you mean acme?"),
        (("FIRST", "--direction", "weaken", "--by", "Ann"), 2, "say who, and for a ruling why"),
        (("FIRST", "--direction", "weaker"), 2, "'weaker' is not one of"),
    ],
)
def test_slips_are_told(place: Repository, words: tuple[str, ...], code: int, hint: str) -> None:
    """What is missing or misspelt is said, and nothing is written."""
    mark = first(place)
    complaint = ask(place, *(mark if word == "FIRST" else word for word in words), code=code)

    assert hint in complaint
    assert not (place.data / REVIEW).exists()


def test_corrections_are_logged(place: Repository) -> None:
    """What we said wrongly is listed with the day on which it was mended, latest first; what the lab did is not."""
    assert "none\n" == ask(place, "--corrections")
    place.commit("2026-02-01", {V1: SOUND[V1].replace("modality: will", "modality: must", 1)})
    place.commit("2026-03-01", {BOARD: SOUND[BOARD].replace("Jane Roe sits", "Jane Roe sat")})
    told = ask(place, "--corrections").splitlines()

    assert ["2026-03-01", "2026-02-01"] == [line[:10] for line in told]
    assert "acme/facts/board" in told[0]
    assert "Jane Roe sits on the board. became Jane Roe sat on the board." in told[0]
    assert "will became must" in told[1]
