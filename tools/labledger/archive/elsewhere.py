"""A passage looked for in other texts, word by word, before anyone says that it is gone or new."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from labledger.archive.plain import form

_TARGET = re.compile(r"\]\([^)\n]*\)")
_BETWEEN = re.compile(r"[^\w\n]+|_+")
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
    words = _words(passage).split()
    if len(words) < _LEAST:
        return None
    stretches = [" ".join(words[at : at + _RUN]) for at in range(0, len(words) - _RUN + 1, _RUN)]
    best: tuple[int, str, str] = (0, "", "")
    for name, data in texts:
        stream = _stream(data)
        at = stream.find(f" {' '.join(words)} ")
        if at >= 0:
            return Found(name, _line(data, stream.count("\n", 0, at)), exact=True)
        if len(stretches) >= _STRETCHES:
            hits = Counter(stream.count("\n", 0, at) for one in stretches if (at := stream.find(f" {one} ")) >= 0)
            place, count = max(hits.items(), key=lambda hit: (hit[1], -hit[0]), default=(0, 0))
            if count > best[0]:
                best = (count, name, _line(data, place))
    count, name, text = best
    return Found(name, text, exact=False) if count and count >= _SHARE * len(stretches) else None


def _words(text: str) -> str:
    return _BETWEEN.sub(" ", _TARGET.sub("]", text).lower().replace("’", "'"))


@lru_cache(maxsize=128)
def _stream(data: bytes) -> str:
    """The words of a text in lower case, line by line, each with a space on either side."""
    return " " + _words(data.decode("utf-8", "replace")).replace("\n", " \n ") + " "


def _line(data: bytes, place: int) -> str:
    return form(data.decode("utf-8", "replace").split("\n")[place]).text
