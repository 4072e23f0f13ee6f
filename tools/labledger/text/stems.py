"""The stem of an English word: one form for its inflections."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """The Snowball stem of a lower-case word; words that are not plain letters come back as they are."""
    return str(_stemmer().stemWord(word)) if word.isalpha() and word.isascii() else word


@cache
def _stemmer() -> Any:
    import snowballstemmer

    return snowballstemmer.stemmer("english")
