"""The words of a Markdown text without the markup inside its lines."""

from __future__ import annotations

import html
import re

_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_DEFINITION = re.compile(r"^[ ]{0,3}\[[^\[\]\n]+\]:[ \t]*\S+[^\n]*$", re.MULTILINE)
_FENCE = re.compile(r"^[ \t]*(?:```|~~~)[^\n]*$", re.MULTILINE)
_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*(?:\s+(?:\"[^\"\n]*\"|'[^'\n]*'))?\s*\)")
_REFERENCE = re.compile(r"!?\[([^\[\]\n]+)\]\[[^\[\]\n]*\]")
_FOOTNOTE = re.compile(r"\[\^[^\[\]\s]+\]")
_ADDRESS = re.compile(r"<((?:https?://|mailto:)[^<>\s]+)>")
_BREAK = re.compile(r"<(?:br|/p|/li|/tr|/div|/h[1-6])\s*/?>", re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z][\w-]*(?:\s[^<>]*)?/?>")
_CODE = re.compile(r"(?<!\\)`+")
_STARS = re.compile(r"(?<!\\)(?<!\d)\*+(?=\S)|(?<![\s\\])\*+(?!\d)|(?<![\s\\])\*{2,3}")
_SCORES = re.compile(r"(?<![\w\\])_{1,3}(?=[^\s_])|(?<=[^\s_\\])_{1,3}(?!\w)")
_STRUCK = re.compile(r"(?<!\\)~~")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|<>~\"'$&,:;=?@^/%])")
_NESTED = 3


def plain(markdown: str) -> str:
    """The text without emphasis, link targets, images' addresses, tags, comments, entities and escapes.

    Lines and the marks of headings, points and tables stay, so that `paragraphs` can read them afterwards.
    Text that is no Markdown comes back nearly as it is: stars, scores and tags that look like markup go.
    """
    text = _DEFINITION.sub("", _FENCE.sub("", _COMMENT.sub("", markdown)))
    for _ in range(_NESTED):
        # A picture inside a link is two links deep.
        text, count = _LINK.subn(r"\1", text)
        if not count:
            break
    text = _FOOTNOTE.sub("", _REFERENCE.sub(r"\1", text))
    text = _TAG.sub("", _BREAK.sub("\n", _ADDRESS.sub(r"\1", text)))
    lines = (_emphasis(line) for line in text.split("\n"))
    return html.unescape(_ESCAPE.sub(r"\1", "\n".join(lines)))


def _emphasis(line: str) -> str:
    """A line without stars, scores, ticks and strokes; the star of a list point and a rule of stars stay."""
    start = len(line) - len(line.lstrip())
    if line[start : start + 2] in ("* ", "*\t"):
        start += 2
    body = line[start:]
    if not body.strip("*_- \t"):
        return line
    return line[:start] + _CODE.sub("", _STRUCK.sub("", _SCORES.sub("", _STARS.sub("", body))))
