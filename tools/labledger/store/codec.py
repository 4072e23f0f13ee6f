"""Strict YAML in: from bytes to plain values, with the line and column of every key.

A file in plain canonical form is read line by line; for any other only the event stream of the parser is used, never a
constructor or composer: text is text until the schema says otherwise. Anchors, tags, flow style, merge keys and
duplicate keys are refused, each where it stands.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

from labledger.errors import Finding
from labledger.store.limits import LIMITS
from labledger.store.shortcut import read_canonical
from labledger.store.syntax import Lines

Path = tuple[str | int, ...]
Mark = tuple[int, int]
Value = Any

BAD_CHARACTER = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff\ud800-\udfff]")
_CONFLICT = re.compile(r"(?:^|(?<=\r))(?:<{7}|>{7})(?=[ \r\n]|\Z)", re.MULTILINE)
_COMMENT = re.compile(r"(?:^|(?<=\s))#")
_TYPED = re.compile(
    r"""(?: [-+]?(?:\.?[0-9][0-9_]*(?:[.:][0-9_]*)*(?:[eE][-+]?[0-9]+)?|\.(?:inf|nan)|0[xob][0-9a-f_]+)
      | [0-9]{4}-[0-9]{1,2}(?:-[0-9]{1,2})?(?:[Tt ].*)? | y|n|yes|no|on|off|true|false|null|~|=|<< )\Z""",
    re.VERBOSE | re.IGNORECASE,
)
_MAYBE_TYPED = frozenset("0123456789+-.~=<yYnNoOtTfF")
_ENCODINGS = (
    (b"\xff\xfe\0\0", "UTF-32"),
    (b"\0\0\xfe\xff", "UTF-32"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
)
_ZEROS = {"x0x0": "UTF-16", "0x0x": "UTF-16", "x000": "UTF-32", "000x": "UTF-32"}
_MOST = 20


class YamlFaults(Exception):  # noqa: N818  it holds findings, each of them a fault
    """A file could not be read as strict YAML; `findings` says where and why, all of them."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__(str(findings[0]))
        self.findings = findings


def read(
    data: bytes,
    path: str = "<text>",
    bare: Callable[[str], Value] = str,
    marks: dict[Path, Mark] | None = None,
) -> tuple[dict[str, Value], list[Finding]]:
    """Read one record from YAML bytes.

    `bare` makes the value of an unquoted scalar that YAML could take for a number, date or truth value.
    `marks`, when given, is filled with the line and column of every key and list element.
    Returns the mapping and the warnings. Raises YamlFaults with every fault found.
    """
    if len(data) > LIMITS.file_bytes:
        size = f"the file has more than {LIMITS.file_bytes:,} bytes"
        raise YamlFaults([Finding(path, 0, 0, "Y-SIZE", size)])
    text, warnings = decode(data, path)
    if marks is None:
        record = read_canonical(text, bare, looks_typed)
        if record is not None:
            return record, warnings
    from labledger.store.events import record_of

    return record_of(text, path, bare, marks), warnings


def decode(data: bytes, path: str) -> tuple[str, list[Finding]]:
    """Bytes to text: UTF-8 without control characters, or YamlFaults; a byte order mark is only warned of."""
    warnings = []
    wide = _wide(data) if b"\0" in data[:4] or data[:1] in (b"\xff", b"\xfe") else None
    if wide:
        raise YamlFaults([Finding(path, 1, 1, "Y-ENC", f"the file is {wide}", "save it as UTF-8")])
    if data.startswith(b"\xef\xbb\xbf"):
        warnings.append(Finding(path, 1, 1, "Y-BOM", "starts with a byte order mark", "run: labledger fmt", "warning"))
        data = data[3:]
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8")
        byte = f"byte 0x{data[error.start]:02x} is not UTF-8"
        hint = "save the file as UTF-8"
        raise YamlFaults([Finding(path, *Lines(before).place(len(before)), "Y-ENC", byte, hint)]) from None
    if "<<<<<<<" in text or ">>>>>>>" in text or BAD_CHARACTER.search(text):
        faults = list(_unfit(text, path))
        if faults:
            raise YamlFaults(faults)
    return text, warnings


def _wide(data: bytes) -> str | None:
    """The name of an encoding of two or four bytes a character, by its mark or by the zeros of its first letters."""
    for sign, name in _ENCODINGS:
        if data.startswith(sign):
            return name
    return _ZEROS.get("".join("0" if byte == 0 else "x" for byte in data[:4]))


def _unfit(text: str, path: str) -> Iterator[Finding]:
    """What no file may hold anywhere: marks of a merge, control characters."""
    for found in islice(_CONFLICT.finditer(text), _MOST):
        message = "a merge conflict was left here"
        yield Finding(path, *Lines(text).place(found.start()), "Y-CONFLICT", message, "settle it, delete the marks")
    for found in islice(BAD_CHARACTER.finditer(text), _MOST):
        message = f"character U+{ord(found[0]):04X} is not allowed"
        yield Finding(path, *Lines(text).place(found.start()), "Y-CTRL", message, "delete it")


def looks_typed(text: str) -> bool:
    """Whether some reader of YAML 1.1 or 1.2 would take this unquoted text for something other than text."""
    return text[0] in _MAYBE_TYPED and _TYPED.match(text) is not None


def comments(data: bytes) -> list[Mark]:
    """Where comments stand; canonical form has none, and `fmt` will not drop one."""
    if b"#" not in data:
        return []
    text = data.decode("utf-8", "replace").removeprefix("\ufeff")
    from labledger.store.events import spans_of_scalars

    spans = spans_of_scalars(text)
    starts, ends = [start for start, _ in spans], [end for _, end in spans]
    lines = Lines(text)
    first: dict[int, Mark] = {}
    for found in _COMMENT.finditer(text):
        before = bisect_right(starts, found.start()) - 1
        if before < 0 or found.start() >= ends[before]:
            mark = lines.place(found.start())
            first.setdefault(mark[0], mark)
    return list(first.values())
