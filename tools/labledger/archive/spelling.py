"""British and American spelling of one word, and other signs that a page was served for another place."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache

from labledger.archive.lexicon import words

_RULES = (
    (re.compile(r"(?<=\w{3})is(e|ed|es|er|ers|ing|ation|ations|ational)\Z"), r"iz\1"),
    (re.compile(r"(?<=\w{3})our(s|ed|ing|able|ably|al|ful|ite|ites)?\Z"), r"or\1"),
)
_TAG = re.compile(r"[/=]([a-z]{2})[-_]([a-z]{2})(?=[/&?#)\s\"]|\Z)", re.IGNORECASE)


@lru_cache(maxsize=50_000)
def american(word: str) -> str:
    """A word, in lower case, as it is spelled in America; other words as they are."""
    found = _pairs().get(word)
    if found is not None:
        return found
    for pattern, spelled in _RULES:
        word = pattern.sub(spelled, word)
    return word


def places(lines: Iterable[str]) -> frozenset[str]:
    """The tags of language and country, such as `en-gb`, in the addresses of lines."""
    text = "\n".join(line for line in lines if "/" in line or "=" in line)
    return frozenset(f"{one}-{other}".lower() for one, other in _TAG.findall(text))


@cache
def _pairs() -> dict[str, str]:
    return dict(pair.split() for pair in words("spelling")["pairs"])
