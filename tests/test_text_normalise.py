"""One typography, the blocks of a document, Markdown without its markup, sentences, words."""

from __future__ import annotations

import time
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labledger.store import codec
from labledger.text import lists
from labledger.text.lists import listed
from labledger.text.markdown import plain
from labledger.text.normalise import normalise
from labledger.text.paragraphs import paragraphs
from labledger.text.sentences import sentences
from labledger.text.words import words

ANY = st.text(st.characters(), max_size=60)
TRICKY = st.text(st.sampled_from("aB. -\n—…“’•\u00ad\u200b\ud800\x00\r½²⁻1ﬁ™é\u0301\u202e(|#*_[]<>&;"), max_size=40)

TYPOGRAPHY = {
    "“Safe‑guards” — ‘must’…": "\"Safe-guards\" - 'must'...",
    "a\u00a0b\u2009c\td\r\ne": "a b c d e",
    "con\u00adtrol and con\u00ad\ntrol": "control and control",
    "in\u200bvis\u2060ible\ufeff \u202emarks\u202c": "invisible marks",
    "ﬁrst ﬂoor": "first floor",
    "safe-\nguards": "safeguards",
    "a self-\nharm policy": "a self-harm policy",
    "a model-\nspec and the model-spec": "a model-spec and the model-spec",
    "pre- and post-deployment": "pre- and post-deployment",
    "bell\x07 and \ud800 stray": "bell and stray",
    "10²⁶ FLOP, 10⁻⁶, 5 m²": "10^26 FLOP, 10^-6, 5 m^2",
    "as we said¹ before.²": "as we said before.",
    "1½ years": "1 1/2 years",
    "Modelname™ by Maker®": "Modelname by Maker",
    "one • two": "one two",
    "no--never": "no - never",
    "use --force": "use --force",
    "we donâ€™t": "we don't",
    "Ａ１": "A1",
    "": "",
    " \n ": "",
}


@pytest.mark.parametrize(("text", "plain_text"), TYPOGRAPHY.items())
def test_typography_is_evened_out(text, plain_text):
    """Glyphs, hidden characters, spaces and broken words come out one way."""
    assert plain_text == normalise(text)


@given(ANY | TRICKY)
def test_normalising_is_single_spaced_and_visible(text):
    """Whatever comes in, one line without control characters, surrogates and private signs comes out."""
    found = normalise(text)

    assert found == " ".join(found.split())
    assert {"Cc", "Cs", "Co", "Zl", "Zp"}.isdisjoint(map(unicodedata.category, found))


@given(TRICKY)
def test_normalising_twice_is_normalising_once(text):
    """What is in one typography stays as it is."""
    once = normalise(text)

    assert once == normalise(once)


DOCUMENT = """# Pausing #

Scope
This applies to every model that we train or let others
train for us, wherever it
runs.

- first point
  goes on
* second point
1. one;
2) two; and
(c) three

| level | act |
|---|---|
| ## high | stop |

> Quoted words.

Title
=====
The limit is passed in
2027. Then we stop.
"""


def test_blocks_of_a_document():
    """Headings, wrapped paragraphs, points, numbers and table rows are blocks of their own, without their marks."""
    assert [
        "Pausing",
        "Scope",
        "This applies to every model that we train or let others train for us, wherever it runs.",
        "first point goes on",
        "second point",
        "one;",
        "two; and",
        "three",
        "level | act",
        "high | stop",
        "Quoted words.",
        "Title",
        "The limit is passed in 2027. Then we stop.",
    ] == list(paragraphs(DOCUMENT))


def test_long_lines_are_paragraphs():
    """Where each line is a whole paragraph, as in text from web pages, none are joined."""
    one, two = "We " + "train " * 40 + "models.", "We " + "test " * 40 + "models."

    assert [one, two] == list(paragraphs(f"{one}\n{two}"))


@given(st.lists(st.sampled_from(["We train models.", "# A", "- b", "1. c", "| d | e |", "> f", "", "---"]), max_size=8))
def test_no_word_of_a_document_is_lost(lines):
    """The words of the blocks are the words of the lines, apart from numbers of points."""
    text = "\n".join(lines)

    assert [w for w in words(text) if w != "1"] == [w for p in paragraphs(text) for w in words(p) if w != "1"]


