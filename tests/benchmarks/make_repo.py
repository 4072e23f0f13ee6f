"""Write a synthetic git repository of the project's own records, for measurements and for tests.

One YAML file a record in its real place under `dataset/`, and a first-parent history in which every commit touches
a few of them: wordings, facets, dates and sources change, provisions come, go and move, records are added, renamed,
withdrawn and dropped. The same arguments give the same commit ids everywhere.

    PYTHONPATH=tools python tests/benchmarks/make_repo.py --size M --out /tmp/M
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import shutil
import subprocess
import sys
from pathlib import Path
from random import Random
from typing import Any

import edits
import invent

from labledger.model.kinds import MODELS, Kind
from labledger.store.canonical import dump
from labledger.store.layout import path_of

SIZES = {"XS": (60, 40), "S": (500, 200), "M": (5_000, 1_000), "L": (50_000, 2_000)}
_EPOCH = dt.datetime(2021, 1, 4, 9, tzinfo=dt.UTC)
_SPAN = 1800 * 86_400
_WHO = b"Example Writer <writer@example.org>"
_REMOVABLE = ("fact", "event")
Change = tuple[str, bytes | None]


def file_of(record: invent.Plain) -> Change:
    """Path and canonical bytes of a record."""
    return f"dataset/{path_of(record['id'])}", dump(record, MODELS[Kind(invent.kind(record))])


class Stream:
    """Feeds commits to `git fast-import`."""

    def __init__(self, repo: Path) -> None:
        command = ["git", "-C", str(repo), "fast-import", "--quiet", "--force", "--date-format=raw"]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE)
        self.marks = 0

    def commit(self, ref: str, when: int, message: str, parents: list[int], changes: list[Change]) -> int:
        """Write one commit; the answer is its mark."""
        self.marks += 1
        text = message.encode()
        parts = [
            b"commit refs/heads/%s\nmark :%d\n" % (ref.encode(), self.marks),
            b"author %s %d +0000\ncommitter %s %d +0000\n" % (_WHO, when, _WHO, when),
            b"data %d\n%s\n" % (len(text), text),
            *(b"%s :%d\n" % (b"merge" if k else b"from", parent) for k, parent in enumerate(parents)),
        ]
        for path, data in changes:
            if data is None:
                parts.append(b"D %s\n" % path.encode())
            else:
                parts.append(b"M 100644 inline %s\ndata %d\n%s\n" % (path.encode(), len(data), data))
        assert self.process.stdin is not None
        self.process.stdin.write(b"".join(parts))
        return self.marks

    def close(self) -> None:
        """Wait until git has written everything."""
        assert self.process.stdin is not None
        self.process.stdin.close()
        if self.process.wait():
            raise SystemExit("git fast-import failed")


def some_changes(world: invent.World, step: int) -> list[Change]:
    """The files of one commit: one to five records edited, and now and then one made, renamed or removed."""
    chance = world.chance
    changes: dict[str, bytes | None] = {}
    for _ in range(chance.choices((1, 2, 3, 4, 5), (40, 25, 15, 12, 8))[0]):
        lot, at = chance.random(), chance.randrange(len(world.ids))
        record = world.records[world.ids[at]]
        touched = f"dataset/{path_of(record['id'])}" in changes
        if lot < 0.06:
            changes.update([file_of(world.add(created(world)))])
        elif touched or "tombstone" in record:
            continue
        elif lot < 0.11 and invent.kind(record) in _REMOVABLE:
            changes.update(removed(world, at, step, lot))
        else:
            _, world.records[record["id"]] = edits.edited(chance, record)
            changes.update([file_of(world.records[record["id"]])])
    return list(changes.items())


def created(world: invent.World) -> invent.Plain:
    """A new event, fact or version."""
    chance = world.chance
    lab = f"lab-{chance.randrange(max(1, world.labs - 1)):04d}"
    lot = chance.random()
    if lot < 0.4:
        return world.event(lab)
    return world.fact(lab) if lot < 0.6 else world.version(f"{lab}/frame-{chance.randint(1, 2)}")


def removed(world: invent.World, at: int, step: int, lot: float) -> list[Change]:
    """A record renamed, withdrawn with a tombstone, or dropped."""
    record = world.records[world.ids[at]]
    old, _ = file_of(record)
    if lot < 0.08:
        world.drop(at)
        stem = record["id"].split("--r")[0]
        new = {**record, "id": f"{stem}--r{step}", "continues": sorted([*record.get("continues", ()), record["id"]])}
        return [(old, None), file_of(world.add(new))]
    if lot < 0.095:
        world.records[record["id"]] = {**record, "tombstone": {"date": "2025-12-31", "reason": "It was a mistake."}}
        return [file_of(world.records[record["id"]])]
    world.drop(at)
    return [(old, None)]


def one_file(world: invent.World) -> list[Change]:
    """The whole dataset as a single JSON file, for tools that can only follow one."""
    listed = [world.records[record_id] for record_id in sorted(world.records)]
    return [("records.json", json.dumps(listed, indent=1, sort_keys=True).encode())]


def write_history(stream: Stream, args: argparse.Namespace) -> None:
    """All commits, in order."""
    chance = Random(args.seed)
    world = invent.World(chance, args.files)
    gap = _SPAN // max(1, args.commits)
    places = range(2, args.commits)
    merges = set(chance.sample(places, min(args.merges, len(places))))
    skewed = set(chance.sample(places, min(args.skew, len(places))))
    head: list[int] = []
    for step in range(args.commits):
        when = int(_EPOCH.timestamp()) + step * gap + chance.randrange(max(1, min(3600, gap)))
        when -= 3 * gap if step in skewed else 0
        changes = some_changes(world, step) if step else [file_of(r) for r in world.records.values()]
        files = one_file(world) if args.one_file else changes
        message = f"Update {len(changes)} records, step {step}\n" if step else "Import the dataset\n"
        if step in merges:
            side = stream.commit("side", when, message, head, files)
            head = [stream.commit("main", when + 60, f"Merge step {step}\n", [*head, side], files)]
        else:
            head = [stream.commit("main", when, message, head, files)]


def git(repo: Path, *arguments: str) -> str:
    """Output of a git command in the new repository."""
    return subprocess.run(["git", "-C", str(repo), *arguments], check=True, capture_output=True, text=True).stdout


def build(args: argparse.Namespace) -> dict[str, Any]:
    """Make the repository and tell what is in it."""
    repo = Path(args.out)
    if repo.exists():
        if not args.force:
            raise SystemExit(f"{repo} exists; --force replaces it")
        shutil.rmtree(repo)
    repo.parent.mkdir(parents=True, exist_ok=True)
    bare = [] if args.worktree else ["--bare"]
    subprocess.run(["git", "init", "-q", "-b", "main", *bare, str(repo)], check=True)
    stream = Stream(repo)
    write_history(stream, args)
    stream.close()
    git(repo, "for-each-ref", "refs/heads/side") and git(repo, "update-ref", "-d", "refs/heads/side")
    commits = int(git(repo, "rev-list", "--first-parent", "--count", "main"))
    for percent in (25, 50, 75):
        git(repo, "tag", f"v{percent}", f"main~{min(commits - 1, commits * (100 - percent) // 100)}")
    if args.gc:
        git(repo, "gc", "--quiet")
    if args.worktree:
        git(repo, "checkout", "-q", "-f", "main")
    return {
        "files": git(repo, "ls-tree", "-r", "--name-only", "main").count("\n"),
        "commits": commits,
        "first": git(repo, "rev-list", "--max-parents=0", "main").strip(),
        "last": git(repo, "rev-parse", "main").strip(),
        "seed": args.seed,
    }


def parsed(arguments: list[str] | None = None) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", required=True, help="where to write the repository")
    parser.add_argument("--size", choices=SIZES, default="XS", help="files x commits: " + str(SIZES))
    parser.add_argument("--files", type=int, help="records in the first commit")
    parser.add_argument("--commits", type=int)
    parser.add_argument("--seed", type=int, default=20210104)
    parser.add_argument("--merges", type=int, default=0, help="side branches of one commit, merged back")
    parser.add_argument("--skew", type=int, default=0, help="commits dated before their parent")
    parser.add_argument("--one-file", action="store_true", help="keep all records in one records.json")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--bare", dest="worktree", action="store_false", help="no checkout (default)")
    parser.set_defaults(worktree=False)
    form.add_argument("--worktree", action="store_true", help="check the last commit out")
    parser.add_argument("--no-gc", dest="gc", action="store_false", help="leave the pack as it was written")
    parser.add_argument("--force", action="store_true", help="replace what is at --out")
    args = parser.parse_args(arguments)
    files, commits = SIZES[args.size]
    args.files, args.commits = args.files or files, args.commits or commits
    return args


if __name__ == "__main__":
    json.dump(build(parsed()), sys.stdout, indent=1)
    print()
