"""Repositories of every kind: each is read as it is, or refused in words; nothing in one is run, fetched or written."""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import zlib
from itertools import pairwise
from pathlib import Path

import pytest
from repository import LAB, SOUND, V1, V2, Repository, git, lab, labledger, settings

from labledger.errors import LedgerError
from labledger.store.git import Git, blob_id
from labledger.store.history import History
from labledger.store.line import Line, Revision
from labledger.store.revisions import changed_records
from labledger.store.tree import FolderTree

DAYS = ("2021-03-04", "2022-05-06", "2023-07-08")
NAMES = ("One", "Two", "Three")


def filled(place: Path, *options: str) -> Repository:
    """A repository with three commits on three days, each giving the lab another name."""
    made = Repository(place, *options)
    for day, name in zip(DAYS, NAMES, strict=True):
        made.commit(day, {LAB: lab(name)}, f"call it {name}")
    return made


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """Three commits, with a tag, a branch, tags of a blob and a tree, and a name that is both tag and branch."""
    made = filled(tmp_path_factory.mktemp("chain") / "repo")
    made.git("tag", "v1.0", "HEAD~1")
    made.git("tag", "-a", "-m", "told", "annotated", "HEAD~1")
    made.git("tag", "twice", "HEAD~1")
    made.git("branch", "twice", "HEAD")
    made.git("tag", "2.0", "HEAD~1")
    made.git("branch", "2.0", "HEAD")
    made.git("branch", "feature/pause", "HEAD~1")
    made.git("tag", "a-tree", "HEAD^{tree}")
    made.git("tag", "a-blob", f"HEAD:dataset/{LAB}")
    return made


def history(repository: Repository) -> History:
    return History(repository.place, "dataset")


def refusal(repository: Repository, *names: str) -> tuple[int, str]:
    """Exit code and words with which names are refused."""
    with pytest.raises(LedgerError) as refused:
        history(repository).resolve(*names)
    return refused.value.exit_code, str(refused.value)


def name_at(repository: Repository, revision: str) -> str:
    """What the lab is called at a revision."""
    found = history(repository)
    tree = found.tree(found.resolve(revision)[0])
    tree.listing()
    return next(data.decode() for _, data in tree.read([LAB])).split("name: ")[1].strip()


# -- where there is none, or another ---------------------------------------------------------------------------------


def test_no_repository(tmp_path: Path) -> None:
    """G1: without a repository revisions cannot be compared, and the folder that was tried is named."""
    data = tmp_path / "data"
    (data / "labs").mkdir(parents=True)
    without = labledger("diff", "HEAD~1", "HEAD", "--data", str(data), cwd=tmp_path)
    named = labledger("diff", "HEAD~1", "HEAD", "--repo", str(data), cwd=tmp_path)

    assert (3, "", True) == (without.returncode, without.stdout, str(data) in without.stderr)
    assert (3, "", True) == (named.returncode, named.stdout, str(data) in named.stderr)


def test_a_folder_inside_another_repository(chain: Repository, tmp_path: Path) -> None:
    """G2: a dataset that the repository around it does not hold is not taken for an empty one."""
    other = filled(tmp_path / "other")
    (other.place / "sub" / "labs").mkdir(parents=True)
    done = labledger("diff", "HEAD~1", "HEAD", "--data", "sub", cwd=other.place)

    assert (3, "") == (done.returncode, done.stdout)
    assert "has no folder sub" in done.stderr


def test_a_repository_within_a_repository_is_the_one_asked(tmp_path: Path) -> None:
    """The repository nearest to the dataset counts, not the one around it."""
    outer = filled(tmp_path / "outer")
    inner = Repository(outer.place / "inner")
    inner.commit("2024-02-02", {LAB: lab("Inner")})
    done = labledger("log", "--json", "--data", "inner/dataset", cwd=outer.place)

    assert ["2024-02-02"] == [json.loads(line)["day"] for line in done.stdout.splitlines()]


# -- names of revisions ----------------------------------------------------------------------------------------------


def test_names_lead_to_commits(chain: Repository) -> None:
    """Branches, tags of both kinds, hashes whole and short, and ancestors of them are revisions."""
    head, before = chain.git("rev-parse", "HEAD"), chain.git("rev-parse", "HEAD~1")
    names = (
        "main",
        "HEAD",
        "v1.0",
        "annotated",
        "feature/pause",
        "main~1",
        "main^",
        head,
        before[:9],
        "refs/tags/v1.0",
    )
    found = history(chain).resolve(*names)

    assert [head, head, *[before] * 5, head, before, before] == [revision.commit for revision in found]
    assert list(names) == [revision.name for revision in found]


def test_a_missing_name_brings_near_ones(chain: Repository) -> None:
    """G3: a name that does not exist is answered with those that look like it."""
    assert (3, "no revision mian (did you mean main?)") == refusal(chain, "mian")
    assert (3, "no revision feature/puase (did you mean feature/pause?)") == refusal(chain, "feature/puase")


def test_one_wrong_name_of_two_is_the_one_told(chain: Repository) -> None:
    """Of two names the one that is wrong is named."""
    assert "no revision mian" in refusal(chain, "main", "mian")[1]


def test_an_ancestor_before_the_first_commit(chain: Repository) -> None:
    """Going back further than history is told as that."""
    assert (3, "no revision main~9 (main has no such ancestor)") == refusal(chain, "main~9")


