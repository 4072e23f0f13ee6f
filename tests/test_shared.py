"""The dataset against the material it was made from. These tests need ../shared and are skipped without it."""

from __future__ import annotations

import csv
import datetime as dt
import re
import subprocess
from pathlib import Path

import pytest
import yaml

from labledger.diff.fold import fold
from labledger.diff.versions import compare_versions
from labledger.label.engine import apply, roll_up
from labledger.label.predicates import Context
from labledger.label.rule import rules
from labledger.store.load import load
from labledger.store.tree import FolderTree

ROOT = Path(__file__).resolve().parent.parent
WORD = re.compile(r"[a-z0-9]+")
RUN = 12
DIRECTIONS = {"weakened": "weaken", "strengthened": "strengthen", "unclear": "unclear", "neutral": "neutral"}
FRAMEWORKS = {"responsible-scaling-policy": "anthropic/rsp", "preparedness-framework": "openai/pf"}
AGREEMENT = 0.85
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


def test_changes_described_elsewhere_are_found(shared, dataset):
    """Nearly every change that people described is in the labelled diff, with the direction they gave it."""
    labelled = labelled_steps(dataset)
    described = list(described_changes(shared))
    missed = [text for step, direction, slugs, text in described if not shows(labelled.get(step, ()), direction, slugs)]

    assert len(described) >= 95
    assert len(missed) <= (1 - AGREEMENT) * len(described), missed


def labelled_steps(dataset):
    steps = {}
    for ids in dataset.versions.values():
        for name in ids:
            new = dataset.records[name]
            old = dataset.get(str(new.get("supersedes")))
            if old is not None:
                changes = fold(compare_versions(old, new))
                steps[old["id"].split("+")[0], name] = apply(rules(), changes, Context(dt.date(2026, 11, 1)))
    return steps


def described_changes(shared):
    for name in ("anthropic-openai", "other-labs"):
        for record in yaml.safe_load((shared / "facts" / f"{name}.yaml").read_text(encoding="utf-8")):
            framework = FRAMEWORKS.get(str(record.get("document")))
            if record["type"] == "framework_change" and record["lab"] == "Google DeepMind":
                framework = "google-deepmind/fsf"
            if (
                framework is None
                or record["type"] not in ("change", "framework_change")
                or "upload" in record["to_version"]
            ):
                continue
            old, new = (
                f"{framework}/{record[side].removeprefix('gdm-fsf-')}" for side in ("from_version", "to_version")
            )
            slugs = {slug.removeprefix("gdm.") for slug in record.get("affected_slugs") or ()}
            yield (old, new), DIRECTIONS[record["direction"]], slugs, record["summary"]


def shows(rows, direction, slugs):
    touched = [row for row in rows if slugs & names(row)]
    found = {row.direction for row in touched}
    if direction == "neutral":
        return found <= {"neutral"}
    return direction in found or (direction == "unclear" and roll_up(found)[1])


def names(row):
    lineage = {slug for change in row.changes for slug in change.new_part.get("continues", ())}
    return {row.subject.partition("#")[2], *lineage}


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
