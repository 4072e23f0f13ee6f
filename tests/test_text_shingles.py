"""Hashed runs of words, and what they say of a passage in a text."""

from __future__ import annotations

import random
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labledger.errors import UsageError
from labledger.text.shingles import overlap, passage_shingles, present, shingles, text_shingles, width_of
from labledger.text.words import words

BENCHMARK = Path(__file__).parent / "benchmarks" / "shingles.py"
PASSAGE = "We will pause training of a third-party model whenever its safeguards don't meet the level that we set out."
AROUND = "Some other words come first here. {} And some more words follow after it."


def verdict(passage, text):
    """What the kept shingles of a passage say of a text."""
    kept = passage_shingles(passage)
    return present(kept, text_shingles(text, [kept]))


@pytest.mark.parametrize(
    "text",
    [
        PASSAGE,
        PASSAGE.upper(),
        PASSAGE.replace(" ", "\n"),
        PASSAGE.replace("safeguards", "safe-\nguards").replace("'", "’").replace("third-party", "third‑\nparty"),
        PASSAGE.replace("training", "train\u00ading").replace(" ", "\u00a0"),
    ],
)
def test_typography_does_not_hide_a_passage(text):
    """Case, line breaks, hyphenation, quotes and hidden characters do not count."""
    assert verdict(PASSAGE, AROUND.format(text)) == "present"


def test_altered_and_missing():
    """One other word is altered, another text is missing."""
    assert verdict(PASSAGE, AROUND.format(PASSAGE.replace("will", "may"))) == "altered"
    assert verdict(PASSAGE, AROUND.format(PASSAGE.replace("its safeguards", "its own safeguards"))) == "altered"
    assert verdict(PASSAGE, AROUND.format("")) == "missing"
    assert verdict("", PASSAGE) == "missing"
    assert verdict(PASSAGE, "") == "missing"


@pytest.mark.parametrize("size", [1, 2, 4, 5, 6])
def test_short_passages_are_found(size):
    """A passage shorter than a run is a run of its own."""
    passage = " ".join(PASSAGE.split()[4 : 4 + size])

    assert verdict(passage, AROUND.format(PASSAGE)) == "present"
    assert verdict(passage + " zebra", AROUND.format(PASSAGE)) != "present"


DISTINCT = st.integers(min_value=6, max_value=60).map(
    lambda size: [f"word{'abcdefghij'[n % 10]}{n}x" for n in range(size)]
)


@given(DISTINCT, st.data())
@settings(deadline=None)
def test_no_single_change_goes_unseen(found, data):
    """Though few shingles are kept, a word replaced, dropped or put in anywhere inside destroys one of them."""
    passage = " ".join(
        re.findall("[a-z]+", " ".join(f"{w}{chr(97 + i % 26)}{chr(97 + i // 26)}" for i, w in enumerate(found)))
    )
    plain = passage.split()
    at = data.draw(st.integers(min_value=1, max_value=len(plain) - 2))
    for other in (
        [*plain[:at], "zebra", *plain[at + 1 :]],
        [*plain[:at], *plain[at + 1 :]],
        [*plain[:at], "zebra", *plain[at:]],
    ):
        assert verdict(passage, "x " + " ".join(other) + " y") != "present"
    assert verdict(passage, "x " + passage + " y") == "present"


@given(st.text(st.characters(), max_size=80), st.integers(min_value=1, max_value=9))
@settings(deadline=None)
def test_shingles_are_hexadecimal_and_say_their_width(text, width):
    """Each is 18 hexadecimal digits; there are at most as many as words; a passage's are among the text's."""
    found = shingles(text, width)

    assert all(re.fullmatch("[0-9a-f]{18}", shingle) for shingle in found)
    assert {min(width, len(words(text)))} >= {width_of(shingle) for shingle in found}
    assert len(found) <= len(words(text))
    assert passage_shingles(text, width) <= found
    assert overlap(found, found) == (1.0 if found else 0.0)


def test_overlap_is_a_share():
    """Half of the shingles found is 0.5."""
    assert overlap({"a", "b"}, {"b", "c"}) == 0.5
    assert overlap((), {"a"}) == 0.0


def test_shingles_stay_the_same():
    """What is stored in records must be found by every later release."""
    assert shingles("We test every model well") == {"056d02553d31fe913a"}


@pytest.mark.parametrize("wrong", ["", "zz", "00" + "0" * 16, "05" + "0" * 15, "é" * 18, "ff" + "0" * 16])
def test_foreign_hashes_are_refused(wrong):
    """What is no shingle of ours is a UsageError, as is a width that makes no sense."""
    with pytest.raises(UsageError):
        width_of(wrong)


@pytest.mark.parametrize("width", [0, -1, 41])
def test_impossible_widths_are_refused(width):
    """A run has 1 to 40 words."""
    with pytest.raises(UsageError):
        shingles("some words", width)


def test_fifty_thousand_words_are_quick():
    """A long text is hashed within seconds."""
    chance = random.Random(1)
    text = " ".join(f"w{chance.randrange(9999)}" for _ in range(50_000))
    start = time.perf_counter()
    found = shingles(text)

    assert time.perf_counter() - start < 5
    assert len(found) > 49_000


def test_the_benchmark_skips_without_archives():
    """Without an archive the measurement says so and succeeds."""
    told = subprocess.run(
        [sys.executable, str(BENCHMARK), "nowhere.bundle"], capture_output=True, text=True, check=True
    )

    assert told.stdout.startswith("skipped")


def test_the_promise_is_kept_on_real_texts(shared):
    """On a sample of the archives no passage is called present in an unrelated document that does not hold it."""
    bundle = shared / "archives" / "genai-eu-versions.bundle"
    command = [sys.executable, str(BENCHMARK), str(bundle), "--pairs", "3000"]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout

    assert "3000 pairs" in told
    assert "false present: 0 " in told
