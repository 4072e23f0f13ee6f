"""Work over documents can be shared: the answer is the same, nothing is lost or counted twice; it can be resumed."""

from __future__ import annotations

import json
import os
import signal
import sys
from pathlib import Path

import pytest
from archive_case import RULES, TextArchive, policy
from repository import labledger

from labledger.archive.changes import changes
from labledger.archive.engine import available, in_turn, on_dask, pooled
from labledger.archive.history import documents
from labledger.archive.repository import opened
from labledger.cli.progress import told
from labledger.errors import UnreadableError, UsageError
from labledger.store.cache import Cache

NAMES = [f"Lab{number}/Terms.md" for number in range(12)]
NO_CACHE = Path("/dev/null/none")


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """An archive of twelve documents with twenty versions each."""
    archive = TextArchive(tmp_path_factory.mktemp("engine"))
    for day in range(1, 21):
        body = RULES.replace("within 30 days", f"within {day} days")
        texts = {name: policy(body=body.replace("alpha", name.split("/")[0])) for name in NAMES}
        archive.record(f"2025-05-{day:02d}", dict(texts))
    return archive.place


def found(place, run, folder=NO_CACHE, progress=lambda done, total: None):
    """Commit, document and class of every change, sorted."""
    with opened(place) as archive, Cache(folder) as kept:
        made = changes(archive, documents(archive.captures()), kept, run, progress)
        return sorted((change.step.new.commit, change.step.document, change.name, change.quiet) for change in made)


def squared(work: tuple[Path, int]) -> int:
    """The square of a number; the first process that comes to 3 dies."""
    marker, number = work
    if number == 3 and not marker.exists():
        marker.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return number * number


def fatal(number: int) -> int:
    """Ends every process that comes to 3."""
    if number == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def refused(number: int) -> int:
    """Always stopped."""
    raise UnreadableError(f"{number} cannot be read", "try another")


def test_a_pool_gives_the_same_answer(place):
    """Each change comes once, whatever the number of processes."""
    alone = found(place, in_turn)

    assert 240 == len(alone) == len(set(alone))
    assert alone == found(place, pooled(3))


def test_a_folder_can_be_shared(tmp_path):
    """Files by day are read by other processes too."""
    for name in ("a", "b"):
        for day in range(1, 40):
            file = tmp_path / name / f"2025-{1 + day // 28:02d}-{1 + day % 28:02d}.md"
            file.parent.mkdir(exist_ok=True)
            file.write_text(policy(body=RULES.replace("within 30", f"within {day}")), "utf-8")

    assert found(tmp_path, in_turn) == found(tmp_path, pooled(2))


def test_a_worker_that_dies_loses_nothing(tmp_path):
    """The tasks of a pool whose process died are done by another one; each result comes once."""
    tasks = [(tmp_path / "died", number) for number in range(20)]
    results = list(pooled(2)(squared, tasks))

    assert [(number, number * number) for number in range(20)] == sorted(results)
    assert (tmp_path / "died").exists()


def test_a_task_that_always_ends_its_process_is_told():
    """It stops the run in words, and only after the others were done."""
    results = []
    with pytest.raises(UnreadableError, match="task 4 ended its process"):
        results.extend(pooled(2)(fatal, range(6)))
    with pytest.raises(UnreadableError, match="cannot be read") as caught:
        list(pooled(2)(refused, range(3)))

    assert "try another" == caught.value.hint


def test_a_stopped_run_goes_on_from_the_cache(place, tmp_path):
    """What was compared before the stop is not compared again."""
    heard = []

    def stop(done: int, total: int) -> None:
        heard.append((done, total))
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        found(place, in_turn, tmp_path, stop)
    again: list[tuple[int, int]] = []
    whole = found(place, in_turn, tmp_path, lambda done, total: again.append((done, total)))

    assert found(place, in_turn) == whole
    assert 240 == heard[0][1]
    assert 240 - heard[0][0] == again[-1][1] == sum(done for done, _ in again)


def test_progress_tells_the_time_that_is_left():
    """Half done after a minute and a half is as much again."""
    assert "compared: 1,000 of 2,000, about 1 min 30 s left" == told("compared", 1000, 2000, 90.0)
    assert "compared: 20 of 20" == told("compared", 20, 20, 9.0)
    assert "compared: 0 of 20" == told("compared", 0, 20, 0.0)


def test_the_command_line_shares_work(place, tmp_path):
    """`--jobs` changes nothing in the answer; a scheduler needs its engine."""
    one = labledger("archive", "changes", str(place), "--format", "jsonl", "--jobs", "1", cwd=tmp_path)
    two = labledger("archive", "changes", str(place), "--format", "jsonl", "--jobs", "2", cwd=tmp_path)
    odd = labledger("archive", "changes", str(place), "--scheduler", "tcp://127.0.0.1:1", cwd=tmp_path)

    assert 240 == len(one.stdout.splitlines())
    assert one.stdout == two.stdout
    assert (2, "labledger: --scheduler needs --engine dask\n") == (odd.returncode, odd.stderr)
    assert 1 <= available()


def test_dask_that_is_missing_is_named(monkeypatch):
    """Without the extra the answer says what to install."""
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(UsageError, match=r"labledger\[dask\]"):
        list(on_dask("", 2)(squared, [(NO_CACHE, 1)]))


def test_dask_gives_the_same_answer_though_a_worker_dies(place):
    """On a cluster of two workers, one of which is killed at the first result, every change comes once."""
    distributed = pytest.importorskip("distributed", reason="dask.distributed is not installed: pip install '.[dask]'")
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        killed: list[int] = []

        def kill(done: int, total: int) -> None:
            if not killed:
                killed.append(next(iter(cluster.workers.values())).process.pid)
                os.kill(killed[0], signal.SIGKILL)

        told_by = found(place, on_dask(cluster.scheduler_address, 2), progress=kill)

    assert killed
    assert found(place, in_turn) == told_by


def test_a_scheduler_that_does_not_answer_is_told(place, tmp_path):
    """It is an input that cannot be read, in one line."""
    pytest.importorskip("distributed", reason="dask.distributed is not installed: pip install '.[dask]'")
    run = labledger(
        "archive", "changes", str(place), "--engine", "dask", "--scheduler", "tcp://127.0.0.1:9", cwd=tmp_path
    )

    assert 3 == run.returncode
    assert run.stderr.startswith("labledger: no dask scheduler answers")
    assert "Traceback" not in run.stderr


def test_rows_are_plain_data(place, tmp_path):
    """Every row carries its clauses and what was left out."""
    run = labledger("archive", "changes", str(place), "--format", "jsonl", "--document", "Lab1/*", cwd=tmp_path)
    rows = [json.loads(line) for line in run.stdout.splitlines()]

    assert all({"clauses", "left_out", "labels"} <= row.keys() for row in rows)
    assert ["deadline-extended"] == [label for label in rows[-1]["labels"] if label.startswith("deadline")]
