"""A line of Markdown taken apart: its words, its links, its markup and what it states about the document."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from functools import cache

from labledger.archive.calendar import canonical
from labledger.archive.lexicon import word_set, words
from labledger.archive.links import real_target
from labledger.archive.stated import Stamp, stamps
from labledger.text.normalise import even

_RULE = re.compile(r"[\s=\-*_|:+~#>\\]*\Z")
_MARKER = re.compile(r"\s*(?:(?:>|[*+•·-](?=\s|•)|•|\d{1,3}[.)](?=\s)|[a-z][.)](?=\s{2}))\s*)+")
_HEADING = re.compile(r"\s*(#{1,6})\s")
_IMAGE = re.compile(r"!\[[^\]]*\]\((?:[^()]|\([^()]*\))*\)")
_LINK = re.compile(r"\[((?:[^\[\]]|\[[^\[\]]*\])*)\]\(\s*<?((?:[^()\s>]|\([^()\s]*\))*)>?(?:\s+[\"'][^)]*)?\)")
_ADDRESS = re.compile(r"<?\bhttps?://[^\s<>)\]\"]+>?")
_TAG = re.compile(r"</?[A-Za-z!][^<>]{0,300}>")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|~<>&$'\"])")
_STYLE = re.compile(r"\*+|__+|mailto:|(?<!\w)_+|_+(?!\w)|~~|`+")
_QUOTES = (("’", "'"), ("‘", "'"), ("“", '"'), ("”", '"'), ("–", "-"), ("\u00a0", " "))
_PLAIN = re.compile(r"[a-z0-9]+(?:(?:[.,:](?=\d)|['@/&]|\.(?=[a-z]))[a-z0-9]+)*|[$%]")
_YEAR = re.compile(r"(?:19|20)\d\d")
_CJK = "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
WORD = re.compile(rf"[{_CJK}]|[^\W_{_CJK}]+(?:(?:[.,:](?=\d)|['@/&]|\.(?=[a-z])|@)[^\W_{_CJK}]+)*|[$€£¥₹%§]")
"""A word: letters and digits with what joins them (1,000; 8.3; and/or; a@b.org), one sign of a script without spaces,
or a sign that counts (currencies, per cent, section)."""


@dataclass(frozen=True, slots=True)
class Form:
    """One line, taken apart. Equal keys mean equal words."""

    text: str
    """What a reader sees, in one typography; without images and phrases of the page's interface."""
    key: str
    """Its words in lower case, dates in one form, joined by spaces. Empty: nothing to read. Dates of stamps are out."""
    targets: tuple[str, ...] = ()
    """Where its links really lead."""
    stamps: tuple[Stamp, ...] = ()
    """What it states about the document."""
    kind: str = "plain"
    """`plain`, `item` (of a list), `row` (of a table), `heading`, `contents` (links within the page only), or `button`
    (a phrase of the page's interface, which is not in the text)."""
    linked: int = 0
    """Characters that stand in links."""
    glued: bool = False
    """Whether links or images touch each other, as in menus."""


NOTHING = Form("", "")


def form(line: str) -> Form:
    """Take one line apart. Any string is allowed."""
    if _RULE.match(line):
        return NOTHING
    kind = _kind(line)
    body = line if kind != "item" else _MARKER.sub("", line, count=1)
    glued = "](" in body and (")[" in body or "![" in body)
    text = _IMAGE.sub(" ", body) if "![" in body else body
    targets, linked = [], 0
    for found in _LINK.finditer(text) if "](" in text else ():
        targets.append(found[2])
        linked += len(found[1])
    text = _seen(_LINK.sub(_link_text, text) if targets else text, targets)
    read, text = text, _without_interface(text)
    inner = bool(targets) and all(target.startswith("#") for target in targets)
    if inner and linked and len(re.sub(r"\W+", "", text)) <= linked:
        kind = "contents"
    if read and not text:
        kind = "button"
    real = tuple(target for target in map(real_target, targets) if target)
    stated = stamps(text)
    return Form(text, _key(text, stated), real, stated, kind, linked, glued)


def words_in(lowered: str) -> list[str]:
    """The words of a text in lower case: see `WORD`."""
    return (_PLAIN if lowered.isascii() else WORD).findall(lowered)


def _kind(line: str) -> str:
    if _HEADING.match(line):
        return "heading"
    if line.lstrip().startswith("|"):
        return "row"
    marker = _MARKER.match(line)
    return "item" if marker and marker[0].strip() else "plain"


def _link_text(found: re.Match[str]) -> str:
    # A link that shows its own address says nothing beyond the address.
    return " " if found[1].startswith(("http://", "https://", "www.")) else found[1]


def _seen(text: str, targets: list[str]) -> str:
    """The text without markup; addresses written out go to the targets."""
    if "://" in text:
        targets.extend(found.strip("<>.,;") for found in _ADDRESS.findall(text))
        text = _ADDRESS.sub(" ", text)
    if "<" in text:
        text = _TAG.sub(" ", text)
    if "&" in text:
        text = html.unescape(text)
    if "*" in text or "_" in text or "`" in text or "~~" in text or "mailto:" in text:
        text = _STYLE.sub("", text.replace("\\_", "\x00").replace("\\*", "\x01"))
        text = text.replace("\x00", "_").replace("\x01", "*")
    if "\\" in text:
        text = _ESCAPE.sub(r"\1", text)
    return " ".join(_evened(text.replace("|", " ")).split()).lstrip("#> •").strip()


def _evened(text: str) -> str:
    """The text in one typography. Plain letters need no evening out, and most lines hold quotes beside them at most."""
    if not text.isascii():
        for glyph, plain in _QUOTES:
            text = text.replace(glyph, plain)
    return text if text.isascii() else even(text)


def _without_interface(text: str) -> str:
    """The text without phrases that belong to the page and not to the document."""
    lowered = text.lower()
    if any(map(lowered.__contains__, words("interface")["anywhere"])):
        text = " ".join(_anywhere().sub(" ", text).split())
    return "" if len(text) < 90 and is_interface(text) else text


def is_interface(text: str) -> bool:
    """Whether a text is made of labels of the page's interface and nothing else."""
    left = text.strip(" ?!.:|/").lower()
    if left in word_set("interface", "alone"):
        return True
    for label in _labels():
        if label in left:
            left = left.replace(label, " ")
    return not left.strip(" ?!.:|/")


@cache
def _labels() -> tuple[str, ...]:
    """Labels of two words and more, the longest first: several may be glued into one line."""
    return tuple(sorted((label for label in words("interface")["alone"] if " " in label), key=len, reverse=True))


@cache
def _anywhere() -> re.Pattern[str]:
    phrases = "|".join(map(re.escape, words("interface")["anywhere"]))
    return re.compile(rf"\(?(?:{phrases})\)?", re.IGNORECASE)


def _key(text: str, stated: tuple[Stamp, ...]) -> str:
    if not text:
        return ""
    if stated and len(text) < 200:
        return "stated " + " ".join(sorted({stamp.kind for stamp in stated} | set()))
    if _YEAR.search(text):
        text = canonical(text)
    return " ".join(words_in(text.lower()))
