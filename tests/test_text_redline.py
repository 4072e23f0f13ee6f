"""What differs between two texts, word by word."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labledger.text import blocks
from labledger.text.blocks import equal_blocks
from labledger.text.redline import redline, similarity, tokens

WORDS = st.lists(st.sampled_from(["we", "must", "may", "of", "the", "test", "models", ".", ",", "10^26", "don’t"]),
                 max_size=25).map(" ".join)  # fmt: skip
TEXTS = WORDS | st.text(st.characters(), max_size=30)


@given(TEXTS, TEXTS)
@settings(deadline=None)
def test_both_texts_can_be_read_back(old, new):
    """Kept and deleted spans are the old text, kept and inserted ones the new text, letter by letter."""
    spans = list(redline(old, new))

    assert old == "".join(span.text for span in spans if span.kind != "insert")
    assert new == "".join(span.text for span in spans if span.kind != "delete")
    assert all(span.text for span in spans)


@given(TEXTS, TEXTS)
@settings(deadline=None)
def test_spans_alternate(old, new):
    """No two neighbours are of a kind, and a deletion never follows the insertion that replaces it."""
    kinds = [span.kind for span in redline(old, new)]

    assert all(one != two and (one, two) != ("insert", "delete") for one, two in pairwise(kinds))


def test_equal_texts_are_kept():
    """A text against itself is one kept span, nothing against nothing no span."""
    assert [("keep", "We test.")] == [(span.kind, span.text) for span in redline("We test.", "We test.")]
    assert [] == list(redline("", ""))


CASES = (
    ("We must test.", "We may test.", ["keep We ", "delete must", "insert may", "keep  test."]),
    ("We test models.", "We test all models.", ["keep We test ", "insert all ", "keep models."]),
    ("within 30 days", "within 1,000 days", ["keep within ", "delete 30", "insert 1,000", "keep  days"]),
    (
        "We publish results of each evaluation.",
        "We share summaries of some tests.",
        ["keep We ", "delete publish results of each evaluation", "insert share summaries of some tests", "keep ."],
    ),
    (
        "We stop training. We tell the board.",
        "We pause training. We inform the board.",
        ["keep We ", "delete stop", "insert pause", "keep  training. We ", "delete tell", "insert inform",
         "keep  the board."],
    ),
)  # fmt: skip


@pytest.mark.parametrize(("old", "new", "spans"), CASES)
def test_a_person_can_read_it(old, new, spans):
    """Whole words change; crumbs such as a kept "of" or space between edits go under, kept sentences do not."""
    assert spans == [f"{span.kind} {span.text}" for span in redline(old, new)]


def test_tokens_are_the_text():
    """Tokens lose no character, of any script."""
    text = "a_b “c” 模型 10^26 x² \ud800\x00\n—שלום"

    assert text == "".join(tokens(text))


def test_similarity_counts_words_in_order():
    """Equal texts are 1, texts without a common word 0, and order counts."""
    assert similarity("", "") == 1.0
    assert similarity("we test models", "we test models") == 1.0
    assert similarity("we test", "they stop") == 0.0
    assert 0 < similarity("a b c", "c b a") < 1
    assert similarity("a b", "a c") == similarity("a c", "a b")


def test_long_sequences_are_cut_at_rare_runs(monkeypatch):
    """Where comparing everything is too dear, the common stretches are still found, and never the wrong ones."""
    old = [f"w{index}" for index in range(300)]
    new = [*old[:100], "x", *old[101:200], "y", "z", *old[200:]]
    exact = list(equal_blocks(old, new))
    monkeypatch.setattr(blocks, "_CELLS", 4000)
    cut = list(equal_blocks(old, new))

    assert all(old[b.old : b.old_end] == new[b.new : b.new_end] for b in (*exact, *cut))
    assert sum(b.old_end - b.old for b in exact) == 299
    assert sum(b.old_end - b.old for b in cut) >= 290


@pytest.mark.parametrize("new", ["word " * 50_000, "other " * 50_000, "word other " * 25_000, ""])
def test_fifty_thousand_words_do_not_hang(new):
    """Much of the same word is compared in seconds."""
    start = time.perf_counter()
    list(redline("word " * 50_000, new))

    assert time.perf_counter() - start < 10
