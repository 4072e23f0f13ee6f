"""A report as lines of styled spans: the command line paints them, or leaves them plain."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from labledger.diff.change import Change
from labledger.ids import lab_of
from labledger.label.describe import describe
from labledger.label.label import Row
from labledger.report.escape import cut, one_line
from labledger.report.report import DIRECTIONS, Report, Step, groups, headline, repeats_mark, strip_subject
from labledger.store.limits import LIMITS

GLYPHS = {"weaken": "▼", "strengthen": "▲", "unclear": "◆", "neutral": "•"}
WORDS = {"weaken": "weaker", "strengthen": "stronger", "unclear": "unclear", "neutral": "neutral"}


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text in one style: a direction, `title`, `dim`, `strong` or nothing."""

    text: str
    style: str = ""


Line = tuple[Span, ...]


def as_text(report: Report) -> Iterator[Line]:
    """The report for reading: a summary, then lab by lab each step with its rows, then the lab's other records."""
    yield from _summary(report)
    directions = Counter((lab_of(row.subject) or "", row.direction) for row in report.rows if row.kind != "version")
    lab = None
    for group in groups(report):
        yield ()
        if group.lab != lab:
            lab = group.lab
            yield from _lab(lab, directions)
        if group.step:
            yield from _step(group.step, str(group.rows[0].origin))
        elif group.lab:
            yield (Span("other records", "title"),)
        for row in group.rows:
            if row.kind != "version" or not group.step or says_more(row):
                yield from _row(row)
        if group.step and not report.hidden:
            yield from _unmatched(group.step)


def _lab(lab: str, directions: Counter[tuple[str, str]]) -> Iterator[Line]:
    """A lab's heading with how its changes go."""
    counts = "  ".join(f"{GLYPHS[word]} {directions[lab, word]}" for word in DIRECTIONS)
    yield (Span(one_line(lab or "Several labs"), "title"), Span(f"  {counts}", "dim"))
    yield ()


def summary(report: Report) -> str:
    """The totals in one line."""
    counts = report.counts
    directions = "  ".join(f"{GLYPHS[word]} {counts['direction'][word]} {WORDS[word]}" for word in DIRECTIONS)
    total = counts["all"]["rows"]
    mixed = f" ({counts['all']['mixed']} mixed)" if counts["all"]["mixed"] else ""
    silent = f"; {counts['all']['undisclosed']} not in the lab's own account" if counts["all"]["undisclosed"] else ""
    return f"{total} {'change' if total == 1 else 'changes'}: {directions}{mixed}{silent}"


def rulings(report: Report) -> str:
    """How people's rulings stand to the machine's labels and to each other; empty where nobody ruled."""
    found = report.counts["rulings"]
    if not found["ruled"]:
        return ""
    told = f"people ruled on {found['ruled']} of the labels and agree with the machine on {found['machine_agrees']}"
    twice = f"; on {found['ruled_twice']} two people ruled, and on {found['people_agree']} of these they agree"
    return told + (twice if found["ruled_twice"] else "")


def title(report: Report) -> str:
    """What the report answers."""
    question = report.question
    if question.clock == "world":
        known = f", as recorded by {question.as_of}" if question.as_of else ""
        return f"What changed at the labs from {question.old} to {question.new}{known}"
    if question.clock == "pair":
        return f"What changed from {question.old} to {question.new}"
    return f"What changed in the dataset from {question.old} to {question.new}"


def _summary(report: Report) -> Iterator[Line]:
    yield (Span(one_line(title(report)), "title"),)
    if report.rows:
        yield (Span(summary(report)),)
    else:
        yield (Span("no changes" if not report.hidden else "no change passes the filters"),)
    if report.hidden:
        yield (Span(f"{report.hidden} further rows are left out by filters", "dim"),)
    if said := rulings(report):
        yield (Span(said, "dim"),)
    for note in report.notes:
        yield (Span(f"note: {one_line(note)}", "dim"),)


