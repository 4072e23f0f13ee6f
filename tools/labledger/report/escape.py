"""Making untrusted text harmless, one function for each format it goes to."""

from __future__ import annotations

import re
import unicodedata

_MARK = " […]"
_COMBINING_LIMIT = 8
_MARKDOWN = re.compile(r"([\\`*_{}\[\]()<>#|~!])")
_LINE_BREAKS = re.compile(r"[\r\n\t\v\f\u2028\u2029]+")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def visible(text: str) -> str:
    """Text in which control, formatting and direction characters are written out, and marks do not pile up."""
    if text.isascii() and text.isprintable():
        return text
    shown: list[str] = []
    piled = 0
    for character in text:
        piled = piled + 1 if unicodedata.combining(character) else 0
        if piled > _COMBINING_LIMIT:
            continue
        shown.append(character if character.isprintable() else _written_out(character))
    return "".join(shown)


def _written_out(character: str) -> str:
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"[U+{code:04X}]"


def cut(text: str, most: int) -> str:
    """At most so many characters, never inside an accented one, with a mark where something was left out."""
    if len(text) <= most:
        return text
    end = max(0, most - len(_MARK))
    while end > 0 and unicodedata.combining(text[end]):
        end -= 1
    return text[:end] + _MARK


def one_line(text: str) -> str:
    """Text on one line, harmless in a terminal."""
    return visible(_LINE_BREAKS.sub(" ", text))


def markdown(text: str) -> str:
    """Text that Markdown shows as it is: no markup, HTML, links, mentions, issue numbers or formulas, one line."""
    plain = _MARKDOWN.sub(r"\\\1", one_line(text).replace("&", "&amp;")).replace("\\<", "&lt;").replace("\\>", "&gt;")
    plain = plain.replace("@", "@\u200b").replace("\\#", "#\u200b").replace("$", "&#36;")
    plain = re.sub(r"\b(GH-)(?=\d)", "\\1\u200b", plain, flags=re.IGNORECASE)
    plain = re.sub(r"(?i)\b(https?|ftp|mailto|xmpp|javascript|data)(:)", "\\1\u200b\\2", plain)
    return re.sub(r"(?i)\b(www)\.", "\\1\u200b.", plain)


def html(text: str) -> str:
    """The same text within a tag, where Markdown takes no backslashes away."""
    return re.sub(r"\\(.)", r"\1", markdown(text))


def csv_cell(text: str) -> str:
    """Text that no spreadsheet runs: an apostrophe goes before what would start a formula."""
    plain = visible(text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", " "))
    return f"'{plain}" if plain.startswith(_FORMULA) else plain


def github_property(text: str) -> str:
    """Text for a property of a GitHub workflow command."""
    return github_message(text).replace(":", "%3A").replace(",", "%2C")


def github_message(text: str) -> str:
    """Text for the message of a GitHub workflow command."""
    return visible(text.replace("%", "%25")).replace("\r", "%0D").replace("\n", "%0A")
