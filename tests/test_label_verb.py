"""`labledger label`: one answer for each pair, in order and at once; every bad line is told and spoils no other."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from repository import settings

from labledger.cli import main
from labledger.label.clauses import label_clauses
from labledger.report.pair_schema import answer_schema, pair_schema
from labledger.report.pairs import MOST_BYTES, BadLine, Pair, Reader

BOARD = {"id": "board", "old": "We must tell the board.", "new": "We may tell the board."}
YEAR = {"id": "year", "old": "We test each model every year.", "new": "We test each model every month."}
SLOWER = {
    "id": "slower",
    "old": "We test each frontier model for cyber risks every six months.",
    "new": "We test each frontier model for cyber risks every year.",
}
SAME = {"id": "same", "old": "We publish a report.", "new": "We publish a report."}

Asked = Callable[..., tuple[int, list[dict[str, Any]], list[str]]]


@pytest.fixture
def label(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Asked:
    """Label a file of these lines within this process: exit code, answers, complaints."""

    def ask(
        *lines: str | bytes | dict[str, Any], words: tuple[str, ...] = ()
    ) -> tuple[int, list[dict[str, Any]], list[str]]:
        raw = [json.dumps(one) if isinstance(one, dict) else one for one in lines]
        (tmp_path / "pairs.jsonl").write_bytes(b"\n".join(one.encode() if isinstance(one, str) else one for one in raw))
        monkeypatch.chdir(tmp_path)
        monkeypatch.setattr(sys, "argv", ["labledger", "label", "pairs.jsonl", *words])
        code = main._guarded()
        out, err = capfd.readouterr()
        return code, [json.loads(line) for line in out.splitlines()], err.splitlines()

    return ask


def run(*words: str, given: str = "") -> subprocess.CompletedProcess[str]:
    """The command as its users run it."""
    return subprocess.run(
        [sys.executable, "-m", "labledger", "label", *words],
        input=given, env=settings(), capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


def test_each_pair_gets_its_answer_in_order(label: Asked) -> None:
    """Answers stand in the order of the pairs, say what the library says, and follow their schema."""
    code, answers, complaints = label(BOARD, YEAR, SAME)

    assert (0, []) == (code, complaints)
    assert [("board", "weaken"), ("year", "strengthen"), ("same", "neutral")] == [
        (a["id"], a["direction"]) for a in answers
    ]
    for pair, answer in zip((BOARD, YEAR, SAME), answers, strict=True):
        jsonschema.validate(pair, pair_schema())
        jsonschema.validate(answer, answer_schema())
        direct = label_clauses(pair["old"], pair["new"])
        assert [finding.rule for finding in direct.findings] == [finding["rule"] for finding in answer["findings"]]


def test_the_account_makes_three_cases(label: Asked) -> None:
    """No key: nothing is known. Null: none was found. A list: its items are matched."""
    silent = {**SLOWER, "account": ["The page has a new address."]}
    told = {**SLOWER, "account": ["The interval between tests for cyber risks grows from six months to a year."]}
    _, answers, _ = label(
        *({**one, "id": str(n)} for n, one in enumerate((SLOWER, {**SLOWER, "account": None}, silent, told)))
    )

    assert ["unknown", "no-account", "silent"] == [answer["disclosure"] for answer in answers[:3]]
    assert answers[3]["disclosure"] in ("announced", "partial")
    labels = [{word for finding in answer["findings"] for word in finding["labels"]} for answer in answers]
    assert [False, True, True, False] == ["undisclosed" in found for found in labels]


BAD = {
    "nothing of JSON": ("nonsense", "L-JSON", "one JSON object a line"),
    "an array": ("[1, 2]", "L-FORM", "a list instead of an object"),
    "a bare text": ('"text"', "L-FORM", "text instead of an object"),
    "cut off": ('{"id": "x", "old": "a', "L-JSON", "not JSON"),
    "a raw control character": ('{"id": "x", "old": "a\x1b[31m", "new": "b"}', "L-JSON", "control character"),
    "deep nesting": ("[" * 100_000, "L-JSON", ""),
    "a number of many digits": ('{"id": ' + "9" * 6000 + "}", "L-JSON", ""),
    "a key twice": ('{"id": "x", "old": "a", "old": "b", "new": "c"}', "L-DUP", "'old' stands twice"),
    "no id": ('{"old": "a", "new": "b"}', "L-FORM", "id is missing"),
    "a number as id": ('{"id": 7, "old": "a", "new": "b"}', "L-FORM", "id is a number"),
    "an empty id": ('{"id": "", "old": "a", "new": "b"}', "L-FORM", "id is empty"),
    "a long id": (json.dumps({"id": "x" * 1000, "old": "a", "new": "b"}), "L-SIZE", "128 characters"),
    "Latin-1": (b'{"id": "x", "old": "caf\xe9", "new": "b"}', "L-ENC", "0xe9 is not UTF-8"),
    "a long line": (b'{"id": "x", "old": "' + b"a" * MOST_BYTES + b'", "new": "b"}', "L-SIZE", "bytes"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_line_is_told_and_spoils_no_other(label: Asked, name: str) -> None:
    """A line without a pair and an id yields an address and no answer; its neighbours are labelled; the code is 1."""
    raw, code, told = BAD[name]
    exit_code, answers, complaints = label(BOARD, raw, YEAR)

    assert 1 == exit_code
    assert ["board", "year"] == [answer["id"] for answer in answers]
    assert 1 == len(complaints)
    assert complaints[0].startswith("pairs.jsonl:2:")
    assert code in complaints[0]
    assert told in complaints[0]
    assert "\x1b" not in complaints[0]


NAMED = {
    "old is a number": ({"id": "x", "old": 1, "new": "b"}, ["old is a number instead of text or null"]),
    "old is missing": ({"id": "x", "new": "b"}, ["old is missing"]),
    "three faults": ({"id": "x", "old": [], "new": {}, "account": "all"},
                     ["old is a list", "new is an object", "account is text instead of a list"]),
    "numbers in the account": ({"id": "x", "old": "a", "new": "b", "account": [2]}, ["account holds something else"]),
    "a slip in a key": ({"id": "x", "old": "a", "new": "b", "acount": None}, ["did you mean account?"]),
}  # fmt: skip


@pytest.mark.parametrize("name", NAMED)
def test_a_bad_line_with_an_id_is_answered_as_unclear(label: Asked, name: str) -> None:
    """All faults are told at once; the answer has no findings and says in its note why."""
    line, told = NAMED[name]
    code, answers, complaints = label(line, BOARD)

    assert 1 == code
    assert len(told) == len(complaints)
    assert all(words in complaint for words, complaint in zip(told, complaints, strict=True))
    assert ("unclear", []) == (answers[0]["direction"], answers[0]["findings"])
    assert answers[0]["note"].startswith("not labelled: ")
    jsonschema.validate(answers[0], answer_schema())
    assert "board" == answers[1]["id"]


def test_an_id_that_returns_is_told_with_its_first_line(label: Asked) -> None:
    """The second pair of an id is not labelled: who reads the answers by id would lose the first."""
    code, answers, complaints = label(BOARD, YEAR, {**YEAR, "id": "board"})

    assert 1 == code
    assert "stands on line 1 already" in complaints[0]
    assert ["weaken", "strengthen", "unclear"] == [answer["direction"] for answer in answers]


def test_further_fields_and_empty_lines_are_passed_over(label: Asked) -> None:
    """Fields of the user's own are allowed; empty lines, a byte order mark and CRLF are no faults."""
    line = json.dumps({**BOARD, "kind": "mine", "source": {"row": 1}}).encode()
    code, answers, complaints = label(b"\xef\xbb\xbf" + line + b"\r", b"", b"  \r", YEAR)

    assert (0, []) == (code, complaints)
    assert ["board", "year"] == [answer["id"] for answer in answers]


