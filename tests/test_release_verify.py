"""Verifying finds what is not as it was built, and says which file and what."""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
import zipfile
from pathlib import Path

import pytest
from release_case import VERSION, build, make, verify
from repository import Repository, labledger

from labledger.errors import UnreadableError
from labledger.release import read
from labledger.release.contents import FORMAT, MANIFEST


@pytest.fixture(scope="module")
def repo(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    return make(tmp_path_factory.mktemp("verify") / "repo")


@pytest.fixture(scope="module")
def built(repo: Repository, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(repo, tmp_path_factory.mktemp("built") / "o")


@pytest.fixture
def release(built: Path, tmp_path: Path) -> Path:
    shutil.copytree(built.parent, tmp_path / "o")
    return tmp_path / "o" / built.name


def test_a_sound_release_is_sound_in_every_form(repo, release):
    """The folder that build made, the release in it and the archive verify, and are rebuilt from their revision."""
    for path in (release.parent, release, release.parent / f"{release.name}.zip"):
        done = verify(path, repo)

        assert 0 == done.returncode, done.stdout + done.stderr
        assert "" == done.stdout
        assert f"{VERSION}: " in done.stderr
        assert "sound" in done.stderr
        assert "not rebuilt" not in done.stderr


@pytest.mark.parametrize(
    "name",
    ["tables/labs.csv", "labledger.sqlite", "records/labs/acme/lab.json", "records/lab.jsonl", "croissant.json",
     "schemas/tables/labs.schema.json", "CHANGES.md", "README.md"],
)  # fmt: skip
def test_one_byte_changed_is_told_with_its_file(release, name):
    """Whatever file it is in, the line names it and both checksums."""
    data = bytearray((release / name).read_bytes())
    data[len(data) // 2] ^= 1
    (release / name).write_bytes(data)
    done = verify(release)

    assert 1 == done.returncode
    assert f"{name}: sha256 is {hashlib.sha256(data).hexdigest()}, the manifest says" in done.stdout


def test_a_changed_manifest_is_told(release):
    """The checksums beside it know the manifest."""
    text = (release / MANIFEST).read_text("utf-8")
    (release / MANIFEST).write_text(text.replace('"label_set": "', '"label_set": "9'), "utf-8")
    done = verify(release)

    assert 1 == done.returncode
    assert "SHA256SUMS: " in done.stdout


def test_missing_and_foreign_files_are_told(release):
    """What the manifest names and is not there; what is there and is not named."""
    (release / "tables" / "labs.csv").unlink()
    (release / "tables" / "more.csv").write_text("x\n")
    done = verify(release)

    assert "tables/labs.csv: " in done.stdout
    assert "is missing" in done.stdout
    assert "tables/more.csv: is not in the manifest" in done.stdout


def _forge(release: Path, name: str, data: bytes) -> None:
    """Change a file and make every checksum fit, as somebody who tampers would."""
    (release / name).write_bytes(data)
    manifest = json.loads((release / MANIFEST).read_bytes())
    if name != MANIFEST:
        manifest["files"][name] = {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
        (release / MANIFEST).write_text(json.dumps(manifest, indent=2) + "\n")
    digests = {path: entry["sha256"] for path, entry in manifest["files"].items()}
    digests[MANIFEST] = hashlib.sha256((release / MANIFEST).read_bytes()).hexdigest()
    (release / "SHA256SUMS").write_text("".join(f"{digests[path]}  {path}\n" for path in sorted(digests)))


def test_a_table_that_says_something_else_than_the_database_is_told(repo, release):
    """With every checksum made to fit, the database and the revision still tell."""
    data = (release / "tables" / "labs.csv").read_bytes().replace(b"Acme", b"Acne")
    _forge(release, "tables/labs.csv", data)
    done = verify(release, repo)

    assert 1 == done.returncode
    assert "tables/labs.csv: says something else than the database" in done.stdout
    assert "tables/labs.csv: a rebuild gives other bytes" in done.stdout


def test_a_database_with_a_reference_to_nothing_is_told(release):
    """Foreign keys, content and counts are looked at again."""
    with sqlite3.connect(release / "labledger.sqlite") as connection:
        connection.execute("delete from frameworks")
    connection.close()
    _forge(release, "labledger.sqlite", (release / "labledger.sqlite").read_bytes())
    done = verify(release)

    assert "versions: row 1 refers to no row of frameworks" in done.stdout
    assert "MANIFEST.json: counts of tables are not those of the rows" in done.stdout
    assert "labledger.sqlite: content of frameworks is not what the manifest says" in done.stdout


def test_a_record_against_its_schema_is_told(release):
    """Records are held against the model."""
    lines = (release / "records" / "lab.jsonl").read_bytes().replace(b'"name": "Acme"', b'"nome": "Acme"')
    _forge(release, "records/lab.jsonl", lines)
    done = verify(release)

    assert "acme: " in done.stdout
    assert 1 == done.returncode


def test_counts_that_were_changed_are_told(release):
    """The manifest's totals follow from the rows and from nothing else."""
    manifest = json.loads((release / MANIFEST).read_bytes())
    manifest["counts"]["directions"]["weaken"] = 99
    _forge(release, MANIFEST, (json.dumps(manifest, indent=2) + "\n").encode())

    assert "counts of directions" in verify(release).stdout


@pytest.mark.parametrize("at", [0.1, 0.5, 0.9])
def test_a_damaged_archive_is_told(release, at):
    """One byte of the archive: told as a damaged file within it, or as an archive that is none."""
    path = release.parent / f"{release.name}.zip"
    data = bytearray(path.read_bytes())
    data[int(len(data) * at)] ^= 0xFF
    path.write_bytes(data)
    alone, beside = verify(path), verify(release.parent)

    assert alone.returncode in (1, 3)
    assert f"{path.name}" in alone.stdout + alone.stderr
    assert f"{path.name}: sha256 is" in beside.stdout


def test_an_archive_that_leads_out_of_its_folder_is_refused(tmp_path):
    """Names that point elsewhere are no release."""
    for name in ("../evil", "labledger-1/../../evil", "/evil", "other/file"):
        with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
            archive.writestr(name, b"x")
        done = verify(tmp_path / "x.zip")

        assert 3 == done.returncode
        assert "is no release" in done.stderr


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b'{"schema": 1}', b"\xff\xfe"])
def test_a_manifest_that_is_none_is_one_line(release, data):
    """Whatever stands in its place, there is one line and exit code 3."""
    (release / MANIFEST).write_bytes(data)
    done = verify(release)

    assert 3 == done.returncode
    assert 1 == done.stderr.count("\n")


def test_a_newer_form_is_refused_in_words(release):
    """An older tool says that it is older."""
    manifest = json.loads((release / MANIFEST).read_bytes())
    manifest["schema"] = f"labledger/release/{FORMAT + 1}"
    (release / MANIFEST).write_text(json.dumps(manifest))
    done = verify(release)

    assert 3 == done.returncode
    assert "made by a newer labledger" in done.stderr


def test_older_forms_are_brought_up_step_by_step(monkeypatch):
    """Records of an old form pass through every migration between it and today's."""
    monkeypatch.setattr(read, "FORMAT", 3)
    steps = {1: lambda record: {**record, "one": "1"}, 2: lambda record: {**record, "two": record.get("one")}}
    monkeypatch.setattr(read, "MIGRATIONS", steps)

    assert {"id": "x", "one": "1", "two": "1"} == read.migrated({"id": "x"}, 1)
    assert {"id": "x"} == read.migrated({"id": "x"}, 3)


def test_every_older_form_has_its_migration():
    """There is a way from each form that was ever released to today's."""
    assert set(range(1, FORMAT)) == set(read.MIGRATIONS)


def test_what_is_no_release_is_one_line(tmp_path):
    """A path that is not there, an empty folder, a text."""
    (tmp_path / "text").write_text("x")
    (tmp_path / "empty").mkdir()
    for name in ("nothing", "empty", "text"):
        done = verify(tmp_path / name)

        assert 3 == done.returncode
        assert 1 == done.stderr.count("\n")


def test_links_within_a_release_are_not_followed(release, tmp_path):
    """A link in the place of a file is refused, wherever it leads."""
    (release / "README.md").unlink()
    (release / "README.md").symlink_to("/etc/hostname")
    with pytest.raises(UnreadableError, match="is a link"):
        read.open_release(release).read("README.md")


def test_notes_between_two_revisions(repo):
    """`release notes` tells the same as CHANGES.md, for any two revisions."""
    done = labledger("release", "notes", "v2024.6.0", f"v{VERSION}", cwd=repo.place)
    same = labledger("release", "notes", "HEAD", "HEAD", cwd=repo.place)

    assert "# From v2024.6.0 to v2024.6.1" in done.stdout
    assert "acme/events/2024-03-01-formula" in done.stdout
    assert "Nothing changed." in same.stdout
