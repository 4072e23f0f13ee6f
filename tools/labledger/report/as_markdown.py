"""A report as Markdown that fits a pull-request comment and renders nothing it was not meant to."""

from __future__ import annotations

from collections.abc import Iterator

from labledger.label.describe import describe
from labledger.label.label import Row
from labledger.report.as_text import GLYPHS, WORDS, rulings, says_more, summary, title
from labledger.report.escape import cut, html, markdown
from labledger.report.report import Group, Report, groups, headline, sentences
from labledger.store.limits import LIMITS

_CELL = 400
_NOTES = 10
_OPEN_ROWS = 25
"""Reports with more rows than this are folded, one fold for each step."""
_HEAD = "| | what | old | new | disclosure | labels |\n|---|---|---|---|---|---|"


def as_markdown(report: Report) -> str:
    """The report as GitHub-flavoured Markdown, at most the size of a comment; what is left out is counted."""
    head = markdown(cut(title(report), _CELL))
    parts = [f"## {head}", "", markdown(summary(report)) if report.rows else _nothing(report), ""]
    if said := rulings(report):
        parts.append(f"{markdown(said)}\n")
    parts.extend(f"> {markdown(cut(note, _CELL // 2))}\n" for note in report.notes[:_NOTES])
    if len(report.notes) > _NOTES:
        parts.append(f"> …and {len(report.notes) - _NOTES} more notes\n")
    if report.hidden:
        parts.append(f"{report.hidden} further rows are left out by filters.\n")
    folded = len(report.rows) > _OPEN_ROWS
    room = LIMITS.comment_characters - sum(len(part) + 1 for part in parts) - 200
    left = 0
    for group in groups(report):
        block, missed = _block(group, folded, room)
        left += missed
        if block:
            room -= len(block) + 1
            parts.append(block)
    if left:
        parts.append(f"…and {left} more rows: run `labledger diff` for the whole report.\n")
    return "\n".join(parts).rstrip() + "\n"


def _nothing(report: Report) -> str:
    return "No change passes the filters." if report.hidden else "No changes."


def _block(group: Group, folded: bool, room: int) -> tuple[str, int]:
    """One step as a heading or fold with its table, and how many rows did not fit."""
    head = _heading(group)
    shown = [row for row in group.rows if row.kind != "version" or says_more(row) or not group.step]
    lines: list[str] = []
    used = len(markdown(head)) + len(_HEAD) + 60
    if used >= room:
        return "", len(shown)
    for row in shown:
        line = "\n".join(_table_rows(row))
        if used + len(line) > room:
            break
        used += len(line) + 1
        lines.append(line)
    missed = len(shown) - len(lines)
    if not lines:
        return f"### {markdown(head)}\n", missed
    table = f"{_HEAD}\n" + "\n".join(lines)
    if folded:
        return f"<details><summary>{html(head)} ({len(shown)})</summary>\n\n{table}\n\n</details>\n", missed
    return f"### {markdown(head)}\n\n{table}\n", missed


def _heading(group: Group) -> str:
    step = group.step
    if step is None:
        return f"{group.lab}: other records" if group.lab else "Records of several labs"
    origin = "" if group.rows[0].origin == "amendment" else f", {group.rows[0].origin}"
    return cut(f"{step.lab} {step.title} {step.labels}, {step.date}, {step.told_account}{origin}", _CELL)


def _table_rows(row: Row) -> Iterator[str]:
    labels = ", ".join(dict.fromkeys(label.rule for label in row.labels))
    direction = "mixed" if row.mixed else WORDS[row.direction]
    origin = f" ({row.origin})" if row.origin != "amendment" else ""
    told = "; ".join(sentences(row))
    name = headline(row) if row.kind == "provision" else row.subject
    yield _cells(
        f"{GLYPHS[row.direction]} {direction}{origin}", f"{name}: {told}", _side(row, "old"), _side(row, "new"),
        row.disclosure if row.kind == "provision" else "", labels,
    )  # fmt: skip


def _side(row: Row, name: str) -> str:
    """Both values of a row, with where the side stands."""
    told, place = [], ""
    for change in row.changes:
        side = change.old_side if name == "old" else change.new_side
        if side is None:
            continue
        told.append(describe(change.field, change.old if name == "old" else change.new))
        place = side.place
    return cut("; ".join(told), _CELL) + (f" ({place})" if place else "")


def _cells(*cells: str) -> str:
    return "| " + " | ".join(markdown(cut(cell, _CELL * 2)) for cell in cells) + " |"
