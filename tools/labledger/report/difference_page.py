"""The difference of two texts as one page of HTML: nothing is loaded, nothing runs, and it reads without colour."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Any

from labledger.report.as_text import GLYPHS, WORDS
from labledger.report.difference import NOT_SEEN, counted, folded, heading, stated, verdict
from labledger.report.escape import cut, one_line, visible

_STYLE = """
:root { color-scheme: light dark; --cut: #8a1c1c; --cut-back: #fde8e8; --put: #14532d; --put-back: #e3f6e8;
  --line: #8884; --quiet: #7a4d00 }
@media (prefers-color-scheme: dark) { :root { --cut: #ffb3b3; --cut-back: #4a1515; --put: #a5e8b8; --put-back: #12361f;
  --quiet: #ffcf7a } }
body { font: 1rem/1.6 system-ui, sans-serif; max-width: 52rem; margin: 0 auto; padding: 1rem; overflow-wrap: anywhere }
h1 { font-size: 1.4rem; line-height: 1.3 } h2 { font-size: 1.1rem; margin-top: 2rem }
dl { display: grid; grid-template-columns: minmax(6rem, max-content) 1fr; gap: .2rem 1rem } dt { font-weight: 600 }
dd { margin: 0 } article { border-left: .25rem solid var(--line); padding-left: .8rem; margin: 1.2rem 0 }
article h3 { font-size: .9rem; margin: 0 } article p { margin: .3rem 0 } .said { font-size: .9rem }
del { color: var(--cut); background: var(--cut-back); text-decoration: line-through }
ins { color: var(--put); background: var(--put-back); text-decoration: underline }
.quiet { color: var(--quiet); font-weight: 600 } details { margin: .8rem 0 } summary { cursor: pointer }
.words { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap }
@media (max-width: 26rem) { dl { grid-template-columns: 1fr } }
@media (forced-colors: active) { del, ins { border: 1px solid } }
@media print { body { max-width: none } article { break-inside: avoid } }
"""
_WORDS = {"delete": ("cut: ", " end of cut"), "insert": ("put in: ", " end of put in")}
_TAGS = {"delete": "del", "insert": "ins"}


def as_page(view: Mapping[str, Any]) -> str:
    """One page: what was compared, what the tiers hid, every passage in reading order, and what is not known."""
    return "".join(_page(view))


def _page(view: Mapping[str, Any]) -> Iterator[str]:
    digest = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
    title = f"{one_line(view['document'])}: {heading(view)}"
    yield '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
    yield f"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-{digest}'\">\n"
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    yield '<meta name="referrer" content="no-referrer">\n'
    yield f"<title>{_safe(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n"
    yield f"<h1>{_safe(view['document'])}</h1>\n"
    yield from _facts(view)
    yield "<h2>Passages</h2>\n"
    for kind, passages in folded(view["passages"]):
        if kind == "kept":
            yield from _kept(passages)
        else:
            yield from map(_passage, passages)
    yield from _hidden(view)
    if view["not_known"]:
        yield f"<h2>Not known</h2>\n<p>{_safe(NOT_SEEN.capitalize())}.</p>\n<ul>\n"
        yield from (f"<li>{_safe(told)}</li>\n" for told in view["not_known"])
        yield "</ul>\n"
    yield "</main>\n</body>\n</html>\n"


def _facts(view: Mapping[str, Any]) -> Iterator[str]:
    style = ' class="quiet"' if view["quiet"] else ""
    yield f"<dl>\n<dt>Compared</dt><dd>{_safe(heading(view))}</dd>\n"
    yield f"<dt>Class</dt><dd{style}>{_safe(verdict(view))}</dd>\n"
    for part, old, new, still in stated(view):
        where = f" in “{cut(one_line(part), 80)}”" if part else ""
        told = f"{old} to {new}" if old != new else new
        yield f"<dt>States{_safe(where)}</dt><dd>{_safe(told)}{', stood still' if still else ''}</dd>\n"
    if view["labels"]:
        yield f"<dt>Labels</dt><dd>{_safe(', '.join(view['labels']))}</dd>\n"
    yield f"<dt>Passages</dt><dd>{_safe(counted(view))}</dd>\n</dl>\n"


def _kept(passages: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    yield f"<details>\n<summary>{len(passages)} kept</summary>\n"
    yield from (f"<p>{_safe(passage['new'])}</p>\n" for passage in passages)
    yield "</details>\n"


def _passage(passage: Mapping[str, Any]) -> str:
    place = f"passage {passage['new_at'] or passage['old_at']}"
    if passage["state"].startswith("moved"):
        place = f"passage {passage['old_at']} to {passage['new_at']}"
    said = ""
    if passage["direction"]:
        labels = f": {', '.join(passage['labels'])}" if passage["labels"] else ""
        glyph = f'<span aria-hidden="true">{GLYPHS[passage["direction"]]}</span>'
        said = f'<p class="said">{glyph} {_safe(WORDS[passage["direction"]] + labels)}</p>\n'
    text = "".join(map(_span, passage["spans"]))
    return f"<article>\n<h3>{_safe(passage['state'])}, {place}</h3>\n{said}<p>{text}</p>\n</article>\n"


def _span(span: Mapping[str, str]) -> str:
    """A span; edits carry words that are read aloud, because few screen readers tell of `del` and `ins`."""
    if span["kind"] == "keep":
        return _safe(span["text"])
    tag = _TAGS[span["kind"]]
    before, after = (f'<span class="words">{words}</span>' for words in _WORDS[span["kind"]])
    return f"<{tag}>{before}{_safe(span['text'])}{after}</{tag}>"


def _hidden(view: Mapping[str, Any]) -> Iterator[str]:
    if not view["hidden"]:
        return
    yield "<h2>Below the words</h2>\n"
    for tier in view["hidden"]:
        yield f"<details>\n<summary>{_safe(tier['name'])}: {tier['count']}</summary>\n"
        for sample in tier["samples"]:
            if sample["old"] or sample["new"]:
                yield f"<p>{_span({'kind': 'delete', 'text': sample['old']})} "
                yield f"{_span({'kind': 'insert', 'text': sample['new']})}</p>\n"
        yield "</details>\n"


def _safe(text: str) -> str:
    """Text that a page shows as it is; control and direction characters are written out."""
    return escape(visible(text.replace("\n", " ")), quote=True)
