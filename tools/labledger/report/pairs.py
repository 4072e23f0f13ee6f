"""Bare pairs of clauses, one JSON object a line, and their answers: what may stand in a line, and what is said."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from labledger.errors import Finding
from labledger.label.clauses import Labelled, label_clauses
from labledger.report.document import line
from labledger.report.escape import csv_cell
from labledger.store.limits import LIMITS
from labledger.text.closest import closest

KEYS = ("id", "old", "new", "account")
COLUMNS = (
    "id", "direction", "mixed", "disclosure", "rule", "code", "labels", "finding_direction", "confidence", "old", "new",
    "note",
)  # fmt: skip
MOST_BYTES = 8 * LIMITS.file_bytes
"""Bytes of one line; longer ones are refused unread."""
_WIDE = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}


@dataclass(frozen=True, slots=True)
class Pair:
    """Two wordings of one clause, and what is known of the lab's own account."""

    id: str
    old: str | None
    new: str | None
    account: tuple[str, ...] | None = None
    """Items of the account in any words; None where none was found."""
    searched: bool = False
    """Whether an account was looked for: the line has the key `account`."""


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that holds no pair: its faults with their address, and its id where one could be read."""

    findings: tuple[Finding, ...]
    id: str | None = None


@dataclass
class Reader:
    """Reads lines as pairs; remembers the ids, for each may stand once."""

    path: str
    """Name of the input, for addresses."""
    seen: dict[str, int] = field(default_factory=dict)

    def read(self, number: int, raw: bytes) -> Pair | BadLine | None:
        """The pair in a line, its faults, or None for an empty line. `number` counts from 1. Never raises."""
        if len(raw) > MOST_BYTES:
            return self._bad(number, 1, "L-SIZE", f"the line has more than {MOST_BYTES} bytes", "split the texts")
        if raw[:2] in _WIDE:
            return self._bad(number, 1, "L-ENC", f"the input is {_WIDE[raw[:2]]}", "save it as UTF-8")
        try:
            text = raw.removeprefix(b"\xef\xbb\xbf").decode("utf-8") if number == 1 else raw.decode("utf-8")
        except UnicodeDecodeError as error:
            return self._bad(
                number, error.start + 1, "L-ENC", f"byte {raw[error.start]:#04x} is not UTF-8", "save it as UTF-8"
            )
        return self._parsed(number, text) if text.strip() else None

    def _parsed(self, number: int, text: str) -> Pair | BadLine:
        try:
            data = json.loads(text, object_pairs_hook=_once)
        except _RepeatedError as error:
            return self._bad(number, 1, "L-DUP", f"key {error.args[0]!r} stands twice", "keep one")
        except json.JSONDecodeError as error:
            hint = (
                "one object a line, as JSON lines"
                if text.lstrip()[:1] in ("{", "[")
                else "write one JSON object a line"
            )
            return self._bad(number, error.colno, "L-JSON", f"not JSON: {error.msg.lower()}", hint)
        except (ValueError, RecursionError):
            return self._bad(
                number, 1, "L-JSON", "nested too deep, or a number too long", "write id, old and new as text"
            )
        if not isinstance(data, dict):
            return self._bad(
                number, 1, "L-FORM", f"{_kind(data)} instead of an object", 'write {"id": ..., "old": ..., "new": ...}'
            )
        return self._pair(number, data)

    def _pair(self, number: int, data: Mapping[str, Any]) -> Pair | BadLine:
        faults = [Finding(self.path, number, 1, code, told, hint) for code, told, hint in _faults(data)]
        name = data.get("id")
        known = name if isinstance(name, str) and 0 < len(name) <= LIMITS.key_characters else None
        if known is not None:
            first = self.seen.setdefault(known, number)
            if first != number:
                told = f"id {_shown(known)} stands on line {first} already"
                faults.append(Finding(self.path, number, 1, "L-DUP", told, "give each pair its own id"))
        if faults or known is None:
            return BadLine(tuple(faults), known)
        account = data.get("account")
        return Pair(known, data["old"], data["new"], None if account is None else tuple(account), "account" in data)

    def _bad(self, number: int, column: int, code: str, message: str, hint: str) -> BadLine:
        return BadLine((Finding(self.path, number, column, code, message, hint),))


class _RepeatedError(Exception):
    """A key stands twice in one object; JSON itself would keep the last in silence."""


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise _RepeatedError(key)
        found[key] = value
    return found


def _faults(data: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Code, what is wrong and what to do, for every fault of a line's form."""
    name = data.get("id")
    if not isinstance(name, str) or not name:
        told = (
            "id is missing"
            if "id" not in data
            else "id is empty"
            if name == ""
            else f"id is {_kind(name)} instead of text"
        )
        yield "L-FORM", told, 'write "id": "some name"'
    elif len(name) > LIMITS.key_characters:
        yield "L-SIZE", f"id has more than {LIMITS.key_characters} characters", "shorten it"
    for side in ("old", "new"):
        if side not in data:
            yield "L-FORM", f"{side} is missing", "write null where there is no clause"
        elif not isinstance(data[side], str | None):
            yield "L-FORM", f"{side} is {_kind(data[side])} instead of text or null", "quote it"
    account = data.get("account")
    if account is not None and not (isinstance(account, list) and all(isinstance(item, str) for item in account)):
        told = (
            "account holds something else than text"
            if isinstance(account, list)
            else f"account is {_kind(account)} instead of a list"
        )
        yield "L-FORM", told, "write a list of texts, or null where none was found"
    for key in data:
        if key not in KEYS and (near := closest(key.lower(), KEYS)):
            yield "L-FORM", f"unknown key {_shown(key)}", f"did you mean {near[0]}?"