@pytest.mark.parametrize("name", ["twice", "twice~0", "2.0", "2.0^"])
def test_a_name_of_a_tag_and_a_branch(chain: Repository, name: str) -> None:
    """G4: a name with two meanings is refused with both commits; the full name is not."""
    code, told = refusal(chain, name)

    assert 2 == code
    assert all(chain.git("rev-parse", f"HEAD{step}")[:10] in told for step in ("", "~1"))
    assert chain.git("rev-parse", "HEAD~1") == history(chain).resolve("refs/tags/twice")[0].commit


@pytest.mark.parametrize(
    "name",
    [
        "--help",
        "--output=x",
        "-n",
        "--upload-pack=x",
        "main@{2024-03-01}",
        "@",
        "main@{1}",
        "@{u}",
        ":/call",
        "HEAD^{/x}",
        "HEAD^{tree}",
        "a..b",
        "a...b",
        "^main",
        "HEAD:dataset",
        ":dataset",
        "",
        " ",
        "main\n",
        "main\0",
        "x" * 100_000,
        "../main",
        "main.lock",
        "ma in",
        "größe",
        "２０２４",
        "\x1b[31m",
        "main\u202e",
    ],
)
def test_what_is_not_a_plain_name_never_reaches_git(chain: Repository, name: str) -> None:
    """G5, G6: options, reflog dates, searches, ranges, paths and odd characters are no revisions."""
    code, told = refusal(chain, name)

    assert 2 == code
    assert "is not a revision" in told
    assert told.isprintable()
    assert len(told) < 200


def test_an_option_writes_nothing(chain: Repository, tmp_path: Path) -> None:
    """G5: an option in the place of a revision is wrong usage, and makes no file."""
    target = tmp_path / "written"
    done = [
        labledger("diff", *words, cwd=chain.place)
        for words in (("--", f"--output={target}", "HEAD"), (f"--output={target}", "HEAD~1", "HEAD", "--", "--help"))
    ]

    assert [2, 2] == [one.returncode for one in done]
    assert not target.exists()


@pytest.mark.parametrize("name", ["2024-5-1", "2024/05/01", "01.05.2024", "yesterday", "10000-01-01", "2024-May"])
def test_a_date_in_another_form_is_told_the_form(chain: Repository, name: str) -> None:
    """D15: what looks like a date but is none is wrong usage, with the three forms; git never reads it."""
    code, told = refusal(chain, name)

    assert 2 == code
    assert "YYYY, YYYY-MM or YYYY-MM-DD" in told


def test_a_short_hash_of_two_commits(tmp_path: Path) -> None:
    """G7: the start of several hashes is refused with all of them."""
    made = Repository(tmp_path / "many")
    stream = "".join(
        f"commit refs/heads/main\ncommitter C <c@example.org> {1_600_000_000 + n} +0000\ndata 0\n\n"
        for n in range(1500)
    )
    made.git("fast-import", "--quiet", stdin=stream)
    starts = sorted(commit[:4] for commit in made.git("rev-list", "main").split())
    twice = next(a for a, b in pairwise(starts) if a == b)
    code, told = refusal(made, twice)

    assert 2 == code
    assert 2 <= told.count(f"{twice}") - 1
    assert "commit" in told


@pytest.mark.parametrize("name", ["a-tree", "a-blob"])
def test_a_tag_of_no_commit(chain: Repository, name: str) -> None:
    """G8: a tag of a file or folder is no revision."""
    assert (2, f"{name} is not a commit") == refusal(chain, name)


# -- histories cut short, empty or elsewhere -------------------------------------------------------------------------


