"""A request as its reviewers read it: findings, changes record by record, and the sources to open.

Everything in it was written by a stranger. No field can render, notify, link or hide a row, and the whole is smaller
than a comment may be; what does not fit is counted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from labledger.errors import Finding
from labledger.label.describe import describe
from labledger.label.label import Row
from labledger.report.as_text import GLYPHS, WORDS, summary
from labledger.report.harmless import cell, code, words
from labledger.report.report import DIRECTIONS, SEVERITIES, Report, headline, sentences
from labledger.store.limits import LIMITS

MARKER = "<!-- labledger:review -->"
"""First line of the comment, by which the next run finds it."""
_CELL = 300
_VALUE = 900
"""Characters of a value; a longer one ends in a mark."""
_NOT_TOLD = frozenset({"id", "supersedes"})
_NOTES = 6
_MOST_FINDINGS = 40
_MOST_SOURCES = 40
_FOR_SOURCES = 9_000
"""Bytes kept free for the sources to open."""
_FOLD = 8
"""Records with more rows than this are folded."""
_HEAD = "| | what | origin | old | new | labels |\n|---|---|---|---|---|---|"


@dataclass(frozen=True, slots=True)
class Background:
    """What a reviewer is told besides the report."""

    findings: Sequence[Finding] = ()
    """Findings that the request brings."""
    known: int = 0
    """How many findings were there before it."""
    left_out: Sequence[str] = ()
    """Records with faults, whose changes cannot be told."""
    addresses: Mapping[str, str] = field(default_factory=dict)
    """Address of each source that is named, by its id."""
    link: str = ""
    """Where the whole report is; given by whoever runs the comparison, never by the request."""


def for_review(report: Report, background: Background) -> str:
    """The comment as GitHub-flavoured Markdown, at most `LIMITS.comment_characters` bytes of UTF-8."""
    whole = f"[the whole report]({background.link})" if background.link else "`labledger diff`"
    head = [MARKER, f"## {_headline(report, background)}", ""]
    head.extend(f"> {words(note, _CELL)}\n" for note in report.notes[:_NOTES])
    head.extend(_findings(background, whole))
    sources = _to_open(report, background, whole)
    room = LIMITS.comment_characters - _size(head) - _size(sources) - 300
    changes = _changes(report, background, room, whole)
    return "\n".join([*head, *changes, *sources]).rstrip() + "\n"


def _size(parts: Sequence[str]) -> int:
    return sum(len(part.encode()) + 1 for part in parts)


def _headline(report: Report, background: Background) -> str:
    errors = sum(finding.level == "error" for finding in background.findings)
    warnings = len(background.findings) - errors
    sound = "sound" if not errors else f"{errors} to mend"
    told = summary(report) if report.rows else "no labelled change"
    return words(f"{sound}, {warnings} warnings; {told}", _CELL)


def _findings(background: Background, whole: str) -> Iterator[str]:
    yield "### Findings\n"
    if background.known:
        yield f"{background.known} findings were there before this request and are not repeated.\n"
    if not background.findings:
        yield "None: every record is sound and nothing recorded has vanished.\n"
        return
    yield "| where | what is wrong | what to do |\n|---|---|---|"
    ordered = sorted(background.findings, key=lambda finding: finding.level != "error")
    for finding in ordered[:_MOST_FINDINGS]:
        place = f"{finding.path}:{finding.line}" if finding.line else finding.path
        level = "" if finding.level == "error" else " (warning)"
        told = f"{finding.code}{level} {finding.message}"
        yield f"| {cell(place, _CELL)} | {cell(told, _CELL)} | {cell(finding.hint, _CELL)} |"
    yield ""
    if len(ordered) > _MOST_FINDINGS:
        yield f"…and {len(ordered) - _MOST_FINDINGS} more findings: {whole}.\n"
    yield "`labledger check --explain CODE` says what a code means, why it matters and what to do.\n"


def _changes(report: Report, background: Background, room: int, whole: str) -> Iterator[str]:
    yield "### Changes\n"
    if background.left_out:
        names = ", ".join(background.left_out[:10])
        yield f"Not told, because of the findings above: {words(names, _CELL)}.\n"
    if not report.rows:
        yield "None that can be labelled.\n"
        return
    if errors := sum(row.severity == "error" for row in report.rows):
        yield f"{errors} rows have severity error: two people other than the author rule on each of these.\n"
    left = 0
    for record, rows in _by_weight(report):
        block, missed = _block(record, rows, room)
        left += missed
        room -= len(block.encode()) + 1
        if block:
            yield block
    if left:
        yield f"…and {left} more rows: {whole}.\n"


def _by_weight(report: Report) -> list[tuple[str, list[Row]]]:
    """The rows by record, the gravest record first, so that what is cut at the end is the least."""
    grouped = [(record, list(rows)) for record, rows in groupby(sorted(report.rows, key=_record), key=_record)]
    return sorted(grouped, key=lambda group: (min(map(_weight, group[1])), group[0]))


def _weight(row: Row) -> tuple[int, int]:
    return SEVERITIES.index(row.severity), DIRECTIONS.index(row.direction)


def _record(row: Row) -> str:
    """The record a row belongs to: for a provision the version that took the step."""
    if row.step:
        return row.step.rpartition("..")[2]
    side = row.changes[0].new_side or row.changes[0].old_side
    return side.record if side is not None and row.kind == "provision" else row.subject.partition("#")[0]


def _block(record: str, rows: Sequence[Row], room: int) -> tuple[str, int]:
    """One record with its table, folded when long, and how many rows did not fit."""
    title = words(record, _CELL)
    lines: list[str] = []
    used = len(title) + len(_HEAD) + 100
    for row in sorted(rows, key=_weight):
        line = _line(row)
        if used + len(line.encode()) > room:
            break
        used += len(line.encode()) + 1
        lines.append(line)
    if not lines:
        return "", len(rows)
    table = "\n".join([_HEAD, *lines])
    if len(rows) > _FOLD:
        heading = title.replace("\\", "")
        return f"<details><summary>{heading} ({len(rows)})</summary>\n\n{table}\n\n</details>\n", len(rows) - len(lines)
    return f"#### {title}\n\n{table}\n", len(rows) - len(lines)


def _line(row: Row) -> str:
    told = "; ".join(sentences(row))
    direction = "mixed" if row.mixed else WORDS[row.direction]
    if row.kind == "provision" and row.disclosure != "unknown" and row.origin != "correction":
        direction += f", {row.disclosure}"
    name = f"{headline(row)}: " if row.kind == "provision" and row.subject not in told else ""
    labels = ", ".join(dict.fromkeys(label.rule for label in row.labels))
    short = (f"{GLYPHS[row.direction]} {direction}", name + told, str(row.origin))
    sides = [cell(_side(row, side), _VALUE) for side in ("old", "new")]
    return "| " + " | ".join([*(cell(text, _CELL) for text in short), *sides, cell(labels, _CELL)]) + " |"


def _side(row: Row, name: str) -> str:
    """The values of a row on one side, and where they stand."""
    told, place = [], ""
    for change in row.changes:
        value, side = (change.old, change.old_side) if name == "old" else (change.new, change.new_side)
        if value is not None:
            came_or_went = not change.field and row.kind != "provision" and None in (change.old, change.new)
            part = change.old_part if name == "old" else change.new_part
            told.append(_whole(part) if came_or_went else describe(change.field, value))
            place = side.place if side is not None else place
    return "; ".join(dict.fromkeys(told)) + (f" ({place})" if place and told else "")


def _whole(record: Mapping[str, object]) -> str:
    """A record that came or went: its own texts, and how many parts it has."""
    told = []
    for name, value in record.items():
        if isinstance(value, list) and value and isinstance(value[0], Mapping):
            told.append(f"{name}: {len(value)}")
        elif name not in _NOT_TOLD and not isinstance(value, Mapping):
            told.append(f"{name}: {', '.join(map(str, value)) if isinstance(value, list) else value}")
    return "; ".join(told)


def _to_open(report: Report, background: Background, whole: str) -> list[str]:
    """The sources behind the changes, with the places in them, most named first."""
    places: dict[str, dict[str, None]] = {}
    for source, locator in _cited(report):
        places.setdefault(source, {})[locator] = None
    if not places:
        return []
    parts = ["### What a reviewer should open\n", "| source | where in it | address |\n|---|---|---|"]
    ordered = sorted(places, key=lambda source: (-len(places[source]), source))
    shown = 0
    for source in ordered[:_MOST_SOURCES]:
        where = ", ".join(filter(None, places[source])) or "not said"
        address = background.addresses.get(source, "")
        line = (
            f"| {cell(source, _CELL)} | {cell(where, _CELL)} | {code(address, 500) if address else 'none recorded'} |"
        )
        if _size([*parts, line]) > _FOR_SOURCES:
            break
        parts.append(line)
        shown += 1
    rest = f"\n…and {len(ordered) - shown} more sources: {whole}.\n" if shown < len(ordered) else ""
    return [*parts, rest]


def _cited(report: Report) -> Iterator[tuple[str, str]]:
    """Source and locator of every side of every change, and of what new records cite."""
    for row in report.rows:
        for change in row.changes:
            for side in (change.old_side, change.new_side):
                if side is not None and side.source:
                    yield side.source, side.locator
            parts = [change.new_part, *(change.new_part.get("values") or ()), *(change.new_part.get("answers") or ())]
            for part in parts if not change.field or change.old is None else ():
                for citation in part.get("citations") or ():
                    yield str(citation.get("source", "")), str(citation.get("locator") or "")


def sources_of(report: Report) -> frozenset[str]:
    """Ids of the sources that a reviewer should open."""
    return frozenset(source for source, _ in _cited(report) if source)
