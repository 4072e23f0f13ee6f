"""Odd things on disk: links, pipes, names; each is refused where it stands and the rest is read."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import socket
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from labledger.check.suite import check
from labledger.errors import UnreadableError
from labledger.store import tree
from labledger.store.limits import Limits
from labledger.store.load import load
from labledger.store.tree import DictTree, FolderTree, read_file

TODAY = dt.date(2026, 1, 15)
ACME = b"id: acme\nname: Acme\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A dataset of one lab, with a secret outside of it."""
    (tmp_path / "secret.txt").write_text("id: secret\nname: hunter2\n")
    folder = tmp_path / "dataset"
    (folder / "labs" / "acme").mkdir(parents=True)
    (folder / "labs" / "acme" / "lab.yaml").write_bytes(ACME)
    return folder


def found(root: Path) -> list[str]:
    """Path and code of every finding, and the number of records read."""
    result = check(FolderTree(root), TODAY)
    shown = FolderTree(root).name + "/"
    assert "hunter2" not in str(result.findings)
    return [f"{finding.path.removeprefix(shown)} {finding.code}" for finding in result.findings]


def records(root: Path) -> list[str]:
    return sorted(load(FolderTree(root))[0].records)


def test_a_link_out_of_the_tree_is_not_opened(root: Path) -> None:
    """P1: a link to a file outside is refused and its text is never shown."""
    (root / "labs" / "bolt").mkdir()
    (root / "labs" / "bolt" / "lab.yaml").symlink_to(root.parent / "secret.txt")

    assert ["labs/bolt/lab.yaml P-LINK"] == found(root)
    assert ["acme"] == records(root)


@pytest.mark.parametrize("target", ["../acme/lab.yaml", "lab.yaml", "nowhere.yaml", "/dev/zero"])
def test_links_are_refused_wherever_they_lead(root: Path, target: str) -> None:
    """P2, P3: to a sibling, to itself, to nothing, to a device."""
    (root / "labs" / "bolt").mkdir()
    (root / "labs" / "bolt" / "lab.yaml").symlink_to(target)

    assert ["labs/bolt/lab.yaml P-LINK"] == found(root)


def test_a_linked_folder_is_not_entered(root: Path) -> None:
    """P4: also not one that leads back to the root."""
    (root / "labs" / "bolt").symlink_to(root / "labs" / "acme", target_is_directory=True)
    (root / "loop").symlink_to(root, target_is_directory=True)

    assert ["labs/bolt P-LINK", "loop P-LINK"] == found(root)