@pytest.fixture(scope="module")
def shallow(chain: Repository, tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """A clone with the last two commits."""
    return Repository.clone(chain.place, tmp_path_factory.mktemp("shallow") / "repo", "--depth", "2")


def test_a_shallow_clone_ends_where_it_ends(chain: Repository, shallow: Repository) -> None:
    """G9: up to the edge it answers; beyond the edge it says how to get the rest."""
    first = chain.git("rev-parse", "HEAD~2")

    assert "Two" == name_at(shallow, "HEAD~1")
    for name in ("HEAD~2", "HEAD~1^", "HEAD~3", first, first[:12]):
        code, told = refusal(shallow, name)
        assert (3, True) == (code, "git fetch --unshallow" in told)


def test_a_shallow_clone_does_not_know_what_was_before(shallow: Repository) -> None:
    """G10: a day before the edge is not a day before the first record."""
    assert "Two" == name_at(shallow, history(shallow).as_of(dt.date(2022, 12, 31))[0].commit)
    with pytest.raises(LedgerError, match=r"nothing was recorded by 2022-01-01 .*--unshallow") as refused:
        history(shallow).as_of(dt.date(2022, 1, 1))

    assert 3 == refused.value.exit_code


def test_a_shallow_clone_is_mentioned(shallow: Repository) -> None:
    """A report and a log from a shallow clone say that it is one."""
    report = labledger("diff", "HEAD~1", "HEAD", cwd=shallow.place)

    assert "note: this clone is shallow" in report.stdout
    assert "note: this clone is shallow" in labledger("log", cwd=shallow.place).stderr


def test_a_partial_clone_is_not_completed(chain: Repository, tmp_path: Path) -> None:
    """G11: files that were not cloned are told as missing; nothing is downloaded, whatever its settings allow."""
    chain.git("config", "uploadpack.allowFilter", "true")
    made = Repository.clone(chain.place, tmp_path / "partial", "--filter=blob:none", "--no-checkout")
    made.git("config", "protocol.file.allow", "always")
    before = made.git("count-objects", "-v")
    done = labledger("diff", "HEAD~1", "HEAD", "--repo", str(made.place), cwd=tmp_path)

    assert (3, "") == (done.returncode, done.stdout)
    assert LAB in done.stderr
    assert before == made.git("count-objects", "-v")


def test_a_partial_clone_runs_no_helper(chain: Repository, tmp_path: Path) -> None:
    """T5: a remote that is a command is not run to fetch what is missing."""
    chain.git("config", "uploadpack.allowFilter", "true")
    made = Repository.clone(chain.place, tmp_path / "partial", "--filter=blob:none", "--no-checkout")
    made.git("config", "remote.origin.url", f"ext::sh -c 'touch {tmp_path}/run'")
    for protocol in ("protocol.allow", "protocol.ext.allow"):
        made.git("config", protocol, "always")
    done = labledger("diff", "HEAD~1", "HEAD", "--repo", str(made.place), cwd=tmp_path)

    assert 3 == done.returncode
    assert not (tmp_path / "run").exists()


def test_a_detached_head(chain: Repository, tmp_path: Path) -> None:
    """G12: HEAD may be any commit; the report says its hash."""
    made = Repository.clone(chain.place, tmp_path / "detached")
    made.git("checkout", "-q", "HEAD~1")
    done = labledger("diff", "HEAD~1", "HEAD", cwd=made.place)

    assert 0 == done.returncode
    assert f"HEAD ({made.git('rev-parse', 'HEAD')[:10]}, 2022-05-06)" in done.stdout


@pytest.mark.parametrize(
    "words",
    [
        ("diff", "HEAD~1", "HEAD"),
        ("diff", "2020", "HEAD"),
        ("log",),
        ("list", "--as-of", "2020"),
        ("diff", "HEAD", "WORKTREE"),
    ],
)
def test_a_repository_without_commits(tmp_path: Path, words: tuple[str, ...]) -> None:
    """G13: nothing committed yet is told in these words."""
    made = Repository(tmp_path / "empty")
    made.write({LAB: lab("Acme")})
    done = labledger(*words, cwd=made.place)

    assert (3, "", True) == (done.returncode, done.stdout, "has no commits yet" in done.stderr)


def test_an_unborn_branch(chain: Repository, tmp_path: Path) -> None:
    """G14: HEAD on a branch without commits cannot be read; the other branches can."""
    made = Repository.clone(chain.place, tmp_path / "unborn")
    made.git("checkout", "-q", "--orphan", "new")

    assert 3 == refusal(made, "HEAD")[0]
    assert "Three" == name_at(made, "main")
    with pytest.raises(LedgerError, match="no commits yet"):
        history(made).as_of(dt.date(2024, 1, 1))


# -- kinds of repository ---------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def bare(chain: Repository, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bare clone."""
    place = tmp_path_factory.mktemp("bare") / "repo.git"
    git(chain.place, "clone", "-q", "--bare", str(chain.place), str(place))
    return place


def test_a_bare_repository_is_read(bare: Path, tmp_path: Path) -> None:
    """G15: revisions are compared, and records read as of HEAD, without any files."""
    compared = labledger("diff", "HEAD~1", "HEAD", "--repo", str(bare), cwd=tmp_path)
    shown = labledger("show", "acme", "--repo", str(bare), "--json", cwd=tmp_path)
    listed = labledger("list", "lab", "--repo", str(bare), cwd=tmp_path)
    log = labledger("log", "acme", "--repo", str(bare), cwd=tmp_path)

    assert (0, True) == (compared.returncode, "Two" in compared.stdout)
    assert "Three" == json.loads(shown.stdout)["record"]["name"]
    assert "acme  Three\n" == listed.stdout
    assert (0, 3) == (log.returncode, log.stdout.count(" acme"))


@pytest.mark.parametrize("words", [("fmt",), ("new", "lab", "bolt"), ("diff", "HEAD", "WORKTREE")])
def test_a_bare_repository_has_no_files_to_write(bare: Path, tmp_path: Path, words: tuple[str, ...]) -> None:
    """G15: a command that needs files says that there are none."""
    done = labledger(*words, "--repo", str(bare), cwd=tmp_path)

    assert done.returncode in (2, 3)
    assert "none" in done.stderr or "no files" in done.stderr


def test_a_dataset_at_the_top_of_its_repository(tmp_path: Path) -> None:
    """A repository may be the dataset itself, with files or bare."""
    made = Repository(tmp_path / "top")
    for path, text in SOUND.items():
        (made.place / path).parent.mkdir(parents=True, exist_ok=True)
        (made.place / path).write_text(text)
    made.git("add", "-A")
    made.git("commit", "-q", "-m", "all")
    git(tmp_path, "clone", "-q", "--bare", "top", "top.git")
    counted = [labledger("list", "--json", "--repo", name, cwd=tmp_path).stdout for name in ("top", "top.git")]

    assert len(SOUND) == sum(json.loads(counted[0])["counts"].values())
    assert counted[0] == counted[1]


def test_a_linked_worktree(chain: Repository, tmp_path: Path) -> None:
    """G16: a worktree, where .git is a file, is read like its repository."""
    place = tmp_path / "linked"
    chain.git("worktree", "add", "-q", "--detach", str(place), "HEAD~1")
    done = labledger("diff", "HEAD", "main", cwd=place)
    chain.git("worktree", "remove", "--force", str(place))

    assert (0, True) == (done.returncode, "Three" in done.stdout)


def test_a_submodule_is_listed_and_not_read(tmp_path: Path) -> None:
    """G17: a submodule in the dataset is a finding; the records around it are read."""
    made = filled(tmp_path / "repo")
    made.git("update-index", "--add", "--cacheinfo", f"160000,{made.git('rev-parse', 'HEAD')},dataset/labs/bolt")
    made.git("commit", "-q", "-m", "submodule")
    found = history(made)
    listing = found.tree(found.resolve("HEAD")[0]).listing()
    done = labledger("list", "lab", "--as-of", "HEAD", cwd=made.place)

    assert ["is a submodule and is not read"] == [finding.message for finding in listing.findings]
    assert (0, "acme  Three\n") == (done.returncode, done.stdout)


def test_a_link_in_a_revision_is_refused(tmp_path: Path) -> None:
    """A link that was committed is a finding; what it leads to is not read."""
    made = filled(tmp_path / "repo")
    (made.data / "labs" / "bolt").mkdir()
    (made.data / "labs" / "bolt" / "lab.yaml").symlink_to("/etc/passwd")
    made.git("add", "-A")
    made.git("commit", "-q", "-m", "link")
    done = labledger("check", "--at", "HEAD", cwd=made.place)

    assert 1 == done.returncode
    assert "P-LINK" in done.stdout
    assert "root:" not in done.stdout + done.stderr


def test_grafts_change_nothing(tmp_path: Path) -> None:
    """G18: a file of grafts cuts nothing off; it is mentioned."""
    made = filled(tmp_path / "repo")
    (made.place / ".git" / "info").mkdir(exist_ok=True)
    (made.place / ".git" / "info" / "grafts").write_text(made.git("rev-parse", "HEAD") + "\n")

    assert "Two" == name_at(made, "HEAD~1")
    assert 3 == len(history(made).line.revisions)
    assert ["the repository has grafts; they are left out of account"] == list(history(made).remarks())


def test_replaced_objects_read_true(tmp_path: Path) -> None:
    """G18: a blob or commit that git was told to replace reads as it was recorded; the replacement is mentioned."""
    made = filled(tmp_path / "repo")
    forged = made.git("hash-object", "-w", "--stdin", stdin=lab("Forged"))
    made.git("replace", made.git("rev-parse", f"HEAD:dataset/{LAB}"), forged)
    made.git("replace", made.git("rev-parse", "HEAD~1"), made.git("rev-parse", "HEAD~2"))

    assert ["Three", "Two"] == [name_at(made, name) for name in ("HEAD", "HEAD~1")]
    assert ["the repository replaces 2 objects; the originals are read"] == list(history(made).remarks())


def test_alternates_are_followed(chain: Repository, tmp_path: Path) -> None:
    """G18: a clone that borrows the objects of another repository is read."""
    made = Repository.clone(chain.place, tmp_path / "shared", "--no-checkout")
    git(tmp_path, "clone", "-q", "--shared", str(chain.place), "borrowed")
    made.place = tmp_path / "borrowed"

    assert "Two" == name_at(made, "HEAD~1")


def test_a_sha256_repository(tmp_path: Path) -> None:
    """G24: longer hashes are hashes."""
    made = filled(tmp_path / "repo", "--object-format=sha256")
    done = labledger("diff", "HEAD~1", "HEAD", cwd=made.place)

    assert "Two" == name_at(made, made.git("rev-parse", "HEAD~1"))
    assert (0, True) == (done.returncode, "Three" in done.stdout)
    assert 0 == history(made).uncommitted(history(made).resolve("HEAD")[0], FolderTree(made.data))


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can give files away")
def test_a_repository_of_somebody_else(tmp_path: Path) -> None:
    """G25: git's own advice is passed on, and no trust is added on our side; the user's own trust counts."""
    made = filled(tmp_path / "repo")
    for path in (made.place, *made.place.rglob("*")):
        os.chown(path, 4321, 4321)
    trusting = tmp_path / "home"
    trusting.mkdir()
    (trusting / ".gitconfig").write_text(f"[safe]\n\tdirectory = {made.place}\n")
    home = tmp_path / "nobody"
    home.mkdir()
    refused = labledger("diff", "HEAD~1", "HEAD", cwd=made.place, HOME=str(home))
    trusted = labledger("diff", "HEAD~1", "HEAD", cwd=made.place, HOME=str(trusting))

    assert (3, True) == (refused.returncode, f"safe.directory {made.place}" in refused.stderr)
    assert 0 == trusted.returncode, trusted.stderr


# -- damage ----------------------------------------------------------------------------------------------------------


def loose(repository: Repository, name: str) -> Path:
    return repository.place / ".git" / "objects" / name[:2] / name[2:]


def spoilt(repository: Repository, data: bytes) -> tuple[int, str, str]:
    """Overwrite the object of the lab's file, and ask for the last change."""
    target = loose(repository, repository.git("rev-parse", f"HEAD:dataset/{LAB}"))
    target.chmod(0o644)
    target.write_bytes(data)
    done = labledger("diff", "HEAD~1", "HEAD", cwd=repository.place)
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"garbage",
        zlib.compress(b"blob 3\0abc")[:6],
        zlib.compress(b"blob 26\0id: acme\nname: Forged\n  x\n"),
        zlib.compress(b"tree 0\0"),
    ],
)
def test_a_damaged_object(tmp_path: Path, data: bytes) -> None:
    """G19: a damaged or forged object is named with its path; no part of a report is printed."""
    code, out, told = spoilt(filled(tmp_path / "repo"), data)

    assert (3, "") == (code, out)
    assert "git fsck" in told
    assert LAB in told or "git cannot read" in told


