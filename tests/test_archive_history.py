"""Any repository can be read: bare, bundled, shallow, merged, renamed, with other hashes; a folder of files too."""

from __future__ import annotations

import json

import pytest
from archive_case import DOCUMENT, RULES, TextArchive, names, policy, read, record_all
from hypothesis import given
from hypothesis import strategies as st
from repository import Repository, labledger

from labledger.archive import tiers
from labledger.archive.history import parse_map
from labledger.archive.parts import Reader
from labledger.errors import UsageError

EDITED = policy(body=RULES.replace("within 30 days", "within 300 days"))


def test_bundles_and_mirrors_read_like_the_repository(tmp_path):
    """A bare mirror and a bundle tell the same changes as the repository."""
    archive = record_all(tmp_path / "a", policy(), EDITED)
    archive.git("bundle", "create", str(tmp_path / "a.bundle"), "--all")
    Repository.clone(archive.place, tmp_path / "m.git", "--mirror")
    told = [
        [(c.name, c.quiet, c.step.new.commit) for c in read(tmp_path / name)] for name in ("a", "a.bundle", "m.git")
    ]

    assert told[0] == told[1] == told[2]
    assert ["first", "substantive"] == [name for name, _, _ in told[0]]


@pytest.mark.parametrize("bundled", [True, False])
def test_longer_hashes(tmp_path, bundled):
    """A repository with SHA-256 objects reads, also from a bundle."""
    archive = TextArchive(tmp_path / "a", "--object-format=sha256")
    archive.record("2025-05-01", {DOCUMENT: policy()})
    commit = archive.record("2025-05-02", {DOCUMENT: EDITED})
    archive.git("bundle", "create", str(tmp_path / "a.bundle"), "--all")
    found = read(tmp_path / ("a.bundle" if bundled else "a"))

    assert 64 == len(commit)
    assert commit == found[-1].step.new.commit


def test_renames_are_followed(tmp_path):
    """A document keeps its history when its file is renamed; a rename by itself is no change."""
    archive = record_all(tmp_path, policy())
    archive.git("mv", DOCUMENT, "Acme/Privacy Notice.md")
    archive.record("2025-05-03", {})
    archive.record("2025-05-04", {"Acme/Privacy Notice.md": EDITED})
    found = read(tmp_path)

    assert ["first", "substantive"] == [change.name for change in found]
    assert DOCUMENT == found[1].step.old.path


def test_declared_renames(tmp_path):
    """A service that goes on under a new name is compared with its last text under the old one."""
    archive = record_all(tmp_path, policy())
    archive.record("2025-05-04", {"Nova/Privacy Policy.md": EDITED})

    assert ["first", "first"] == names(tmp_path)
    assert ["first", "substantive"] == names(tmp_path, "Acme=Nova")


@pytest.mark.parametrize("text", ["Acme", "=Nova", "Acme=", "Acme=Acme"])
def test_declarations_are_checked(text):
    """What is not OLD=NEW is refused."""
    with pytest.raises(UsageError):
        parse_map([text])


def test_gone_and_back(tmp_path):
    """A document that vanishes is gone; one that comes back with the same words has recovered."""
    archive = record_all(tmp_path, policy())
    archive.record("2025-05-03", {DOCUMENT: None, "Acme/Other.md": "Other words stand here."})
    archive.record("2025-05-04", {DOCUMENT: policy()})
    found = [change for change in read(tmp_path) if change.step.document == DOCUMENT]

    assert ["first", "gone", "recovery"] == [change.name for change in found]


def test_merges_are_told_by_their_commits(tmp_path):
    """A merge brings the commits of its side line; where both lines changed a document it is one change itself."""
    archive = record_all(tmp_path, policy())
    archive.git("checkout", "-q", "-b", "side")
    side = archive.record("2025-05-02", {"Acme/Terms.md": policy()})
    edited = archive.record("2025-05-03", {"Acme/Terms.md": EDITED})
    archive.git("checkout", "-q", "main")
    archive.record("2025-05-02", {DOCUMENT: EDITED})
    archive.git("merge", "-q", "--no-ff", "-m", "merge", "side")

    assert [side, edited] == [c.step.new.commit for c in read(tmp_path) if c.step.document == "Acme/Terms.md"]
    assert 4 == len(read(tmp_path))


