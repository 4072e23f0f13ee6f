"""Strict YAML in and canonical YAML out: what goes round stays the same, and nothing breaks the reader."""

from __future__ import annotations

import unicodedata
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from labledger.ids import kind_of
from labledger.model.framework import Lab
from labledger.model.kinds import MODELS
from labledger.model.record import Bare, Part
from labledger.store import canonical, codec, events, shortcut
from labledger.store.limits import LIMITS, Limits, _from_environment

SOUND = sorted((Path(__file__).parent / "cases" / "inputs" / "sound").rglob("*.yaml"))
DATASET = sorted((Path(__file__).parents[1] / "dataset").rglob("*.yaml"))
RECORD = (
    SOUND[-1].read_bytes()
    + b"notes: >-\n  One sentence.\n  Another one, 'quoted'.\nknown_errors:\n  - |-\n    a\n\n    b\n"
)


class Anything(Part):
    """A model without fields: every key is unknown and kept."""


def readable(character: str) -> bool:
    return not codec.BAD_CHARACTER.match(character)


CHARACTERS = st.characters(codec="utf-8").filter(readable)
TEXTS = (
    st.text(CHARACTERS, max_size=60)
    | st.text(" \t\n\r#:-'\"\\,[]{}&*!|>%@`?~=<.0aAé\u00a0\u200b", max_size=12)
    | st.sampled_from(["", "yes", "NO", "on", "null", "~", "<<", "=", "1e3", "0x1F", "1_000", "22:30", "2024-05-17"])
    | st.sampled_from([".nan", "---", "...", "<<<<<<<", "a:", "#"])
    | st.lists(st.sampled_from(["One sentence.", "Is it?", "(Yes.)", "x", "", " ", "# a"]), max_size=9).map(" ".join)
    | st.lists(st.sampled_from(["line", "", " in", "\ttab", "end ", "# a", "- b", "---"]), max_size=6).map("\n".join)
)  # fmt: skip
KEYS = st.text(CHARACTERS, min_size=1, max_size=12) | st.from_regex(r"[a-z_]{1,8}", fullmatch=True)
PLAIN_KEYS = KEYS.filter(lambda key: key != "<<").map(partial(unicodedata.normalize, "NFC"))
VALUES = st.recursive(
    TEXTS,
    lambda inner: st.lists(inner, min_size=1, max_size=3) | st.dictionaries(PLAIN_KEYS, inner, min_size=1, max_size=3),
)  # fmt: skip


def reread(record: dict[str, Any], model: type[Part] = Anything) -> dict[str, Any]:
    return codec.read(canonical.dump(record, model))[0]


@given(st.dictionaries(PLAIN_KEYS, VALUES, min_size=1, max_size=4))
@settings(max_examples=300, deadline=None)
def test_every_value_survives_writing_and_reading(record: dict[str, Any]) -> None:
    """What a record holds is what is read back, letter for letter, and writing it again gives the same bytes."""
    data = canonical.dump(record, Anything)

    assert record == codec.read(data)[0]
    assert data == canonical.dump(codec.read(data, bare=Bare)[0], Anything)


@given(TEXTS.filter(bool))
@settings(max_examples=300, deadline=None)
@example("# not a comment")
@example("a: b")
@example("\n")
@example("a\r\nb")
@example(" a")
@example("- a")
@example("a\n  b\nc")
@example("One sentence. (Another.) \u201cA third.\u201d " * 20)
def test_text_in_a_field_of_the_model_survives(text: str) -> None:
    """The writer's quoting, folding and literal blocks are read back as the text they came from."""
    assert {"id": "acme", "name": text, "notes": text} == reread({"id": "acme", "name": text, "notes": text}, Lab)


@pytest.mark.parametrize("path", [*SOUND, *DATASET], ids=lambda path: path.name)
def test_records_on_disk_are_fixed_points(path: Path) -> None:
    """A record as written reads and writes to the same bytes."""
    record = codec.read(path.read_bytes(), bare=Bare)[0]
    kind = kind_of(str(record["id"]))
    assert kind is not None

    assert path.read_bytes() == canonical.dump(record, MODELS[kind])


@pytest.mark.parametrize(
    ("old", "new"),
    [(b"\n", b"\r\n"), (b"\n", b"\r"), (b"id: ", b"\xef\xbb\xbfid: ")],
    ids=["CRLF", "CR", "byte order mark"],
)
def test_line_ends_and_marks_do_not_matter(old: bytes, new: bytes) -> None:
    """The same record is read, with the same lines, however its lines end."""
    marks: dict[codec.Path, codec.Mark] = {}
    others: dict[codec.Path, codec.Mark] = {}

    assert codec.read(RECORD, marks=marks)[0] == codec.read(RECORD.replace(old, new), marks=others)[0]
    assert marks == others


