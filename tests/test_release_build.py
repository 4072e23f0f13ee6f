"""A release is the same everywhere, is put in place whole, and is refused where it would not be sound."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest
from release_case import EVENT, FORMULA, VERSION, build, contents, make, verify
from repository import LAB, Repository, labledger, settings

from labledger.errors import UnreadableError, UsageError
from labledger.release import folder
from labledger.release.edition import calendar


@pytest.fixture(scope="module")
def repo(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    return make(tmp_path_factory.mktemp("release") / "repo")


@pytest.fixture(scope="module")
def release(repo: Repository, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(repo, tmp_path_factory.mktemp("out") / "a")


ELSEWHERE = (
    {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "1", "PYTHONUTF8": "0"},
    {"TZ": "America/St_Johns", "LC_ALL": "tr_TR.UTF-8", "PYTHONHASHSEED": "77", "SOURCE_DATE_EPOCH": "0"},
)


@pytest.mark.parametrize("environment", ELSEWHERE, ids=["kiritimati", "st-johns"])
def test_a_release_has_the_same_bytes_everywhere(repo, release, tmp_path, environment):
    """Another folder, clone, time zone, locale, hash seed, umask and clock give the same bytes, archive included."""
    clone = Repository.clone(repo.place, tmp_path / "clone")
    before = os.umask(0o077)
    try:
        other = build(clone, tmp_path / "elsewhere" / "b", **environment)
    finally:
        os.umask(before)

    assert contents(release.parent) == contents(other.parent)
    assert release.name == other.name == f"labledger-{VERSION}"
    assert {0o644} == {path.stat().st_mode & 0o777 for path in other.parent.rglob("*") if path.is_file()}
    assert {0o755} == {path.stat().st_mode & 0o777 for path in other.parent.rglob("*") if path.is_dir()}


def test_the_order_in_which_a_disk_lists_files_does_not_matter(repo, release, tmp_path):
    """With every listing of a folder turned round, the bytes are the same."""
    code = (
        "import os; real = os.scandir; listdir = os.listdir\n"
        "class Turned:\n"
        "    def __init__(self, path='.'): self.all = list(real(path))[::-1]\n"
        "    def __enter__(self): return iter(self.all)\n"
        "    def __exit__(self, *_): pass\n"
        "    def __iter__(self): return iter(self.all)\n"
        "    def close(self): pass\n"
        "os.scandir = Turned; os.listdir = lambda p='.': sorted(listdir(p))[::-1]\n"
        "from labledger.cli.main import main; main()"
    )
    words = ["release", "build", "-o", str(tmp_path / "o"), "--no-parquet"]
    subprocess.run([sys.executable, "-c", code, *words], cwd=repo.place, env=settings(), check=True)

    assert contents(release.parent) == contents(tmp_path / "o")


def test_the_archive_holds_what_the_folder_holds(release):
    """Every file is in the archive under the release's name, with the revision's moment."""
    with zipfile.ZipFile(release.parent / f"{release.name}.zip") as archive:
        found = {name.partition("/")[2]: archive.read(name) for name in archive.namelist()}
        moments = {entry.date_time for entry in archive.infolist()}

    assert contents(release) == found
    assert {(2024, 6, 15, 12, 0, 0)} == moments


def test_the_manifest_tells_every_file(release):
    """Revision, version, size and hash of each file, and sound findings."""
    manifest = json.loads((release / "MANIFEST.json").read_bytes())
    files = contents(release)
    listed = {path: (entry["bytes"], entry["sha256"]) for path, entry in manifest["files"].items()}
    told = {path: (len(data), hashlib.sha256(data).hexdigest()) for path, data in files.items()
            if path not in ("MANIFEST.json", "SHA256SUMS")}  # fmt: skip

    assert told == listed
    assert VERSION == manifest["version"]
    assert "2024.6.0" == manifest["previous"]["version"]
    assert (0, False, []) == tuple(manifest["findings"][name] for name in ("errors", "allowed", "left_out"))
    assert manifest["findings"]["warnings"] == len(manifest["findings"]["listed"])
    subprocess.run(["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=release, check=True)
    subprocess.run(["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=release.parent, check=True)


def test_counts_are_those_of_the_rows(release):
    """Each table has as many lines in CSV as rows in the database and as the manifest says."""
    counts = json.loads((release / "MANIFEST.json").read_bytes())["counts"]
    database = sqlite3.connect(release / "labledger.sqlite")
    for name, count in counts["tables"].items():
        with (release / "tables" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))

        assert count == len(rows) == database.execute(f"select count(*) from {name}").fetchone()[0]
    lines = {path.stem: len(path.read_text("utf-8").splitlines()) for path in (release / "records").glob("*.jsonl")}

    assert counts["records"] == lines
    assert sum(lines.values()) == len(list((release / "records").rglob("*.json")))


def test_a_formula_is_harmless_in_csv_and_whole_elsewhere(release):
    """A cell that a spreadsheet would run follows an apostrophe in CSV only."""
    name = EVENT.removesuffix(".yaml")
    with (release / "tables" / "events.csv").open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    database = sqlite3.connect(release / "labledger.sqlite")

    assert f"'{FORMULA}" == row["title"]
    assert (FORMULA,) == database.execute("select title from events").fetchone()
    assert FORMULA == json.loads((release / "records" / f"{name}.json").read_bytes())["title"]
    assert FORMULA == json.loads((release / "records" / "event.jsonl").read_bytes())["title"]


def test_notes_tell_what_came_since_the_last_release(release):
    """CHANGES.md compares with the tag before, by origin; the changelog counts what was added."""
    changes, changelog = ((release / name).read_text("utf-8") for name in ("CHANGES.md", "CHANGELOG.md"))

    assert "Since 2024.6.0, of 2024-06-01" in changes
    assert "## Backfill" in changes
    assert "acme/events/2024-03-01-formula" in changes
    assert "- 1 event added." in changelog.splitlines()


def test_the_first_release_says_so(repo, tmp_path):
    """Without a release before it, the notes count what there is."""
    first = build(repo, tmp_path / "o", "--at", "v2024.6.0")

    assert "labledger-2024.6.0" == first.name
    assert "This is the first release" in (first / "CHANGES.md").read_text("utf-8")


def test_a_revision_without_a_tag_is_called_unreleased(repo, tmp_path):
    """Its version names the month and the commit; a version can be given instead, and must be a calendar version."""
    clone = Repository.clone(repo.place, tmp_path / "clone")
    commit = clone.commit("2024-07-01", {LAB: "id: acme\nname: Acme Ltd\n"})
    plain = build(clone, tmp_path / "a")
    named = build(clone, tmp_path / "b", "--version", "2024.7.0")
    wrong = labledger("release", "build", "-o", str(tmp_path / "c"), "--version", "1.0", cwd=clone.place)

    assert f"labledger-2024.7.0.dev0+g{commit[:10]}" == plain.name
    assert "labledger-2024.7.0" == named.name
    assert 2 == wrong.returncode
    assert "no calendar version" in wrong.stderr
    assert not (tmp_path / "c").exists()


_NONE = ("2024.13.0", "2024.0.1", "24.6.0", "2024.6", "2024.06.0", "2024.6.00", "2024.6.0 ", "v1")


@pytest.mark.parametrize("text", _NONE)
def test_what_is_no_calendar_version(text):
    """Year, month and count, without zeros in front."""
    assert calendar(text) is None


def test_findings_refuse_a_release(repo, tmp_path):
    """A revision with findings is refused with each finding; allowed, the manifest marks them, and it verifies."""
    clone = Repository.clone(repo.place, tmp_path / "clone")
    clone.commit("2024-07-01", {LAB: "id: acme\nname: Acme\nsummary: x\nwrong: 1\n", EVENT: "id: [\n"})
    refused = labledger("release", "build", "-o", str(tmp_path / "a"), cwd=clone.place)
    allowed = build(clone, tmp_path / "b", "--allow-findings")
    told = json.loads((allowed / "MANIFEST.json").read_bytes())["findings"]
    verified = verify(tmp_path / "b", clone)

    assert 1 == refused.returncode
    assert "lab.yaml" in refused.stderr
    assert not (tmp_path / "a").exists()
    assert told["allowed"]
    assert told["errors"] >= 2
    assert ["acme", "acme/events/2024-03-01-formula"] == told["left_out"]
    assert 0 == verified.returncode, verified.stdout


def test_uncommitted_files_are_refused(repo, tmp_path):
    """A release is of a commit: what differs from HEAD would be left out unseen, unless HEAD is named."""
    clone = Repository.clone(repo.place, tmp_path / "clone")
    clone.write({LAB: "id: acme\nname: Acme changed\n"})
    done = labledger("release", "build", "-o", str(tmp_path / "a"), cwd=clone.place)
    named = build(clone, tmp_path / "b", "--at", "HEAD")

    assert 2 == done.returncode
    assert "commit first" in done.stderr
    assert f"labledger-{VERSION}" == named.name


def test_a_release_is_not_written_over_unasked(repo, release, tmp_path):
    """A folder with something in it needs --force, and other people's files are never replaced."""
    out = tmp_path / "o"
    build(repo, out)
    again = labledger("release", "build", "-o", str(out), cwd=repo.place)
    build(repo, out, "--force", "--at", "v2024.6.0")
    build(repo, out, "--force")
    kept = contents(out)
    (out / "mine.txt").write_text("mine")
    other = labledger("release", "build", "-o", str(out), "--force", cwd=repo.place)

    assert 2 == again.returncode
    assert "--force" in again.stderr
    assert contents(release.parent) == kept
    assert 2 == other.returncode
    assert "mine" == (out / "mine.txt").read_text()


