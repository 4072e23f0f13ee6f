"""What the edit of one passage amounts to: a change of meaning, or of spelling, names and numbers only."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from labledger.archive.lexicon import word_set
from labledger.archive.plain import WORD, words_in
from labledger.archive.spelling import american
from labledger.text.redline import redline

_LEVEL = r"(?:[A-Za-z]\.)?\d{1,3}(?:\.(?:\d{1,3}|[a-z]))+[.)]?|(?:[A-Za-z]\.)?\d{1,3}[.)]"
_NUMBER = re.compile(rf"\s*(?:section\s+|article\s+)?\(?(?:{_LEVEL}|(?:[a-z]|[ivx]{{1,5}}|[A-Z])[.)])(?=\s|[A-Z])\s*")
"""The number or letter before a clause."""
_INNER = re.compile(rf"(?:{_LEVEL}|\(?[a-z]\)|\(?[ivx]{{1,5}}\))?[\s.)]*")
_COUNT = re.compile(r"[\s(]*(?:[A-Za-z]\.)?(?:\d{1,3}\.?)*(?:[a-z]\)?|[ivx]+\)?)?[\s.)]*")
_MASKED = re.compile(r"\[\s*email\s+protected\s*\]|\[\s*e-?mail geschützt\s*\]", re.IGNORECASE)
_MAILBOX = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
"""A mail box, and what a site shows machines instead of one."""
_REVERSING = ("in", "un", "im", "ir", "il", "non", "dis", "de", "mis", "anti")
_NAME_WORDS = 4


def weigh(old: str, new: str, kind: str = "plain") -> str:
    """What the edit of one passage into another amounts to: see `edits.Edit`."""
    bare_old, bare_new = _NUMBER.sub("", old, count=1), _NUMBER.sub("", new, count=1)
    if (len(bare_old) == len(old)) != (len(bare_new) == len(new)):
        # A number that comes or goes before a passage is how the page was read; one that changes is content.
        return "numbering" if _words(bare_old) == _words(bare_new) else weigh(bare_old, bare_new, kind)
    before, after, begun = _trimmed(old, new)
    spans = [(span.kind, span.text) for span in redline(before, after)]
    swaps = [(cut, put, first and not begun) for cut, put, first in _swaps(spans)]
    if all(american_words(cut) == american_words(put) for cut, put, _ in swaps):
        return "locale"
    if _MASKED.search(old) or _MASKED.search(new):
        shown_old, shown_new = (_MAILBOX.sub("", _MASKED.sub("", side)) for side in (old, new))
        return "masked" if _words(shown_old) == _words(shown_new) else weigh(shown_old, shown_new, kind)
    if all(_is_clause_number(*swap) for swap in swaps):
        return "number" if any(cut and put for cut, put, _ in swaps) else "numbering"
    if kind in ("heading", "contents"):
        return "title" if kind == "heading" else "contents"
    if all(_is_spelling(cut, put) for cut, put, _ in swaps):
        return "spelling"
    if all(_is_name(cut, put) for cut, put, _ in swaps):
        return "name"
    return "substantive"


def bare_words(text: str) -> list[str]:
    """The words of a text without the number before it."""
    return _words(_NUMBER.sub("", text, count=1))


def _words(text: str) -> list[str]:
    return words_in(text.lower())


def american_words(text: str) -> list[str]:
    """The words of a text, each as it is spelled in America."""
    return [american(word) for word in _words(text)]


def _trimmed(old: str, new: str) -> tuple[str, str, bool]:
    """Both texts without the words they begin and end with alike, but for one; whether words were left out before."""
    before, after = old.split(), new.split()
    most = min(len(before), len(after))
    start = next((at for at in range(most) if before[at] != after[at]), most)
    end = next((at for at in range(most - start) if before[-1 - at] != after[-1 - at]), most - start)
    start, end = max(0, start - 1), max(0, end - 1)
    return " ".join(before[start : len(before) - end]), " ".join(after[start : len(after) - end]), start > 0


def _swaps(spans: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str, bool]]:
    """What was cut, what was put in its place, and whether it stands at the very start; spaces and signs left out."""
    cut = put = ""
    first = begun = True
    for kind, text in (*spans, ("keep", "")):
        if kind == "delete":
            cut += text
        elif kind == "insert":
            put += text
        else:
            if WORD.findall(cut.lower()) != WORD.findall(put.lower()):
                yield cut.strip(), put.strip(), first
            cut = put = ""
            begun = begun and not WORD.search(text)
            first = begun


def _is_clause_number(cut: str, put: str, first: bool) -> bool:
    if not cut or not put:
        return bool(_INNER.fullmatch(cut or put))
    return first and bool(_COUNT.fullmatch(cut) and _COUNT.fullmatch(put))


def _is_spelling(cut: str, put: str) -> bool:
    """Whether only letters within words were mended, or words that carry nothing were set right."""
    before, after = WORD.findall(cut.lower()), WORD.findall(put.lower())
    weighty = word_set("operative", "words")
    if any(word in weighty or word[:1].isdigit() for word in (*before, *after)):
        # Of a word that binds, only its doubling may go.
        return False
    slight = word_set("operative", "slight")
    left, right = [w for w in before if w not in slight], [w for w in after if w not in slight]
    if "".join(left) == "".join(right):
        return True
    return len(left) == len(right) and all(_near(one, other) for one, other in zip(left, right, strict=True))


def _near(one: str, other: str) -> bool:
    """Whether two words are one word spelled in two ways: one or two letters apart, by their length."""
    if one == other:
        return True
    longer, shorter = sorted((one, other), key=len, reverse=True)
    if any(longer == prefix + shorter for prefix in _REVERSING):
        return False
    most = 1 if len(shorter) < 7 else 2
    if min(len(one), len(other)) < 4 or abs(len(one) - len(other)) > most or not (one + other).isalpha():
        return False
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one, 1):
        before, row[0] = row[0], at
        for index, sign in enumerate(other, 1):
            before, row[index] = row[index], min(row[index] + 1, row[index - 1] + 1, before + (letter != sign))
    return row[-1] <= most


def _is_name(cut: str, put: str) -> bool:
    """Whether one name took the place of another: capitals on both sides, few words, no figures."""
    before, after = WORD.findall(cut), WORD.findall(put)
    return all(
        0 < len(side) <= _NAME_WORDS
        and side[0][:1].isupper()
        and not any(
            word.lower() in word_set("operative", "words") or word.isupper() or word[0].isdigit() for word in side
        )
        for side in (before, after)
    )
