"""What an answer costs, in counts and not in seconds: processes started, files parsed, libraries imported."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from repository import LAB, SOUND, V1, V2, Repository, lab, labledger, settings

from labledger.cli.main import VERBS
from labledger.store import codec
from labledger.store.history import History
from labledger.store.revisions import changed_records

HEAVY = {"git", "yaml", "pydantic", "rich", "deepdiff", "rapidfuzz", "sqlite3", "platformdirs", "markdown_it"}
MOST_PROCESSES, MOST_READERS = 8, 2


@pytest.fixture(scope="module")
def counting(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a `git` that writes down its arguments and then runs the real one."""
    folder = tmp_path_factory.mktemp("counting")
    script = folder / "git"
    script.write_text(f'#!/bin/sh\necho "$*" >> {folder}/started\nexec {shutil.which("git")} "$@"\n')
    script.chmod(0o755)
    return folder


def started(counting: Path, repository: Repository, *words: str) -> list[str]:
    """The subcommands of git that an answer runs."""
    (counting / "started").write_text("")
    done = labledger(*words, cwd=repository.place, PATH=f"{counting}:{os.environ['PATH']}")
    assert 0 == done.returncode, done.stderr
    known = {
        "rev-parse",
        "for-each-ref",
        "log",
        "diff-tree",
        "cat-file",
        "ls-tree",
        "merge-base",
        "ls-files",
        "config",
        "version",
    }
    return [
        next(word for word in line.split() if word in known) for line in (counting / "started").read_text().splitlines()
    ]


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """Two commits; the second has a new version, whose predecessor must be read as well."""
    made = Repository(tmp_path_factory.mktemp("small") / "repo")
    made.commit("2024-04-01", {path: text for path, text in SOUND.items() if path != V2})
    made.commit("2025-04-01", {V2: SOUND[V2], LAB: lab("Renamed")})
    return made


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """As the small one, with 300 commits, 50 tags and 200 changed files between the two."""
    made = Repository(tmp_path_factory.mktemp("large") / "repo")
    made.commit("2024-04-01", {path: text for path, text in SOUND.items() if path != V2})
    made.git("tag", "old")
    stream = "".join(
        f"commit refs/heads/main\ncommitter C <c@example.org> {1_720_000_000 + n} +0000\ndata 0\n\n"
        + ("from refs/heads/main^0\n" if n == 0 else "")
        + f"M 644 inline dataset/labs/lab{n % 200}/lab.yaml\ndata {len(_named(n))}\n{_named(n)}\n"
        for n in range(300)
    )
    made.git("fast-import", "--quiet", stdin=stream)
    made.git("reset", "-q", "--hard")
    made.commit("2025-04-01", {V2: SOUND[V2], LAB: lab("Renamed")})
    for number in range(50):
        made.git("tag", f"v{number}", f"HEAD~{number}")
    return made


def _named(number: int) -> str:
    return f"id: lab{number % 200}\nname: Lab {number}\n"


# -- processes -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", ["small", "large"])
@pytest.mark.parametrize("old", ["first", "2024-05-01"])
def test_processes_of_a_comparison(counting: Path, request: pytest.FixtureRequest, size: str, old: str) -> None:
    """Two revisions, or a day and HEAD, take at most eight git processes, two of which read files."""
    made = request.getfixturevalue(size)
    name = {"small": "HEAD~1", "large": "old"}[size] if old == "first" else old
    found = Counter(started(counting, made, "diff", name, "HEAD"))

    assert found.total() <= MOST_PROCESSES, found
    assert found["cat-file"] <= MOST_READERS


def test_processes_do_not_grow(counting: Path, small: Repository, large: Repository) -> None:
    """Three hundred commits and two hundred files take the same processes as one."""
    assert started(counting, small, "diff", "HEAD~1", "HEAD") == started(counting, large, "diff", "old", "HEAD")


@pytest.mark.parametrize(
    ("words", "most"),
    [
        (("diff", "2024-01-01", "2026-01-01"), 0),
        (("show", "acme"), 0),
        (("check",), 0),
        (("list",), 0),
        (("rules",), 0),
        (("log", "acme/rsp"), 5),
        (("log",), 5),
        (("show", "acme", "--as-of", "HEAD~1"), 5),
        (("check", "--since", "HEAD~1"), 5),
    ],
)
def test_processes_of_other_answers(counting: Path, large: Repository, words: tuple[str, ...], most: int) -> None:
    """What needs no revision starts no git; the others start a few."""
    assert len(started(counting, large, *words)) <= most


