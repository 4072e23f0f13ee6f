"""A quotation is graded against its original, and what turns its meaning is named."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from labledger.clause.quotation import Swap, best, grade, grade_pair
from labledger.store import codec
from labledger.text.window import exactly, likest
from labledger.text.words import words

TEXT = """We will publish a report on each model within 30 days of its release. We will not, under any circumstances,
release a model that crosses the line before a second team has looked at it. The board may allow an exception only if
at least two members agree. We try to tell the public about every serious incident as early as we can."""
COUNTRY = [
    "ferry", "bridge", "harvest", "winter", "orchard", "lantern", "meadow", "barley", "saddle", "chimney", "pebble",
    "ribbon", "candle", "thunder", "willow", "copper", "mitten", "falcon", "garden", "anchor",
]  # fmt: skip


@pytest.mark.parametrize(
    ("given", "expected", "kinds"),
    [
        ("publish a report on each model", "exact", []),
        ("“Publish a\nreport on each MODEL”", "exact", []),
        ("We will publish a report … within 30 days", "elided", []),
        ("[Acme] will publish a report on each model", "elided", []),
        ("We will publish a report [...] of its release", "elided", []),
        ("We will … release a model that crosses the line", "meaning-reversed", ["negation"]),
        ("The board [must] allow an exception", "meaning-reversed", ["modal"]),
        ("We will publish a paper on each model", "altered", ["words"]),
        ("crosses the line before a second team looked at it", "altered", ["words"]),
        ("We may publish a report on each model", "meaning-reversed", ["modal"]),
        ("publish a report on each model within 90 days", "meaning-reversed", ["number"]),
        ("an exception only if at most two members agree", "meaning-reversed", ["comparator"]),
        ("release a model that crosses the line after a second team", "meaning-reversed", ["comparator"]),
        ("The board may prohibit an exception only if", "meaning-reversed", ["antonym"]),
        ("We try not to tell the public about every serious incident", "meaning-reversed", ["negation"]),
        ("the cat sat quietly on the warm kitchen mat", "not-found", []),
        ("…", "not-found", []),
        ("", "not-found", []),
    ],
)  # fmt: skip
def test_grades(given, expected, kinds):
    """Typography counts for nothing, marks of omission are owned up to, other words are altered or turn the meaning."""
    found = grade(given, TEXT)

    assert expected == found.grade
    assert kinds == [swap.kind for swap in found.swaps if swap.kind != "omission"]


def test_differing_words_are_named():
    """Both sides of each difference are told, in words."""
    assert (Swap("may", "will", "modal"),) == grade("We may publish a report on each model", TEXT).swaps


def test_parts_out_of_order_are_not_elided():
    """Two passages put together the other way round are altered, whatever the marks say."""
    assert "altered" == grade("as early as we can … publish a report on each model", TEXT).grade


def test_one_word_altered_is_found():
    """In 500 quotations one word is cut, put in or swapped: none passes for exact but by losing its first or last."""
    chance = random.Random(7)
    text = words(TEXT)
    for _ in range(500):
        size = chance.choice((6, 8, 12, 20))
        start = chance.randrange(len(text) - size)
        given = text[start : start + size]
        at, way = chance.randrange(1, size - 1), chance.choice(["cut", "put", "swap"])
        given[at : at + (way != "put")] = [] if way == "cut" else [chance.choice(COUNTRY)]

        assert grade(" ".join(given), text).grade not in ("exact", "elided")


def test_unrelated_words_are_not_found():
    """Runs of words of another text are not taken for a garbled quotation."""
    chance = random.Random(7)
    found = [grade(" ".join(chance.choices(COUNTRY, k=chance.choice((6, 9, 14)))), TEXT).grade for _ in range(300)]

    assert {"not-found"} == set(found)


def test_the_best_original_is_named():
    """Of several texts the one that holds the quotation to the word wins."""
    originals = [("a", words(TEXT.replace("publish", "print"))), ("b", words(TEXT)), ("c", words("Nothing of it."))]

    assert ("b", "exact") == (lambda name, found: (name, found.grade))(*best("will publish a report on", originals))
    assert ("", "not-found") == (lambda name, found: (name, found.grade))(*best("will publish a report on", []))


def test_a_pair_is_graded_however_much_it_differs():
    """Where it is known which passage is meant, software that swapped every other word does not hide it."""
    assert (
        "altered"
        == grade_pair("I progressively misplaced belief in the management", "I gradually lost trust in it").grade
    )
    assert "meaning-reversed" == grade_pair("people that this may not occur", "of us that this would not happen").grade


def test_recorded_grades_agree():
    """Every quotation of the dataset that people graded is graded the same."""
    paths = [*(Path(__file__).parents[1] / "dataset" / "sources").rglob("*.yaml")]
    quotations = [quotation for path in paths for quotation in codec.read(path.read_bytes())[0].get("quotations", ())]

    assert quotations
    for quotation in quotations:
        assert quotation["grade"] == grade_pair(quotation["as_given"], quotation["words"]).grade, quotation


def test_windows():
    """A passage is found where it stands, and the likest stretch is cut to its length."""
    text = words(TEXT)

    assert exactly(["second", "team"], text) == text.index("second")
    assert exactly([], text) == -1
    window = likest(words("a model that passes the line before a third team"), text)
    assert "a model that crosses the line before a second team" == " ".join(text[window.start : window.end])
    assert likest(words("orchard lantern"), text).share == 0.0


def test_the_word_list_is_whole():
    """Every list names its words once, and each pair of antonyms has two."""
    path = Path(codec.__file__).parents[1] / "clause" / "words" / "quotation.yaml"
    lists, warnings = codec.read(path.read_bytes(), path.name)

    assert not warnings
    assert all(len(set(entries)) == len(entries) for entries in lists.values())
    assert all(len(pair.split()) == 2 for pair in lists["antonyms"])
