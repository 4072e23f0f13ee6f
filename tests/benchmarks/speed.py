"""Measure the command line against its peers, in one run, and print a table of ratios.

    PYTHONPATH=tools python tests/benchmarks/speed.py --sizes S M L --runs 5 -o speed.json

Ours and the peer take turns, so that a busy machine slows both; each number is a median. README.md says what the
ratios mean.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
TOOLS = HERE.parents[1] / "tools"
OURS = [sys.executable, "-m", "labledger"]
PEERS = [sys.executable, str(HERE / "peers.py")]
OLD, NEW = "v25", "main"
Command = list[str]


@dataclass(frozen=True)
class Sample:
    """One process and those it started: seconds on the clock, seconds of processor, peak memory in MB."""

    wall: float
    cpu: float
    memory: float


@dataclass(frozen=True)
class Case:
    """One job of ours beside one of a peer; `target` is the most the ratio may be, as far as there is one."""

    job: str
    size: str
    peer: str
    ours: Command
    theirs: Command
    target: float | None = None
    cache: str = "off"
    """`off`, `cold` (empty before every run) or `warm`, for our side."""
    their_cache: str = "off"


@dataclass(frozen=True)
class Row:
    """A measured case."""

    job: str
    size: str
    peer: str
    ours: float
    theirs: float
    ratio: float
    cpu_ratio: float
    memory: float
    target: float | None
    note: str = ""


class Bench:
    """The working folder: repositories, caches, compiled modules."""

    def __init__(self, work: Path, runs: int) -> None:
        self.work = work
        self.runs = runs
        kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        self.environment = {**kept, "PYTHONPATH": str(TOOLS), "PYTHONPYCACHEPREFIX": str(work / "pycache")}

    def repo(self, size: str, *options: str) -> str:
        """A repository of a size, made once."""
        place = self.work / "-".join((size, *(option.strip("-") for option in options)))
        if not place.exists():
            make = [sys.executable, str(HERE / "make_repo.py"), "--size", size, "--out", str(place), *options]
            subprocess.run(make, check=True, env=self.environment, stdout=subprocess.DEVNULL)
        return str(place)

    def measure(self, case: Case) -> Row:
        """Both sides by turns, after one turn that does not count."""
        ours, theirs = [], []
        for turn in range(self.runs + 1):
            samples = self.once(case.ours, case.cache), self.once(case.theirs, case.their_cache)
            if turn:
                ours.append(samples[0])
                theirs.append(samples[1])
        return _row(case, ours, theirs)

    def once(self, command: Command, cache: str) -> Sample:
        """Run a command to its end. Raises RuntimeError when it fails."""
        folder = self.work / "cache" / cache
        if cache == "cold":
            shutil.rmtree(folder, ignore_errors=True)
        environment = {**self.environment, "LABLEDGER_CACHE": "off" if cache == "off" else str(folder)}
        begin = time.perf_counter()
        with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
            assert process.stderr is not None
            complaint = process.stderr.read()
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        wall = time.perf_counter() - begin
        if process.returncode:
            raise RuntimeError(f"{' '.join(command)} failed: {complaint.decode()[-500:]}")
        return Sample(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def _row(case: Case, ours: list[Sample], theirs: list[Sample]) -> Row:
    def middle(samples: list[Sample], pick: Callable[[Sample], float]) -> float:
        return statistics.median(pick(sample) for sample in samples)

    wall = middle(ours, lambda s: s.wall), middle(theirs, lambda s: s.wall)
    cpu = middle(ours, lambda s: s.cpu), middle(theirs, lambda s: s.cpu)
    memory = max(sample.memory for sample in ours)
    return Row(
        case.job, case.size, case.peer, *wall, wall[0] / wall[1], cpu[0] / max(cpu[1], 1e-3), memory, case.target
    )


def start_cases() -> Iterator[Case]:
    """What it costs to do nothing."""
    yield Case("--help", "-", "import click", [*OURS, "--help"], [sys.executable, "-c", "import click"], 1.4)


def diff_cases(bench: Bench, size: str) -> Iterator[Case]:
    """Two revisions compared."""
    repo = bench.repo(size)
    ours = [*OURS, "diff", OLD, NEW, "--repo", repo]
    bare = ["sh", "-c", _bare_diff(bench, repo, size)]
    target = {"M": 4.0, "L": 2.0}.get(size)
    yield Case("diff, cold", size, "bare git", ours, bare, target, "cold")
    yield Case("diff, warm", size, "bare git", ours, bare, None, "warm")
    yield Case("diff, cold", size, "git diff", ours, ["git", "-C", repo, "diff", OLD, NEW], None, "cold")
    if size != "L":
        yield Case("diff, cold", size, "naive stack", ours, [*PEERS, "naive", repo, OLD, NEW], None, "cold")
        yield Case("diff, cold", size, "DeepDiff of trees", ours, [*PEERS, "deepdiff", repo, OLD, NEW], None, "cold")


def _bare_diff(bench: Bench, repo: str, size: str) -> str:
    """The two git commands that no comparison through git can do without."""
    tree = ["git", "-C", repo, "diff-tree", "-r", "-z", "--raw", "--no-renames", "--no-abbrev", OLD, NEW]
    raw = subprocess.run(tree, capture_output=True, check=True).stdout
    fields = [field.split() for field in raw.split(b"\0")[::2] if field]
    names = [name for field in fields for name in field[2:4] if name.strip(b"0")]
    listed = bench.work / f"{size}.blobs"
    listed.write_bytes(b"".join(name + b"\n" for name in names))
    return f"{' '.join(tree)} >/dev/null; git -C {repo} cat-file --batch --buffer <{listed} >/dev/null"


def check_cases(bench: Bench, size: str) -> Iterator[Case]:
    """All checks of one revision."""
    repo = bench.repo(size)
    ours = [*OURS, "check", "--repo", repo, "--at", NEW]
    peer = [*PEERS, "check", repo, NEW]
    yield Case("check, cold", size, "CSafeLoader + pydantic", ours, peer, 0.5, "cold")
    yield Case("check, warm", size, "CSafeLoader + pydantic", ours, peer, 0.5, "warm")


def log_cases(bench: Bench, size: str) -> Iterator[Case]:
    """The history of one record, and of all."""
    repo = bench.repo(size)
    everything, one = [*OURS, "log", "--repo", repo], "lab-0000/frame-1/v1.0"
    path = "dataset/labs/lab-0000/frameworks/frame-1/versions/v1.0.yaml"
    start = f"{sys.executable} -m labledger --help >/dev/null"
    single = f"{start}; git -C {repo} log --first-parent --raw -- {path} >/dev/null"
    yield Case("log ID", size, "git log --raw + start", [*OURS, "log", one, "--repo", repo], ["sh", "-c", single], 4.0)
    patch = ["git", "-C", repo, "log", "-p", "--first-parent", "-m"]
    warm = 0.6 if size in ("M", "L") else None
    yield Case("log, warm", size, "log, cold", everything, everything, warm, "warm", "cold")
    yield Case("log, cold", size, "git log -p", everything, patch, None, "cold")
    yield Case("log, warm", size, "git log -p", everything, patch, None, "warm")


def git_history(bench: Bench, program: str | None) -> Row:
    """The same history through git-history, which follows one file; measured once, it is slow."""
    if program is None or not Path(program).exists():
        return Row("log, cold", "S", "git-history", 0, 0, 0, 0, 0, None, "skipped: name its program by --git-history")
    repo, table = bench.repo("S", "--one-file", "--worktree"), bench.work / "history.db"
    table.unlink(missing_ok=True)
    command = [program, "file", str(table), "records.json", "--repo", repo, "--id", "id", "--silent"]
    ours = bench.once([*OURS, "log", "--repo", bench.repo("S")], "cold")
    case = Case("log, cold", "S", "git-history", [], command, None)
    return _row(case, [ours], [bench.once(command, "off")])


def rows(bench: Bench, sizes: list[str], program: str | None) -> Iterator[Row]:
    """Every case of every size."""
    for case in start_cases():
        yield bench.measure(case)
    for size in sizes:
        for cases in (diff_cases, check_cases, log_cases):
            for case in cases(bench, size):
                yield bench.measure(case)
    if "S" in sizes:
        yield git_history(bench, program)


def line_of(row: Row) -> str:
    """A row of the table, in Markdown."""
    if row.note:
        return f"| {row.job} | {row.size} | {row.peer} | | | | | | | {row.note} |"
    target = f"<= {row.target:g}" if row.target else ""
    met = ("yes" if row.ratio <= row.target else "**no**") if row.target else ""
    return (
        f"| {row.job} | {row.size} | {row.peer} | {row.ours:.2f} | {row.theirs:.2f} | **{row.ratio:.2f}** "
        f"| {row.cpu_ratio:.2f} | {row.memory:.0f} | {target} | {met} |"
    )


def save(output: Path, runs: int, rows: list[dict[str, Any]]) -> None:
    """Write measured rows as JSON, with the machine, the day and the number of runs."""
    machine = f"{platform.machine()}, {os.cpu_count()} processors, Python {platform.python_version()}"
    told = {"machine": machine, "date": time.strftime("%Y-%m-%d"), "runs": runs, "rows": rows}
    output.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")


def main(arguments: list[str] | None = None) -> list[dict[str, Any]]:
    """Measure, print, and write JSON where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", nargs="+", choices=("XS", "S", "M", "L"), default=["S", "M"])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--work", type=Path, default=Path("/tmp/labledger-speed"), help="folder that is kept")
    parser.add_argument("--git-history", metavar="PROGRAM", help="git-history, installed in an environment of its own")
    parser.add_argument("-o", "--output", type=Path, help="write the rows as JSON")
    args = parser.parse_args(arguments)
    args.work.mkdir(parents=True, exist_ok=True)
    print("| job | size | against | ours s | theirs s | ratio | ratio of CPU | MB | target | met |")
    print("|---|---|---|---|---|---|---|---|---|---|")
    done = []
    for row in rows(Bench(args.work, args.runs), args.sizes, args.git_history):
        print(line_of(row), flush=True)
        done.append(asdict(row))
    if args.output:
        save(args.output, args.runs, done)
    return done


if __name__ == "__main__":
    main()