MARKDOWN = {
    "a **bold** and *thin* word": "a bold and thin word",
    "__bold__ _thin_ snake_case 5*3": "bold thin snake_case 5*3",
    "[text](https://a.example/x_(y) 'title')": "text",
    "[![alt](pic.png)](https://a.example)": "alt",
    "[text][1] and [^2]": "text and ",
    "`code` ~~gone~~ <b>tag</b>&amp;": "code gone tag&",
    "line<br>line": "line\nline",
    "a\\*b": "a*b",
    "* point": "* point",
    "under <5 models > 3": "under <5 models > 3",
    "x<!-- hidden -->y": "xy",
    "<https://a.example/b>": "https://a.example/b",
}


@pytest.mark.parametrize(("markdown", "text"), MARKDOWN.items())
def test_markup_goes_and_words_stay(markdown, text):
    """Emphasis, targets, tags, comments and escapes are taken away."""
    assert text == plain(markdown)


SENTENCES = {
    "See cf. Smith. We go on.": ["See cf. Smith.", "We go on."],
    "It works, i.e. Well enough. Yes.": ["It works, i.e. Well enough.", "Yes."],
    "We test, e.g., Models. Then we stop.": ["We test, e.g., Models.", "Then we stop."],
    "Under Sec. 4 and No. 5 we act. Done.": ["Under Sec. 4 and No. 5 we act.", "Done."],
    "Under Art. 55(1)(a) we do approx. 50 tests. Done.": ["Under Art. 55(1)(a) we do approx. 50 tests.", "Done."],
    "Is it so? No. It is not.": ["Is it so?", "No.", "It is not."],
    "We said so. We do it for all. They can.": ["We said so.", "We do it for all.", "They can."],
    "We do this; that; and more. The end.": ["We do this; that; and more.", "The end."],
    "我们测试。我们发布。": ["我们测试。", "我们发布。"],
    "Version v2.1 is out. It is new.": ["Version v2.1 is out.", "It is new."],
    "4.1. Company duties": ["4.1. Company duties"],
    "Scope\n\nAll models.": ["Scope", "All models."],
    "": [],
}


@pytest.mark.parametrize(("text", "found"), SENTENCES.items())
def test_sentences_end_where_they_end(text, found):
    """Abbreviations and section numbers end no sentence, semicolons part no list."""
    assert found == list(sentences(text))


@given(ANY | TRICKY)
@settings(max_examples=60, deadline=None)
def test_sentences_keep_every_word(text):
    """The words of the sentences are the words of the paragraphs, in order."""
    assert [w for p in paragraphs(text) for w in words(p)] == [w for s in sentences(text) for w in words(s)]


def test_words_do_not_know_typography():
    """Case, hyphens, apostrophes and line breaks make no other word."""
    assert ["thirdparty", "dont", "10^26", "模", "型"] == words("Third-\nparty DON’T 10²⁶ 模型")
    assert words("third‑party don't") == words("Thirdparty dont")


HOSTILE = ("word " * 50_000, "a- bb " * 50_000, "[a](" * 50_000, "*a" * 100_000, "> " * 50_000, "<a " * 50_000,
           "x. " * 50_000, "e.g. " * 20_000, "a" * 1_000_000, "\ud800" * 50_000, "|" * 50_000, "_a" * 50_000,
           "\u202e" * 50_000, "1. " * 50_000, "-" * 100_000, "<!--" * 50_000, "&" * 50_000)  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text[:6]))
def test_hostile_text_does_not_hang(text):
    """Long texts without sentence ends, and much of one sign, take seconds at most."""
    start = time.perf_counter()
    list(sentences(plain(text)))

    assert time.perf_counter() - start < 10


@pytest.mark.parametrize("path", sorted(Path(lists.__file__).parent.glob("*.yaml")), ids=lambda path: path.stem)
def test_lists_read_the_same_by_the_strict_reader(path):
    """Every word list is sound YAML of sorted words, and the small reader takes the same from it."""
    data, _ = codec.read(path.read_bytes(), path.name)

    assert {key: frozenset(found) for key, found in data.items()} == listed(path.stem)
    assert all(found == sorted(set(found)) for found in data.values())
    assert data
