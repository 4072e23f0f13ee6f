"""Changes of an archive become proposals that fit the dataset, the same each time; nothing is recorded by itself."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import pytest
from archive_case import DOCUMENT, RULES, policy, record_all
from click.testing import CliRunner
from repository import SOUND, TESTS, Repository

from labledger.cli.archive_verb import command
from labledger.cli.main import cli
from labledger.errors import LedgerError
from labledger.ids import kind_of
from labledger.model.kinds import MODELS

EDITED = RULES.replace("within 30 days", "within 300 days")
ERROR = "This page isn’t available\n-------------------------\n\nAn unexpected error has occurred.\n"
TEXTS = (
    policy(),
    policy("Last updated: May 2, 2025", EDITED),
    policy("Last updated: May 2, 2025", EDITED.replace("40", "400")),
)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A dataset, and an archive that goes on where its last version ends."""
    shutil.copytree(TESTS / "cases" / "inputs" / "sound", tmp_path / "dataset")
    record_all(tmp_path / "a", *TEXTS)
    return tmp_path


def ask(place: Path, *words: object):
    """The command's answer."""
    asked = ["watch", str(place / "a"), "--as", f"{DOCUMENT}=acme/rsp", "--data", str(place / "dataset")]
    return CliRunner().invoke(command, [*asked, *map(str, words)], standalone_mode=False)


def proposed(place: Path) -> dict[str, dict[str, object]]:
    """The proposed records by id."""
    return {one["id"]: one["record"] for one in json.loads(ask(place, "--json").stdout)["proposals"]}


