"""What became of each passage of a document in another one."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labledger.text.align import align
from labledger.text.bags import Index, bags, inside, score

UNITS = st.lists(
    st.sampled_from([
        "We test every model before release.", "We test every model before it is released to the public.",
        "The board meets each year.", "The board may meet each second year.", "Weights are kept safe.", "Yes.", "",
        "Staff may report concerns.", "Staff may report concerns; the board hears them.", "The board hears them.",
    ]) | st.text(st.characters(), max_size=20),
    max_size=9,
)  # fmt: skip
MIRROR = {"added": "removed", "removed": "added", "split": "merged", "merged": "split"}


def states(old, new, **siblings):
    """The states of an alignment in order."""
    return [pairing.state for pairing in align(old, new, **siblings)]


@given(UNITS)
@settings(deadline=None)
def test_a_document_against_itself_is_kept(units):
    """Every passage is kept where it is, wholly alike."""
    found = align(units, units)

    assert [("kept", 1.0, (i,), (i,)) for i in range(len(units))] == [
        (p.state, p.similarity, p.old_indexes, p.new_indexes) for p in found
    ]


@given(UNITS, UNITS)
@settings(deadline=None)
def test_every_passage_occurs_once(old, new):
    """No passage is lost or counted twice on its side, and texts fit their indexes."""
    found = align(old, new)

    assert list(range(len(old))) == sorted(i for p in found for i in p.old_indexes)
    assert list(range(len(new))) == sorted(i for p in found for i in p.new_indexes)
    assert all(p.old_units == tuple(old[i] for i in p.old_indexes) for p in found)
    assert all(p.new_units == tuple(new[i] for i in p.new_indexes) for p in found)
    assert all(0 <= p.similarity <= 1 for p in found)


@given(UNITS, UNITS)
@settings(deadline=None)
def test_swapping_sides_mirrors(old, new):
    """Seen from the other side, added is removed, split is merged, and all else is the same."""
    there = Counter((MIRROR.get(p.state, p.state), p.new_indexes, p.old_indexes, p.similarity) for p in align(old, new))
    back = Counter((p.state, p.old_indexes, p.new_indexes, p.similarity) for p in align(new, old))

    assert there == back


@given(UNITS)
@settings(deadline=None)
def test_an_unrelated_paragraph_is_added_once(units):
    """What is put at the end changes nothing else."""
    found = align(units, [*units, "Qwertz uiopa sdfgh jklyx cvbnm."])

    assert ["kept"] * len(units) + ["added"] == [p.state for p in found]


CASES = {
    "kept, typography apart": ("We “test” it — now.", 'We "test" it - now.', ["kept"]),
    "one word": ("We must test all models first.", "We may test all models first.", ["edited"]),
    "removed before a neighbour": ("Alpha one two. Beta three four.", "Beta three four.", ["removed", "kept"]),
    "moved": (
        "The first rule is safety. Boards meet each year. Weights stay locked away.",
        "Boards meet each year. Weights stay locked away. The first rule is safety.",
        ["kept", "kept", "moved"],
    ),
    "moved and edited": (
        "The first rule of all our work is safety. Boards meet each year. Weights stay locked away.",
        "Boards meet each year. Weights stay locked away. The first rule of most of our work is safety.",
        ["kept", "kept", "moved-edited"],
    ),
    "split": (
        "We pause training if safeguards fall short; the safety team informs the board of it.",
        "We pause training if safeguards fall short. The safety team informs the board of it.",
        ["split"],
    ),
    "merged": (
        "We pause training if safeguards fall short. The safety team informs the board of it.",
        "We pause training if safeguards fall short; the safety team informs the board of it.",
        ["merged"],
    ),
    "replaced by another matter": ("We publish all results.", "Lunch costs nine euros.", ["removed", "added"]),
    "other paragraph breaks": ("One is here. Two is there.", "One is here.\n\nTwo is there.", ["kept", "kept"]),
    "other numbers": ("1. Test models.\n2. Keep weights.", "3. Test models.\n4. Keep weights.", ["kept", "kept"]),
    "nothing": ("", "", []),
    "from nothing": ("", "We test.", ["added"]),
    "to nothing": ("We test.", "", ["removed"]),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_states(case):
    """Each state has its plain case."""
    old, new, expected = CASES[case]

    assert sorted(expected) == sorted(states(old, new))


def test_a_repeated_sentence_stays_in_its_paragraph():
    """Of equal sentences that is removed whose paragraph is gone."""
    old = "We said so. Alpha rules apply here.\n\nWe said so. Beta rules apply here."
    new = "We said so. Beta rules apply here."

    assert [(0,), (1,)] == [p.old_indexes for p in align(old, new) if p.state == "removed"]


def test_reading_order():
    """Pairings follow the new document; a removed passage stands after its old neighbour."""
    found = align(["alpha beta", "gamma delta", "epsilon zeta"], ["alpha beta", "eta theta", "epsilon zeta"])

    assert [(0,), (1,), (), (2,)] == [p.old_indexes for p in found]


def test_siblings_are_searched_before_removed_is_said():
    """A passage that another document of the time holds has moved there, word for word or with other words."""
    old = ["We audit our suppliers every year.", "We publish all results within thirty days.", "The sky is blue."]
    annex = {
        "annex": "Intro here.\n\nWe audit our suppliers every year.",
        "b": ["We publish results within sixty days."],
    }
    found = align(old, [], new_siblings=annex)

    assert [("moved", "annex"), ("moved-edited", "b"), ("removed", "")] == [(p.state, p.elsewhere) for p in found]
    assert ("We publish results within sixty days.",) == found[1].new_units
    assert all(p.new_indexes == () for p in found)


def test_old_siblings_are_searched_before_added_is_said():
    """The mirror: what came in from another document is no addition."""
    found = align(
        [], ["We audit our suppliers every year."], old_siblings={"annex": "We audit our suppliers every year."}
    )

    assert [("moved", "annex", (), (0,))] == [(p.state, p.elsewhere, p.old_indexes, p.new_indexes) for p in found]
    assert ["added"] == states([], ["We audit."], new_siblings={"annex": "We audit."})


def invented(count, seed):
    """Sentences of invented words, common ones and rare ones, about `count` words in all."""
    chance = random.Random(seed)
    known = ["".join(chance.choice("bdfglmnprst") + chance.choice("aeiou") for _ in range(3)) for _ in range(4000)]
    odds = [1 / (rank + 1) for rank in range(len(known))]
    while count > 0:
        size = chance.randint(8, 35)
        yield " ".join(chance.choices(known, odds, k=size)).capitalize() + "."
        count -= size


def one_in_fifty(sentences, seed):
    """The sentences with one word in fifty replaced."""
    chance = random.Random(seed)
    for sentence in sentences:
        yield " ".join(word if chance.random() > 0.02 else "zzz" for word in sentence.split())


def paragraphed(sentences):
    """The sentences as a document with four of them in each paragraph."""
    return "\n\n".join(" ".join(sentences[start : start + 4]) for start in range(0, len(sentences), 4))


def test_twenty_thousand_words_are_quick():
    """Two documents of 20,000 words that differ in one word of fifty take seconds at most, and all is paired."""
    old = list(invented(20_000, 1))
    start = time.perf_counter()
    found = align(paragraphed(old), paragraphed(list(one_in_fifty(old, 2))))

    assert time.perf_counter() - start < 5
    assert {"kept", "edited"} >= {p.state for p in found} - {"split", "merged"}
    assert sum(p.state in ("split", "merged") for p in found) < 0.02 * len(found)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("word " * 50_000, "word " * 40_000 + "other " * 10_000),
        ([f"Item {n} is fine." for n in range(5000)], [f"Item {n} is good." for n in range(5000)]),
        (["word"] * 20_000, ["other", "word"] * 10_000),
        (["same thing here now"] * 3000, ["same thing there now"] * 3000),
        ("\ud800\x00\u202e" * 20_000, "שלום עולם " * 20_000),
        ("模型" * 20_000, "模型和" * 20_000),
    ],
    ids=["one sentence", "like items", "words", "equal units", "odd signs", "no spaces"],
)  # fmt: skip
def test_long_and_odd_documents_do_not_hang(old, new):
    """Whatever comes in, an answer comes out within seconds."""
    start = time.perf_counter()
    found = align(old, new)

    assert time.perf_counter() - start < 20
    assert found


PROGRAM = """
import sys
sys.path.insert(0, {tests!r})
from test_text_align import invented, one_in_fifty
from labledger.text.align import align
old = list(invented(3000, 1))
new = [*one_in_fifty(old[40:], 2), *invented(400, 3), *one_in_fifty(old[:30], 4)]
print([(p.state, p.old_indexes, p.new_indexes, p.similarity) for p in align(old, new)])
"""


def test_the_hash_seed_does_not_matter():
    """The same texts give the same alignment in every run."""
    program = PROGRAM.format(tests=os.path.dirname(__file__))
    told = {
        subprocess.run([sys.executable, "-c", program], env={**os.environ, "PYTHONHASHSEED": seed}, check=True,
                       capture_output=True, text=True).stdout
        for seed in ("0", "1", "2")
    }  # fmt: skip

    assert len(told) == 1
    assert "moved-edited" in told.pop()


def test_scores_count_shared_words_by_weight():
    """Equal bags score in full, strangers nothing; a part lies wholly inside its whole; rare words weigh more."""
    (one, part, strange, the), _ = bags(["the model is tested", "model tested", "lunch costs", "the is"], ["model"])

    assert score(one, one) == 1000
    assert score(one, strange) == 0
    assert inside(part, one) == 1000
    assert inside(one, part) < 1000
    assert score(one, part) > score(one, the)
    assert 0 == score(*bags([""])[0] * 2)


def test_the_index_finds_the_likest_first():
    """Passages with rare words in common are found without looking at the others."""
    side, (asked,) = bags([f"common words {n}" for n in range(100)] + ["common zebra words"], ["a zebra stood"])
    index = Index(side, range(101))

    assert [100] == list(index.like(asked, 0))