def test_shallow_clones_say_so(tmp_path):
    """In a history that is cut short the oldest texts are marked as its edge."""
    archive = record_all(tmp_path / "a", policy(), EDITED, policy())
    Repository.clone(archive.place, tmp_path / "s", "--depth", "2")
    found = read(tmp_path / "s")

    assert ["first", "substantive"] == [change.name for change in found]
    assert [True, False] == [change.step.new.edge for change in found]


def test_back_dated_commits_keep_their_order(tmp_path):
    """Versions follow each other as the commits do, whatever their dates say."""
    archive = TextArchive(tmp_path)
    archive.record("2025-05-05", {DOCUMENT: policy()})
    archive.record("2024-01-01", {DOCUMENT: EDITED})
    found = read(tmp_path)

    assert found[0].step.new.commit == found[1].step.old.commit
    assert "2024-01-01" == found[1].step.new.day.isoformat()


def test_a_folder_of_files(tmp_path):
    """A plain folder with one file for each version is an archive; files without a day are left out and told."""
    (tmp_path / "Acme" / "Privacy Policy").mkdir(parents=True)
    for day, text in (("2025-05-01", policy()), ("2025-05-02", EDITED)):
        (tmp_path / "Acme" / "Privacy Policy" / f"{day}.md").write_text(text, "utf-8")
    (tmp_path / "Acme" / "notes.md").write_text("x", "utf-8")
    found = read(tmp_path)

    assert [("first", DOCUMENT), ("substantive", DOCUMENT)] == [(change.name, change.step.document) for change in found]


def test_files_about_the_archive_are_no_documents(tmp_path):
    """What stands at the top to explain the archive, hidden files and other kinds are passed over."""
    archive = record_all(tmp_path, policy())
    archive.record("2025-05-03", {"README.md": "x", ".github/a.md": "x", "Acme/logo.svg": "x", "LICENSE": "x"})

    assert ["first"] == names(tmp_path)


def test_binary_and_oversized_texts_are_not_read(tmp_path):
    """What is no text, or more than the limit, is a broken capture and never compared in part."""
    record_all(tmp_path, policy(), "a\0b", policy(), "word " * 2_000_000)
    found = read(tmp_path)

    assert ["first", "capture-error", "recovery", "capture-error"] == [change.name for change in found]
    assert [("binary",), ("too-large",)] == [found[1].reasons, found[3].reasons]


def test_nothing_in_a_repository_is_run(tmp_path):
    """Settings, attributes and hooks of an archive do not start programs."""
    archive = record_all(tmp_path / "a", policy())
    mark = tmp_path / "ran"
    for name in ("core.fsmonitor", "diff.external", "core.pager", "diff.x.textconv", "core.sshCommand"):
        archive.git("config", name, f"touch {mark}")
    archive.record("2025-05-03", {".gitattributes": "* diff=x\n", DOCUMENT: EDITED})
    mark.unlink(missing_ok=True)

    assert ["first", "substantive"] == names(tmp_path / "a")
    assert not mark.exists()


