"""Bad inputs, and inputs that only look bad: each case of tests/cases/inputs is checked and answered exactly.

A case changes the small sound dataset in tests/cases/inputs/sound, or stands alone; it lists every finding.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from labledger.check.suite import check
from labledger.errors import Finding
from labledger.model.record import Bare
from labledger.store import codec, events
from labledger.store.load import load
from labledger.store.tree import DictTree, FolderTree

INPUTS = Path(__file__).parent / "cases" / "inputs"
TODAY = dt.date(2026, 1, 15)
ALONE = "labs/acme/lab.yaml"
SOUND = {
    path.relative_to(INPUTS / "sound").as_posix(): path.read_bytes()
    for path in sorted((INPUTS / "sound").rglob("*.yaml"))
}


def _bomb(lines: int, head: str, line: str) -> bytes:
    return (head + "".join(line.format(new=n + 1, old=n) for n in range(lines))).encode()


GENERATORS: dict[str, Callable[[], bytes]] = {
    "alias bomb": lambda: _bomb(9, "id: acme\nx0: &x0 lol\n", "x{new}: &x{new} [" + ", ".join(["*x{old}"] * 9) + "]\n"),
    "merge bomb": lambda: _bomb(
        11, "id: acme\nx0: &x0\n  a: lol\n", "x{new}: &x{new}\n  <<: [" + ", ".join(["*x{old}"] * 9) + "]\n"
    ),
    "30,000 brackets": lambda: b"id: " + b"[" * 30_000,
    "4,000 dashes": lambda: b"id: acme\nx:\n  " + b"- " * 4_000 + b"x\n",
    "1,400 levels of mapping": lambda: "".join(" " * n + "a:\n" for n in range(1_400)).encode(),
    "5,000 levels of mapping": lambda: "".join(" " * n + "a:\n" for n in range(5_000)).encode(),
    "50 MB": lambda: b"id: acme\nname: Acme\n" + b"# padding\n" * 5_000_000,
    "one line of 10 MB": lambda: b"id: acme\nname: " + b"x" * 10_000_000 + b"\n",
    "1,000,000 keys": lambda: "".join(f"k{n}: x\n" for n in range(1_000_000)).encode(),
    "60,000 keys": lambda: "".join(f"k{n}: x\n" for n in range(60_000)).encode(),
    "a value of 70,000 letters": lambda: b"id: acme\nname: " + b"x" * 70_000 + b"\n",
    "a key of 100,000 letters": lambda: b"id: acme\n" + b"x" * 100_000 + b": y\n",
    "a question mark and a key of 100,000 letters": lambda: b"id: acme\n? " + b"x" * 100_000 + b"\n: y\n",
    "a number of 5,000 digits": lambda: b"id: acme\nname: " + b"9" * 5_000 + b"\n",
    "a conflict in every line": lambda: b"<<<<<<< a\n" * 100_000,
    "30,000 comments": lambda: b"id: acme\nname: Acme\naliases:\n" + b"  - a # x\n" * 30_000,
    "utf-16 with mark": lambda: "id: acme\nname: Acme\n".encode("utf-16"),
    "utf-16 without mark": lambda: "id: acme\nname: Acme\n".encode("utf-16-be"),
    "utf-32": lambda: "id: acme\nname: Acme\n".encode("utf-32"),
    "word of 60,000 letters": lambda: b"id: acme\nname: Acme\nsummary: " + b"x" * 60_000 + b"\n",
    "text of 2 MB": lambda: b"id: acme\nname: Acme\nsummary: |-\n" + b"  word word word\n" * 125_000,
}


def cases(name: str) -> list[Any]:
    found = yaml.safe_load((INPUTS / f"{name}.yaml").read_text("utf-8"))
    return [pytest.param(case, id=f"{case['id']} {case['title']}") for case in found or ()]


def _files(case: dict[str, Any]) -> dict[str, bytes]:
    files = dict(SOUND) if case.get("sound", "replace" in case or "add" in case or "remove" in case) else {}
    for path, changes in case.get("replace", {}).items():
        for old, new in changes.items():
            assert old.encode() in files[path], f"{old} is not in {path}"
            files[path] = files[path].replace(old.encode(), new.encode(), 1)
    for path, text in case.get("add", {}).items():
        files[path] = text.encode()
    for path in case.get("remove", ()):
        del files[path]
    if "text" in case:
        files[ALONE] = case["text"].encode()
    if "bytes" in case:
        files[ALONE] = case["bytes"].encode("latin-1")
    if "generator" in case:
        files[ALONE] = GENERATORS[case["generator"]]()
    return files


def line_of(finding: Finding) -> str:
    """A finding as a case writes it: the file unless it is the lab's, line:column, code, level unless error."""
    path = finding.path.removeprefix("dataset/")
    words = [f"{finding.line}:{finding.column}", finding.code]
    words = words if path == ALONE else [path, *words]
    return " ".join(words if finding.level == "error" else [*words, finding.level])


