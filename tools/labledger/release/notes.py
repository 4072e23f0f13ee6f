"""What a release brings: the labelled diff since the one before it, grouped by origin, and a section of a changelog."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from labledger.diff.fold import fold
from labledger.diff.revisions import compare, needed_predecessors, rewrites_published
from labledger.ids import Kind
from labledger.label.engine import apply
from labledger.label.label import Row
from labledger.label.predicates import Context
from labledger.label.reviews import review
from labledger.label.rule import rules
from labledger.model.dataset import Dataset
from labledger.release.edition import Edition
from labledger.report.as_text import GLYPHS, WORDS
from labledger.report.escape import cut, markdown
from labledger.report.report import DIRECTIONS, Question, Report, groups, headline, sentences
from labledger.store.history import History
from labledger.store.line import Revision
from labledger.store.revisions import changed_records, reviews_of

_ORIGINS = {
    "amendment": ("Amendments", "What the labs did since."),
    "backfill": ("Backfill", "What happened before and was recorded only now."),
    "correction": ("Corrections", "What had been recorded wrongly or in another way."),
}
_CELL = 600


def since(history: History, old: Revision, new: Revision) -> Report:
    """What changed in the dataset between two revisions, labelled.

    Raises UnsoundError when a record that differs cannot be read.
    """
    before, after = changed_records(history, old, new, lambda found: [*needed_predecessors(found), *reviews_of(found)])
    return between(before, after, old, new)


def between(before: Dataset, after: Dataset, old: Revision, new: Revision) -> Report:
    """What changed between two datasets, of which at least the records that differ are at hand."""
    rows = review(after, apply(rules(), fold(compare(before, after, old.day)), Context(new.day)))
    return Report.of(rows, Question("record", str(old), str(new), "", new.day.isoformat()))


def changes(edition: Edition, report: Report | None, dataset: Dataset) -> str:
    """CHANGES.md of an edition; `report` is None for the first release."""
    head = [f"# Changes in {edition.version}", ""]
    if report is None:
        return "\n".join([*head, *_first(dataset)]) + "\n"
    head += [f"Since {edition.previous_version}, of {_day(edition.previous)}, until {_day(edition.revision)}.", ""]
    return "\n".join([*head, *notes(report)]) + "\n"


def _day(revision: Revision | None) -> str:
    return f"{revision.day.isoformat()} (commit {revision.commit[:10]})" if revision else "the beginning"


def _first(dataset: Dataset) -> Iterator[str]:
    yield "This is the first release, so everything in it is new. It holds:"
    yield ""
    for kind in Kind:
        count = len(dataset.by_kind.get(kind, ()))
        if count:
            yield f"- {count} {_plural(kind, count)}"


def _plural(kind: str, count: int) -> str:
    return kind if count == 1 else f"{kind}s"


def notes(report: Report) -> Iterator[str]:
    """The labelled changes as lines of Markdown: by origin, then by lab and version step."""
    if not report.rows:
        yield "Nothing changed."
        return
    yield from _table(report)
    rewritten = _rewritten(report.rows)
    if rewritten:
        yield "What was recorded of versions already published was rewritten: " + ", ".join(map(markdown, rewritten))
        yield ""
    for origin, (title, meaning) in _ORIGINS.items():
        rows = tuple(row for row in report.rows if row.origin == origin)
        if rows:
            yield f"## {title}"
            yield ""
            yield meaning
            yield ""
            yield from _listed(replace(report, rows=rows))


def _table(report: Report) -> Iterator[str]:
    told = Counter((str(row.origin), row.direction) for row in report.rows if row.kind != "version")
    yield "| origin | changes | " + " | ".join(WORDS[word] for word in DIRECTIONS) + " |"
    yield "|---|---" + "|---" * len(DIRECTIONS) + "|"
    for origin in _ORIGINS:
        counts = [told[origin, word] for word in DIRECTIONS]
        yield f"| {origin} | {sum(counts)} | " + " | ".join(map(str, counts)) + " |"
    yield ""


def _rewritten(rows: Sequence[Row]) -> list[str]:
    found = (change for row in rows for change in row.changes if rewrites_published(change))
    return sorted({change.subject.partition("#")[0] for change in found})


def _listed(report: Report) -> Iterator[str]:
    for group in groups(report):
        step = group.step
        if step is None:
            yield f"### {group.lab or 'Several labs'}: other records"
        else:
            head = f"{step.lab} {step.title} {step.labels}, {step.date}, {step.told_account}"
            yield f"### {markdown(cut(head, _CELL))}"
        yield ""
        for row in group.rows:
            yield _line(row)
        yield ""


def _line(row: Row) -> str:
    mark = f"{GLYPHS[row.direction]} {'mixed' if row.mixed else WORDS[row.direction]}"
    disclosure = f", {row.disclosure}" if row.kind == "provision" and row.disclosure != "unknown" else ""
    name = headline(row) if row.kind == "provision" else row.subject
    labels = ", ".join(dict.fromkeys(label.rule for label in row.labels))
    told = markdown(cut(f"{name}: {'; '.join(sentences(row))}", _CELL))
    return f"- {mark}{disclosure}: {told}" + (f" ({labels})" if labels else "")


def changelog(edition: Edition, report: Report | None, dataset: Dataset) -> str:
    """The section of a changelog: which records came, changed and went, and what that says of the labs."""
    lines = [f"## {edition.version} ({edition.revision.day.isoformat()})", "", "### Data", ""]
    if report is None:
        return "\n".join([*lines, f"- First release: {len(dataset)} records."]) + "\n"
    whole = Counter((row.kind, str(row.changes[0].action)) for row in report.rows if not row.changes[0].field)
    lines += [
        f"- {count} {_plural(kind, count)} {action}."
        for (kind, action), count in sorted(whole.items())
        if action in ("added", "removed")
    ]
    for origin in _ORIGINS:
        rows = [row for row in report.rows if row.origin == origin and row.kind != "version"]
        if rows:
            told = Counter(row.direction for row in rows)
            counts = ", ".join(f"{told[word]} {WORDS[word]}" for word in DIRECTIONS if told[word])
            lines.append(f"- {origin.capitalize()}: {len(rows)} changes ({counts}).")
    return "\n".join(lines if len(lines) > 4 else [*lines, "- Nothing changed."]) + "\n"
