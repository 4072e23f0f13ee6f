"""A passage is followed through every version: present, altered and how, or missing where it was searched."""

from __future__ import annotations

import json

import pytest
from archive_case import DOCUMENT, RULES, policy, record_all
from click.testing import CliRunner

from labledger.archive.trace import standing
from labledger.cli.archive_verb import command
from labledger.errors import LedgerError
from labledger.text.shingles import passage_shingles

TOWNS = {
    "Arva": "old",
    "Belm": "new",
    "Corv": "small",
    "Dalm": "great",
    "Esk": "north",
    "Fenn": "south",
    "Gorm": "east",
}
LONG = "\n\n".join(
    f"The {kind} registry in {town} lists every vessel that was built there, names its {kind} owner and the day on"
    f" which it first left the harbour of {town}."
    for town, kind in TOWNS.items()
)
GAMMA = "Whoever asks the keeper for a copy of the logbook gets it within 30 days, free of any charge."
WHOLE = f"{RULES}\n\n{GAMMA}\n\n{LONG}"
ALTERED = WHOLE.replace("within 30 days, free", "within 300 days, free")
GONE = WHOLE.replace(GAMMA, "")
ERROR = "This page isn’t available\n-------------------------\n\nAn unexpected error has occurred.\n"


def traced(place, *texts, passage=GAMMA, more=()):
    """What the command says of a passage in an archive of these texts, as data."""
    record_all(place / "a", *texts)
    (place / "p.txt").write_text(passage, "utf-8")
    words = ["trace", str(place / "a"), "--passage", str(place / "p.txt"), "--json", *more]
    done = CliRunner().invoke(command, words, standalone_mode=False)
    assert done.exception is None
    return json.loads(done.stdout)


def runs(told):
    """State and day of each run of the only document."""
    return [(run["state"], run["since"]) for run in told["passages"][0]["documents"][0]["runs"]]


def test_present_altered_missing_and_back(tmp_path):
    """Each state of a passage is told with the day on which it began."""
    told = traced(tmp_path, policy(body=WHOLE), policy(body=ALTERED), policy(body=GONE), policy(body=WHOLE))

    assert ["present", "altered", "missing", "present"] == [state for state, _ in runs(told)]
    assert [f"2025-05-0{day}" for day in (1, 2, 3, 4)] == [day for _, day in runs(told)]


def test_how_it_was_altered(tmp_path):
    """Both wordings stand in the versions themselves, and the clause labeller compares them."""
    (_, altered) = traced(tmp_path, policy(body=WHOLE), policy(body=ALTERED))["passages"][0]["documents"][0]["runs"]

    assert GAMMA == altered["old"]
    assert GAMMA.replace("30", "300") == altered["new"]
    assert altered["direction"] in ("weaken", "strengthen", "unclear")
    assert altered["labels"]


@pytest.mark.parametrize("other", [ERROR, policy(body="")])
def test_a_broken_capture_is_not_a_missing_passage(tmp_path, other):
    """An error page or a bare header says nothing of the document."""
    told = traced(tmp_path, policy(body=WHOLE), other, policy(body=WHOLE))

    assert ["present", "unreadable", "present"] == [state for state, _ in runs(told)]
    assert 1 == told["passages"][0]["searched"]["unreadable"]


def test_a_deleted_document_is_gone(tmp_path):
    """A document that is not there any more holds nothing, and that is not called missing."""
    archive = record_all(tmp_path / "a", policy(body=WHOLE))
    archive.record("2025-05-02", {DOCUMENT: None})
    (tmp_path / "p.txt").write_text(GAMMA, "utf-8")
    words = ["trace", str(tmp_path / "a"), "--passage", str(tmp_path / "p.txt"), "--json"]
    told = json.loads(CliRunner().invoke(command, words, standalone_mode=False).stdout)

    assert ["present", "gone"] == [state for state, _ in runs(told)]
    assert any("is gone since" in line for line in told["not_known"])


def test_typography_and_line_breaks_do_not_count(tmp_path):
    """A passage set otherwise is present all the same."""
    again = WHOLE.replace(GAMMA, GAMMA.upper().replace(" ", "\n", 3).replace("KEEPER", "**KEEPER**"))

    assert [("present", "2025-05-01")] == runs(traced(tmp_path, policy(body=WHOLE), policy(body=again)))


def test_missing_comes_with_where_it_was_searched(tmp_path):
    """A passage that no version holds is missing everywhere, with how much was searched and what came nearest."""
    passage = "Nobody shall ever carry a burning torch into the powder mill of the southern valley."
    told = traced(tmp_path, policy(body=WHOLE), policy(body=ALTERED), passage=passage)["passages"][0]

    assert (True, []) == (told["missing_everywhere"], told["documents"])
    assert (1, 2) == (told["searched"]["documents"], told["searched"]["versions"])
    assert told["searched"]["best"] < 0.25


def test_for_reading(tmp_path):
    """The lines name the states, the redline and the log of the search."""
    traced(tmp_path, policy(body=WHOLE), policy(body=ALTERED))
    words = ["trace", str(tmp_path / "a"), "--passage", str(tmp_path / "p.txt")]
    told = CliRunner().invoke(command, words, standalone_mode=False).stdout

    assert "[-30-]{+300+}" in told
    assert "searched: 2 versions of 1 document" in told


@pytest.mark.parametrize(("passage", "more", "code"), [("Too few words.", (), 2), (GAMMA, ("--document", "None/*"), 2)])
def test_slips_are_told_in_words(tmp_path, passage, more, code):
    """A passage too short to be known, and a document that is not there, are refused."""
    record_all(tmp_path / "a", policy(body=WHOLE))
    (tmp_path / "p.txt").write_text(passage, "utf-8")
    words = ["trace", str(tmp_path / "a"), "--passage", str(tmp_path / "p.txt"), *more]
    done = CliRunner().invoke(command, words, standalone_mode=False)

    assert isinstance(done.exception, LedgerError)
    assert code == done.exception.exit_code


def test_a_passage_over_two_sentences_is_read_back():
    """All sentences in which its shingles stand are the passage."""
    both = f"{GAMMA} A second sentence goes on where the first one ended, in the same breath."

    assert both == standing(passage_shingles(both), f"{LONG}\n\n{both}\n\n{LONG}")
