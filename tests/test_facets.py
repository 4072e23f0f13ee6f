"""Statements and facets of the dataset tell the same: numbers on one side stand on the other, slugs persist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from labledger.diff.pair import pair, proposals
from labledger.diff.steps import version_steps
from labledger.store.load import load
from labledger.store.tree import FolderTree

ROOT = Path(__file__).resolve().parent.parent
MOST_UNMATCHED = 0.02
"""Share of provisions in which a number may stand on one side only: counts of what is listed, mostly."""
UNCERTAIN = 0.1
"""Share of the provisions of a step whose heirs may be a matter of likeness instead of slug or lineage."""
DIGITS = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen",
)  # fmt: skip
WORDS = {
    **{word: number for number, word in enumerate(DIGITS)}, "twenty": 20, "thirty": 30,
    "sixty": 60, "ninety": 90, "hundred": 100, "half": 50, "all": 100, "twice": 2,
    "double": 2, "doubles": 2, "doubled": 2, "twofold": 2, "threefold": 3, "fourfold": 4, "fivefold": 5,
    "sixfold": 6, "tenfold": 10, "third": 3, "fifth": 5, "twelfth": 12, "quarter": 3, "quarterly": 3, "week": 7,
    "year": 12, "annual": 12, "annually": 12, "yearly": 12,
}  # fmt: skip
NAMES = re.compile(
    r"\b(?:ASL|SL|CBRN|R&D|COVID|FIPS|SB|RAND|[Ll]evels?|[Tt]iers?|[Pp]hases?|v|ISO|[Ss]teps?)[- ]?\d[\d.+-]*"
    r"(?:(?:,| and| or| to)[- ](?:[A-Z&]+-)?\d+)*"
)
NUMBER = re.compile(r"(?<![\w.^-])\d[\d,]*(?:\.\d+)?(?!\^)(?![\w-]*\.\w)")
YEARS = range(1990, 2101)
TIMED = ("measures", "cadences", "deadlines")


def provisions(dataset):
    for ids in dataset.versions.values():
        for name in ids:
            for provision in dataset.records[name].get("provisions", ()):
                if provision.get("inherited") != "true":
                    yield f"{name}#{provision['slug']}", provision


def stated(text):
    found = {float(number.replace(",", "")) for number in NUMBER.findall(NAMES.sub(" ", text))}
    return {number for number in found if number not in YEARS}


def spoken(text):
    words = {float(WORDS[word]) for word in re.findall(r"[a-z]+", text.lower()) if word in WORDS}
    return words | {round(100 / float(WORDS[w])) for w in re.findall(r"one in ([a-z]+)", text.lower()) if w in WORDS}


def held(provision):
    """Every number anywhere in the facets."""
    facets = {
        key: value for key, value in provision.items() if key not in ("statement", "notes", "locator", "citations")
    }
    return {float(number.replace(",", "")) for number in re.findall(r"\d[\d,]*(?:\.\d+)?", str(facets))}


def quantities(provision):
    """Numbers of the facets that measure or time something."""
    parts = [part for name in TIMED for part in provision.get(name, ())]
    return {float(part[key]) for part in parts for key in ("value", "upper", "every", "within") if key in part}


@pytest.fixture(scope="module")
def dataset():
    return load(FolderTree(ROOT / "dataset"))[0]


def test_numbers_of_statements_stand_in_facets(dataset):
    """A number in a statement is held by a facet."""
    listed = list(provisions(dataset))
    missing = [name for name, p in listed if not stated(p["statement"]) <= held(p)]

    assert len(listed) > 600
    assert len(missing) <= MOST_UNMATCHED * len(listed), missing


def test_numbers_of_facets_stand_in_statements(dataset):
    """A quantity of a facet can be read in the statement, as digits or words."""
    listed = list(provisions(dataset))
    digits = {
        name: {float(n.replace(",", "")) for n in re.findall(r"\d[\d,]*(?:\.\d+)?", p["statement"])}
        for name, p in listed
    }
    missing = [name for name, p in listed if quantities(p) - digits[name] - spoken(p["statement"]) - {1.0}]

    assert len(missing) <= MOST_UNMATCHED * len(listed), missing


def test_slugs_persist(dataset):
    """In each step nearly every provision is paired by slug or lineage, or is new or gone beyond likeness."""
    for framework in dataset.versions:
        for old, new in version_steps(dataset, framework):
            if old is None or not old.get("provisions") or not new.get("provisions"):
                continue
            pairing = pair(old["provisions"], new["provisions"])
            uncertain = proposals(pairing.removed, pairing.added)

            assert len(uncertain) <= max(1, UNCERTAIN * len(new["provisions"])), new["id"]