def test_a_pipe_and_a_socket_are_not_opened(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """P5: what is no file is refused at once, without waiting for a writer."""
    os.mkfifo(root / "labs" / "acme" / "pipe.yaml")
    monkeypatch.chdir(root)
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("socket.yaml")

        assert ["labs/acme/pipe.yaml P-KIND", "socket.yaml P-KIND"] == found(root)


def test_what_turned_into_a_pipe_or_link_is_not_read(root: Path) -> None:
    """P5: the second look, at opening, refuses too."""
    os.mkfifo(root / "pipe")
    (root / "link").symlink_to(root.parent / "secret.txt")

    with pytest.raises(UnreadableError, match="not a regular file"):
        read_file(root / "pipe")
    with pytest.raises(UnreadableError, match="it is a link"):
        read_file(root / "link")
    with pytest.raises(UnreadableError, match=r"is a directory|not a regular file"):
        read_file(root / "labs")


def test_a_folder_named_like_a_record(root: Path) -> None:
    """P6: it is refused and not entered."""
    (root / "labs" / "bolt" / "lab.yaml").mkdir(parents=True)
    (root / "labs" / "bolt" / "lab.yaml" / "lab.yaml").write_bytes(ACME)

    assert ["labs/bolt/lab.yaml P-KIND"] == found(root)


def test_names_that_differ_only_in_case() -> None:
    """P7: the later name is refused, the sound one is read."""
    files = {"labs/Acme/lab.yaml": ACME, "labs/acme/lab.yaml": ACME}
    result = check(DictTree(files), TODAY)

    assert [
        "dataset/labs/Acme/lab.yaml P-PLACE",
        "dataset/labs/acme/lab.yaml P-CASE",
    ] == [f"{finding.path} {finding.code}" for finding in result.findings]
    assert 1 == result.records


def test_names_that_differ_only_in_accent_form(root: Path) -> None:
    """P8: composed and decomposed forms of one name are one name."""
    (root / "caf\u00e9.md").write_text("")
    (root / "cafe\u0301.md").write_text("")

    assert ["cafe\u0301.md P-IGNORED", "caf\u00e9.md P-CASE", "caf\u00e9.md P-IGNORED"] == sorted(found(root))


@pytest.mark.parametrize(
    "name",
    [
        "con.yaml", "aux", "nul.md", "COM1.yaml", "lpt9.tar.gz", "dot.", "blank ", "a:b.yaml", "a?.yaml", "a*.yaml",
        "a|b.yaml", "a<b", "a>b", "a\\b", 'a"b.yaml', "a'b.yaml", "-rf.yaml", "a\nb.yaml", "a\x1b[31m.yaml", "a\tb",
        "a\u202eb.yaml", "a\u200bb.yaml", "a\u2066b",
    ],
)  # fmt: skip
def test_names_that_other_systems_cannot_hold(root: Path, name: str) -> None:
    """P9, P11: reserved words, signs of the shell, control and bidirectional marks are refused and printed escaped."""
    (root / name).write_bytes(ACME)
    (answer,) = found(root)

    assert answer.endswith(" P-NAME")
    assert answer.isprintable()
    assert ["acme"] == records(root)


def test_names_that_only_look_odd(root: Path) -> None:
    """P9: a word that begins like a reserved one is sound."""
    for slug in ("console", "auxiliary", "com10"):
        (root / "labs" / slug).mkdir()
        (root / "labs" / slug / "lab.yaml").write_text(f"id: {slug}\nname: {slug}\n")

    assert [] == found(root)


def test_long_names_and_paths(root: Path) -> None:
    """P10: a name of 255 bytes and a path over 240 characters are refused."""
    (root / ("x" * 250 + ".yaml")).write_bytes(ACME)
    deep = root / "d" / ("y" * 120)
    deep.mkdir(parents=True)
    (deep / ("z" * 130)).write_bytes(ACME)

    assert ["P-LEN", "P-LEN"] == [line.split()[-1] for line in found(root)]


def test_folders_nested_without_end(root: Path) -> None:
    """P10: 1,500 folders in each other are given up at the limit of a path."""
    top = os.getcwd()
    os.chdir(root)
    try:
        for _ in range(1_500):
            os.mkdir("d")
            os.chdir("d")

        assert ["P-LEN"] == [line.split()[-1] for line in found(root)]
    finally:
        for _ in range(1_500):
            os.chdir("..")
            os.rmdir("d")
        os.chdir(top)


def test_a_name_that_is_not_utf_8(root: Path) -> None:
    """P12: it is refused and its byte is printed as an escape."""
    try:
        (root / os.fsdecode(b"caf\xe9.yaml")).write_bytes(ACME)
    except OSError:
        pytest.skip("this file system holds UTF-8 only")

    assert [r"caf\xe9.yaml P-NAME"] == found(root)


def test_names_in_a_mapping_that_climb() -> None:
    """P13: absolute paths, drives and dots are refused before anything is done with them."""
    files = dict.fromkeys(["../acme.yaml", "/etc/passwd", "c:/acme.yaml", "labs//lab.yaml", "labs/./lab.yaml"], ACME)

    assert {"P-NAME"} == {finding.code for finding in check(DictTree(files), TODAY).findings}
    assert 5 == len(check(DictTree(files), TODAY).findings)


@pytest.fixture
def as_nobody() -> Iterator[Path]:
    """A folder that is read without the powers of root."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    (folder / "labs" / "acme").mkdir(parents=True)
    (folder / "labs" / "acme" / "lab.yaml").write_bytes(ACME)
    was_root = os.geteuid() == 0
    if was_root:
        os.seteuid(65_534)
    yield folder
    if was_root:
        os.seteuid(0)
    shutil.rmtree(folder)


def test_an_unreadable_file_and_folder(as_nobody: Path) -> None:
    """P14: each is a finding, and the others are read."""
    euid = os.geteuid()
    os.seteuid(os.getuid())
    for slug in ("bolt", "closed"):
        (as_nobody / "labs" / slug).mkdir()
    (as_nobody / "labs" / "bolt" / "lab.yaml").write_bytes(ACME)
    (as_nobody / "labs" / "bolt" / "lab.yaml").chmod(0)
    (as_nobody / "labs" / "closed").chmod(0)
    os.seteuid(euid)

    assert ["labs/bolt/lab.yaml P-READ", "labs/closed P-READ"] == found(as_nobody)
    assert ["acme"] == records(as_nobody)

    (as_nobody / "labs" / "closed").chmod(0o755) if euid == os.getuid() else None


class VanishingTree(FolderTree):
    """A folder from which a file vanishes after the listing, before the n-th time that files are read."""

    def __init__(self, root: Path, victim: Path, reads: int) -> None:
        super().__init__(root)
        self.victim, self.reads = victim, reads

    def read(self, paths: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        """The bytes of the named files, once the victim is gone."""
        self.reads -= 1
        if self.reads == 0:
            self.victim.unlink()
        return super().read(paths)


@pytest.mark.parametrize("reads", [1, 2])
def test_a_file_that_vanishes(root: Path, reads: int) -> None:
    """P15: a file gone between listing and reading, or before its lines are looked up, is a finding; others go on."""
    for slug in ("bolt", "cargo"):
        (root / "labs" / slug).mkdir()
        (root / "labs" / slug / "lab.yaml").write_text(f"id: {slug}\nname: ''\n")
    result = check(VanishingTree(root, root / "labs" / "bolt" / "lab.yaml", reads), TODAY)
    codes = [f"{Path(finding.path).parent.name} {finding.code}" for finding in result.findings]

    assert ["bolt P-READ", *(["bolt V-BLANK"] if reads == 2 else []), "cargo V-BLANK"] == codes


def test_files_that_are_no_records(root: Path) -> None:
    """P16: other endings, backups and leftovers are named and ignored; nothing blocks."""
    names = ["lab.yml", "other.YAML", "lab.yaml~", "#lab.yaml#", ".lab.yaml.swp", ".DS_Store", "lab.yaml.orig"]
    for name in names:
        (root / "labs" / "acme" / name).write_bytes(ACME)
    result = check(FolderTree(root), TODAY)

    assert sorted(f"labs/acme/{name} P-IGNORED" for name in names) == sorted(found(root))
    assert 0 == result.errors
    assert ["records end in .yaml"] * 2 == [finding.hint for finding in result.findings if finding.hint]


def test_a_record_in_the_wrong_place(root: Path) -> None:
    """A file that ends like a record and lies where none lives blocks; the dataset's own files do not."""
    (root / "labs" / "acme.yaml").write_bytes(ACME)
    (root / "README.md").write_text("")
    (root / ".git").mkdir()
    (root / ".git" / "config.yaml").write_text("")

    assert ["labs/acme.yaml P-PLACE"] == found(root)


def test_more_files_than_the_limit(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder beyond the limit stops the work instead of filling the memory."""
    monkeypatch.setattr(tree, "LIMITS", Limits(files=3))
    for number in range(4):
        (root / f"{number}.md").write_text("")

    with pytest.raises(UnreadableError, match="more than 3 files"):
        check(FolderTree(root), TODAY)


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    """Where there is no folder the work stops with exit code 3."""
    with pytest.raises(UnreadableError, match="is not a folder") as stopped:
        check(FolderTree(tmp_path / "nowhere"), TODAY)

    assert 3 == stopped.value.exit_code
