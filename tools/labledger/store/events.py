"""The events of the YAML parser, walked strictly: from text to plain values, or to findings.

The one module that knows the parser; it is imported only for a file that is not in plain canonical form, or whose
lines and columns are asked for.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, NoReturn

import yaml

from labledger.errors import Finding
from labledger.store.codec import BAD_CHARACTER, Mark, Path, Value, YamlFaults, looks_typed
from labledger.store.limits import LIMITS
from labledger.store.syntax import syntax_finding

_NULLS = frozenset(["", "~", "null", "Null", "NULL"])
_LOADER: Any = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader


def record_of(text: str, path: str, bare: Callable[[str], Value], marks: dict[Path, Mark] | None) -> dict[str, Value]:
    """The single mapping that a text holds. Raises YamlFaults with every fault found."""
    reader = _Reader(path, bare, marks, [])
    record: dict[str, Value] = {}
    try:
        record = _document(reader, _events(text))
    except yaml.MarkedYAMLError as error:
        reader.findings.append(syntax_finding(error, text, path))
    except yaml.YAMLError as error:
        reader.findings.append(Finding(path, 0, 0, "Y-SYNTAX", str(error).partition("\n")[0]))
    if not reader.findings:
        return record
    if marks is None and any(finding.code == "Y-DUP" for finding in reader.findings):
        return record_of(text, path, bare, {})
    raise YamlFaults(reader.findings)


def spans_of_scalars(text: str) -> list[tuple[int, int]]:
    """First character and end of every scalar of a text that was read before."""
    scalars: list[Any] = [event for event in _events(text) if isinstance(event, yaml.ScalarEvent)]
    return [(event.start_mark.index, event.end_mark.index) for event in scalars]


def _events(text: str) -> Iterator[Any]:
    return iter(_LOADER(text).get_event, None)


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
            if event.style == '"' and (found := BAD_CHARACTER.search(text)):
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
        if type(event) is not yaml.ScalarEvent:
            self.no_key(event)
        if event.anchor is not None or event.tag is not None:
            self.properties(event)
        text: str = event.value
        if not text or len(text) > LIMITS.key_characters:
            self.stop(_mark(event), "Y-KEY", f"a key must have 1 to {LIMITS.key_characters} characters")
        if text == "<<" and not event.style:
            self.stop(_mark(event), "Y-ANCHOR", "merge keys are not allowed", "write the values out")
        if not text.isascii():
            text = unicodedata.normalize("NFC", text)
        if text in mapping:
            first = self.first_line(place, text)
            hint = f"first on line {first}" if first else "keep one"
            self.fault(_mark(event), "Y-DUP", f"key {text} stands twice", hint)
        if self.marks is not None:
            self.marks.setdefault((*place, text), _mark(event))
        return text

    def no_key(self, event: Any) -> NoReturn:
        if type(event) is yaml.AliasEvent:
            alias = f"alias *{str(event.anchor)[:40]} is not allowed"
            self.stop(_mark(event), "Y-ANCHOR", alias, "write the value out")
        self.stop(_mark(event), "Y-KEY", "a key must be plain text")

    def first_line(self, place: Path, key: str) -> int | None:
        mark = (self.marks or {}).get((*place, key))
        return mark[0] if mark else None


def _mark(event: Any) -> Mark:
    mark = event.start_mark
    return mark.line + 1, mark.column + 1