ODD = ["", " ", "\ud800 we will \udfff", "\x00\x1b[31m", "\u202eevil\u202c", "e" + "\u0301" * 5000,
       "| a | b |\n|---|---|\n| 1 | 2 |",
       "نلتزم بنشر تقرير سنوي عن المخاطر", "👩‍👩‍👧" * 50, "a" * 60_000, "=1+1"]  # fmt: skip


@pytest.mark.parametrize("old", ODD)
def test_any_text_is_answered(label: Asked, old: str) -> None:
    """Odd characters neither stop the run nor reach the terminal; JSON carries them whole."""
    code, answers, complaints = label(
        {"id": "1", "old": old, "new": BOARD["new"]}, {"id": "2", "old": BOARD["new"], "new": old}
    )

    assert (0, []) == (code, complaints)
    assert ["1", "2"] == [answer["id"] for answer in answers]


def test_control_characters_leave_as_escapes(label: Asked, tmp_path: Path) -> None:
    """What a terminal would obey is written as an escape, in JSON and in CSV."""
    pair = {"id": "\x1b]0;x\x07", "old": "We must \x1b[31mtell\u202e the board.", "new": None}
    done = run("-", given=json.dumps(pair) + "\n")
    table = run("-", "--format", "csv", given=json.dumps(pair) + "\n")

    assert not {"\x1b", "\x07", "\u202e"} & set(done.stdout + table.stdout)
    assert pair["id"] == json.loads(done.stdout)["id"]


