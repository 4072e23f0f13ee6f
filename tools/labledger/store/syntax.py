"""Where YAML cannot be parsed: the parser's complaint, at the place a writer would look first."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Any

from labledger.errors import Finding

_BREAK = re.compile(r"\r\n|\r|\n")
_LONGEST_KEY = 1_024


class Lines:
    """Where the lines of a text begin; a line ends at CR, LF or both."""

    def __init__(self, text: str) -> None:
        self.starts = [0, *(found.end() for found in _BREAK.finditer(text))]

    def place(self, index: int) -> tuple[int, int]:
        """Line and column of a character, both from 1."""
        line = bisect_right(self.starts, index)
        return line, index - self.starts[line - 1] + 1


def syntax_finding(error: Any, text: str, path: str) -> Finding:
    """The finding for a parser's error of its marked kind."""
    mark = error.problem_mark or error.context_mark
    problem = error.problem or "cannot be read"
    if mark is None:
        return Finding(path, 0, 0, "Y-SYNTAX", problem)
    lines = _BREAK.split(text)
    if mark.line >= len(lines):
        return Finding(path, len(lines), len(lines[-1]) + 1, "Y-SYNTAX", problem)
    line = lines[mark.line]
    tab = _tab(line, mark.column)
    if tab is not None:
        return Finding(path, mark.line + 1, tab + 1, "Y-TAB", "tab used as indentation", "use spaces")
    if error.context and "quoted scalar" in error.context and "end of stream" in problem:
        opening = error.context_mark
        message = "this quotation mark is never closed"
        return Finding(path, opening.line + 1, opening.column + 1, "Y-SYNTAX", message, "close it")
    if "document start" in problem:
        return Finding(path, mark.line + 1, 1, "Y-MULTI", "a second document starts here", "one record a file")
    place = (mark.line + 1, mark.column + 1)
    if "tag handle" in problem:
        return Finding(path, *place, "Y-TAG", "a tag is not allowed", "leave it out")
    if problem == "did not find expected key" and line.lstrip(" ").startswith(":"):
        return Finding(path, *place, "Y-KEY", "a key must be plain text")
    if "':'" in problem or "mapping values" in problem:
        return _colon(place, len(line) - len(line.lstrip()), problem, path)
    return Finding(path, *place, "Y-SYNTAX", problem)


def _tab(line: str, column: int) -> int | None:
    """Where a tab stands in the indentation of a line, or just where the parser stopped."""
    indentation = line[: len(line) - len(line.lstrip())]
    if "\t" in indentation and column >= indentation.index("\t"):
        return indentation.index("\t")
    return column if line[column : column + 1] == "\t" else None


def _colon(place: tuple[int, int], indentation: int, problem: str, path: str) -> Finding:
    """A colon that is missing or stands where none may: mostly unquoted text, or a key too long for the parser."""
    line, column = place
    if column - indentation > _LONGEST_KEY:
        return Finding(path, line, indentation + 1, "Y-KEY", "a key is too long")
    if "mapping values" in problem:
        message = "a colon and a space may not stand in text without quotes"
        return Finding(path, line, column, "Y-SYNTAX", message, "quote the whole text")
    return Finding(path, line, column, "Y-SYNTAX", problem)