def test_no_process_is_left(small: Repository) -> None:
    """When an answer ends early, its readers end with it."""
    found = History(small.place, "dataset")
    head = found.resolve("HEAD")[0]
    reader = found.git.blobs((path, name) for _, name, path in found.entries(head))
    next(reader)
    reader.close()

    done = subprocess.run(
        ["ps", "-o", "stat=,args=", "--ppid", str(os.getpid())], capture_output=True, text=True, check=False
    )
    assert [] == [line for line in done.stdout.splitlines() if "cat-file" in line]


# -- parsing ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """The bytes of every record that is parsed."""
    found: list[bytes] = []
    read = codec.read
    monkeypatch.setenv("LABLEDGER_CACHE", "off")
    monkeypatch.setattr(codec, "read", lambda data, *rest, **named: (found.append(data), read(data, *rest, **named))[1])
    return found


def test_each_blob_is_parsed_once(tmp_path: Path, parsed: list[bytes]) -> None:
    """A file that stands in several places, or is back to what it was, is parsed once."""
    made = Repository(tmp_path / "repo")
    made.commit("2024-01-01", {V1: SOUND[V1], LAB: lab("One")})
    made.commit("2024-01-02", {V1: SOUND[V1].replace("will", "should"), LAB: lab("Two")})
    made.commit("2024-01-03", {V1: SOUND[V1], "labs/acme/frameworks/rsp/versions/v9.yaml": SOUND[V1]})
    found = History(made.place, "dataset")
    changed_records(found, *found.resolve("HEAD~2", "HEAD"), lambda read: ["acme/rsp/v1"])

    assert {lab("One").encode(), lab("Two").encode(), SOUND[V1].encode()} == set(parsed)
    assert 3 == len(parsed)


def test_a_log_parses_each_blob_once(tmp_path: Path, parsed: list[bytes]) -> None:
    """A history that goes back and forth between two states parses two files."""
    from labledger.store.cache import Cache
    from labledger.store.revisions import parse_blobs, touched

    made = Repository(tmp_path / "repo")
    for day in range(1, 9):
        made.commit(f"2024-01-0{day}", {LAB: lab(("One", "Two")[day % 2])})
    found = History(made.place, "dataset")
    files = [file for commit in found.walk(found.resolve("HEAD")[0]) for _, file in touched(commit.files)]
    with Cache() as cache:
        parse_blobs(found, [(file.path, blob) for file in files for blob in (file.old, file.new) if blob], cache)

    assert (8, 2) == (len(files), len(parsed))


def test_equal_files_are_not_parsed(large: Repository, parsed: list[bytes]) -> None:
    """One changed record among two hundred is the one that is parsed."""
    found = History(large.place, "dataset")
    changed_records(found, *found.resolve("v2", "v1"), lambda read: [])

    assert 2 >= len(parsed)


# -- imports ---------------------------------------------------------------------------------------------------------


def imported(place: Path, *words: str) -> set[str]:
    """The heavy libraries that a command imports."""
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "labledger", *words],
        cwd=place,
        env=settings(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert 0 == done.returncode, done.stderr[-500:]
    names = (line.rpartition("|")[2].strip().split(".")[0] for line in done.stderr.splitlines() if "|" in line)
    return HEAVY & set(names)


@pytest.mark.parametrize("words", [("--help",), ("--version",), *((verb, "--help") for verb in sorted(VERBS))])
def test_help_imports_nothing_heavy(small: Repository, words: tuple[str, ...]) -> None:
    """Help is printed without git, YAML, models, colours or comparing libraries."""
    assert set() == imported(small.place, *words)


@pytest.mark.parametrize("words", [("diff", "2024-01-01", "2026-01-01"), ("diff", "acme/rsp/v1", "acme/rsp/v2")])
def test_days_and_records_are_compared_without_models(small: Repository, words: tuple[str, ...]) -> None:
    """Off a terminal, days and records need no model, no colours, no git and no other comparing library."""
    assert imported(small.place, *words) <= {"yaml"}


@pytest.mark.parametrize(
    "words", [("diff", "HEAD~1", "HEAD"), ("diff", "2024-05-01", "HEAD"), ("diff", "HEAD", "WORKTREE")]
)
def test_revisions_are_compared_without_models(small: Repository, words: tuple[str, ...]) -> None:
    """Off a terminal, revisions need git, and no model, no colours and no other comparing library."""
    assert imported(small.place, *words) <= {"yaml", "git", "sqlite3", "platformdirs"}