def test_a_missing_object(tmp_path: Path) -> None:
    """G19: a missing blob is named with its path, a missing tree or commit by git's words."""
    made = filled(tmp_path / "repo")
    blob, tree = (made.git("rev-parse", name) for name in (f"HEAD:dataset/{LAB}", "HEAD:dataset"))
    text = loose(made, blob).read_bytes()
    loose(made, blob).unlink()
    first = labledger("diff", "HEAD~1", "HEAD", cwd=made.place)
    loose(made, blob).write_bytes(text)
    loose(made, tree).unlink()
    second = labledger("diff", "HEAD~1", "HEAD", cwd=made.place)

    assert (3, "", True, True) == (first.returncode, first.stdout, LAB in first.stderr, blob in first.stderr)
    assert (3, "", True) == (second.returncode, second.stdout, "git fsck" in second.stderr)


def test_a_truncated_pack(tmp_path: Path) -> None:
    """G19: half a pack is not half an answer."""
    made = filled(tmp_path / "repo")
    made.git("repack", "-a", "-d", "-q")
    pack = next((made.place / ".git" / "objects" / "pack").glob("*.pack"))
    pack.chmod(0o644)
    pack.write_bytes(pack.read_bytes()[:100])
    done = labledger("diff", "HEAD~1", "HEAD", cwd=made.place)

    assert (3, "") == (done.returncode, done.stdout)


