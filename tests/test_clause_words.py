"""The word lists of the clause reader: canonical, in lower case, findable, and apart where they must be apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from labledger.clause import passage
from labledger.clause.lexicon import Lexicon
from labledger.clause.passage import words
from labledger.store import codec
from labledger.text.stems import stem

FOLDER = Path(passage.__file__).parent / "words"
NAMES = sorted(path.stem for path in FOLDER.glob("*.yaml"))
TWICE = {("needed", "needed"), ("stop", "have")}
"""Phrases that stand twice in a list of `roles.yaml`."""
MEASURES = ("units", "numerals", "balance")
"""Lists of signs, numbers and weights, which their own readers find."""


def lists(name: str) -> Iterator[tuple[str, list[str]]]:
    """Every list of phrases of a file, as written; the keys of a ladder count as one."""
    data, _ = codec.read((FOLDER / f"{name}.yaml").read_bytes(), f"{name}.yaml")
    for key, value in data.items():
        if isinstance(value, list | dict):
            yield key, [str(phrase) for phrase in value]


PHRASES = [(name, key, found) for name in NAMES for key, found in lists(name)]


@pytest.mark.parametrize("name", NAMES)
def test_a_word_list_is_canonical_and_complete(name: str) -> None:
    """The strict reader takes each file, which holds at least one list with at least one phrase, and no empty one."""
    found = list(lists(name))

    assert found
    assert all(phrases and all(phrase.strip() == phrase != "" for phrase in phrases) for _, phrases in found)


@pytest.mark.parametrize(("name", "key", "found"), [row for row in PHRASES if row[0] != "balance"])
def test_phrases_are_lower_case_and_stand_once(name: str, key: str, found: list[str]) -> None:
    """Texts are searched in lower case: a capital would never be found. A phrase stands once in its list."""
    assert [] == [phrase for phrase in found if phrase != phrase.lower()]
    assert [] == [phrase for phrase, count in Counter(found).items() if count > 1 and (key, phrase) not in TWICE]


@pytest.mark.parametrize(("name", "key", "found"), [row for row in PHRASES if row[0] not in MEASURES])
def test_a_phrase_is_found_by_its_own_list(name: str, key: str, found: list[str]) -> None:
    """Each phrase, alone in a sentence, is what its list finds there, whole."""
    finder = Lexicon(found)
    plain = [phrase for phrase in found if not phrase.endswith("*")]  # a star stands for any ending
    lost = [phrase for phrase in plain if phrase not in {hit.phrase for hit in finder.find(f"x {phrase} y")}]

    assert [] == lost


@pytest.mark.parametrize(("name", "key", "found"), [row for row in PHRASES if row[0] not in MEASURES])
def test_a_phrase_is_written_as_texts_are_normalised(name: str, key: str, found: list[str]) -> None:
    """A phrase passes the normaliser unchanged; one with a curly quote or a long dash would never be found.

    Contractions are exempt: a list may hold `can't` beside `cannot`, which is what the normaliser makes of it.
    """
    written = [phrase for phrase in found if "n't" not in phrase]

    assert [] == [phrase for phrase in written if passage.Passage(f"x {phrase} y").lower != f"x {phrase} y"]


APART = [
    ("acts", ("risky", "protective")),
    ("force", ("released", "optional", "aspirational", "advisory", "binding")),
    ("force", ("heading-binding", "heading-soft")),
    ("force", ("binding", "hedges")),
    ("scope", ("universal", "most", "some", "none")),
    ("scope", ("illustrating", "defining")),
    ("conditions", ("exception", "precondition", "trigger")),
    ("comparators", ("at-least", "more-than", "at-most", "less-than", "exactly", "about")),
    ("audience", ("full", "summary")),
    ("audience", ("public", "internal")),
    ("actors", ("outside", "inside")),
    ("timing", ("before", "during", "after")),
    ("timing", ("within", "not-before")),
]  # fmt: skip


@pytest.mark.parametrize(("name", "keys"), APART, ids=[f"{name}: {', '.join(keys)}" for name, keys in APART])
def test_lists_that_mean_opposites_share_nothing(name: str, keys: tuple[str, ...]) -> None:
    """A phrase cannot bind and release, cover all and some, protect and endanger."""
    for one, other in combinations(keys, 2):
        assert frozenset() == frozenset(words(name)[one]) & frozenset(words(name)[other]), f"{one} and {other}"


def groups() -> dict[str, list[str]]:
    """The groups of words that mean the same in this field."""
    data: dict[str, Any]
    data, _ = codec.read((FOLDER / "concepts.yaml").read_bytes(), "concepts.yaml")
    return {name: [str(word) for word in members] for name, members in data.items()}


_TWINS = """
account answer author consider design determin execut heighten inform protect public record regul report respons share
state suggest term track undertak
"""
_COMMON = """
applies apply begin begins ensure ensures ensuring event following help helps initially let namely several subject
tracked
"""
TWINS = frozenset(_TWINS.split())
"""Stems that two groups claim although their words mean two things: the word as listed decides. None may join them."""
COMMON = frozenset(_COMMON.split())
"""Function words whose stem stands in a group; in a text they are left out. None may join them."""


def test_no_word_means_two_things() -> None:
    """A stem leads to one concept, for stems are what is looked up."""
    owners: dict[str, set[str]] = {}
    for name, members in groups().items():
        for word in members:
            owners.setdefault(stem(word), set()).add(name)

    assert {} == {root: sorted(names) for root, names in owners.items() if len(names) > 1 and root not in TWINS}


def test_every_word_of_a_group_leads_to_its_concept() -> None:
    """A single word, read in a text, becomes the concept of its group."""
    lost = [
        (name, word) for name, members in groups().items() for word in members
        if word.isalpha() and passage.Passage(word).tokens[0].concept != name
    ]  # fmt: skip

    assert [] == lost


def test_ladders_of_lesser_acts_name_concepts_and_do_not_turn_round() -> None:
    """Each act and each lesser act can be met in a text, and no act is lesser than itself, directly or by detours."""
    known = {*groups()}
    ladder = {str(more): {str(less) for less in lesser} for more, lesser in words("lesser-acts").items()}
    reached = {more: set(lesser) for more, lesser in ladder.items()}
    for _ in ladder:
        for found in reached.values():
            found |= {below for less in list(found) for below in ladder.get(less, ())}

    assert [] == [act for act in {*ladder, *(less for found in ladder.values() for less in found)}
                  if act not in known and stem(act) != act]  # fmt: skip
    assert [] == [act for act, below in reached.items() if act in below]


def test_function_words_carry_no_concept() -> None:
    """A word left out as a function word cannot stand for a concept: it would never be read."""
    listed = {word for members in groups().values() for word in members}

    assert set() == words("function-words")["words"] & listed - COMMON


@pytest.mark.parametrize("key", ["bodies", "rights"])
def test_ladders_of_people_are_numbers(key: str) -> None:
    """Every body and every right has a rank from 0 to 6."""
    assert all(0 <= float(rank) <= 6 for rank in words("actors")[key].values())
