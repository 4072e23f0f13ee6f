"""Strict YAML in: from bytes to plain values, with the line and column of every key.

Only the event stream of the parser is used, never a constructor or composer: text is text until the schema says
otherwise. Anchors, tags, flow style, merge keys and duplicate keys are refused, each where it stands.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, NoReturn

import yaml

from labledger.errors import Finding
from labledger.store.limits import LIMITS
from labledger.store.syntax import Lines, syntax_finding

Path = tuple[str | int, ...]
Mark = tuple[int, int]
Value = Any

_BAD_CHARACTER = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff\ud800-\udfff]")
_CONFLICT = re.compile(r"(?:^|(?<=\r))(?:<{7}|>{7})(?=[ \r\n]|\Z)", re.MULTILINE)
_COMMENT = re.compile(r"(?:^|(?<=\s))#")
_TYPED = re.compile(
    r"""(?: [-+]?(?:\.?[0-9][0-9_]*(?:[.:][0-9_]*)*(?:[eE][-+]?[0-9]+)?|\.(?:inf|nan)|0[xob][0-9a-f_]+)
      | [0-9]{4}-[0-9]{1,2}(?:-[0-9]{1,2})?(?:[Tt ].*)? | y|n|yes|no|on|off|true|false|null|~|=|<< )\Z""",
    re.VERBOSE | re.IGNORECASE,
)
_MAYBE_TYPED = frozenset("0123456789+-.~=<yYnNoOtTfF")
_NULLS = frozenset(["", "~", "null", "Null", "NULL"])
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


@dataclass(slots=True)
class _Reader:
    """Walks the events of one document and builds plain values."""

    path: str
    bare: Callable[[str], Value]
    marks: dict[Path, Mark] | None
    findings: list[Finding]
    nodes: int = 0

    def fault(self, mark: Mark, code: str, message: str, hint: str = "") -> None:
        self.findings.append(Finding(self.path, mark[0], mark[1], code, message, hint))

    def stop(self, mark: Mark, code: str, message: str, hint: str = "") -> NoReturn:
        self.fault(mark, code, message, hint)
        raise YamlFaults(self.findings)

    def scalar(self, event: yaml.ScalarEvent) -> Value:
        """A scalar as text, or as `bare` makes it where YAML could read a number, date or truth value."""
        if event.anchor is not None or event.tag is not None:
            self.properties(event)
        text = event.value
        if len(text) > LIMITS.scalar_characters:
            self.stop(_mark(event), "Y-SIZE", f"a value has more than {LIMITS.scalar_characters:,} characters")
        if event.style:
            if event.style == '"' and (found := _BAD_CHARACTER.search(text)):
                self.fault(_mark(event), "Y-CTRL", f"character U+{ord(found[0]):04X} is not allowed", "delete it")
            return text
        if text in _NULLS:
            self.fault(_mark(event), "Y-TYPE", "has no value", "leave the key out, or quote the text")
            return None
        if looks_typed(text):
            return self.bare(text)
        return text

    def properties(self, event: Any) -> None:
        if event.anchor is not None:
            self.fault(_mark(event), "Y-ANCHOR", f"anchor &{event.anchor[:40]} is not allowed", "write the value out")
            raise YamlFaults(self.findings)
        if event.tag is not None:
            self.fault(_mark(event), "Y-TAG", f"tag {event.tag[:60]} is not allowed", "leave it out")

    def opened(self, event: Any, depth: int) -> None:
        """Note a list or mapping that starts here."""
        if event.anchor is not None or event.tag is not None:
            self.properties(event)
        if event.flow_style and not any(finding.code == "Y-FLOW" for finding in self.findings):
            self.fault(_mark(event), "Y-FLOW", "brackets and braces are not allowed", "one line for each value")
        if depth > LIMITS.depth:
            self.stop(_mark(event), "Y-DEPTH", f"nested deeper than {LIMITS.depth} levels")

    def key(self, event: Any, mapping: dict[str, Value], place: Path) -> str:
        """Read a key, refusing what is not short text and what stands there already."""
        mark = _mark(event)
        if type(event) is not yaml.ScalarEvent:
            if type(event) is yaml.AliasEvent:
                self.stop(mark, "Y-ANCHOR", f"alias *{str(event.anchor)[:40]} is not allowed", "write the value out")
            self.stop(mark, "Y-KEY", "a key must be plain text")
        if event.anchor is not None or event.tag is not None:
            self.properties(event)
        text: str = event.value
        if not text or len(text) > LIMITS.key_characters:
            self.stop(mark, "Y-KEY", f"a key must have 1 to {LIMITS.key_characters} characters")
        if text == "<<" and not event.style:
            self.stop(mark, "Y-ANCHOR", "merge keys are not allowed", "write the values out")
        if not text.isascii():
            text = unicodedata.normalize("NFC", text)
        if text in mapping:
            first = self.first_line(place, text)
            self.fault(mark, "Y-DUP", f"key {text} stands twice", f"first on line {first}" if first else "keep one")
        if self.marks is not None:
            self.marks.setdefault((*place, text), mark)
        return text

    def first_line(self, place: Path, key: str) -> int | None:
        mark = (self.marks or {}).get((*place, key))
        return mark[0] if mark else None


def looks_typed(text: str) -> bool:
    """Whether some reader of YAML 1.1 or 1.2 would take this unquoted text for something other than text."""
    return text[0] in _MAYBE_TYPED and _TYPED.match(text) is not None


def _mark(event: Any) -> Mark:
    mark = event.start_mark
    return mark.line + 1, mark.column + 1


_LOADER: Any = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader


def _events(text: str) -> Iterator[Any]:
    return iter(_LOADER(text).get_event, None)


def _value(reader: _Reader, event: Any, events: Iterator[Any], place: Path) -> Value:
    """Build the value that starts at `event`. Recursion ends at the depth limit."""
    reader.nodes += 1
    if reader.nodes > LIMITS.nodes:
        reader.stop(_mark(event), "Y-SIZE", f"more than {LIMITS.nodes:,} values in one file")
    kind = type(event)
    if kind is yaml.ScalarEvent:
        return reader.scalar(event)
    if kind is yaml.MappingStartEvent:
        reader.opened(event, len(place) + 1)
        mapping: dict[str, Value] = {}
        for inner in events:
            if type(inner) is yaml.MappingEndEvent:
                break
            key = reader.key(inner, mapping, place)
            mapping[key] = _value(reader, next(events), events, (*place, key))
        return mapping
    if kind is not yaml.SequenceStartEvent:
        reader.stop(_mark(event), "Y-ANCHOR", f"alias *{event.anchor[:40]} is not allowed", "write the value out")
    reader.opened(event, len(place) + 1)
    items: list[Value] = []
    for inner in events:
        if type(inner) is yaml.SequenceEndEvent:
            break
        if reader.marks is not None:
            reader.marks[(*place, len(items))] = _mark(inner)
        items.append(_value(reader, inner, events, (*place, len(items))))
    return items


def decode(data: bytes, path: str) -> tuple[str, list[Finding]]:
    """Bytes to text: UTF-8 without control characters, or YamlFaults; a byte order mark is only warned of."""
    warnings = []
    wide = _wide(data)
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
    if "<<<<<<<" in text or ">>>>>>>" in text:
        for found in islice(_CONFLICT.finditer(text), _MOST):
            message = "a merge conflict was left here"
            yield Finding(path, *Lines(text).place(found.start()), "Y-CONFLICT", message, "settle it, delete the marks")
    for found in islice(_BAD_CHARACTER.finditer(text), _MOST):
        message = f"character U+{ord(found[0]):04X} is not allowed"
        yield Finding(path, *Lines(text).place(found.start()), "Y-CTRL", message, "delete it")


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
    reader = _Reader(path, bare, marks, [])
    try:
        value = _document(reader, _events(text))
    except yaml.MarkedYAMLError as error:
        reader.findings.append(syntax_finding(error, text, path))
        raise YamlFaults(reader.findings) from None
    except yaml.YAMLError as error:
        reader.findings.append(Finding(path, 0, 0, "Y-SYNTAX", str(error).partition("\n")[0]))
        raise YamlFaults(reader.findings) from None
    if reader.findings:
        if marks is None and any(finding.code == "Y-DUP" for finding in reader.findings):
            return read(data, path, bare, {})
        raise YamlFaults(reader.findings)
    return value, warnings


def _document(reader: _Reader, events: Iterator[Any]) -> dict[str, Value]:
    """The single mapping of the stream."""
    next(events)
    first = next(events)
    if type(first) is yaml.StreamEndEvent:
        reader.stop((1, 1), "Y-EMPTY", "the file holds no record")
    event = next(events)
    if type(event) is yaml.ScalarEvent and event.implicit[0] and event.value in _NULLS and event.anchor is None:
        reader.stop(_mark(event), "Y-EMPTY", "the file holds no record")
    value = _value(reader, event, events, ())
    if not isinstance(value, dict):
        reader.stop(_mark(event), "Y-SHAPE", "the file must be one mapping of keys to values")
    next(events)
    after = next(events)
    if type(after) is not yaml.StreamEndEvent:
        reader.stop(_mark(after), "Y-MULTI", "a second document starts here", "one record a file")
    record: dict[str, Value] = value
    return record


def comments(data: bytes) -> list[Mark]:
    """Where comments stand; canonical form has none, and `fmt` will not drop one."""
    if b"#" not in data:
        return []
    text = data.decode("utf-8", "replace").removeprefix("\ufeff")
    scalars: list[Any] = [event for event in _events(text) if isinstance(event, yaml.ScalarEvent)]
    starts = [event.start_mark.index for event in scalars]
    ends = [event.end_mark.index for event in scalars]
    lines = Lines(text)
    first: dict[int, Mark] = {}
    for found in _COMMENT.finditer(text):
        before = bisect_right(starts, found.start()) - 1
        if before < 0 or found.start() >= ends[before]:
            mark = lines.place(found.start())
            first.setdefault(mark[0], mark)
    return list(first.values())
