"""Whether a text is English, told from its script and its share of function words."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

from labledger.text.lists import listed
from labledger.text.words import words

_LEAST = 8
"""Words under which nothing is said."""
_LATIN = 0.7
"""Share of letters that must be Latin."""
_ENGLISH = 0.2
_LISTED = 0.08
"""Share of function words above which running text is English, and below which it is not; lists lie between."""
_SAMPLE = 200_000
"""Characters that are looked at: more would not change the answer."""
_LETTER = re.compile(r"[^\W\d_]")


def is_english(text: str) -> bool | None:
    """Whether a text is English: True, False, or None where it is too short or too bare of sentences to say.

    Script comes first: Arabic, Hebrew, Chinese, Cyrillic and the like are not English however short, from eight letters
    on. Latin script is told by function words, English against those of other languages.
    """
    sample = text[:_SAMPLE]
    letters = Counter({sign: count for sign, count in Counter(sample).items() if _LETTER.match(sign)})
    if letters.total() < _LEAST:
        return None
    latin = sum(count for letter, count in letters.items() if _is_latin(letter))
    if latin < _LATIN * letters.total():
        return False
    return _by_words([_bare(word) for word in words(sample) if word[:1].isalpha()])


def _by_words(found: list[str]) -> bool | None:
    if len(found) < _LEAST:
        return None
    lists = listed("function-words")
    english = sum(word in lists["english"] for word in found) / len(found)
    foreign = sum(word in lists["foreign"] for word in found) / len(found)
    if foreign >= max(english, _LISTED):
        return False
    if english >= _ENGLISH:
        return True
    return None if english >= _LISTED or len(found) < 4 * _LEAST else False


def _is_latin(letter: str) -> bool:
    return letter.isascii() or unicodedata.name(letter, "").startswith(("LATIN", "FULLWIDTH LATIN"))


def _bare(word: str) -> str:
    """A word without accents."""
    if word.isascii():
        return word
    return "".join(char for char in unicodedata.normalize("NFD", word) if not unicodedata.combining(char))
