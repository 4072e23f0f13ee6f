"""A passage looked for in other texts, word by word, before anyone says that it is gone or new."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from labledger.archive.plain import form

_TARGET = re.compile(rb"\]\([^)\n]*\)")
_LINE = b"\x01"
"""Stands for the end of a line in a text of words."""
_SIGNS = bytes.maketrans(
    bytes(range(128)), bytes(sign if chr(sign).isalnum() else _LINE[0] if sign == 10 else 32 for sign in range(128))
)
_GLYPHS = tuple(sign.encode() for sign in "’‘“”–—…•®™\u00a0\u2009\u200b")
_LEAST = 5
"""Words under which a passage is too short to be known again."""
_RUN = 6
"""Words of each stretch by which an altered passage is known again."""
_STRETCHES = 3
"""Least number of stretches of a passage that may be known again though it was altered."""
_SHARE = 0.6
"""Least share of them that must stand in one line."""


@dataclass(frozen=True, slots=True)
class Found:
    """Where a passage stands: the name of the text, the line as a reader sees it, and whether it is word for word."""

    name: str
    text: str
    exact: bool


def find(passage: str, texts: Iterable[tuple[str, bytes]]) -> Found | None:
    """The first text that holds a passage word for word, else the line that holds most of it; None for neither."""
    words = _words(passage.encode("utf-8", "replace")).split()
    if len(words) < _LEAST:
        return None
    stretches = [b" ".join(words[at : at + _RUN]) for at in range(0, len(words) - _RUN + 1, _RUN)]
    best: tuple[int, str, str] = (0, "", "")
    for name, data in texts:
        stream = _stream(data)
        at = stream.find(b" %b " % b" ".join(words))
        if at >= 0:
            return Found(name, _line(data, stream.count(_LINE, 0, at)), exact=True)
        if len(stretches) >= _STRETCHES:
            hits = Counter(stream.count(_LINE, 0, at) for one in stretches if (at := stream.find(b" %b " % one)) >= 0)
            place, count = max(hits.items(), key=lambda hit: (hit[1], -hit[0]), default=(0, 0))
            if count > best[0]:
                best = (count, name, _line(data, place))
    count, name, text = best
    return Found(name, text, exact=False) if count and count >= _SHARE * len(stretches) else None


def _words(text: bytes) -> bytes:
    """The words of a text in lower case, one space between them; signs are left out, ends of lines stand as words."""
    if b"](" in text:
        text = _TARGET.sub(b"]", text)
    for glyph in _GLYPHS:
        text = text.replace(glyph, b" ")
    return b" ".join(text.lower().translate(_SIGNS).replace(_LINE, b" %b " % _LINE).split())


@lru_cache(maxsize=128)
def _stream(data: bytes) -> bytes:
    return b" %b " % _words(data)


def _line(data: bytes, place: int) -> str:
    return form(data.decode("utf-8", "replace").split("\n")[place]).text
