"""`labledger explain`: what was read in two clauses, in words that a journalist can quote, and the same as data."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from labledger.cli import main
from labledger.cli.paint import plain
from labledger.label.clauses import label_clauses
from labledger.report.explanation import FACETS, explain
from labledger.report.explanation_text import as_lines
from labledger.report.sentence import sentence

APPROVES = "We will not deploy unless the board approves"
NOTIFIES = "We will not deploy without notifying the board"
Told = Callable[..., tuple[int, str, str]]


@pytest.fixture
def told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Told:
    """Ask within this process, in an empty folder: exit code, output, complaints."""

    def ask(*words: str) -> tuple[int, str, str]:
        monkeypatch.chdir(tmp_path)
        monkeypatch.setattr(sys, "argv", ["labledger", "explain", *words])
        code = main._guarded()
        return code, *capsys.readouterr()

    return ask


def text_of(old: str, new: str) -> str:
    return plain(as_lines(explain(old, new)))


def test_approval_that_became_notice_is_said_in_plain_words(told: Told) -> None:
    """The board loses its approval: what, which label, which way, why, and by which rule."""
    code, page, complaints = told(APPROVES, NOTIFIES)

    assert (0, "") == (code, complaints)
    assert "approval became notice (of the board)" in page
    assert "accountability reduced; weaken" in page
    assert "[decision-right-weakened]" in page
    assert "weaken: the new wording binds the lab less" in page
    assert "must come first: unless the board approves" in page
    assert "confidence 0." in page


def test_what_is_told_is_what_is_labelled() -> None:
    """The findings and the outcome are those of the labeller, none more, none less, in its order."""
    for old, new in ((APPROVES, NOTIFIES), (NOTIFIES, APPROVES), (APPROVES, ""), ("", NOTIFIES), (APPROVES, APPROVES)):
        labelled, explained = label_clauses(old, new), explain(old, new)

        rules = [finding.rule for finding in labelled.findings if finding.rule != "overall"]
        assert rules == [finding["rule"] for finding in explained["findings"]]
        assert labelled.direction == explained["outcome"]["direction"]
        assert sorted(labelled.labels) == explained["outcome"]["labels"]


READ = {
    "heading": ("[Goals] We will test each model.", "goals"),
    "force": ("We must not deploy it.", "prohibition"),
    "hedges": ("We will, where feasible, test each model.", "where feasible"),
    "conditions": (
        "We will not deploy a model unless the board approves.",
        "must come first: unless the board approves",
    ),
    "quantities": ("At least 10 testers look at each model.", "at least 10"),
    "times": ("We test each model every six months.", "every six months (how often)"),
    "scope": ("We test all models for cyber risks.", "risk: cyber"),
    "people": ("The board must approve the release.", "approval of the board"),
    "audience": ("We will publish a summary of the report on our website.", "told to: public"),
    "named": ("We follow ISO 27001.", "ISO 27001"),
}


@pytest.mark.parametrize("facet", READ)
def test_each_facet_is_shown(facet: str) -> None:
    """What is read of a facet stands in the data under its name, and on the page."""
    clause, words = READ[facet]
    found = explain(clause, "")["old"]["read"]

    assert any(words in said for said in found[facet]), found
    assert words in text_of(clause, "")
    assert found.keys() <= set(FACETS)


def test_distant_wordings_show_how_they_were_weighed() -> None:
    """Where two wordings share little, the page gives the shares, which make one, and what weighs most."""
    old = "We must suspend training until an outside auditor has confirmed that the safeguards hold."
    new = "Our teams may discuss new research ideas with interested partners when it seems useful."
    weighing = explain(old, new)["weighing"]

    assert 1 == pytest.approx(weighing["weaken"] + weighing["strengthen"] + weighing["neutral"], abs=0.01)
    assert weighing["reasons"]
    assert [one["weight"] for one in weighing["reasons"]] == sorted(
        (r["weight"] for r in weighing["reasons"]), reverse=True
    )
    page = text_of(old, new)
    assert "how it was weighed" in page
    assert explain(APPROVES, APPROVES + " it")["weighing"] is None


def test_json_holds_what_the_page_says(told: Told) -> None:
    """--json gives the same findings as plain data, with the account where one is given."""
    _, out, _ = told(APPROVES, NOTIFIES, "--json", "--no-account")
    data = json.loads(out)

    assert "labledger/explanation/1" == data["schema"]
    assert "no-account" == data["outcome"]["disclosure"]
    assert "undisclosed" in data["outcome"]["labels"]
    assert [APPROVES, NOTIFIES] == [data["old"]["text"], data["new"]["text"]]
    page = told(APPROVES, NOTIFIES, "--no-account")[1]
    assert all(finding["sentence"] in page for finding in data["findings"])
    assert "the lab gave no account" in page


def test_a_clause_may_stand_in_a_file(told: Told, tmp_path: Path) -> None:
    """@ names a file, @@ is a plain @, and both give what the text itself gives."""
    (tmp_path / "old.txt").write_text("\ufeff" + APPROVES, "utf-8")

    assert told(APPROVES, NOTIFIES) == told("@old.txt", NOTIFIES)
    assert "@home we may test." in told("@@home we may test.", NOTIFIES)[1]


@pytest.mark.parametrize(
    ("words", "code", "complaint"),
    [
        (("@gone.txt", "b"), 3, "OLD: gone.txt cannot be read"),
        (("a", "@."), 3, "NEW: . cannot be read"),
        (("@latin.txt", "b"), 3, "latin.txt:2: byte 0xe9 is not UTF-8"),
        (("@big.txt", "b"), 3, "give one clause, not a document"),
        (("a",), 2, "Missing argument 'NEW'"),
        (("a", "b", "--account", "x", "--no-account"), 2, "exclude each other"),
    ],
)
def test_slips_are_told(told: Told, tmp_path: Path, words: tuple[str, ...], code: int, complaint: str) -> None:
    """A file that cannot be read is 3, a wrong question 2; both with what to do."""
    (tmp_path / "latin.txt").write_bytes(b"one\ncaf\xe9")
    (tmp_path / "big.txt").write_bytes(b"a" * ((1 << 20) + 1))
    found, out, err = told(*words)

    assert (code, "") == (found, out)
    assert complaint in err


@pytest.mark.parametrize(
    "old", ["", "\x1b[31mred", "\u202eevil", "e" + "\u0301" * 500, "| a | b |\n| 1 | 2 |", "🙂" * 99, "\ud800"]
)
def test_nothing_that_a_terminal_would_obey_is_printed(old: str) -> None:
    """Control and direction characters are written out; every finding stays on its line."""
    page = text_of(old, NOTIFIES)

    assert not {"\x1b", "\u202e", "\ud800"} & set(page)
    assert page.startswith("old  ")


def test_a_text_in_another_language_is_said_to_be_one() -> None:
    """Nothing is read in a text that is not English, and the page says why."""
    german = "Wir werden das Modell nicht ohne die Zustimmung des Vorstands auf den Markt bringen."
    explained = explain(german, german.replace(" nicht", ""))

    assert "unclear" == explained["outcome"]["direction"]
    assert "not English" in plain(as_lines(explained))
    assert not explained["old"]["read"]


def test_a_sentence_says_what_came_went_or_became() -> None:
    """A sentence gives the words of a finding once, and none where they are the whole clause."""
    assert "T: may became must" == sentence("T", "may", "must")
    assert 'T: "a b c d" went' == sentence("T", "a b c d", "")
    assert 'T: "may" came' == sentence("T", "", "may")
    assert "T: approval became notice (of the board)" == sentence("T", "approval of the board", "notice of the board")
    assert "T" == sentence("T", "the clause", "", ("the clause", ""))
    assert len(sentence("T", "word " * 900, "other " * 900)) < 400