def _answered(case: dict[str, Any], findings: tuple[Finding, ...]) -> None:
    told = "\n".join(map(str, findings))
    if "count" in case:
        found = {finding.code for finding in findings}, len(findings)

        assert ({case["findings"]}, case["count"]) == found
        return

    assert sorted(case["findings"]) == sorted(map(line_of, findings)), told
    assert [] == [phrase for phrase in case.get("says", ()) if phrase not in told], told


@pytest.mark.parametrize("case", cases("yaml"))
def test_yaml(case: dict[str, Any]) -> None:
    """A file that is not strict YAML is answered with every fault and its place; one that is passes."""
    _answered(case, check(DictTree(_files(case)), TODAY).findings)


@pytest.mark.parametrize("case", cases("values"))
def test_values(case: dict[str, Any]) -> None:
    """A value that its field cannot take, or dates that contradict each other, are named by line."""
    _answered(case, check(DictTree(_files(case)), dt.date.fromisoformat(case.get("today", "2026-01-15"))).findings)


@pytest.mark.parametrize("case", cases("references"))
def test_references(case: dict[str, Any]) -> None:
    """A reference leads to a record of the right kind, and an id means one thing for ever."""
    old = load(DictTree(SOUND | {path: text.encode() for path, text in case.get("old", {}).items()}))[0]
    _answered(case, check(DictTree(_files(case)), TODAY, old if "old" in case else None).findings)


@pytest.mark.parametrize("case", [*cases("yaml"), *cases("values"), *cases("references")])
def test_a_folder_is_answered_like_a_mapping(case: dict[str, Any], tmp_path: Path) -> None:
    """The same files give the same findings from memory and from disk."""
    files = _files(case)
    for path, data in files.items():
        place = tmp_path / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
    root = f"{FolderTree(tmp_path).name}/"
    found = check(FolderTree(tmp_path), TODAY).findings

    assert sorted(map(line_of, check(DictTree(files), TODAY).findings)) == sorted(
        line_of(Finding(f.path.removeprefix(root), f.line, f.column, f.code, "", "", f.level)) for f in found
    )


def test_the_sound_dataset_is_sound() -> None:
    """What the cases change has no finding by itself, also when compared with itself."""
    old = load(DictTree(SOUND))[0]

    assert () == check(DictTree(SOUND), TODAY, old).findings


@pytest.mark.parametrize("case", cases("yaml"))
def test_the_parser_in_python_reads_alike(case: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """Without libyaml a text is sound or faulty, and record by record the same."""
    data = _files(case).get(ALONE, b"")
    if len(data) > 100_000:
        pytest.skip("the parser in Python takes minutes for it")

    def outcome() -> Any:
        try:
            return codec.read(data, bare=Bare)
        except codec.YamlFaults:
            return "faults"

    fast = outcome()
    monkeypatch.setattr(events, "_LOADER", yaml.SafeLoader)

    assert fast == outcome()


def test_every_fault_of_a_run_is_listed() -> None:
    """One fault in each of several files gives one finding in each of them."""
    files = {path: data.replace(b"id: ", b"id: x", 1) for path, data in SOUND.items()}

    assert sorted(f"dataset/{path}" for path in SOUND) == sorted(
        finding.path for finding in check(DictTree(files), TODAY).findings if finding.code == "I-FORM"
    )
