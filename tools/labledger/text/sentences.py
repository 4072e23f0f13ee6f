"""Sentences of a text, with the library that knows abbreviations, sections and versions."""

from __future__ import annotations

from collections.abc import Iterator


def sentences(text: str) -> Iterator[str]:
    """Each sentence of a text in order, without the white space around it."""
    import nupunkt

    for paragraph in text.split("\n"):
        yield from (found.strip() for found in nupunkt.sent_tokenize(paragraph) if found.strip())
