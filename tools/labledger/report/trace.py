"""Passages traced through an archive, for reading and as data; "missing" is never said without where was searched."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from labledger.archive.absence import Absence
from labledger.archive.trace import Altered, Run, Searched, Trace, Wanted, missing_everywhere
from labledger.report.archive import absence_lines
from labledger.report.as_text import GLYPHS, WORDS, Line, Span
from labledger.report.escape import cut, one_line
from labledger.text.normalise import normalise
from labledger.text.redline import redline

SCHEMA = "labledger/archive/1#trace"
_STYLES = {"present": "strengthen", "altered": "unclear", "missing": "weaken"}
_MARKS = {"keep": ("", ""), "delete": ("[-", "-]"), "insert": ("{+", "+}")}
_AROUND = 50


def as_lines(traces: Sequence[Trace], logs: Mapping[Wanted, Searched], absences: Sequence[Absence]) -> Iterator[Line]:
    """Passage by passage: the documents that held it, run by run, then where it was looked for."""
    for wanted, log in logs.items():
        yield (Span(one_line(wanted.subject), "title"), Span(f"  {one_line(wanted.source)}", "dim"))
        for one in traces:
            if one.wanted == wanted and one.is_there:
                yield (Span(f"  {one_line(one.document)}", "strong"),)
                for run in one.runs:
                    yield from _run(run)
        if missing_everywhere(log):
            yield (Span("  missing in every version searched", "weaken"),)
        yield (Span(f"  searched: {_log(log)}", "dim"),)
        yield ()
    yield from absence_lines(absences)


def _run(run: Run) -> Iterator[Line]:
    days = f"{run.since}" if run.since == run.until else f"{run.since} to {run.until}"
    share = f", {run.share:.0%} of its shingles" if run.state in ("altered", "unreadable") and run.share else ""
    count = f"{run.versions} version{'' if run.versions == 1 else 's'}"
    yield (
        Span(f"    {run.state}", _STYLES.get(run.state, "dim")),
        Span(f"  {days}  {run.commit[:10]}  {count}{share}"),
    )
    if run.altered is not None:
        yield from _altered(run.altered)
    elif run.state == "altered":
        yield (Span("      how cannot be told: no version of this document holds it to the word", "dim"),)


def _altered(altered: Altered) -> Iterator[Line]:
    told = f": {', '.join(altered.labels)}" if altered.labels else ""
    yield (Span(f"      {GLYPHS[altered.direction]} {WORDS[altered.direction]}{told}", altered.direction),)
    yield (Span("      "), *_redline(altered))


def _redline(altered: Altered) -> Iterator[Span]:
    for span in redline(normalise(altered.old), normalise(altered.new)):
        before, after = _MARKS[span.kind]
        text = one_line(span.text)
        if span.kind == "keep" and len(text) > 3 * _AROUND:
            text = f"{text[:_AROUND]} […] {text[-_AROUND:]}"
        yield Span(f"{before}{cut(text, 600)}{after}", {"delete": "weaken", "insert": "strengthen"}.get(span.kind, ""))


def _log(log: Searched) -> str:
    unreadable = f", {log.unreadable} of them unreadable" if log.unreadable else ""
    nearest = f"; nearest: {log.best:.0%} in {one_line(log.best_in)}" if log.best_in else "; nothing of it found"
    plural = "" if log.documents == 1 else "s"
    return f"{log.versions} versions of {log.documents} document{plural}{unreadable}{nearest}"


def as_data(traces: Sequence[Trace], logs: Mapping[Wanted, Searched], absences: Sequence[Absence]) -> dict[str, Any]:
    """Everything as plain data: documents that never held a passage are only counted, in the log of the search."""
    return {
        "schema": SCHEMA,
        "total": len(logs),
        "passages": [
            {
                "subject": wanted.subject,
                "source": wanted.source,
                "missing_everywhere": missing_everywhere(log),
                "documents": [_document(one) for one in traces if one.wanted == wanted and one.is_there],
                "searched": {
                    "documents": log.documents,
                    "versions": log.versions,
                    "unreadable": log.unreadable,
                    "best": log.best,
                    "best_in": log.best_in or None,
                },
            }
            for wanted, log in logs.items()
        ],
        "not_known": [str(absence) for absence in absences],
    }


def _document(one: Trace) -> dict[str, Any]:
    return {"document": one_line(one.document), "runs": [_plain(run) for run in one.runs]}


def _plain(run: Run) -> dict[str, Any]:
    altered = run.altered
    return {
        "state": run.state,
        "share": run.share,
        "since": run.since.isoformat(),
        "until": run.until.isoformat(),
        "commit": run.commit,
        "versions": run.versions,
        "direction": altered.direction if altered else None,
        "labels": list(altered.labels) if altered else [],
        "old": altered.old if altered else None,
        "new": altered.new if altered else None,
    }