def test_the_cache_changes_nothing(tmp_path):
    """With a warm cache, a damaged one and none the rows are the same."""
    record_all(tmp_path / "a", policy(), EDITED, "Just a moment...\n", policy())
    kept = tmp_path / "cache"
    plain = labledger("archive", "changes", str(tmp_path / "a"), "--format", "jsonl", cwd=tmp_path)
    told = [
        labledger(
            "archive", "changes", str(tmp_path / "a"), "--format", "jsonl", cwd=tmp_path, LABLEDGER_CACHE=str(kept)
        )
        for _ in range(2)
    ]
    for file in kept.iterdir():
        file.write_bytes(b"no database" * 100)
    told.append(
        labledger(
            "archive", "changes", str(tmp_path / "a"), "--format", "jsonl", cwd=tmp_path, LABLEDGER_CACHE=str(kept)
        )
    )

    assert 0 == plain.returncode, plain.stderr
    assert {plain.stdout} == {run.stdout for run in told}
    assert 4 == len(plain.stdout.splitlines())


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["--output=x"], 2),
        (["main..side"], 2),
        (["HEAD", "--upload-pack=x"], 2),
        (["2025-05-09", "HEAD"], 2),
        (["2025-06-01", "2025-05-01"], 2),
        (["--class", "substantiv"], 2),
        (["--document", "Nobody"], 2),
        (["--map", "x"], 2),
        (["HEAD", "nothing-there"], 3),
    ],
)
def test_wrong_questions(tmp_path, words, code):
    """A question that is wrongly put ends in one line and a code, never in a traceback."""
    record_all(tmp_path, policy())
    run = labledger("archive", "changes", str(tmp_path), *words, cwd=tmp_path)

    assert code == run.returncode, run.stderr
    assert "Traceback" not in run.stderr
    assert "" == run.stdout


def test_what_is_no_archive_is_refused(tmp_path):
    """A file that is no bundle, a folder without files, an empty repository and a torn bundle end with code 3."""
    (tmp_path / "file").write_text("x")
    (tmp_path / "folder").mkdir()
    TextArchive(tmp_path / "empty")
    archive = record_all(tmp_path / "a", policy())
    archive.git("bundle", "create", str(tmp_path / "b"), "--all")
    (tmp_path / "torn").write_bytes((tmp_path / "b").read_bytes()[:-40])
    runs = [labledger("archive", "stats", name, cwd=tmp_path) for name in ("file", "folder", "empty", "torn")]

    assert [3, 3, 3, 3] == [run.returncode for run in runs]
    assert not any("Traceback" in run.stderr for run in runs)


def test_revisions_and_days_choose_rows(tmp_path):
    """Two revisions leave out what the first one has; two days include both."""
    archive = record_all(tmp_path, policy(), EDITED, policy())
    commits = archive.git("log", "--format=%H").split()

    def dates(*words):
        run = labledger("archive", "changes", str(tmp_path), *words, "--format", "jsonl", cwd=tmp_path)
        return [json.loads(line)["date"] for line in run.stdout.splitlines()]

    assert ["2025-05-02"] == dates(commits[2], commits[1])
    assert ["2025-05-02", "2025-05-03"] == dates("2025-05-02", "2025-05")
    assert ["2025-05-03"] == dates("HEAD~1")


@given(st.lists(st.text(alphabet="ab\n\r é", max_size=30), min_size=1, max_size=6))
def test_reading_on_is_reading_anew(texts):
    """What is taken over from the version before gives the same lines, weight and marks as reading from the start."""
    reader = Reader()
    for text in texts:
        data = (text + "\nUpdated: May 1, 2025\n" + text).encode()
        found, fresh = reader.read(data), Reader().read(data)

        assert (list(fresh.lines), fresh.weight, fresh.parts) == (list(found.lines), found.weight, found.parts)


def test_lines_that_begin_alike_are_not_tried_against_each_other(tmp_path, monkeypatch):
    """A long text of which every line was rewritten costs one look for each line, not for each pair of lines."""
    tried = []
    run = tiers._run
    monkeypatch.setattr(tiers, "_run", lambda *given: tried.append(1) or run(*given))
    old, new = (
        ["\n\n".join(f"We will {w}{n} the {w} of kind {n} at once." for n in range(400))] for w in ("keep", "drop")
    )
    record_all(tmp_path, *old, *new)

    assert "substantive" == read(tmp_path)[-1].name
    assert len(tried) < 400
