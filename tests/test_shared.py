"""The dataset against the material it was made from. These tests need ../shared and are skipped without it."""

from __future__ import annotations

import csv
import importlib
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from labledger.ids import Kind, framework_of
from labledger.store.load import load
from labledger.store.tree import FolderTree

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests" / "benchmarks"))
changes = importlib.import_module("changes")
WORD = re.compile(r"[a-z0-9]+")
RUN = 12
AGREEMENT = 0.9
"""Share of the described changes that the labelled diff must show with their direction."""


@pytest.fixture(scope="module")
def dataset():
    found, _ = load(FolderTree(ROOT / "dataset"))
    return found


def test_hashes_are_those_of_the_corpus(shared, dataset):
    """Every file hash of a version stands in the corpus's manifest."""
    with (shared / "reference" / "zhu-corpus" / "manifest.csv").open(encoding="utf-8") as file:
        known = {row["sha256"] for row in csv.DictReader(file)}
    versions = [dataset.records[name] for ids in dataset.versions.values() for name in ids]
    hashes = {v["id"]: v["document"]["sha256"] for v in versions if v.get("document", {}).get("sha256")}

    assert len(hashes) >= 20
    assert {} == {name: value for name, value in hashes.items() if value not in known}


def test_every_document_of_the_corpus_is_recorded(shared, dataset):
    """Each file of the corpus's manifest is a capture of a source, with its archive copy where it came from one."""
    captures = [c for _, source in dataset.of_kind(Kind.SOURCE) for c in source.get("captures", ())]
    archives = {c["sha256"]: c.get("archive") or c.get("address") or "" for c in captures if "sha256" in c}
    with (shared / "reference" / "zhu-corpus" / "manifest.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["sha256"]]
    kept = " ".join(str(source) for _, source in dataset.of_kind(Kind.SOURCE))

    assert len(rows) >= 49
    assert [] == [row["version"] for row in rows if row["sha256"] not in archives]
    assert [] == [r["version"] for r in rows if r["wayback_capture_timestamp"] not in kept]


def test_changes_described_elsewhere_are_found(shared):
    """Nine in ten of the changes that people described are in the labelled diff, with the direction they gave."""
    found = changes.outcomes(shared)
    missed = [outcome.fact for outcome in found if not outcome.shown]

    assert len(found) >= 155
    assert len(missed) <= (1 - AGREEMENT) * len(found), missed


def test_the_comparison_of_described_changes_is_current(shared):
    """The committed comparison is the one the program makes, and gives a reason for each change not shown."""
    text = changes.comparison(changes.outcomes(shared))

    assert text == (ROOT / "tests" / "benchmarks" / "changes.md").read_text(encoding="utf-8")
    assert "not explained" not in text


def facts_of(shared):
    for name in ("anthropic-openai", "other-labs"):
        yield from yaml.safe_load((shared / "facts" / f"{name}.yaml").read_text(encoding="utf-8"))


def ledger():
    with (ROOT / "dataset" / "coverage.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_fact_is_placed_or_accounted_for(shared):
    """The coverage ledger has every fact record once or more, and none that is not there."""
    assert {fact["id"] for fact in facts_of(shared)} == {line["fact"] for line in ledger()}


def test_the_ledger_leads_to_records(dataset):
    """Each line names a record or provision that exists, or gives a reason."""
    provisions = {
        f"{name}#{provision['slug']}"
        for ids in dataset.versions.values()
        for name in ids
        for provision in dataset.records[name].get("provisions", ())
    }
    lost = [line for line in ledger() if line["record"] and line["record"] not in {*dataset.records, *provisions}]

    assert [] == lost
    assert [] == [line for line in ledger() if not line["record"] and not line["reason"]]


def test_versions_have_the_dates_and_addresses_of_their_facts(shared, dataset):
    """Stated dates agree as far as both are known, and the official address is among the version's addresses."""
    places = {line["fact"]: line["record"] for line in ledger() if line["kind"] == "framework_version"}
    wrong = []
    for fact in facts_of(shared):
        record = dataset.get(places.get(fact["id"], ""))
        if fact["type"] != "framework_version" or record is None or "published" not in record:
            continue
        stated, ours = str(fact["publication_date"]), str(record["published"])
        if not (stated.startswith(ours) or ours.startswith(stated[: len(ours)])):
            wrong.append((fact["id"], stated, ours))
        same = [
            v for v in map(dataset.get, dataset.versions[framework_of(record["id"])]) if v["label"] == record["label"]
        ]
        if fact.get("official_url") and not any(fact["official_url"] in addresses(dataset, v) for v in same):
            wrong.append((fact["id"], fact["official_url"]))

    assert [] == wrong


def addresses(dataset, version):
    ids = {citation["source"] for citation in version.get("citations", ())} | {
        version.get("document", {}).get("source")
    }
    framework = dataset.get("/".join(version["id"].split("/")[:2])) or {}
    found = {framework.get("address")}
    for source in filter(None, map(dataset.get, filter(None, ids))):
        found |= {source.get("address"), *source.get("archives", ())}
        found |= {capture.get("address") for capture in source.get("captures", ())}
    return found


def test_no_sentence_is_anybody_elses(shared, tmp_path):
    """No file repeats twelve words in a row of a document that is not ours."""
    ours = {}
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in listed.split("\0"):
        if name.endswith((".yaml", ".md", ".json")) and (ROOT / name).exists() and "LICENSE" not in name:
            for run in runs((ROOT / name).read_text(encoding="utf-8")):
                ours.setdefault(run, name)
    repeated = {(ours[run], source) for source, text in foreign(shared, tmp_path) for run in runs(text) if run in ours}

    assert set() == repeated


def runs(text):
    words = WORD.findall(text.lower())
    return (" ".join(words[at : at + RUN]) for at in range(len(words) - RUN + 1))


def foreign(shared, folder):
    for path in sorted((shared / "seeds").glob("*.txt")):
        yield path.name, path.read_text(encoding="utf-8", errors="replace")
    with (shared / "reference" / "zhu-corpus" / "coding_dev.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            yield row["commitment_id"], row["v_i_text"]
            yield row["commitment_id"], row["v_next_text"]
    for bundle in sorted((shared / "archives").glob("*.bundle")):
        clone = folder / bundle.stem
        subprocess.run(["git", "clone", "--quiet", "--bare", str(bundle), str(clone)], check=True, capture_output=True)
        tree = subprocess.run(["git", "ls-tree", "-r", "-z", "--name-only", "HEAD"], cwd=clone, capture_output=True,
                              text=True, check=True).stdout  # fmt: skip
        for name in filter(lambda name: name.endswith(".md"), tree.split("\0")):
            shown = subprocess.run(["git", "show", f"HEAD:{name}"], cwd=clone, capture_output=True, check=True).stdout
            yield name, shown.decode(errors="replace")