@pytest.mark.parametrize("spoil", ["index", "index.lock", "FETCH_HEAD"])
def test_what_is_not_needed_may_be_broken(tmp_path: Path, spoil: str) -> None:
    """G19, G23: a bad index and a lock left by a killed git do not keep us from reading, and stay as they are."""
    made = filled(tmp_path / "repo")
    (made.place / ".git" / spoil).write_bytes(b"left over")
    done = labledger("diff", "HEAD~1", "HEAD", cwd=made.place)

    assert (0, True) == (done.returncode, "Three" in done.stdout)
    assert b"left over" == (made.place / ".git" / spoil).read_bytes()


def test_a_commit_graph_is_not_believed(tmp_path: Path) -> None:
    """T5: dates and parents come from the commits, not from an index beside them."""
    made = filled(tmp_path / "repo")
    made.git("commit-graph", "write", "--reachable")
    graph = made.place / ".git" / "objects" / "info" / "commit-graph"
    graph.chmod(0o644)
    graph.write_bytes(graph.read_bytes().replace(b"CDAT", b"XXXX"))

    assert 3 == len(history(made).line.revisions)


# -- shapes of history -----------------------------------------------------------------------------------------------


def test_unrelated_histories(tmp_path: Path) -> None:
    """G20: two histories with nothing in common are compared as they stand, and the report says so."""
    made = filled(tmp_path / "repo")
    made.git("checkout", "-q", "--orphan", "other")
    made.commit("2024-01-01", {LAB: lab("Other")})
    done = labledger("diff", "main", "other", cwd=made.place)

    assert 0 == done.returncode
    assert "the two revisions share no history" in done.stdout
    assert "Three" in done.stdout
    assert "Other" in done.stdout


def test_several_merge_bases(tmp_path: Path) -> None:
    """G21: after a criss-cross merge the two sides are compared as trees like any others."""
    made = filled(tmp_path / "repo")
    made.git("branch", "side", "HEAD")
    left = made.commit("2024-01-01", {V1: SOUND[V1]})
    made.git("checkout", "-q", "side")
    right = made.commit("2024-01-02", {LAB: lab("Side")})
    made.git("merge", "-q", "--no-ff", "-m", "one", left, date="2024-02-01T12:00:00Z")
    made.git("checkout", "-q", "main")
    made.git("merge", "-q", "--no-ff", "-m", "two", right, date="2024-02-02T12:00:00Z")

    assert 2 == len(made.git("merge-base", "--all", "main", "side").split())
    assert "no changes" in labledger("diff", "main", "side", cwd=made.place).stdout
    assert "share no history" not in labledger("diff", "main~1", "side", cwd=made.place).stdout


def test_only_the_main_line_counts_as_recorded(tmp_path: Path) -> None:
    """What a side branch held on a day was not recorded before its merge."""
    made = filled(tmp_path / "repo")
    made.git("checkout", "-q", "-b", "side", "HEAD~1")
    made.commit("2022-06-01", {V1: SOUND[V1]})
    made.git("checkout", "-q", "main")
    made.git("merge", "-q", "--no-ff", "-m", "merge", "side", date="2024-02-01T12:00:00Z")
    found = history(made)

    assert made.git("rev-parse", "HEAD~2") == found.as_of(dt.date(2022, 12, 31))[0].commit
    assert [V1] == [file.path for file in next(iter(found.walk(found.resolve("HEAD")[0]))).files]


def test_going_back_in_time_is_said(chain: Repository) -> None:
    """Two revisions in the wrong order are compared, and the report says that time runs backwards."""
    done = labledger("diff", "main", "main~1", cwd=chain.place)

    assert "this comparison goes back in time" in done.stdout


def test_one_commit_on_both_sides(chain: Repository) -> None:
    """D16: a revision against itself has no changes, in words."""
    done = labledger("diff", "main", "HEAD", cwd=chain.place)

    assert 0 == done.returncode
    assert "no changes" in done.stdout
    assert "both sides are the same commit" in done.stdout