@given(st.data())
@settings(max_examples=300, deadline=None)
def test_mutated_bytes_are_read_or_refused(data: st.DataObject) -> None:
    """Whatever is done to the bytes of a record, the reader answers with a record or with findings."""
    text = bytearray(RECORD)
    for _ in range(data.draw(st.integers(1, 8))):
        start = data.draw(st.integers(0, len(text)))
        stop = data.draw(st.integers(start, min(len(text), start + 20)))
        odd = st.sampled_from(
            [b"\t", b"&a ", b"*a", b"!!x ", b"---\n", b"...\n", b"? ", b": ", b"- ", b"'", b'"', b"[", b"}"]
        )
        text[start:stop] = data.draw(st.binary(max_size=6) | odd)
    answered(bytes(text))


@given(st.binary(max_size=200) | st.text("ab:-?&*!'\"[]{}|>%#\n \t\r", max_size=80).map(str.encode))
@settings(max_examples=300, deadline=None)
def test_any_bytes_are_read_or_refused(text: bytes) -> None:
    """No bytes raise anything but findings, each with a place in the file or just behind its end."""
    answered(text)


def answered(data: bytes) -> None:
    try:
        record, _ = codec.read(data, "x", bare=Bare)
    except codec.YamlFaults as faults:
        findings = faults.findings
    else:
        findings = []
        codec.comments(data)
        assert record == codec.read(canonical.dump(record, Anything), bare=Bare)[0] or not all(deep_values(record))

    lines = data.count(b"\n") + data.count(b"\r") + 1
    assert all(0 <= finding.line <= lines + 1 and finding.column >= 0 for finding in findings)


def deep_values(value: Any) -> list[bool]:
    """For each scalar, list and mapping in a value, whether the writer keeps it: it drops the empty ones."""
    if isinstance(value, dict):
        return [bool(value), *(kept for inner in value.values() for kept in deep_values(inner))]
    if isinstance(value, list):
        return [bool(value), *(kept for inner in value for kept in deep_values(inner))]
    return [True]


def test_marks_lead_to_every_key_and_element() -> None:
    """Line and column of keys and list elements count from 1."""
    marks: dict[codec.Path, codec.Mark] = {}
    codec.read(b"id: acme\naliases:\n  - A\n  - B\nsearches:\n  - date: '2024'\n    where: here\n", marks=marks)

    assert {
        ("id",): (1, 1),
        ("aliases",): (2, 1),
        ("aliases", 0): (3, 5),
        ("aliases", 1): (4, 5),
        ("searches",): (5, 1),
        ("searches", 0): (6, 5),
        ("searches", 0, "date"): (6, 5),
        ("searches", 0, "where"): (7, 5),
    } == marks


def test_comments_are_found_and_text_is_not() -> None:
    """A sign inside text is no comment; each comment is told once."""
    text = "id: a # x # y\n# z\nname: 'b # c'\nnotes: a#b\nsummary: |-\n  # text\n  text\n\n# last\n"

    assert [(1, 7), (2, 1), (9, 1)] == codec.comments(text.encode())


@pytest.mark.parametrize("name", ["file_bytes", "nodes", "depth", "scalar_characters", "key_characters"])
def test_every_limit_can_be_set(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A limit set lower in the environment refuses a file that is sound by default."""
    data = b"id: acme\nsearches:\n  - date: '2024'\n    where: here and there and everywhere\n"
    codec.read(data)
    monkeypatch.setenv(f"LABLEDGER_LIMIT_{name.upper()}", "2")
    for module in (codec, events, shortcut):
        monkeypatch.setattr(module, "LIMITS", _from_environment())

    with pytest.raises(codec.YamlFaults, match=r"Y-SIZE|Y-DEPTH|Y-KEY"):
        codec.read(data)


@pytest.mark.parametrize("text", ["", "-1", "1e3", "٣", "many"])
def test_a_limit_that_is_no_number_is_ignored(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only plain digits change a limit."""
    monkeypatch.setenv("LABLEDGER_LIMIT_NODES", text)

    assert Limits() == _from_environment()


def test_what_just_fits_is_read() -> None:
    """The limits themselves are allowed: depth, value, key and file."""
    deep = "".join("  " * n + "a:\n" for n in range(LIMITS.depth - 1)) + "  " * (LIMITS.depth - 1) + "a: x\n"
    wide = "k" * LIMITS.key_characters + ": " + "x" * LIMITS.scalar_characters + "\n"
    padded = b"id: acme\n" + b"#" * (LIMITS.file_bytes - 10) + b"\n"

    assert codec.read(deep.encode())[0]
    assert codec.read(wide.encode())[0]
    assert {"id": "acme"} == codec.read(padded)[0]
