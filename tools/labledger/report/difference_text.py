"""The difference of two texts for a terminal and in Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from labledger.report.as_text import GLYPHS, WORDS, Line, Span
from labledger.report.difference import NOT_SEEN, counted, folded, heading, stated, verdict
from labledger.report.escape import cut, markdown, one_line

_MARKS = {"delete": ("[-", "-]", "weaken"), "insert": ("{+", "+}", "strengthen"), "keep": ("", "", "")}
_AROUND = 70


def as_lines(view: Mapping[str, Any]) -> Iterator[Line]:
    """The difference as lines of styled spans: `[-cut-]` and `{+put in+}`, kept passages folded into one line."""
    yield (Span(one_line(view["document"]), "title"), Span(f"  {one_line(heading(view))}", "dim"))
    yield (Span(f"class: {one_line(verdict(view))}", "unclear" if view["quiet"] else "strong"),)
    for part, old, new, still in stated(view):
        where = f" in {cut(one_line(part), 60)!r}" if part else ""
        said = f"stood still at {new}" if still else f"{old} to {new}" if old != new else new
        yield (Span(f"states{where}: {one_line(said)}"),)
    for tier in view["hidden"]:
        yield (Span(f"below the words, {tier['name']}: {tier['count']}", "dim"), *_sample(tier["samples"][0]))
    yield (Span(f"passages: {counted(view)}"),)
    for kind, passages in folded(view["passages"]):
        yield ()
        if kind == "kept":
            yield (Span(f"    … {len(passages)} kept …", "dim"),)
            continue
        for passage in passages:
            yield from _passage(passage)
    if view["not_known"]:
        yield ()
        yield (Span("not known", "title"), Span(f"  {NOT_SEEN}", "dim"))
        yield from ((Span(f"  {one_line(told)}"),) for told in view["not_known"])


def _sample(sample: Mapping[str, str]) -> Sequence[Span]:
    if not sample["old"] and not sample["new"]:
        return ()
    return (Span(f"; for example {cut(one_line(sample['old']), 60)!r} to {cut(one_line(sample['new']), 60)!r}", "dim"),)


def _passage(passage: Mapping[str, Any]) -> Iterator[Line]:
    labels = f"  {GLYPHS[passage['direction']]} {WORDS[passage['direction']]}" if passage["direction"] else ""
    told = f": {', '.join(passage['labels'])}" if passage["labels"] else ""
    yield (Span(f"{passage['state']}{_place(passage)}", "strong"), Span(f"{labels}{told}", passage["direction"]))
    yield (Span("    "), *_spans(passage))


def _place(passage: Mapping[str, Any]) -> str:
    if passage["state"].startswith("moved"):
        return f" (passage {passage['old_at']} to {passage['new_at']})"
    return f" (passage {passage['new_at'] or passage['old_at']})"


def _spans(passage: Mapping[str, Any]) -> Iterator[Span]:
    for span in passage["spans"]:
        before, after, style = _MARKS[span["kind"]]
        text = one_line(span["text"])
        if span["kind"] == "keep" and len(text) > 3 * _AROUND:
            text = f"{text[:_AROUND]} […] {text[-_AROUND:]}"
        yield Span(f"{before}{text}{after}", style)


def as_markdown(view: Mapping[str, Any]) -> str:
    """The difference in Markdown that shows every text as it is: no markup, link, mention or tag of it works."""
    return "\n".join(_markdown(view)) + "\n"


def _markdown(view: Mapping[str, Any]) -> Iterator[str]:
    yield f"# {markdown(view['document'])}"
    yield f"\n{markdown(heading(view))}\n"
    yield f"- class: **{markdown(verdict(view))}**"
    for part, old, new, still in stated(view):
        where = f" in “{markdown(cut(part, 80))}”" if part else ""
        yield f"- states{where}: {markdown(old)} to {markdown(new)}{' (**stood still**)' if still else ''}"
    for tier in view["hidden"]:
        yield f"- below the words, {markdown(tier['name'])}: {tier['count']}"
    yield f"- passages: {markdown(counted(view))}"
    for kind, passages in folded(view["passages"]):
        if kind == "kept":
            yield f"\n_{len(passages)} kept_"
            continue
        for passage in passages:
            yield from _passage_in_markdown(passage)
    if view["not_known"]:
        yield f"\n## Not known\n\n{markdown(NOT_SEEN.capitalize())}.\n"
        yield from (f"- {markdown(told)}" for told in view["not_known"])


def _passage_in_markdown(passage: Mapping[str, Any]) -> Iterator[str]:
    said = f" · {GLYPHS[passage['direction']]} {WORDS[passage['direction']]}" if passage["direction"] else ""
    labels = f" · {', '.join(map(markdown, passage['labels']))}" if passage["labels"] else ""
    yield f"\n**{passage['state']}**{markdown(_place(passage))}{said}{labels}\n"
    yield "> " + "".join(_marked(span) for span in passage["spans"])


def _marked(span: Mapping[str, str]) -> str:
    """A span with tags that Markdown renders; inside them, text is Markdown still."""
    if span["kind"] == "keep":
        return markdown(span["text"])
    tag = "del" if span["kind"] == "delete" else "ins"
    # Signs stand beside the tags: where a renderer drops them, the two sides can still be told apart.
    signs = ("−", "−") if tag == "del" else ("+", "+")
    return f"<{tag}>{signs[0]}{markdown(span['text'])}{signs[1]}</{tag}>"