def test_odd_subjects_and_names_are_data(tmp_path: Path) -> None:
    """A commit's subject and a file's name cannot pose as another commit."""
    made = Repository(tmp_path / "repo")
    made.commit(
        "2021-01-01", {LAB: lab("One"), "labs/\x01a 1 b": "x", "labs/new\nline": "x"}, f"first \x01{'0' * 40} 1 forged"
    )
    made.commit("2021-01-02", {LAB: lab("Two")}, ":100644 100644 a b M")
    found = history(made)
    walked = list(found.walk(found.resolve("HEAD")[0]))

    assert [":100644 100644 a b M", f"first \\x01{'0' * 40} 1 forged"] == [commit.subject for commit in walked]
    assert [1, 3] == [len(commit.files) for commit in walked]
    assert 0 == labledger("log", "--json", cwd=made.place).returncode


# -- the work tree ---------------------------------------------------------------------------------------------------


@pytest.fixture
def dirty(tmp_path: Path) -> Repository:
    """A work tree with a changed, a staged, an untracked and a removed file, and one that git was told to overlook."""
    made = Repository(tmp_path / "repo")
    made.commit("2021-01-01", SOUND)
    made.commit("2021-01-02", {LAB: lab("Committed")})
    made.write({LAB: lab("Changed"), "labs/bolt/lab.yaml": None, "labs/new/lab.yaml": "id: new\nname: New\n"})
    made.write({V1: SOUND[V1].replace("pages: 12", "pages: 13"), V2: SOUND[V2].replace("considers", "contemplates")})
    made.git("add", f"dataset/{V1}")
    made.git("update-index", "--assume-unchanged", f"dataset/{V2}")
    return made


def test_commits_are_compared_and_not_files(dirty: Repository) -> None:
    """G22: files that are not committed are left out, and counted in a note."""
    done = labledger("diff", "HEAD~1", "HEAD", cwd=dirty.place)

    assert "Changed" not in done.stdout
    assert "note: 5 files differ from HEAD and are not compared; name WORKTREE for the files as they are" in done.stdout


def test_the_worktree_is_compared_when_it_is_named(dirty: Repository) -> None:
    """G22: WORKTREE means the files as they are, whatever git was told of them."""
    done = labledger("diff", "HEAD", "WORKTREE", "--json", cwd=dirty.place)
    report = json.loads(done.stdout)
    subjects = {row["subject"].partition("#")[0] for row in report["rows"]}

    assert {"acme", "bolt", "new", "acme/rsp/v1", "acme/rsp/v2"} == subjects
    assert report["question"]["new"].startswith("WORKTREE (not committed, ")


def test_the_index_is_compared_when_it_is_named(dirty: Repository) -> None:
    """G22: INDEX means what is staged, and nothing that is not."""
    done = labledger("diff", "HEAD", "INDEX", "--json", cwd=dirty.place)
    report = json.loads(done.stdout)

    assert {"acme/rsp/v1"} == {row["subject"].partition("#")[0] for row in report["rows"]}
    assert report["question"]["new"].startswith("INDEX (not committed, ")


def test_an_index_amid_a_merge_is_refused(tmp_path: Path) -> None:
    """Files in conflict are no state of the dataset."""
    made = Repository(tmp_path / "repo")
    made.commit("2021-01-01", SOUND)
    made.git("checkout", "-q", "-b", "side")
    made.commit("2021-02-01", {LAB: lab("Side")})
    made.git("checkout", "-q", "main")
    made.commit("2021-03-01", {LAB: lab("Main")})
    subprocess.run(["git", "merge", "-q", "side"], cwd=made.place, capture_output=True, check=False)
    done = labledger("diff", "HEAD", "INDEX", cwd=made.place)

    assert (3, True) == (done.returncode, "finish the merge first" in done.stderr)


def test_the_worktree_is_only_the_new_side(dirty: Repository) -> None:
    """Comparing from uncommitted files to a revision is refused with the right order."""
    done = labledger("diff", "WORKTREE", "HEAD", cwd=dirty.place)

    assert (2, True) == (done.returncode, "labledger diff REV WORKTREE" in done.stderr)


def test_a_sparse_checkout_is_not_dirty(tmp_path: Path) -> None:
    """G22: files that a sparse checkout leaves out are not missing."""
    made = Repository(tmp_path / "repo")
    made.commit("2021-01-01", SOUND)
    made.git("sparse-checkout", "set", "--no-cone", "dataset/labs/acme")
    found = history(made)

    assert not (made.data / "sources").exists()
    assert 0 == found.uncommitted(found.resolve("HEAD")[0], FolderTree(made.data))


def test_line_ends_of_a_checkout_are_not_changes(tmp_path: Path) -> None:
    """A work tree in which every line ends in CR LF is not dirty."""
    made = Repository(tmp_path / "repo")
    made.commit("2021-01-01", SOUND)
    (made.data / LAB).write_bytes(SOUND[LAB].replace("\n", "\r\n").encode())
    found = history(made)

    assert 0 == found.uncommitted(found.resolve("HEAD")[0], FolderTree(made.data))


# -- dates -----------------------------------------------------------------------------------------------------------


def test_a_day_means_its_end_in_utc(tmp_path: Path) -> None:
    """D18: of several commits on a day the last counts, by the recorded date in UTC."""
    made = Repository(tmp_path / "repo")
    moments = ("2021-05-01T00:00:00Z", "2021-05-01T23:59:59Z", "2021-05-02T00:30:00+01:00", "2021-05-02T00:00:00Z")
    for number, moment in enumerate(moments):
        made.commit(moment, {LAB: lab(f"N{number}")})
    found = history(made)

    assert "N2" == name_at(made, found.as_of(dt.date(2021, 5, 1))[0].commit)
    assert "N3" == name_at(made, found.as_of(dt.date(2021, 5, 2))[0].commit)


