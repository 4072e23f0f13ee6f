"""A stranger's text in a comment: it can render, notify, link and hide nothing, however it is made."""

from __future__ import annotations

import re

from labledger.report.escape import cut, markdown, one_line

_LONG = 30
"""Letters of one word, between spaces, slashes and hyphens, after which a table would be pushed out of sight."""
_WORD = re.compile(rf"[^\s/-]{{{_LONG + 1},}}")
_HASH = re.compile(r"(?i)\b([0-9a-f]{6})(?=[0-9a-f]{1,58}\b)")
_EMOJI = re.compile(r":(?=[\w+\\-]+:)")
_START = re.compile(r"\A(\d{0,9})([-+=.)])")
"""What would begin a list or a rule where a text stands at the start of a line."""
_SCHEME = re.compile(r"(?i)\A[a-z][a-z0-9+.-]*://")


def words(text: str, most: int) -> str:
    """Text of at most so many characters in which no word is so long that a table breaks, safe in Markdown."""
    plain = cut(_WORD.sub(lambda found: found[0][: _LONG - 4] + "[…]", one_line(text)), most)
    # Hashes of commits become links and names between colons pictures; a sign of no width keeps them text.
    return _START.sub(r"\1\\\2", _EMOJI.sub(":\u200b", _HASH.sub("\\1\u200b", markdown(plain))))


def cell(text: str, most: int) -> str:
    """The same for a cell of a table, never empty."""
    return words(text, most).strip() or "–"


def code(text: str, most: int) -> str:
    """Text to be copied, such as an address without its scheme: letter for letter, in a code span."""
    plain = one_line(_SCHEME.sub("", cut(text.strip(), most))).replace("`", "'").replace("|", "%7C").replace("\\", "/")
    return f"`{plain or '–'}`"
