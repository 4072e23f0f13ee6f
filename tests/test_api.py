"""The Python interface: what it gives is what the command line says; it is quick to import and needs no extras."""

from __future__ import annotations

import doctest
import hashlib
import http.server
import json
import re
import shutil
import subprocess
import sys
import threading
from importlib.util import find_spec
from pathlib import Path

import pytest
from release_case import VERSION, build, make
from repository import Repository, settings

import labledger
from labledger import api
from labledger.errors import UnreadableError, UsageError

ROOT = Path(__file__).resolve().parent.parent
HEAVY = {"click", "yaml", "git", "pydantic", "sqlite3", "pandas", "polars", "pyarrow", "rapidfuzz", "urllib.request"}


@pytest.fixture(scope="module")
def repo(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    return make(tmp_path_factory.mktemp("api") / "repo")


@pytest.fixture(scope="module")
def release(repo: Repository, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(repo, tmp_path_factory.mktemp("o") / "o")


@pytest.fixture(scope="module")
def data() -> labledger.Dataset:
    return labledger.load()


def python(code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False,
                          env=settings(**environment))  # fmt: skip


def test_examples_of_the_documentation_are_true():
    """Every example in the docstrings runs and gives what it says."""
    modules = (
        api,
        sys.modules["labledger.api.changes"],
        sys.modules["labledger.api.dataset"],
        sys.modules["labledger.api.load"],
    )
    results = [doctest.testmod(module, extraglobs={"labledger": labledger}) for module in modules]

    assert sum(result.attempted for result in results) >= 15
    assert 0 == sum(result.failed for result in results)


def test_importing_imports_nothing_of_weight():
    """`import labledger` takes next to nothing and brings no library with it."""
    done = python(
        "import sys, time; t = time.perf_counter(); import labledger; t = time.perf_counter() - t\n"
        f"print(t, sorted(set(sys.modules) & {HEAVY!r}))"
    )
    seconds, _, modules = done.stdout.partition(" ")

    assert float(seconds) < 0.15
    assert "[]" == modules.strip()


def test_diff_is_a_function_and_a_package():
    """`labledger.diff(...)` answers, whether or not a part of the package of that name was imported before."""
    done = python(
        "import labledger.diff.change, labledger\n"
        "from labledger.diff.fold import fold\n"
        "print(labledger.diff('2025-05-14', '2025-05-14').counts['all']['steps'])\n"
        "print(labledger.diff.change.Change.__name__)"
    )

    assert ["1", "Change"] == done.stdout.split(), done.stderr


def test_names_are_told_and_others_are_not():
    """`dir` has what the interface promises; a name that does not exist is told as Python does."""
    assert set(labledger.__all__) <= set(dir(labledger))
    with pytest.raises(AttributeError, match="nothing"):
        labledger.nothing  # noqa: B018


def test_diff_counts_what_the_command_counts(data):
    """Two dates give the rows of `labledger diff --json`."""
    done = subprocess.run(
        [sys.executable, "-m", "labledger", "diff", "2025-01-01", "2025-12-31", "--json"], cwd=ROOT, env=settings(),
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    told = json.loads(done.stdout)
    changes = labledger.diff("2025-01-01", "2025-12-31")

    assert told["counts"] == changes.counts
    assert [row["subject"] for row in told["rows"]] == changes.column("subject")


def test_a_release_gives_the_tables_of_its_records(repo, release):
    """A folder, an archive and the repository at that commit give the same tables."""
    here = labledger.load(path=repo.place).as_of(f"v{VERSION}")
    for path in (release, release.parent, release.parent / f"{release.name}.zip"):
        data = labledger.load(path=path)

        assert VERSION == data.version
        assert dict(here) == dict(data)
        for name in data.tables:
            assert here.table(name).to_dicts() == data.table(name).to_dicts(), name


def test_a_release_of_the_real_data_gives_the_same_tables(data, tmp_path):
    """Nothing that tables and labels rest on is lost on the way through JSON."""
    from labledger.release.encode import record_json
    from labledger.release.read import Opened

    lines = {}
    for name in data:
        lines.setdefault(api.kind(name), []).append(record_json(data.records.records[name])[1])
    for kind, texts in lines.items():
        (tmp_path / f"{kind}.jsonl").write_text("".join(texts), "utf-8")
    files = {f"records/{path.name}": path for path in tmp_path.iterdir()}
    opened = Opened(tmp_path, {"schema": "labledger/release/1", "version": "x"}, files)
    again = labledger.Dataset(opened.dataset(), data.day)

    for name in data.tables:
        assert data.table(name).to_dicts() == again.table(name).to_dicts(), name


def test_two_releases_are_compared(repo, release, tmp_path):
    """Two datasets are compared on the record clock, as the two revisions are."""
    older = labledger.load(path=build(repo, tmp_path / "o", "--at", "v2024.6.0"))
    changes = labledger.diff(older, labledger.load(path=release))

    assert ["acme/events/2024-03-01-formula"] == changes.column("subject")
    assert "backfill" == changes[0]["origin"]
    assert 0 == len(labledger.diff(older, older))


def test_on_a_day_there_is_what_was_there(data):
    """Versions, events, values of facts and answers that came later are not there; what was, is."""
    before, after = data.on("2024-10-14"), data.on("2024-10-15")

    assert {"anthropic/rsp/v2.0"} == {name for name in set(after) - set(before) if api.kind(name) == "version"}
    assert set(before) <= set(data)
    assert len(data.on("1995-01-01").of_kind("version")) == 0
    assert all(event["date"] <= "2024-10-14" for event in before.of_kind("event"))
    assert all(value["start"][:4] <= "2024" for fact in before.of_kind("fact") for value in fact["values"]
               if "start" in value)  # fmt: skip
    assert all(answer["date"] <= "2024-10-14" for question in before.of_kind("question")
               for answer in question.get("answers", ()))  # fmt: skip


def test_records_cannot_be_changed_through_what_is_given(data):
    """What the interface hands out belongs to the reader."""
    record = data["anthropic/rsp/v2.2"]
    record["title"] = "mine"
    record["provisions"].clear()

    assert "mine" != data["anthropic/rsp/v2.2"]["title"]
    assert data["anthropic/rsp/v2.2"]["provisions"]


def test_history_is_told_on_both_clocks(repo):
    """What the world did, then what we recorded, oldest first."""
    rows = labledger.load(path=repo.place).history("acme/rsp/v2")

    assert {"world", "record"} == set(rows.column("clock"))
    assert ("2024-06-01",) == tuple(rows.where(clock="record").column("date"))


def test_rows_are_a_sequence_of_mappings(data):
    """Length, index, slice, filter, column; a name that is none is an error."""
    labs = data.table("labs")

    assert len(labs) == len(list(labs)) == len(labs[:]) == len(labs.to_dicts())
    assert labs[0] == next(iter(labs)) == labs.where(id=labs[0]["id"])[0]
    assert [row["id"] for row in labs] == labs.column("id")
    assert "rows" in repr(labs)
    with pytest.raises(KeyError):
        labs.column("nothing")
    with pytest.raises(KeyError):
        labs.where(nothing=1)


_FRAMES = [("pandas", "to_pandas"), ("polars", "to_polars"), ("pyarrow", "to_arrow")]


@pytest.mark.parametrize(("library", "method"), _FRAMES)
def test_rows_become_frames(data, library, method):
    """With the library every table converts whole; without it one line says what to install."""
    if find_spec(library) is None:
        with pytest.raises(UnreadableError, match=f"{library} is not installed"):
            getattr(data.table("labs"), method)()
        return
    for name in data.tables:
        rows = data.table(name)
        frame = getattr(rows, method)()

        assert len(rows) == len(frame)
        assert list(rows.columns) == list(getattr(frame, "column_names", None) or frame.columns)


def test_wrong_questions_are_told(data, tmp_path, monkeypatch):
    """Each is an error of ours with one line."""
    monkeypatch.delenv("LABLEDGER_RELEASES", raising=False)
    monkeypatch.setenv("LABLEDGER_CACHE", str(tmp_path / "cache"))
    for wrong in (
        lambda: labledger.load("1.0"), lambda: labledger.load("2026.11.0", tmp_path), lambda: data.table("nothing"),
        lambda: data.of_kind("nothing"), lambda: data.on("yesterday"), lambda: data.query("drop table labs"),
        lambda: labledger.diff(data), lambda: labledger.diff("2025-02-01", "2025-01-01"),
    ):  # fmt: skip
        with pytest.raises(UsageError) as told:
            wrong()

        assert "\n" not in str(told.value)
    for missing in (lambda: labledger.load("2026.11.0"), lambda: labledger.load(path=tmp_path / "nothing")):
        with pytest.raises(UnreadableError):
            missing()
    with pytest.raises(KeyError):
        data["nothing"]
    with pytest.raises(KeyError):
        data.history("nothing")


def test_a_release_has_no_history_of_ours(release):
    """A release is one revision: as_of is told so, and dates can be asked of it."""
    data = labledger.load(path=release)

    with pytest.raises(UnreadableError, match="no history"):
        data.as_of("HEAD")
    assert {"world"} >= set(data.history("acme/rsp").column("clock"))
    assert labledger.diff("2024", "2024", data=data).report["question"]["as_of"] == VERSION


@pytest.fixture
def served(release: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A place from which releases are fetched, with the number of requests it had."""
    place = tmp_path / "served" / VERSION
    shutil.copytree(release.parent, place, ignore=shutil.ignore_patterns("records", "tables"))
    asked = []

    class Handler(http.server.SimpleHTTPRequestHandler):
        def __init__(self, *words):
            super().__init__(*words, directory=str(place.parent))

        def log_message(self, *words):
            asked.append(words)

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        monkeypatch.setenv("LABLEDGER_RELEASES", f"http://127.0.0.1:{server.server_port}")
        monkeypatch.setenv("LABLEDGER_CACHE", str(tmp_path / "cache"))
        yield place, asked, tmp_path / "cache" / "releases"
        server.shutdown()


def test_a_release_is_fetched_once_and_checked_each_time(served):
    """The second load asks nobody; a file that changed since is refused in words."""
    _, asked, kept = served
    first = labledger.load(VERSION)
    count = len(asked)
    again = labledger.load(VERSION)

    assert dict(first) == dict(again)
    assert VERSION == first.version
    assert 2 == count == len(asked)
    (archive,) = kept.glob("*.zip")
    archive.write_bytes(archive.read_bytes() + b"x")
    with pytest.raises(UnreadableError, match="damaged or was tampered with"):
        labledger.load(VERSION)


def test_what_was_tampered_with_on_the_way_is_not_kept(served):
    """A wrong checksum, a missing file and another digest than asked for: one line, nothing kept."""
    place, _, kept = served
    archive = place / f"labledger-{VERSION}.zip"
    digest = hashlib.sha256(archive.read_bytes()).hexdigest()
    archive.write_bytes(archive.read_bytes()[:-1] + b"x")
    with pytest.raises(UnreadableError, match="tampered"):
        labledger.load(VERSION)
    (place / "SHA256SUMS").unlink()
    with pytest.raises(UnreadableError, match="cannot be fetched"):
        labledger.load(VERSION)

    assert not kept.exists() or not list(kept.iterdir())
    archive.write_bytes(b"other")
    (place / "SHA256SUMS").write_text(f"{hashlib.sha256(b'other').hexdigest()}  {archive.name}\n")
    with pytest.raises(UnreadableError, match="not the one asked for"):
        labledger.load(VERSION, sha256=digest)


@pytest.mark.parametrize("base", ["http://example.org", "ftp://127.0.0.1", "file:///etc"])
def test_only_safe_addresses_are_fetched(base, tmp_path, monkeypatch):
    """Releases come by https, or from this very machine."""
    monkeypatch.setenv("LABLEDGER_RELEASES", base)
    monkeypatch.setenv("LABLEDGER_CACHE", str(tmp_path))
    with pytest.raises(UnreadableError, match="https only"):
        labledger.load(VERSION)


def test_the_example_of_the_readme_runs(tmp_path):
    """The notebook-sized example: load, weakenings by lab and year, plot where there is something to plot with."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    (code,) = re.findall(r"```python\n(import labledger\n.*?)```", text, re.DOTALL)
    if find_spec("pandas") is None or find_spec("matplotlib") is None:
        code = code.split("# with pandas")[0] + "print(sum(counts.values()))"
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False,
                          env=settings(MPLBACKEND="agg"))  # fmt: skip

    assert 0 == done.returncode, done.stderr
    assert done.stdout.strip()