def test_places_that_are_no_folder_are_refused(repo, tmp_path):
    """A file, a link and a folder that may not be written to: one line, nothing left behind."""
    (tmp_path / "file").write_text("x")
    (tmp_path / "link").symlink_to(tmp_path)
    for name in ("file", "link", "file/below"):
        done = labledger("release", "build", "-o", str(tmp_path / name), "--force", cwd=repo.place)

        assert done.returncode in (2, 3)
        assert 1 == done.stderr.count("\n"), done.stderr
    assert {"file", "link"} == {path.name for path in tmp_path.iterdir()}


class _Full:
    """A disk that is full after so many writes."""

    def __init__(self, left: int) -> None:
        self.left = left
        self.real = folder._write

    def __call__(self, *words):
        self.left -= 1
        if self.left < 0:
            raise OSError(28, "No space left on device")
        return self.real(*words)


@pytest.mark.parametrize("left", [0, 1, 7, 60])
def test_a_full_disk_leaves_nothing_behind(repo, release, tmp_path, monkeypatch, left):
    """When the disk fills, the old release stands, the new one is not there, and neither is half of it."""
    from labledger.release.build import prepare
    from labledger.release.edition import edition_of
    from labledger.store.history import History

    build(repo, tmp_path / "o")
    history = History(repo.place, "dataset")
    (head,) = history.resolve("HEAD")
    bundle = prepare(history, edition_of(history, head), False, False)
    monkeypatch.setattr(folder, "_write", _Full(left))
    with pytest.raises(UnreadableError, match="no space left"):
        folder.publish(tmp_path / "o", bundle, True)
    with pytest.raises(UnreadableError, match="no space left"):
        folder.publish(tmp_path / "deep" / "new", bundle, False)

    assert contents(release.parent) == contents(tmp_path / "o")
    assert ["o"] == [path.name for path in tmp_path.iterdir()]


