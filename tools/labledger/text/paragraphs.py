"""The blocks of a document: paragraphs, headings, list points, numbered points and table rows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from labledger.text.normalise import even, one_line

_RULE = re.compile(r"[-*_=~`|:+\s]+\Z")
_QUOTE = re.compile(r"(?:>[ \t]?)+")
_HEADING = re.compile(r"#{1,6}(?:\s+|\Z)")
_POINT = re.compile(r"(?:[-*+•](?=\s)|\[[ xX]\](?=\s))\s*")
_NUMBER = re.compile(r"(?:\d{1,2}[.)]|\(\d{1,3}\)|\([a-z]\)|[a-z]\)|\([ivx]{1,5}\)|[ivx]{1,5}\))\s+(?=\S)")
_GOES_ON = re.compile(r"(?:[-,]|\b(?:and|or|of|the|to|a|in|by|for|with|under|see))\Z", re.IGNORECASE)
_FIRST = re.compile(r"[\"'(\[]*([^\W_])")
_CLOSES = (".", ";", ":", "!", "?", ",", " and", " or", '"', "'", ")")
_WIDEST = 160
"""Characters; longer lines are not lines of a page but whole paragraphs."""
_SHORT = 0.6
"""Share of the widest line of a block under which a line ends its paragraph or is a heading."""


def paragraphs(text: str) -> Iterator[str]:
    """Each block of a document in order, in one typography and on one line; empty ones are left out.

    Blank lines, Markdown headings, list points, numbered points and table rows part blocks; their marks are left out,
    because a new number is not a new wording. Lines of a page that were wrapped are joined.
    `plain` takes emphasis, links and tags away first.
    """
    for block in _blocks(even(text).split("\n")):
        line = one_line(block)
        if line:
            yield line


def _blocks(lines: Iterable[str]) -> Iterator[str]:
    block: list[str] = []
    point = False
    for raw in lines:
        line = _QUOTE.sub("", raw.strip(), count=1).strip() if raw.lstrip().startswith(">") else raw.strip()
        alone, text = _alone(line)
        mark = None if alone else _mark(line, inside=bool(block) and not point and not block[-1].endswith(_CLOSES))
        if alone or mark is not None:
            yield from _unwrapped(block)
            block, point = [], mark is not None
        if alone and text:
            yield text
        elif mark is not None:
            block = [line[mark:]]
        elif not alone:
            block.append(line)
    yield from _unwrapped(block)


def _alone(line: str) -> tuple[bool, str]:
    """Whether a line is a block by itself (blank line, rule, heading, table row), and the text of that block."""
    if _RULE.match(line) or not line:
        return True, ""
    heading = _HEADING.match(line)
    if heading:
        return True, line[heading.end() :].rstrip("#")
    if line.startswith("|"):
        return True, " | ".join(cell for part in line.split("|") if (cell := _HEADING.sub("", part.strip())))
    return False, ""


def _mark(line: str, inside: bool) -> int | None:
    """Length of the mark of a list point that opens a block here; None if the line opens none.

    `inside` a sentence that goes on from the line above, a number is no mark.
    """
    point = _POINT.match(line)
    if point:
        number = _NUMBER.match(line, point.end())
        return number.end() if number else point.end()
    number = _NUMBER.match(line)
    return number.end() if number and not inside else None


def _unwrapped(lines: list[str]) -> Iterator[str]:
    """The paragraphs among lines that stand together: wrapped lines joined, headings and long lines by themselves."""
    width = max(map(len, lines), default=0)
    block: list[str] = []
    for line in lines:
        if block and _parts(block[-1], line, width):
            yield "\n".join(block)
            block = []
        block.append(line)
    if block:
        yield "\n".join(block)


def _parts(above: str, line: str, width: int) -> bool:
    """Whether a new paragraph begins between two lines."""
    first = _FIRST.match(line)
    if not first or first.group(1).islower() or _GOES_ON.search(above):
        return False
    return width > _WIDEST or len(above) < width * _SHORT
