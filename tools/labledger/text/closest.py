"""The nearest known words to one that is not known: "did you mean"."""

from __future__ import annotations

from collections.abc import Iterable

_CUTOFF = 70.0


def closest(word: str, known: Iterable[str], most: int = 3) -> list[str]:
    """Up to `most` known words that look like `word`, nearest first; ties in alphabetical order."""
    from rapidfuzz import fuzz, process

    found = process.extract(word, sorted(set(known)), scorer=fuzz.WRatio, limit=most * 4, score_cutoff=_CUTOFF)
    ranked = sorted(found, key=lambda match: (-match[1], match[0]))
    return [match[0] for match in ranked[:most]]


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A hint that names the nearest known words, or an empty text."""
    near = closest(word, known)
    return f"did you mean {' or '.join(near)}?" if near else ""


def alike(one: str, other: str) -> float:
    """How alike two words or phrases are spelled, 0 to 100."""
    from rapidfuzz import fuzz

    return float(fuzz.ratio(one, other))
