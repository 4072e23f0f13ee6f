"""Files found sound before are not judged again, and nothing else follows from that."""

from __future__ import annotations

import datetime as dt

import pytest

from labledger.check import form
from labledger.check.suite import check
from labledger.store.tree import DictTree

TODAY = dt.date(2026, 11, 1)
LAB = b"id: acme\nname: Acme\n"
FRAMEWORK = b"id: acme/fp\ntitle: Frontier Policy\nkind: safety-framework\n"
PLACES = {"labs/acme/lab.yaml": LAB, "labs/acme/frameworks/fp/framework.yaml": FRAMEWORK}
VERSION = "labs/acme/frameworks/fp/versions/v1.yaml"


@pytest.fixture
def judged(monkeypatch, tmp_path):
    """Ids of the records that were judged by themselves, with a cache of their own."""
    monkeypatch.setenv("LABLEDGER_CACHE", str(tmp_path / "cache"))
    seen = []
    real = form.check_form

    def counted(record_id, record, files):
        seen.append(record_id)
        return real(record_id, record, files)

    monkeypatch.setattr(form, "check_form", counted)
    return seen


def test_a_sound_file_is_judged_once(judged):
    """A second run judges nothing, and finds the same."""
    first = check(DictTree(PLACES), TODAY)
    second = check(DictTree(PLACES), TODAY)

    assert ["acme", "acme/fp"] == sorted(judged)
    assert first == second


def test_other_bytes_are_judged_anew(judged):
    """A byte that differs makes it another file."""
    check(DictTree(PLACES), TODAY)
    found = check(DictTree({**PLACES, "labs/acme/lab.yaml": LAB + b"nam: x\n"}), TODAY)

    assert ["acme", "acme", "acme/fp"] == sorted(judged)
    assert ["V-UNKNOWN"] == [finding.code for finding in found.findings]


def test_the_same_bytes_elsewhere_are_judged_anew(judged):
    """A verdict holds for one id: a copy under another path is wrong there."""
    check(DictTree(PLACES), TODAY)
    found = check(DictTree({**PLACES, "labs/other/lab.yaml": LAB}), TODAY)

    assert found.errors


def test_a_faulty_file_is_never_remembered(judged):
    """Faults, warnings and other forms are found again in each run."""
    faulty = {**PLACES, "labs/acme/lab.yaml": b"\xef\xbb\xbfname: Acme\nid: acme\n"}

    assert check(DictTree(faulty), TODAY) == check(DictTree(faulty), TODAY)
    assert 2 == judged.count("acme")


def test_what_records_say_of_each_other_is_looked_at_each_time(judged):
    """A sound file whose reference dangles is found in every run."""
    version = (
        b"id: acme/fp/v1\nlabel: '1'\ntitle: Policy\npublished: '2024-05-01'\n"
        b"document:\n  source: sources/acme/fp\ncoverage: none\n"
    )
    for _ in range(2):
        found = check(DictTree({**PLACES, VERSION: version}), TODAY)

        assert ["R-NONE"] == [finding.code for finding in found.findings]


@pytest.mark.parametrize("cache", ["off", "kept"])
def test_findings_do_not_depend_on_the_cache(monkeypatch, tmp_path, cache):
    """With a cache, cold or warm, and without one the findings are the same."""
    monkeypatch.setenv("LABLEDGER_CACHE", "off" if cache == "off" else str(tmp_path))
    tree = DictTree({**PLACES, VERSION: b"id: acme/fp/v1\nlabel: 1\ntitle: Policy\n"})

    assert check(tree, TODAY) == check(tree, TODAY)
    assert {"Y-TYPE", "V-MISSING"} == {finding.code for finding in check(tree, TODAY).findings}
