"""Random pairs of concurrent contributions, merged by git with our driver, both ways: what comes of them.

    python tests/benchmarks/merge.py [PAIRS] [SEED]

Every pair ends in one of four ways: the same sound tree both ways; a conflict that the driver tells in words; a tree
whose check stops (two versions after the same one); or a fault, which must not happen.
"""

from __future__ import annotations

import datetime as dt
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

TESTS = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(TESTS), str(TESTS.parent / "tools")]

from contributions import Contribution, Contributor, Files  # noqa: E402
from repository import Repository, git  # noqa: E402

from labledger.check.suite import check  # noqa: E402
from labledger.store.tree import DictTree  # noqa: E402

DATASET = TESTS.parent / "dataset"
DAY = dt.date(2026, 12, 1)


def tree_of(place: Repository) -> Files:
    """The record files as they lie on disk."""
    return {path.relative_to(place.data).as_posix(): path.read_bytes() for path in place.data.rglob("*.yaml")}


def commit(place: Repository, name: str, made: Contribution) -> None:
    """A branch from the base that holds a contribution."""
    place.git("checkout", "-q", "-B", name, "base")
    place.commit("2026-10-02", {path: data.decode() for path, data in made.files.items()})


def merged(place: Repository, ours: str, theirs: str) -> tuple[Files, bool]:
    """The tree after git merged one branch into the other, and whether it stopped."""
    place.git("checkout", "-q", "-B", "try", ours)
    place.git("merge", "-q", "-m", "merge", theirs, fails=True)
    stopped = bool(place.git("status", "--porcelain"))
    tree = tree_of(place)
    place.git("reset", "-q", "--hard", ours)
    return tree, stopped


def outcome(place: Repository, one: Contribution, other: Contribution, driver: str) -> str:
    """How a pair ends."""
    place.git("config", "merge.labledger.driver", driver)
    commit(place, "one", one)
    commit(place, "other", other)
    there, stopped = merged(place, "one", "other")
    back, stopped_too = merged(place, "other", "one")
    if stopped or stopped_too:
        marks = any(b"<<<<<<<" in data for data in there.values())
        return "conflict" if stopped == stopped_too else f"fault: stopped one way only, marks {marks}"
    if there != back:
        return "fault: other bytes the other way round"
    if not all(holds(there) for side in (one, other) for holds in side.holds):
        return "fault: something was lost"
    errors = {finding.code for finding in check(DictTree(there), DAY).findings if finding.level == "error"}
    return "clean" if not errors else f"check stops: {', '.join(sorted(errors))}"


def main() -> int:
    """Merge the pairs and print the counts; exit code 1 when anything was a fault."""
    pairs, seed = int((sys.argv[1:] or ["200"])[0]), int((sys.argv[2:] or ["7"])[0])
    base = {path.relative_to(DATASET).as_posix(): path.read_bytes() for path in DATASET.rglob("*.yaml")}
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        place = Repository(Path(folder) / "repo")
        attributes = (DATASET / ".gitattributes").read_text("utf-8")
        texts = {path: data.decode() for path, data in base.items()}
        place.commit("2026-10-01", {**texts, ".gitattributes": attributes})
        git(place.place, "tag", "base")
        ours = f"PYTHONPATH={TESTS.parent / 'tools'} {sys.executable} -m labledger merge-driver %O %A %B %P"
        found: dict[str, Counter[str]] = {}
        for name, driver in (("git alone", "git merge-file --marker-size=7 %A %O %B"), ("driver", ours)):
            maker = Contributor(base, seed, "anthropic")
            found[name] = Counter()
            for _ in range(pairs):
                one, other = maker.contribution(), maker.contribution()
                found[name][outcome(place, one, other, driver)] += 1
                found[name]["both touch a file"] += bool(one.files.keys() & other.files.keys())
            print(f"{name:10}", dict(sorted(found[name].items())), f"{time.monotonic() - started:.0f} s", flush=True)
    return int(any(word.startswith("fault") for word in found["driver"]))


if __name__ == "__main__":
    raise SystemExit(main())
