"""The benchmarks run, and the repositories they are run on are sound and the same everywhere. No times here."""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from labledger.check.suite import check
from labledger.store.history import History

FOLDER = Path(__file__).parent / "benchmarks"
TOOLS = FOLDER.parents[1] / "tools"


def run(name: str, *arguments: str, seed: str = "0") -> str:
    """Standard output of one of the programs, under a hash seed."""
    environment = {**os.environ, "PYTHONPATH": str(TOOLS), "PYTHONHASHSEED": seed}
    command = [sys.executable, str(FOLDER / name), *arguments]
    return subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    place = tmp_path_factory.mktemp("bench") / "XS"
    return place, json.loads(run("make_repo.py", "--out", str(place), "--merges", "3", "--skew", "3"))


def test_the_same_seed_makes_the_same_commits(made, tmp_path):
    """The last commit id depends on the arguments alone, not on the run or the hash seed."""
    again = json.loads(run("make_repo.py", "--out", str(tmp_path / "b"), "--merges", "3", "--skew", "3", seed="7"))
    other = json.loads(run("make_repo.py", "--out", str(tmp_path / "c"), "--seed", "5"))

    assert made[1] == again
    assert made[1]["last"] != other["last"]


def test_knobs_do_what_they_say(made):
    """So many commits on the main line, merges among them, clocks that run backwards."""
    history = History(made[0], "dataset")
    (head,) = history.resolve("main")
    merges = history.git.text("rev-list", "--merges", "main").splitlines()
    dates = [commit.recorded for commit in history.walk(head)]

    assert len(dates) == 40 == made[1]["commits"]
    assert len(merges) == 3
    assert any(newer < older for newer, older in pairwise(dates))


@pytest.mark.parametrize("back", [0, 10, 20, 30, 39])
def test_every_state_is_sound(made, back):
    """Records pass every check at the end of the history and on the way."""
    history = History(made[0], "dataset")
    (revision,) = history.resolve(f"main~{back}")
    result = check(history.tree(revision), dt.date(2026, 11, 1))

    assert () == result.findings
    assert result.records > 50


def test_a_work_tree_is_checked_out_when_asked_for(tmp_path):
    """--worktree leaves files, and the one-file form a single one."""
    run("make_repo.py", "--out", str(tmp_path / "a"), "--worktree")
    run("make_repo.py", "--out", str(tmp_path / "b"), "--worktree", "--one-file")

    assert (tmp_path / "a" / "dataset" / "labs" / "lab-0000" / "lab.yaml").is_file()
    assert len(json.loads((tmp_path / "b" / "records.json").read_bytes())) > 50


def test_speed_measures_every_case(tmp_path):
    """On the smallest repository every case runs and every side succeeds."""
    out = tmp_path / "speed.json"
    table = run("speed.py", "--sizes", "XS", "--runs", "1", "--work", str(tmp_path / "w"), "-o", str(out))
    rows = json.loads(out.read_bytes())["rows"]

    assert {"--help", "diff, cold", "diff, warm", "check, cold", "check, warm", "log ID", "log, cold", "log, warm"} == {
        r["job"] for r in rows
    }
    assert all(row["ratio"] > 0 for row in rows)
    assert len(rows) + 2 == table.count("\n")
