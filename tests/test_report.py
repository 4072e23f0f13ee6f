"""Reports: totals that are counted, one set of facts in every format, and hostile text that stays text."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import re
from collections import Counter
from functools import cache
from typing import Any

import pytest
from rule_cases import cases, rows_of

from labledger.diff.change import Action, Change, Origin, Side
from labledger.label.label import Label, Row
from labledger.report.as_data import COLUMNS, as_csv, as_json, as_json_lines
from labledger.report.as_markdown import as_markdown
from labledger.report.as_text import as_text
from labledger.report.escape import csv_cell, cut, markdown, one_line
from labledger.report.report import Filters, Question, Report

QUESTION = Question("world", "2025-01-01", "2025-12-31", today="2026-01-01")
HOSTILE = {
    "table break": "a | b \n| c |\n\n# heading",
    "html": "<script>alert(1)</script><img src=x onerror=alert(1)><!-- ",
    "mention": "thanks @octocat and @org/team, see #12, org/repo#3 and GH-9",
    "image": "![x](https://evil.example/x.png)",
    "link": "[click](javascript:alert(1)) https://evil.example www.evil.example mailto:a@b.example <https://e.example>",
    "emphasis": "**bold** _it_ ~~no~~ `code` ``` fence",
    "formula": "$x$ and $$y$$",
    "entity": "&lt;b&gt; &#60;",
    "bidi": "safe \u202e\u2066gnihton\u2069\u202c text\u200b",
    "combining": "z" + "\u0301" * 500,
    "terminal": "\x1b[31mred\x1b]8;;https://evil.example\x07link\x1b\\\x9b2J\r\x08",
    "long word": "x" * 60_000,
    "backslash": "\\| \\< \\",
    "cell formula": "=cmd|' /C calc'!A0",
}
hostile = pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())


def row(text: str, number: int = 0, rule: str = "modality-weakened") -> Row:
    """A row in which every free text is the given one."""
    part = {"slug": f"p{number}", "area": "safeguard", "statement": text}
    side = Side("acme/rsp/v2", text[:300], "sources/acme/page")
    change = Change(f"acme/rsp#p{number}", "provision", "exceptions.x", Action.CHANGED, {"statement": text},
                    {"statement": text + "!"}, "2025-07-01", "s", old_side=side, new_side=side, old_part=part,
                    new_part=part)  # fmt: skip
    label = Label(rule, "MOD01", ("modality-softened",), "weaken", "error", f"acme: {text}", 0.95, "field",
                  "exceptions.x", "0" * 16)  # fmt: skip
    return Row(change.subject, "provision", "s", "2025-07-01", change.origin, (change,), (label,), "weaken")


@cache
def whole() -> Report:
    """A report over the rows of every case, in several steps."""
    rows = [row_ for case in cases() for row_ in rows_of(case)]
    return Report.of([*rows, dataclasses.replace(row("both ways"), direction="unclear", mixed=True)], QUESTION)


def of(*rows: Row, notes: tuple[str, ...] = ()) -> Report:
    return Report.of(rows, QUESTION, notes)


def test_totals_are_those_of_the_rows() -> None:
    """Every number of the JSON report can be counted again from its rows."""
    data = json.loads(as_json(whole()))
    told = [row for row in data["rows"] if row["kind"] != "version"]

    assert len(told) == data["counts"]["all"]["rows"] > 100
    assert sum(row["mixed"] for row in told) == data["counts"]["all"]["mixed"] > 0
    assert sum("undisclosed" in row["plain_labels"] for row in told) == data["counts"]["all"]["undisclosed"] > 0
    assert len(data["steps"]) == data["counts"]["all"]["steps"]
    for name in ("direction", "severity", "disclosure", "origin"):
        found = Counter(row[name] for row in told)

        assert dict(found) == {word: count for word, count in data["counts"][name].items() if count}
    assert Counter(row["kind"] for row in data["rows"]) == data["counts"]["kind"]


def test_filters_say_what_they_hide() -> None:
    """What a filter leaves out is counted, and the rest is counted anew."""
    kept = whole().filtered(Filters(direction=frozenset(["weaken"])))

    assert {"weaken"} == {row.direction for row in kept.rows}
    assert len(whole().rows) == len(kept.rows) + kept.hidden
    assert kept.counts["all"]["hidden"] == kept.hidden
    assert f"{kept.hidden} further rows" in as_markdown(kept)


Fact = tuple[str, str, tuple[str, ...], str, str, str]


def facts(rows: list[dict[str, Any]]) -> list[Fact]:
    return [
        (row["subject"], row["direction"], tuple(dict.fromkeys(label["rule"] for label in row["labels"])),
         change["field"], change["old_text"], change["new_text"])
        for row in rows for change in row["changes"]
    ]  # fmt: skip


def test_every_format_tells_the_same_facts() -> None:
    """Subject, direction, rules, field and both values are the same in JSON, JSON lines and CSV, in one order."""
    report = Report.of([*whole().rows, *(row(text, number) for number, text in enumerate(HOSTILE.values()))], QUESTION)
    expected = facts(json.loads(as_json(report))["rows"])
    lines = facts([json.loads(line) for line in as_json_lines(report)])
    table = list(csv.DictReader(io.StringIO(as_csv(report))))

    assert expected == lines
    assert [tuple(map(_cell, fact)) for fact in expected] == [
        (r["subject"], r["direction"], r["rules"], r["field"], r["old"], r["new"]) for r in table
    ]
    assert list(COLUMNS) == list(table[0])


def _cell(value: Any) -> str:
    return csv_cell(" ".join(value) if isinstance(value, tuple) else value)


def test_the_order_of_rows_does_not_hang_on_their_coming() -> None:
    """The same rows in another order make the same report."""
    rows = [dataclasses.replace(row("x", number), origin=origin) for number in range(9) for origin in Origin]

    assert as_json(of(*rows)) == as_json(of(*reversed(rows)))


@hostile
def test_markdown_renders_hostile_text_as_text(text: str) -> None:
    """No cell ends early, nothing is markup, and nobody is called."""
    out = as_markdown(of(row(text), notes=(text,)))
    table = [line for line in out.splitlines() if line.startswith("|")]
    plain = re.sub(r"\\.", "", out).replace("&#36;", "")

    assert 3 == len(table)
    assert {7} == {len(re.findall(r"(?<!\\)\|", re.sub(r"\\\\", "", line))) for line in table}
    assert not re.search(r"<(?!/?(details|summary)>)", plain)
    assert not re.search(r"@\w|#\d|GH-\d|(https?|javascript|mailto):\S|www\.", plain)
    assert not re.search(r"[`*\[\]~$]", plain)
    assert all(character.isprintable() or character in "\n\u200b" for character in out)


@hostile
def test_text_for_a_terminal_carries_no_commands(text: str) -> None:
    """No escape, no direction mark and no line break gets through; long words are cut with a mark."""
    lines = ["".join(span.text for span in line) for line in as_text(of(row(text), notes=(text,)))]

    assert all(character.isprintable() for line in lines for character in line)
    assert all(len(line) < 10_000 for line in lines if not line.startswith("note"))


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"])
def test_no_cell_is_a_formula(start: str) -> None:
    """A spreadsheet runs nothing: what would start a formula is preceded by an apostrophe, or written out."""
    (cell,) = next(csv.reader(io.StringIO(f'"{csv_cell(start + "SUM(A1)")}"')))

    assert cell[0] not in "=+-@\t\r＝＋－＠"
    assert all(not line["old"].startswith(start) for line in csv.DictReader(io.StringIO(as_csv(of(row(start + "1"))))))


def test_a_comment_holds_what_fits_and_counts_the_rest() -> None:
    """Ten thousand rows make a report under 60,000 characters that says how many are left out."""
    rows = [row(f"Text number {number}.", number) for number in range(10_000)]
    out = as_markdown(of(*rows))
    (left,) = re.findall(r"…and (\d+) more rows", out)
    shown = len(re.findall(r"(?m)^\| ▼", out))

    assert len(out) < 60_000
    assert 10_000 == int(left) + shown
    assert shown > 50


@pytest.mark.parametrize(("text", "steps"), [("x", 3_000), ("<" * 60_000, 200), ("\u202e" * 60_000, 200)])
def test_many_steps_and_long_texts_fit_too(text: str, steps: int) -> None:
    """Room is kept for every heading and line break, whatever stands in it."""
    rows = [dataclasses.replace(row(text, number), step=f"acme/rsp/v{number:05}") for number in range(steps)]
    out = as_markdown(of(*rows, notes=(text,) * 50))
    (left,) = re.findall(r"…and (\d+) more rows", out)

    assert len(out) < 60_000
    assert steps == int(left) + len(re.findall(r"(?m)^\| ▼", out))


def test_an_empty_report_says_so() -> None:
    """No changes is a sentence, not silence; a filter that hides all is another."""
    nothing = of(row("x")).filtered(Filters(direction=frozenset(["strengthen"])))

    assert "No changes." in as_markdown(of())
    assert "No change passes the filters." in as_markdown(nothing)
    assert "No changes." not in as_markdown(nothing)


def test_cutting_keeps_accents_whole() -> None:
    """A cut text ends with a mark and never between a letter and its accent."""
    assert "abc" == cut("abc", 3)
    assert "ab […]" == cut("abe\u0301" + "x" * 20, 7)
    assert len(cut("x" * 100, 20)) == 20


def test_plain_text_is_left_alone() -> None:
    """What is harmless is not changed."""
    for text in ("Acme tests models.", "größer als 5 %", "A, B; C: d - e", "1.5 x 10^26"):
        assert text == one_line(text) == markdown(text) == csv_cell(text)
