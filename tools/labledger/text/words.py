"""The words of a text as they count when two texts are compared."""

from __future__ import annotations

import re

from labledger.text.normalise import normalise

CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_INSIDE = re.compile(r"(?<=[^\W\d_])[-'](?=[^\W\d_])")
_WORD = re.compile(rf"[{CJK}]|\d+(?:[.,^]\d+)*|[^\W\d_{CJK}]+", re.UNICODE)


def words(text: str) -> list[str]:
    """Words and numbers of a text in order, case folded, without hyphens and apostrophes inside.

    "Third-party", "third-\\nparty" and "thirdparty" are one and the same word; a Chinese or Japanese sign is one word.
    """
    return _WORD.findall(_INSIDE.sub("", normalise(text)).casefold())
