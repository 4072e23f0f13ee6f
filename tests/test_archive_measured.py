"""A real archive: what was read by hand is found, figures come from rows, and the answer depends on nothing else."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from collections import Counter

import pytest
from repository import labledger

from labledger.archive.lexicon import words
from labledger.archive.statistics import WORDLESS, Share

LISTS = ("calendar", "faults", "interface", "operative", "spelling", "stated")


@pytest.fixture(scope="module")
def out(shared, tmp_path_factory):
    """Every change of the bundle, one JSON document a line."""
    folder = tmp_path_factory.mktemp("archive")
    bundle = shared / "archives" / "genai-eu-versions.bundle"
    run = labledger("archive", "changes", str(bundle), "--format", "jsonl", cwd=folder, PYTHONHASHSEED="1")
    assert 0 == run.returncode, run.stderr
    (folder / "out.jsonl").write_text(run.stdout, "utf-8")
    return folder / "out.jsonl"


@pytest.fixture(scope="module")
def rows(out):
    """The same as data."""
    return [json.loads(line) for line in out.read_text("utf-8").splitlines()]


def test_development_cases(shared, out):
    """Of the transitions read by hand every quiet edit is found, no trap gives an alarm, every class is right."""
    gold = shared / "gold"
    command = [sys.executable, gold / "score_archive.py", "--gold", gold / "archive_dev.csv", "--out", out, "--misses"]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout

    assert "quiet substantive 6/6  other quiet 3/3  false alarms on traps 0/40  class 32/32  real found 9/9" in told


def test_the_form_is_the_fixed_one(shared, rows):
    """Each row names the document, both commits, the day, the class, and whether it was quiet."""
    gold = {
        (row["document"], row["new_commit"]): row["old_commit"]
        for row in csv.DictReader((shared / "gold" / "archive_dev.csv").read_text("utf-8").splitlines())
    }
    found = {(row["document"], row["new_commit"]): row for row in rows}

    assert gold == {key: found[key]["old_commit"] for key in gold}
    assert {True, False} == {row["quiet"] for row in rows}
    assert all(row["class"] in ("substantive", "minor") for row in rows if row["quiet"])
    assert all(isinstance(row["labels"], list) for row in rows)


def test_most_changes_say_nothing(rows):
    """About half of the recorded changes change no word, a quarter returns, a fifth carries new words."""
    told = [row for row in rows if row["subject"].startswith("Record new changes")]
    counted = Counter(row["class"] in WORDLESS for row in told)

    assert 917 == len(told)
    assert 0.50 <= counted[True] / len(told) <= 0.58


def test_stats_are_counted_from_the_rows(shared, rows, tmp_path):
    """The figures of `stats` are those of the rows of `changes`."""
    bundle = shared / "archives" / "genai-eu-versions.bundle"
    told = json.loads(labledger("archive", "stats", str(bundle), "--json", cwd=tmp_path).stdout)

    assert Counter(row["class"] for row in rows) == told["classes"]
    assert told["shares"][0]["count"] + told["shares"][1]["count"] + told["shares"][2]["count"] == 917
    assert any("no capture of anything" in line for line in told["not_known"])


def test_the_answer_does_not_depend_on_hashes(shared, out, tmp_path):
    """Under another hash seed every byte is the same."""
    bundle = shared / "archives" / "genai-eu-versions.bundle"
    run = labledger("archive", "changes", str(bundle), "--format", "jsonl", cwd=tmp_path, PYTHONHASHSEED="2")

    assert out.read_text("utf-8") == run.stdout


def test_quiet_alterations_show_what_stood_still(shared, tmp_path):
    """The list of quiet alterations has the redline and the date that did not move, and no control characters."""
    bundle = shared / "archives" / "genai-eu-versions.bundle"
    run = labledger("archive", "changes", str(bundle), "--quiet-only", "--document", "Perplexity/Dev*", cwd=tmp_path)

    assert "stood still in 'perplexity api terms of service': updated 2026-01-23" in run.stdout
    assert "[-8-]{+9+}" in run.stdout
    assert "\x1b" not in run.stdout


@pytest.mark.parametrize("name", LISTS)
def test_word_lists(name):
    """No list is empty or says a thing twice; phrases that are looked for in lower case are written so."""
    for heading, listed in words(name).items():
        assert len(set(listed)) == len(listed) > 0, heading
        assert [word.lower() for word in listed] == list(listed), heading


def test_intervals():
    """A share of few rows has a wide interval, one of none says nothing."""
    assert (0.0, 1.0) == Share("x", 0, 0).interval
    assert (0.61, 1.0) == tuple(round(end, 2) for end in Share("x", 6, 6).interval)
    assert (0.4, 0.6) == tuple(round(end, 1) for end in Share("x", 50, 100).interval)