def _kind(value: Any) -> str:
    kinds = {bool: "true or false", str: "text", list: "a list", dict: "an object", type(None): "null"}
    return kinds.get(type(value), "a number")


def _shown(text: str) -> str:
    return json.dumps(text)[:60]


def answer(pair: Pair) -> dict[str, Any]:
    """The labels of a pair as plain data; see `answer_schema`."""
    labelled = label_clauses(pair.old, pair.new, pair.account, searched=pair.searched)
    return {"id": pair.id, **as_data(labelled)}


def as_data(labelled: Labelled) -> dict[str, Any]:
    """A labelled pair as plain data, without its id."""
    found: dict[str, Any] = {
        "direction": labelled.direction, "mixed": labelled.mixed, "disclosure": labelled.disclosure,
        "findings": [
            {"rule": one.rule, "code": one.code, "labels": list(one.labels), "direction": one.direction,
             "confidence": round(one.confidence, 3), "tier": "text", "old": one.old, "new": one.new}
            for one in labelled.findings
        ],
    }  # fmt: skip
    return found | ({"note": labelled.note} if labelled.note else {})


def refusal(bad: BadLine) -> dict[str, Any] | None:
    """The answer to a bad line that has an id: unclear, with the faults as its note; None where it has no id."""
    if bad.id is None:
        return None
    note = "not labelled: " + "; ".join(finding.message for finding in bad.findings)
    return {"id": bad.id, "direction": "unclear", "mixed": False, "disclosure": "unknown", "findings": [], "note": note}


def as_json_line(data: Mapping[str, Any]) -> str:
    """An answer on one line; control and direction characters as escapes, which change no value."""
    return line(data)


def as_csv_lines(data: Mapping[str, Any]) -> str:
    """An answer as rows of a table, one a finding, one where there is none; nothing that a spreadsheet would run."""
    return _csv(_rows(data))


def csv_head() -> str:
    """The first line of the table."""
    return _csv([COLUMNS])


def _rows(data: Mapping[str, Any]) -> Iterator[tuple[object, ...]]:
    head = (data["id"], data["direction"], str(data["mixed"]).lower(), data["disclosure"])
    note = data.get("note", "")
    for one in data["findings"]:
        said = (
            one["rule"],
            one["code"],
            " ".join(one["labels"]),
            one["direction"],
            one["confidence"],
            one["old"],
            one["new"],
        )
        yield (*head, *said, note)
    if not data["findings"]:
        yield (*head, "", "", "", "", "", "", "", note)


def _csv(rows: Iterable[Iterable[object]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    for row in rows:
        writer.writerow([csv_cell(str(cell)) for cell in row])
    return out.getvalue()