def files(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_each_text_is_proposed_once_in_succession(place):
    """Versions name their predecessor, beginning with the last one recorded, and all captures are in one source."""
    found = proposed(place)
    versions = [record for name, record in found.items() if kind_of(name) == "version"]
    captures = found["sources/acme/rsp-archive"]["captures"]

    assert ["acme/rsp/v2", *(version["id"] for version in versions[:-1])] == [v["supersedes"] for v in versions]
    assert ["2025-05-01", "2025-05-02", "2025-05-03"] == [version["first_observed"] for version in versions]
    assert [hashlib.sha256(text.encode()).hexdigest() for text in TEXTS] == [one["sha256"] for one in captures]
    assert {"none"} == {version["coverage"] for version in versions}


def test_stated_dates_are_taken_over_and_quiet_texts_told_apart(place):
    """A version is named by what it states; under the same statement the day of the capture is added."""
    found = proposed(place)

    assert {"acme/rsp/2025-05-01", "acme/rsp/2025-05-02", "acme/rsp/2025-05-02+2025-05-03"} < set(found)
    assert "stood still" in str(found["acme/rsp/2025-05-02+2025-05-03"]["notes"])
    assert "stood still" not in str(found["acme/rsp/2025-05-02"]["notes"])
    assert all("nobody has read" in str(record["notes"]) for record in found.values())


def test_proposals_fit_the_model(place):
    """Each proposal is a record of its kind."""
    for name, record in proposed(place).items():
        kind = kind_of(name)

        assert kind is not None
        assert MODELS[kind].model_validate(record)


def test_nothing_is_written_unasked(place):
    """Without an option no file changes anywhere."""
    before = files(place / "dataset")
    done = ask(place)

    assert "4 proposed; none is recorded" in done.stdout
    assert before == files(place / "dataset")


def test_files_are_written_once_and_persons_have_the_last_word(place):
    """A second run changes no byte, and a file that somebody edited is left alone."""
    ask(place, "-o", place / "out")
    once = files(place / "out")
    again = ask(place, "-o", place / "out")
    edited = place / "out" / "labs/acme/frameworks/rsp/versions/2025-05-02.yaml"
    edited.write_bytes(edited.read_bytes() + b"summary: Mine.\n")
    last = ask(place, "-o", place / "out")

    assert 4 == len(once)
    assert "wrote" not in again.stderr
    assert "left alone" in last.stderr
    assert edited.read_bytes().endswith(b"Mine.\n")


def test_what_was_taken_over_is_not_proposed_again(place):
    """With the proposals in the dataset it is sound, and the archive has nothing new."""
    ask(place, "-o", place / "dataset")
    checked = CliRunner().invoke(cli, ["check", "--data", str(place / "dataset")], standalone_mode=False)

    assert "0 errors" in checked.output
    assert {} == proposed(place)
    assert "nothing to propose" in ask(place).stdout


def test_new_captures_since(place):
    """Only what came after the last version taken over is proposed."""
    ask(place, "-o", place / "dataset")
    shutil.rmtree(place / "a")
    record_all(place / "a", *TEXTS, policy("Last updated: May 4, 2025", EDITED))

    assert {"acme/rsp/2025-05-04", "sources/acme/rsp-archive"} == set(proposed(place))


def test_broken_captures_and_deletions(tmp_path):
    """An error page is never proposed; a deletion is an event that claims no more than was seen."""
    shutil.copytree(TESTS / "cases" / "inputs" / "sound", tmp_path / "dataset")
    archive = record_all(tmp_path / "a", policy(), ERROR, policy())
    archive.record("2025-05-09", {DOCUMENT: None})
    found = proposed(tmp_path)
    told = json.loads(ask(tmp_path, "--json").stdout)

    assert "acme/events/2025-05-09-rsp-not-found" in found
    assert "is not known" in str(found["acme/events/2025-05-09-rsp-not-found"]["statement"])
    assert ["acme/rsp/2025-05-01"] == [name for name in found if kind_of(name) == "version"]
    assert any("broken capture" in one["why"] for one in told["left_out"])
    assert any("is gone since" in line for line in told["not_known"])


@pytest.fixture
def checkout(place: Path) -> Repository:
    """The dataset in a repository."""
    made = Repository(place / "repo")
    made.commit("2025-04-01", SOUND)
    return made


def test_a_patch_applies(place, checkout):
    """The patch gives the very files that -o writes."""
    ask(place, "--data", checkout.place / "dataset", "-o", place / "out")
    ask(place, "--data", checkout.place / "dataset", "--patch", place / "p.patch")
    checkout.git("apply", str(place / "p.patch"))
    there = files(checkout.place / "dataset")

    assert files(place / "out").items() <= there.items()


def test_a_branch_is_made_beside_the_work_tree(place, checkout):
    """One commit on a new branch; the work tree, the index and HEAD stay; a second run makes no second commit."""
    head = checkout.git("rev-parse", "HEAD")
    for _ in range(2):
        assert ask(place, "--data", checkout.place / "dataset", "--branch", "proposed").exception is None
    listed = checkout.git("diff", "--name-only", "main", "proposed").split()

    assert 4 == len(listed)
    assert "1" == checkout.git("rev-list", "--count", "main..proposed")
    assert (head, "") == (checkout.git("rev-parse", "HEAD"), checkout.git("status", "--porcelain"))


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--as", "nothing"), 2),
        (("--as", f"{DOCUMENT}=acme/none"), 3),
        (("--as", "None/None=acme/rsp"), 2),
        (("-o", "x", "--patch", "y"), 2),
        (("--branch", "b"), 2),
    ],
)
def test_slips_are_told_in_words(place, words, code):
    """Each slip ends with its exit code, and nothing is written."""
    done = ask(place, *words)

    assert isinstance(done.exception, LedgerError)
    assert code == done.exception.exit_code


@pytest.mark.parametrize("name", ["--all", "a b", "main"])
def test_a_branch_must_be_new_and_well_named(place, checkout, name):
    """An existing branch with other content, and what is no name of a branch, are refused."""
    done = ask(place, "--data", checkout.place / "dataset", f"--branch={name}")

    assert isinstance(done.exception, LedgerError)
