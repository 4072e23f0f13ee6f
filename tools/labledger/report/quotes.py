"""Quotations and passages as they were found, for reading and as data; of other people's text only what differs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from labledger.archive.quotes import NOT_CHECKED, Verdict
from labledger.report.as_text import Line, Span
from labledger.report.escape import cut, one_line

SCHEMA = "labledger/quotes/1"
ORDER = ("meaning-reversed", "not-found", "missing", "altered", "elided", "exact", "present", NOT_CHECKED)
_STYLES = {"meaning-reversed": "error", "not-found": "error", "missing": "error", "altered": "warning"}
_WORDS = 8
_SWAPS = 6


def as_lines(found: Sequence[Verdict]) -> Iterator[Line]:
    """Each finding with the words that differ, then how many there are of each kind; what is sound is only counted."""
    for verdict in found:
        if verdict.is_finding:
            yield from _verdict(verdict)
    yield (Span(totals(found), "strong"),)
    missed = Counter(verdict.why for verdict in found if verdict.found == NOT_CHECKED)
    for why, count in sorted(missed.items()):
        yield (Span(f"not checked: {count}, because {why}", "dim"),)


def totals(found: Sequence[Verdict]) -> str:
    """How many there are of each kind."""
    counted = Counter(verdict.found for verdict in found)
    told = ", ".join(f"{counted[name]} {name}" for name in ORDER if counted[name])
    return f"{len(found)} quotations and passages: {told}" if found else "no quotation, and no passage with shingles"


def _verdict(verdict: Verdict) -> Iterator[Line]:
    style = _STYLES.get(verdict.found, "unclear")
    quoted = f' "{short(verdict.text)}"' if verdict.text else ""
    yield (Span(f"{verdict.found}  ", style), Span(one_line(verdict.subject), "title"), Span(quoted))
    for swap in verdict.swaps[:_SWAPS]:
        given, original = short(swap.given) or "nothing", short(swap.original) or "nothing"
        yield (Span(f"    {given!r} stands for {original!r}"), Span(f"  {swap.kind}", "dim"))
    if len(verdict.swaps) > _SWAPS:
        yield (Span(f"    and {len(verdict.swaps) - _SWAPS} more", "dim"),)
    where = f", word {verdict.place + 1}" if verdict.place >= 0 else ""
    told = [f"original: {one_line(verdict.original)}{where}"] if verdict.original else []
    told += [f"people graded it {verdict.recorded}"] if verdict.recorded and verdict.recorded != verdict.found else []
    told += [f"rule: {verdict.rule}"] if verdict.rule else []
    if told:
        yield (Span(f"    {'; '.join(told)}", "dim"),)


def short(text: str) -> str:
    """At most eight words of a text, on one line."""
    shown = one_line(text).split()
    return cut(" ".join(shown[:_WORDS]), 120) + (" …" if len(shown) > _WORDS else "")


def as_data(found: Sequence[Verdict]) -> dict[str, Any]:
    """Everything as plain data, quotations and swaps at eight words."""
    return {
        "schema": SCHEMA,
        "total": len(found),
        "counts": dict(sorted(Counter(verdict.found for verdict in found).items())),
        "verdicts": [_plain(verdict) for verdict in found],
    }


def _plain(verdict: Verdict) -> dict[str, Any]:
    return {
        "kind": verdict.kind,
        "subject": verdict.subject,
        "original": verdict.original or None,
        "found": verdict.found,
        "rule": verdict.rule or None,
        "text": short(verdict.text) or None,
        "swaps": [{"given": short(s.given), "original": short(s.original), "kind": s.kind} for s in verdict.swaps],
        "word": verdict.place + 1 if verdict.place >= 0 else None,
        "share": verdict.share,
        "recorded": verdict.recorded or None,
        "why": verdict.why or None,
    }