def test_csv_has_one_finding_a_row(label: Asked) -> None:
    """The table tells the same as the JSON lines; nothing in it is a formula."""
    lines = "".join(json.dumps(one) + "\n" for one in (BOARD, SAME, {"id": "=1+1", "old": "=2", "new": "=2"}))
    rows = list(csv.DictReader(io.StringIO(run("--format", "csv", given=lines).stdout)))
    answers = [json.loads(line) for line in run(given=lines).stdout.splitlines()]

    expected = [(a["id"], f["rule"]) for a in answers for f in a["findings"] or [{"rule": ""}]]
    assert expected == [(row["id"].removeprefix("'"), row["rule"]) for row in rows]
    assert "'=1+1" == rows[-1]["id"]


def test_jobs_keep_the_order(label: Asked) -> None:
    """Several processes give the same answers and complaints in the same order as one."""
    lines: list[str | dict[str, Any]] = [
        {**one, "id": f"{n}-{one['id']}"} for n in range(40) for one in (BOARD, YEAR, SAME)
    ]
    lines[50:50] = ["nonsense"]
    alone, together = label(*lines), label(*lines, words=("--jobs", "2"))

    assert alone == together
    assert 120 == len(alone[1])


def test_an_answer_comes_before_the_next_pair_is_given() -> None:
    """Input is a stream: each answer leaves as soon as it is known."""
    with subprocess.Popen(
        [sys.executable, "-m", "labledger", "label"], env=settings(), text=True, bufsize=1,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    ) as running:  # fmt: skip
        assert running.stdin is not None
        assert running.stdout is not None
        for pair in (BOARD, YEAR):
            running.stdin.write(json.dumps(pair) + "\n")
            running.stdin.flush()

            assert pair["id"] == json.loads(running.stdout.readline())["id"]
        running.stdin.close()

        assert 0 == running.wait(30)


def test_a_closed_pipe_ends_it_quietly() -> None:
    """A reader that has seen enough ends the run without a word, also with several processes."""
    for words in ((), ("--jobs", "2")):
        with subprocess.Popen(
            [sys.executable, "-m", "labledger", "label", *words], env=settings(), text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        ) as running:  # fmt: skip
            assert running.stdout is not None
            running.stdout.close()
            _, complaints = running.communicate(
                "".join(json.dumps({**BOARD, "id": str(n)}) + "\n" for n in range(300)), 60
            )

            assert (141, "") == (running.returncode, complaints)


@pytest.mark.parametrize(
    ("name", "told"), [("gone.jsonl", "cannot be read"), (".", "is a folder"), ("a\x1bb", "cannot be read")]
)
def test_an_input_that_cannot_be_read_is_3(tmp_path: Path, name: str, told: str) -> None:
    """A missing file or a folder is told with its name and exit code 3."""
    done = run(str(tmp_path / name))

    assert (3, "") == (done.returncode, done.stdout)
    assert told in done.stderr
    assert "\x1b" not in done.stderr
    assert "Traceback" not in done.stderr


def test_the_schemas_are_printed(tmp_path: Path) -> None:
    """--schema prints both schemas, and they are schemas."""
    both = json.loads(run("--schema").stdout)

    assert {"pair", "answer"} == both.keys()
    for schema in both.values():
        jsonschema.Draft202012Validator.check_schema(schema)


def test_the_reader_holds_one_line_at_a_time() -> None:
    """Of what it has read it keeps ids and their lines, and no text."""
    reader = Reader("x")
    found = [reader.read(n, json.dumps({**BOARD, "id": str(n)}).encode()) for n in (1, 2)]

    assert all(isinstance(one, Pair) for one in found)
    assert {"1": 1, "2": 2} == reader.seen
    assert isinstance(reader.read(3, b"\xff\xfe"), BadLine)