def test_a_date_before_the_first_commit(chain: Repository) -> None:
    """D17: there is no empty old side; history starts where it starts."""
    done = labledger("diff", "2019-01-01", "HEAD", cwd=chain.place)

    assert (3, "") == (done.returncode, done.stdout)
    assert "history starts 2021-03-04" in done.stderr


def test_the_rule_for_dates_is_stated(chain: Repository) -> None:
    """D18: a report by dates says which commit a day stands for, and by what rule."""
    done = labledger("diff", "2022", "HEAD", cwd=chain.place)

    commit = chain.git("rev-parse", "HEAD~1")[:10]
    assert f"2022 is read as a date: the dataset at the end of that day, UTC, commit {commit}" in done.stdout


def line_of(*days: str) -> Line:
    """A line of revisions, given oldest first by their days."""
    made = [
        Revision("", str(number), dt.datetime.combine(dt.date.fromisoformat(day), dt.time(12), dt.UTC))
        for number, day in enumerate(days)
    ]
    return Line(made[::-1])


@pytest.mark.parametrize(
    ("days", "asked", "expected"),
    [
        (["2021-01-01", "2021-02-01", "2021-03-01"], "2021-02-15", "1"),
        (["2021-01-01", "2021-02-01", "2021-02-01"], "2021-02-01", "2"),
        (["2021-01-01", "2021-03-01", "2021-02-01"], "2021-02-15", "0"),
        (["2021-01-01", "2021-03-01", "2021-02-01"], "2021-03-01", "2"),
        (["2021-01-01", "2020-01-01", "2021-03-01"], "2020-06-01", None),
        (["2021-01-01", "2020-01-01", "2021-03-01"], "2021-01-01", "1"),
        (["2021-01-01", "2099-01-01", "2021-02-01", "2021-03-01"], "2021-02-15", "2"),
        (["2021-01-01", "2099-01-01", "2021-02-01", "2021-03-01"], "2021-01-15", "1"),
        (["2099-01-01", "2021-02-01", "2021-03-01"], "2021-02-15", "1"),
        (["1990-01-01"] * 2, "1990-01-01", "1"),
        ([], "2021-01-01", None),
    ],
)
def test_dates_out_of_order(days: list[str], asked: str, expected: str | None) -> None:
    """G26: ancestry comes first; a commit whose date breaks the order counts as recorded with its parent."""
    found = line_of(*days).as_of(dt.date.fromisoformat(asked))

    assert expected == (found.commit if found else None)


def test_backdated_commits_are_listed(tmp_path: Path) -> None:
    """G26: the report names the commits whose dates run backwards."""
    made = filled(tmp_path / "repo")
    odd = made.commit("2019-01-01", {LAB: lab("Backdated")})
    dated = labledger("diff", "2022-05-06", "HEAD", cwd=made.place)

    assert f"1 commit is dated out of order, taken as recorded with the parent: {odd[:10]}" in dated.stdout
    assert "Two" == name_at(made, history(made).as_of(dt.date(2022, 12, 31))[0].commit)


@pytest.mark.parametrize("date", ["@0 +0000", "@1 +9999", "@4102444800 -0000", "@99999999999999 +0000"])
def test_extreme_dates_do_not_stop_us(tmp_path: Path, date: str) -> None:
    """G26: dates of 1970, of 2100 and beyond the calendar, and impossible zones, are read somehow and never crash."""
    made = Repository(tmp_path / "repo")
    made.commit("2021-01-01", {LAB: lab("One")})
    made.git(
        "fast-import",
        "--quiet",
        "--date-format=raw-permissive",
        stdin=(
            f"commit refs/heads/odd\ncommitter C <c@example.org> {date[1:]}\ndata 0\n\nfrom refs/heads/main^0\n"
            f"M 644 inline dataset/{LAB}\ndata {len(lab('Odd'))}\n{lab('Odd')}\n"
        ),
    )
    done = labledger("diff", "main", "odd", cwd=made.place)

    assert (0, True) == (done.returncode, "Odd" in done.stdout), done.stderr


# -- nothing is run, nowhere else is read ----------------------------------------------------------------------------


@pytest.fixture
def planted(tmp_path: Path) -> Repository:
    """A repository whose settings, hooks and attributes name a command wherever git would run one."""
    made = Repository(tmp_path / "repo")
    made.commit("2021-01-01", SOUND)
    made.commit("2021-01-02", {LAB: lab("Two")})
    script = tmp_path / "script"
    script.write_text(f"#!/bin/sh\necho run >> {tmp_path}/ran\ncat\n")
    script.chmod(0o755)
    for key in (
        "core.fsmonitor",
        "diff.external",
        "core.pager",
        "filter.evil.clean",
        "filter.evil.smudge",
        "filter.evil.process",
        "diff.evil.textconv",
        "diff.evil.command",
        "core.sshCommand",
        "gpg.program",
        "core.editor",
        "core.askPass",
        "pager.log",
        "pager.diff",
        "interactive.diffFilter",
    ):
        made.git("config", key, str(script))
    made.git("config", "log.showSignature", "true")
    made.git("config", "core.hooksPath", str(tmp_path / "hooks"))
    (tmp_path / "hooks").mkdir()
    for hook in ("post-index-change", "post-checkout", "pre-commit", "fsmonitor-watchman", "reference-transaction"):
        (tmp_path / "hooks" / hook).write_text(script.read_text())
        (tmp_path / "hooks" / hook).chmod(0o755)
    (made.place / ".gitattributes").write_text("* filter=evil diff=evil\n")
    made.write({V1: SOUND[V1].replace("pages: 12", "pages: 13")})
    os.utime(made.data / LAB, (1, 1))
    return made


