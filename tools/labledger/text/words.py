"""The words of a text as they count when two texts are compared."""

from __future__ import annotations

import re

from labledger.text.normalise import normalise

CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_INSIDE = re.compile(r"(?<=[^\W\d_])[-'](?=[^\W\d_])")
_WORD = re.compile(rf"[{CJK}]|\d+(?:[.,^]\d+)*|[^\W\d_{CJK}]+", re.UNICODE)
_PLAIN = re.compile(r"\d+(?:[.,^]\d+)*|[a-z]+")
"""The same for plain letters in lower case; it is faster."""


def words(text: str) -> list[str]:
    """Words and numbers of a text in order, case folded, without hyphens and apostrophes inside.

    "Third-party", "third-\\nparty" and "thirdparty" are one and the same word; a Chinese or Japanese sign is one word.
    """
    return words_of(normalise(text))


def words_of(evened: str) -> list[str]:
    """The same of a text that was normalised already."""
    if "-" in evened or "'" in evened:
        evened = _INSIDE.sub("", evened)
    folded = evened.casefold()
    return (_PLAIN if folded.isascii() else _WORD).findall(folded)