def _step(step: Step, origin: str) -> Iterator[Line]:
    yield (
        Span(one_line(f"{step.lab}  {step.title}  {step.labels}"), "title"),
        Span(one_line(f"  {step.date}  {step.told_account}"), "dim"),
        Span("" if origin == "amendment" else f"  {origin}", "unclear"),
    )
    if step.account == "first":
        yield (Span(f"  published with {step.provisions} provisions recorded ({step.coverage} coverage)"),)
    elif step.coverage not in ("full", "changed"):
        yield (Span(f"  coverage {one_line(step.coverage)}: nothing is concluded from what is not recorded", "dim"),)


def _unmatched(step: Step) -> Iterator[Line]:
    for item in step.unmatched:
        yield (Span(f"  the account also says: {_short(item)} (no recorded change matches)", "dim"),)


def _row(row: Row) -> Iterator[Line]:
    name = headline(row) if row.kind == "provision" else f"{row.subject}  {row.date}".rstrip()
    disclosure = row.disclosure if row.kind == "provision" and row.direction != "neutral" else ""
    marks = (
        "mixed" if row.mixed else WORDS[row.direction],
        disclosure,
        "" if row.origin == "amendment" else str(row.origin),
    )
    yield (
        Span(f"  {GLYPHS[row.direction]} ", row.direction),
        Span(one_line(name), "strong"),
        Span(f"  {', '.join(mark for mark in marks if mark)}", row.direction),
    )
    for change in row.changes:
        yield from _change(row, change)
    yield from _place(row)


def says_more(row: Row) -> bool:
    """Whether the row of a version step says more than its heading."""
    return any(label.field or label.rule not in _HEADING for label in row.labels)


_HEADING = ("framework-published", "framework-version-added")
"""Rules that say no more than the heading of a step."""


def _change(row: Row, change: Change) -> Iterator[Line]:
    """The sentences of a change with their rules, and its values where no sentence holds both."""
    told = [
        label for label in row.labels if label.field == change.field and not label.ruling and not repeats_mark(label)
    ]
    said = [(strip_subject(row, label.message), label.rule) for label in told]
    for sentence, rule in said:
        yield (Span(f"      {_short(sentence)}"), Span(f"  [{rule}]", "dim"))
    for label in row.labels:
        if label.ruling and label.field == change.field:
            yield (Span(f"      {label.direction} by ruling: {_short(label.ruling)}"), Span(f"  [{label.rule}]", "dim"))
    if change.kind == "version" and (not change.field or not said):
        return
    values = describe(change.field, change.old), describe(change.field, change.new)
    shown = [value for value, side in zip(values, (change.old, change.new), strict=True) if side is not None]
    if not any(all(value in sentence for value in shown) for sentence, _ in said):
        facet = f"{one_line(change.field)}: " if change.field and not said else ""
        yield from _values(facet, *values, change)


def _values(facet: str, old: str, new: str, change: Change) -> Iterator[Line]:
    if change.action == "added":
        yield (Span("      new  ", "dim"), Span(f"{facet}{_short(new)}"))
    elif change.action == "removed":
        yield (Span("      old  ", "dim"), Span(f"{facet}{_short(old)}"))
    else:
        yield (Span("      old  ", "dim"), Span(f"{facet}{_short(old)}"))
        yield (Span("      new  ", "dim"), Span(f"{facet}{_short(new)}"))


def _place(row: Row) -> Iterator[Line]:
    """Where both sides stand, once for the row."""
    first = row.changes[0]
    sides = [side for side in (first.old_side, first.new_side) if side]
    if not sides or row.kind == "version":
        return
    places = [side.place if row.kind == "provision" else side.locator for side in sides]
    sources = list(dict.fromkeys(side.source for side in sides if side.source))
    told = " → ".join(dict.fromkeys(filter(None, places))) + (f"  ({', '.join(sources)})" if sources else "")
    if told.strip():
        yield (Span(f"      at {one_line(told.strip())}", "dim"),)


def _short(text: str) -> str:
    return cut(one_line(text), LIMITS.cell_characters)