@pytest.mark.parametrize(
    "words",
    [
        ("diff", "HEAD~1", "HEAD"),
        ("diff", "HEAD", "WORKTREE"),
        ("diff", "2021-01-01", "HEAD"),
        ("log",),
        ("log", "acme/rsp/v1"),
        ("check", "--since", "HEAD~1"),
        ("show", "acme", "--as-of", "HEAD~1"),
        ("diff", "HEAD~1", "HEAD", "--raw"),
        ("fmt",),
    ],
)
def test_nothing_planted_is_run(planted: Repository, words: tuple[str, ...]) -> None:
    """T5, T6: no command named in a repository's settings, hooks or attributes is run."""
    done = labledger(*words, cwd=planted.place)

    assert 0 == done.returncode, done.stderr
    assert not (planted.place.parent / "ran").exists()


def test_the_plants_work(planted: Repository) -> None:
    """The same repository makes git itself run the planted commands: the tests above test something."""
    planted.git("status", fails=True)

    assert (planted.place.parent / "ran").exists()


@pytest.mark.parametrize(
    "name",
    [
        "GIT_DIR",
        "GIT_WORK_TREE",
        "GIT_OBJECT_DIRECTORY",
        "GIT_COMMON_DIR",
        "GIT_INDEX_FILE",
        "GIT_NAMESPACE",
        "GIT_SHALLOW_FILE",
        "GIT_CEILING_DIRECTORIES",
    ],
)
def test_the_environment_leads_nowhere_else(chain: Repository, tmp_path: Path, name: str) -> None:
    """What a git hook sets for git does not send us to another repository."""
    other = Repository(tmp_path / "other")
    value = {
        "GIT_DIR": other.place / ".git",
        "GIT_OBJECT_DIRECTORY": other.place / ".git" / "objects",
        "GIT_COMMON_DIR": other.place / ".git",
        "GIT_CEILING_DIRECTORIES": chain.place,
    }
    done = labledger("diff", "main~1", "main", cwd=chain.place, **{name: str(value.get(name, other.place))})

    assert (0, True) == (done.returncode, "Three" in done.stdout), done.stderr


def test_the_environment_runs_nothing(planted: Repository) -> None:
    """Settings and commands for git in the environment are not passed on."""
    script = str(planted.place.parent / "script")
    done = labledger(
        "diff",
        "HEAD~1",
        "HEAD",
        cwd=planted.place,
        GIT_EXTERNAL_DIFF=script,
        GIT_PAGER=script,
        GIT_CONFIG_COUNT="1",
        GIT_CONFIG_KEY_0="core.fsmonitor",
        GIT_CONFIG_VALUE_0=script,
        GIT_TRACE=str(planted.place / "trace"),
    )

    assert 0 == done.returncode
    assert not (planted.place.parent / "ran").exists()
    assert not (planted.place / "trace").exists()


def test_reading_writes_nothing(chain: Repository) -> None:
    """Comparing, logging and checking leave every file of the repository as it was."""

    def state() -> dict[str, tuple[int, int]]:
        return {str(p): (p.stat().st_mtime_ns, p.stat().st_size) for p in chain.place.rglob("*")}

    before = state()
    for words in (("diff", "main~1", "HEAD"), ("log",), ("check", "--since", "main~1"), ("diff", "HEAD", "WORKTREE")):
        labledger(*words, cwd=chain.place)

    assert before == state()


def test_git_is_missing(chain: Repository, tmp_path: Path) -> None:
    """C17: without the git program revisions cannot be read, in words; days of the world still can."""
    without = settings()["PATH"] and str(tmp_path)
    compared = labledger("diff", "main~1", "main", cwd=chain.place, PATH=without)
    dated = labledger("diff", "2020", "2021", cwd=chain.place, PATH=without)

    assert (3, "labledger: git was not found (install git)\n") == (compared.returncode, compared.stderr)
    assert 0 == dated.returncode


# -- what is read ----------------------------------------------------------------------------------------------------


def test_equal_records_are_not_read(tmp_path: Path) -> None:
    """Two revisions need the records that differ and the versions before new ones, and no more."""
    made = Repository(tmp_path / "repo")
    made.commit("2024-04-01", {path: text for path, text in SOUND.items() if path != V2})
    made.commit("2025-04-01", {V2: SOUND[V2]})
    found = history(made)
    old, new = changed_records(found, *found.resolve("HEAD~1", "HEAD"), lambda read: ["acme/rsp/v1", "acme/rsp/v0"])

    assert ({"acme/rsp/v1"}, {"acme/rsp/v1", "acme/rsp/v2"}) == (set(old.records), set(new.records))


def test_ids_of_blobs_are_those_of_git(chain: Repository) -> None:
    """We name the bytes of a file as git does."""
    assert chain.git("rev-parse", f"HEAD:dataset/{LAB}") == blob_id(lab("Three").encode(), "0" * 40)


def test_the_folder_may_be_anywhere_in_the_repository(chain: Repository) -> None:
    """A folder below the top is found by its place, and records by their path below it."""
    inside = Git(chain.data)
    found = History(chain.data)

    assert "dataset" == inside.inside
    assert [LAB] == [path for *_, path in found.entries(found.resolve("HEAD")[0])]
