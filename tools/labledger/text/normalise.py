"""One typography for all texts, so that glyphs, line breaks and spaces never count as words changed."""

from __future__ import annotations

import re
import unicodedata

_GLYPHS = str.maketrans({
    "‘": "'", "’": "'", "‚": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"',
    "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "―": "-", "−": "-", "…": "...", "•": "\n", "●": "\n",
})  # fmt: skip
_BROKEN = re.compile(r"(?<=[a-z])- (?=[a-z]{2,}\b)(?!and\b|or\b|to\b)")
_HIDDEN = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def normalise(text: str) -> str:
    """The text with plain quotes and dashes, single spaces, no hidden characters and no words broken by a hyphen."""
    plain = unicodedata.normalize("NFKC", _HIDDEN.sub("", text.translate(_GLYPHS)))
    visible = "".join(char if char.isprintable() or char.isspace() else " " for char in plain)
    return _BROKEN.sub("", " ".join(visible.split()))
