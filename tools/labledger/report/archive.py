"""Changes of a text archive for reading, as lines of styled spans, and as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from labledger.archive.absence import Absence
from labledger.archive.statistics import by_class, shares
from labledger.report.as_text import Line, Span
from labledger.report.escape import csv_cell, cut, one_line
from labledger.text.redline import redline

COLUMNS = ("document", "old_commit", "new_commit", "date", "class", "quiet", "labels", "subject", "reasons", "returns")
_PAGE = frozenset(("contents", "echo", "label", "locale", "masked", "navigation", "notice", "numbering"))
_SHOWN = 6
_WIDTH = 400
_AROUND = 60
_MOST = 12


def change_lines(row: Mapping[str, Any]) -> Iterator[Line]:
    """One change: its day, document and class, what stood still, and a redline of the passages that bear on meaning."""
    style = "unclear" if row["quiet"] else "strong"
    quiet = " (quiet)" if row["quiet"] else ""
    reasons = f"  {', '.join(map(str, row['reasons']))}" if row["reasons"] else ""
    yield (
        Span(f"{row['date']}  "), Span(one_line(row["document"]), "title"), Span(f"  {row['class']}{quiet}", style),
        Span(f"  {(row['old_commit'] or '')[:10]}..{row['new_commit'][:10]}{one_line(reasons)}", "dim"),
    )  # fmt: skip
    for part in row["still"]:
        where = f" in {cut(one_line(part['part']), 60)!r}" if part["part"] else ""
        yield (Span(f"    stood still{where}: "), Span(one_line(", ".join(part["new"])), "strong"))
    if row["labels"]:
        yield (Span(f"    labels: {', '.join(row['labels'])}"),)
    yield from _passage_lines(row)


def _passage_lines(row: Mapping[str, Any]) -> Iterator[Line]:
    """What was done to passages: as clauses with what they were read as, where there are some."""
    passages = [passage for passage in row["passages"] if passage["weight"] not in _PAGE]
    shown = row["clauses"][:_SHOWN] or passages[:_SHOWN]
    for one in shown:
        read = ", ".join((*filter(None, [one.get("direction")]), *one.get("labels", ()))) or one.get("note", "")
        where = f" ({one['elsewhere']})" if one.get("elsewhere") else ""
        yield (
            Span(f"    {one['state'] if 'state' in one else one['kind']}{one_line(where)}: ", "dim"),
            *_redline(one["old"] or "", one["new"] or ""),
            *((Span(f"  [{one_line(read)}]", "dim"),) if read else ()),
        )
    total = max(sum(row["edits"].values()), len(row["clauses"]))
    if shown and total > len(shown):
        left = row["left_out"].get("labels", 0) + row["left_out"].get("passages", 0)
        unread = f", {left} of them not labelled" if left else ""
        yield (Span(f"    and {total - len(shown)} more{unread}", "dim"),)


def _redline(old: str, new: str) -> Iterator[Span]:
    """The words cut and put in, each marked by signs as well as by colour, with some of what stands around them."""
    marks = {"delete": ("[-", "-]", "weaken"), "insert": ("{+", "+}", "strengthen")}
    length = 0
    for span in redline(old, new):
        if length > _WIDTH:
            yield Span(" […]", "dim")
            return
        text = one_line(span.text)
        if span.kind == "keep":
            text = text if len(text) <= 2 * _AROUND else f"{text[:_AROUND]} […] {text[-_AROUND:]}"
            yield Span(text)
        else:
            before, after, style = marks[span.kind]
            text = cut(text, _WIDTH)
            yield Span(f"{before}{text}{after}", style)
        length += len(text)


def absence_lines(found: Sequence[Absence]) -> Iterator[Line]:
    """What the archive does not know."""
    if not found:
        return
    yield ()
    yield (Span("not known", "title"), Span("  silence is not sameness", "dim"))
    for absence in found[:_MOST]:
        yield (Span(f"  {one_line(str(absence))}"),)
    if len(found) > _MOST:
        yield (Span(f"  and {len(found) - _MOST} more; all in --format json", "dim"),)


def stats_lines(rows: Sequence[dict[str, Any]]) -> Iterator[Line]:
    """Counts by class, and shares with their intervals."""
    yield (Span(f"{len(rows)} recorded changes of {len({row['document'] for row in rows})} documents", "title"),)
    for name, count in by_class(rows).items():
        yield (Span(f"  {count:>6}  {name}"),)
    yield ()
    for share in shares(rows):
        low, high = share.interval
        percent = f"{100 * share.count / share.total:.0f}%" if share.total else "-"
        yield (
            Span(f"  {percent:>4}", "strong"),
            Span(f"  {share.what}: {share.count} of {share.total} (95% interval {100 * low:.0f} to {100 * high:.0f}%)"),
        )
    yield (Span(f"  {sum(row['quiet'] for row in rows)} quiet alterations in all"),)


def as_csv(rows: Iterable[Mapping[str, Any]]) -> str:
    """A header and a row for each change; cells are made harmless for spreadsheets."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow([csv_cell(_cell(row[name])) for name in COLUMNS])
    return out.getvalue()


def _cell(value: Any) -> str:
    if isinstance(value, list):
        return " ".join(map(str, value))
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
