"""One typography for all texts, so that glyphs, line breaks and spaces never count as words changed.

What is evened out: quotes, dashes, ellipses, ligatures and full-width forms (NFKC), spaces of all kinds, soft hyphens,
zero-width, bidi and control characters, lone surrogates, bullets, trademark signs, footnote marks set as superscripts,
and words that a line break cut in two. Powers stay readable: 10²⁶ becomes 10^26. Letter case is kept.
"""

from __future__ import annotations

import re
import unicodedata

from labledger.text.lists import listed

_MARKS = str.maketrans({
    "™": "", "℠": "", "®": "", "´": "'", "½": " 1/2", "¼": " 1/4", "¾": " 3/4", "⅓": " 1/3", "⅔": " 2/3", "\u00a0": " ",
})  # fmt: skip
_GLYPHS = str.maketrans({
    **dict.fromkeys("‘’‚‛‹›ʼ′", "'"), **dict.fromkeys("“”„‟«»″", '"'), **dict.fromkeys("‐‑‒–−⁃", "-"),
    **dict.fromkeys("—―⸺", " - "), "…": "...", "⁄": "/",
    **dict.fromkeys("●▪■◦‣∙\uf0b7\uf0a7\uf0d8", "•"),
    **dict.fromkeys("\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029", "\n"),
})  # fmt: skip
_MISREAD = {"â€™": "'", "â€˜": "'", "â€œ": '"', "â€\x9d": '"', "â€“": "-", "â€”": " - ", "â€¦": "...", "Â\u00a0": " "}
_HIDDEN = re.compile(
    "\u00ad[ \t]*\r?\n[ \t]*|[\u00ad\u034f\u061c\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\ufe00-\ufe0f\ufeff\ufff9-\ufffc\U000e0000-\U000e007f]"
)
_CONTROL = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ue000-\uf8ff\ufffd-\uffff\U000f0000-\U0010ffff]"
)
_ODD = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
"""What of plain letters and signs is evened out; most texts hold none of it."""
_RAISED = re.compile("[⁺⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+")
_DIGITS = str.maketrans("⁺⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "+-0123456789")
_UNIT = re.compile(r"(?:^|[\d\s(/])[kcm]?m$")
_LONG_DASH = re.compile(r"(?<=\w)(?:-{2,3}| -{2,3} )(?=\w)")
_BROKEN = re.compile(r"\b([A-Za-z]*[a-z])- (?=([a-z]{2,})\b)(?!(?:and|or|to|nor|but|than|versus|vs|through|as)\b)")
_SPELLED = re.compile(r"[a-z]+(?:-[a-z]+)*")


def normalise(text: str) -> str:
    """The text with plain quotes and dashes, single spaces, no hidden characters and no words broken by a hyphen.

    Any string is allowed. Line structure is lost; `paragraphs` keeps it.
    """
    return one_line(even(text))


def even(text: str) -> str:
    """The text in one typography with its lines kept: every line break is a line feed, a bullet is "•" after one."""
    if text.isascii():
        if not _ODD.search(text):
            return text
    else:
        for misread, meant in _MISREAD.items():
            text = text.replace(misread, meant)
        text = unicodedata.normalize("NFKC", _RAISED.sub(_power, _HIDDEN.sub("", text).translate(_MARKS)))
    text = _CONTROL.sub(" ", text.replace("\r\n", "\n").translate(_GLYPHS))
    return text.replace("•", "\n• ") if "•" in text else text


def one_line(text: str) -> str:
    """Evened text on one line, single-spaced, without bullets, with broken words put together again."""
    line = " ".join(text.replace("•", " ").split())
    line = _LONG_DASH.sub(" - ", line) if "--" in line else line
    return _mend(line) if "- " in line and _BROKEN.search(line) else line


def _power(match: re.Match[str]) -> str:
    """What a raised number says: a power after a digit or a unit of length, else a footnote mark, which goes."""
    before = match.string[max(0, match.start() - 4) : match.start()]
    raised = match.group().translate(_DIGITS)
    if before[-1:].isdigit() or (raised in "23" and _UNIT.search(before)):
        return f"^{raised}"
    return ""


def _mend(line: str) -> str:
    """Puts broken words together; a compound keeps its hyphen if the text spells it so elsewhere."""
    known = frozenset(_SPELLED.findall(line.lower()))

    def mended(match: re.Match[str]) -> str:
        first, second = match.group(1), match.group(2)
        head = first.lower()
        compound = f"{head}-{second}" in known or (head in listed("compounds")["first"] and head + second not in known)
        return f"{first}-" if compound else first

    return _BROKEN.sub(mended, line)
