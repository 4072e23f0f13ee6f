"""Measure building a release against the tool's own check of the same revision, and whether it grows in proportion.

    PYTHONPATH=tools python tests/benchmarks/release.py --sizes S M L --runs 3 -o release.json

Both take turns, without the cache, and each number is a median. `labels` is the part of the build's processor time
that goes into comparing and labelling every version step, which the check does not do.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from speed import NEW, OURS, TOOLS, Bench, Sample, save

ROOT = TOOLS.parent
TARGET = 2.0
"""Most that a build without Parquet may take, in checks of the same revision."""
_LABELLING = """
import sys, time
from labledger.cli.place import as_recorded, find
from labledger.release.table import Typed
from labledger.release.tables import Tabled
from labledger.store.load import load
history = find(None, sys.argv[1]).history()
revision = as_recorded(history, sys.argv[2])[0]
tabled = Tabled(load(history.tree(revision), bare=Typed)[0], revision.day)
begin = time.process_time()
tabled.report
print(time.process_time() - begin)
"""


@dataclass(frozen=True)
class Row:
    """One size: seconds on the clock and of processor, megabytes, and what follows from them."""

    size: str
    records: int
    build: float
    check: float
    ratio: float
    cpu_ratio: float
    labels: float
    ratio_without_labels: float
    per_record_ms: float
    memory: float
    megabytes: float


def measured(bench: Bench, size: str, repo: str, revision: str) -> Row:
    """Builds and checks by turns, after one turn that does not count."""
    out = bench.work / "out"
    build = [*OURS, "release", "build", "--repo", repo, "--at", revision, "--no-parquet", "-o", str(out)]
    check = [*OURS, "check", "--repo", repo, "--at", revision, "--quiet"]
    builds, checks = [], []
    for turn in range(bench.runs + 1):
        shutil.rmtree(out, ignore_errors=True)
        samples = bench.once(build, "off"), bench.once(check, "off")
        if turn:
            builds.append(samples[0])
            checks.append(samples[1])
    return _row(size, out, builds, checks, _labelling(bench, repo, revision))


def _labelling(bench: Bench, repo: str, revision: str) -> float:
    """Seconds of processor that labelling alone takes."""
    command = [sys.executable, "-c", _LABELLING, repo, revision]
    environment = {**bench.environment, "LABLEDGER_CACHE": "off"}
    found = [float(subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout)
             for _ in range(bench.runs)]  # fmt: skip
    return statistics.median(found)


def _row(size: str, out: Path, builds: list[Sample], checks: list[Sample], labels: float) -> Row:
    (manifest,) = out.glob("labledger-*/MANIFEST.json")
    records = sum(json.loads(manifest.read_bytes())["counts"]["records"].values())
    bulk = sum(path.stat().st_size for path in out.rglob("*") if path.is_file())
    wall, cpu = ([statistics.median(getattr(sample, field) for sample in side) for side in (builds, checks)]
                 for field in ("wall", "cpu"))  # fmt: skip
    memory = max(sample.memory for sample in builds)
    return Row(size, records, *wall, wall[0] / wall[1], cpu[0] / cpu[1], labels, (cpu[0] - labels) / cpu[1],
               wall[0] / records * 1e3, memory, bulk / 1e6)  # fmt: skip


def line_of(row: Row) -> str:
    """A row of the table, in Markdown."""
    met = "yes" if row.ratio <= TARGET else "**no**"
    return (
        f"| {row.size} | {row.records} | {row.build:.2f} | {row.check:.2f} | **{row.ratio:.2f}** | {row.cpu_ratio:.2f} "
        f"| {row.labels:.2f} | {row.ratio_without_labels:.2f} | {row.per_record_ms:.2f} | {row.memory:.0f} "
        f"| {row.megabytes:.0f} | <= {TARGET:g} | {met} |"
    )


def main(arguments: list[str] | None = None) -> list[dict[str, Any]]:
    """Measure, print, and write JSON where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", nargs="+", choices=("data", "XS", "S", "M", "L"), default=["data", "S", "M"])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--work", type=Path, default=Path("/tmp/labledger-speed"), help="folder that is kept")
    parser.add_argument("-o", "--output", type=Path, help="write the rows as JSON")
    args = parser.parse_args(arguments)
    args.work.mkdir(parents=True, exist_ok=True)
    bench = Bench(args.work, args.runs)
    print("| size | records | build s | check s | ratio | ratio of CPU | labels s | ratio of CPU without labels "
          "| ms a record | MB | MB written | target | met |")  # fmt: skip
    print("|---|---|---|---|---|---|---|---|---|---|---|---|---|")
    done = []
    for size in args.sizes:
        repo, revision = (str(ROOT), "HEAD") if size == "data" else (bench.repo(size), NEW)
        row = measured(bench, size, repo, revision)
        print(line_of(row), flush=True)
        done.append(asdict(row))
    if args.output:
        save(args.output, args.runs, done)
    return done


if __name__ == "__main__":
    main()