def test_without_an_exchange_of_folders_a_release_is_still_replaced(repo, release, tmp_path, monkeypatch):
    """Where the system cannot exchange two folders in one step, it is done in two."""
    monkeypatch.setattr(folder, "_exchanged", lambda one, other: False)
    place, target = tmp_path / ".labledger-release-x", tmp_path / "o"
    for path, text in ((place, "new"), (target, "old")):
        path.mkdir()
        (path / "MANIFEST.json").write_text(text)
    folder._move(place, target)

    assert "new" == (target / "MANIFEST.json").read_text()
    assert ["o"] == [path.name for path in tmp_path.iterdir()]


@pytest.mark.parametrize("delay", [0.2, 0.6, 0.8, 1.0])
def test_killed_at_any_point_the_old_release_stands_or_the_new(repo, tmp_path, delay):
    """After a kill the place holds a whole release, and the next run gives the usual bytes."""
    out = tmp_path / "o"
    build(repo, out, "--at", "v2024.6.0")
    old = contents(out)
    command = [sys.executable, "-m", "labledger", "release", "build", "-o", str(out), "--force", "--no-parquet"]
    with subprocess.Popen(command, cwd=repo.place, env=settings(), stdout=-3, stderr=-3) as process:
        time.sleep(delay)
        process.send_signal(signal.SIGKILL)
    found = contents(out)
    new = contents(build(repo, out, "--force").parent)

    assert found in (old, new)


def test_what_a_killed_run_left_is_removed_an_hour_later(repo, tmp_path):
    """Temporary folders of ours that are older than an hour go; younger ones may belong to a run."""
    for name, age in (("old", 4_000), ("young", 10)):
        place = tmp_path / f".labledger-release-{name}"
        place.mkdir()
        os.utime(place, (time.time() - age, time.time() - age))
    build(repo, tmp_path / "o")

    assert {".labledger-release-young", "o"} == {path.name for path in tmp_path.iterdir()}


def test_a_file_in_place_of_a_folder_is_a_wrong_question(tmp_path):
    """The question is refused before anything is computed."""
    (tmp_path / "file").write_text("x")
    with pytest.raises(UsageError, match="is a file"):
        folder.refuse_place(tmp_path / "file", True)


def test_the_benchmark_measures(tmp_path):
    """On the smallest repository both sides succeed and the ratios are positive; no times here."""
    program = Path(__file__).parent / "benchmarks" / "release.py"
    words = ["--sizes", "XS", "--runs", "1", "--work", str(tmp_path / "w"), "-o", str(tmp_path / "rows.json")]
    environment = settings() | {"PATH": os.environ["PATH"]}
    subprocess.run([sys.executable, str(program), *words], env=environment, check=True, capture_output=True)
    (row,) = json.loads((tmp_path / "rows.json").read_bytes())["rows"]

    assert row["records"] > 50
    assert all(row[name] > 0 for name in ("ratio", "cpu_ratio", "labels", "per_record_ms", "megabytes"))
