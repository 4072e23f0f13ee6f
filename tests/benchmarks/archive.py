"""How long `labledger archive changes` takes, against `git log -p` on the same history in the same run.

    PYTHONPATH=tools python tests/benchmarks/archive.py                       # invented archives of growing length
    PYTHONPATH=tools python tests/benchmarks/archive.py --archive DIR.git     # a bare repository of your own
    PYTHONPATH=tools python tests/benchmarks/archive.py --engines --sizes 5000

Invented archives have a document for each 50 commits and one changed document a commit; half of the commits change
no word. Ours and the peer take turns; each number is a median. Ratios are of processor time, which a busy machine
disturbs less, and of wall time.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

SIZES = (1_000, 5_000, 20_000)
_ACTS = ("keep", "delete", "share", "review", "publish", "restrict", "test", "report")
_THINGS = ("records", "incidents", "accounts", "weights", "results", "requests", "payments", "reports")
_TOLD = ("users", "partners", "the board", "the regulator", "visitors", "developers")
_LINES = 120
_DOCUMENT = 50
"""Commits for each document."""


@dataclass(frozen=True)
class Took:
    """Wall and processor seconds of a run with its children, and the most memory of one process in MB."""

    wall: float
    cpu: float
    memory: float


def invent(place: Path, commits: int, seed: int = 1) -> Path:
    """A bare repository of invented policies; the same arguments give the same commits."""
    subprocess.run(["git", "init", "-q", "--bare", "-b", "main", str(place)], check=True)
    with subprocess.Popen(["git", "-C", str(place), "fast-import", "--quiet"], stdin=subprocess.PIPE) as process:
        assert process.stdin is not None
        process.stdin.writelines(_commits(random.Random(seed), commits))
    subprocess.run(["git", "-C", str(place), "repack", "-adq"], check=True)
    return place


def _commits(chance: random.Random, commits: int) -> Iterator[bytes]:
    texts: dict[str, list[str]] = {}
    count = max(1, commits // _DOCUMENT)
    for number in range(commits):
        name = f"Lab {number % count // 5}/Policy {number % count % 5}.md"
        lines = texts.setdefault(name, _first(chance, name))
        if number >= count:
            _edit(chance, lines, number)
        body = "\n\n".join(lines).encode() + b"\n"
        moment = 1_700_000_000 + number * 7_200
        yield b"commit refs/heads/main\nauthor A <a@a.org> %d +0000\ncommitter A <a@a.org> %d +0000\n" % (
            moment,
            moment,
        )
        subject = f"Record new changes of {name}".encode()
        yield b'data %d\n%s\nM 100644 inline "%s"\ndata %d\n%s\n' % (
            len(subject),
            subject,
            name.encode(),
            len(body),
            body,
        )


def _first(chance: random.Random, name: str) -> list[str]:
    return [f"# {name}", "Last updated: May 1, 2025", *(_sentence(chance) for _ in range(_LINES))]


def _sentence(chance: random.Random) -> str:
    act, thing, told = chance.choice(_ACTS), chance.choice(_THINGS), chance.choice(_TOLD)
    days, number = chance.randrange(5, 400), chance.randrange(100_000)
    return (
        f"We will {act} the {thing} of kind {number} within {days} days after {told} asked us to, unless a law that "
        f"binds us says otherwise, and we will tell {chance.choice(_TOLD)} about it in report number {number % 977}."
    )


def _edit(chance: random.Random, lines: list[str], number: int) -> None:
    """Half of the time a change of markup; else one to three sentences edited, added or removed."""
    at = chance.randrange(2, len(lines))
    if number % 2:
        lines[at] = lines[at].strip("*") if lines[at].startswith("*") else f"**{lines[at]}**"
        return
    for _ in range(chance.randrange(1, 4)):
        at = chance.randrange(2, len(lines))
        kind = chance.randrange(4)
        if kind == 0:
            lines.insert(at, _sentence(chance))
        elif kind == 1 and len(lines) > _LINES // 2:
            lines.pop(at)
        else:
            lines[at] = lines[at].replace("We will", chance.choice(("We may", "We will", "We aim to")), 1)


def took(command: Sequence[str], cache: str) -> Took:
    """Run a command with its output thrown away."""
    started = time.perf_counter()
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, env={**os.environ, "LABLEDGER_CACHE": cache}, stderr=subprocess.DEVNULL
    )
    _, status, used = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"{' '.join(command)} failed")
    return Took(time.perf_counter() - started, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def median(runs: Sequence[Took]) -> Took:
    """The median of each figure."""
    return Took(*(statistics.median(getattr(run, name) for run in runs) for name in ("wall", "cpu", "memory")))


def measured(place: Path, runs: int, engines: bool) -> Iterator[str]:
    """Rows of the table for one archive."""
    ours = [sys.executable, "-m", "labledger", "archive", "changes", str(place), "--format", "jsonl"]
    jobs = {
        "cold, no labels, one process": ("off", [*ours, "--no-labels", "--jobs", "1"]),
        "cold, no labels": ("off", [*ours, "--no-labels"]),
        "cold": ("off", ours),
    }
    if engines and importlib.util.find_spec("distributed"):
        jobs["cold, dask, two workers"] = ("off", [*ours, "--engine", "dask", "--jobs", "2"])
        jobs["cold, pool, two workers"] = ("off", [*ours, "--jobs", "2"])
    with tempfile.TemporaryDirectory() as cache:
        took(ours, cache)
        jobs["warm, no labels"] = (cache, [*ours, "--no-labels"])
        jobs["warm"] = (cache, ours)
        peer = ["git", "-C", str(place), "log", "-p"]
        results: dict[str, list[Took]] = {name: [] for name in ("git log -p", *jobs)}
        for _ in range(runs):
            results["git log -p"].append(took(peer, "off"))
            for name, (kept, command) in jobs.items():
                results[name].append(took(command, kept))
    base = median(results["git log -p"])
    count = subprocess.run(["git", "-C", str(place), "rev-list", "--count", "--all"], capture_output=True, check=True)
    for name in jobs:
        one = median(results[name])
        yield (
            f"| {name} | {int(count.stdout):,} | {one.wall:.2f} | {base.wall:.2f} | **{one.wall / base.wall:.1f}** | "
            f"{one.cpu / base.cpu:.1f} | {1000 * one.cpu / int(count.stdout):.2f} | {one.memory:.0f} |"
        )


def main(arguments: Sequence[str] | None = None, show: Callable[[str], None] = print) -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--archive", type=Path, action="append", default=[])
    parser.add_argument("--sizes", type=int, nargs="*", default=None)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--engines", action="store_true", help="also a dask cluster of this machine")
    given = parser.parse_args(arguments)
    sizes = given.sizes if given.sizes is not None else (() if given.archive else SIZES)
    show("| job | commits | ours s | git log -p s | ratio | ratio of CPU | ms of CPU a commit | MB |")
    show("|---|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        places = [*given.archive, *(invent(Path(folder) / f"{size}.git", size) for size in sizes)]
        for place in places:
            for row in measured(place, given.runs, given.engines):
                show(row)


if __name__ == "__main__":
    main()
