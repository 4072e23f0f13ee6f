"""Ids: short names for records and provisions, spelled from their place and never reused.

A lab is `anthropic`, a framework `anthropic/rsp`, a version `anthropic/rsp/v2.2`,
one provision of it `anthropic/rsp/v2.2#pause`, and `anthropic/rsp#pause` is the provision through all versions.
Every other kind keeps its folder word: `anthropic/facts/board`, `questions/pause`, `sources/openai/pf-v2`.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache

SEGMENT = r"[a-z0-9][a-z0-9.+-]*"
_SEGMENT = re.compile(SEGMENT + r"\Z")
ID_LIMIT = 200


class Kind(StrEnum):
    """The kinds of record, one file each."""

    LAB = "lab"
    FRAMEWORK = "framework"
    VERSION = "version"
    REVIEW = "review"
    COMMITMENT = "commitment"
    CLAIM = "claim"
    FACT = "fact"
    EVENT = "event"
    ASSESSMENT = "assessment"
    QUESTION = "question"
    INSTRUMENT = "instrument"
    SOURCE = "source"
    WAIVER = "waiver"


LAB_FOLDERS = {"commitments": Kind.COMMITMENT, "claims": Kind.CLAIM, "facts": Kind.FACT, "events": Kind.EVENT}
TOP_FOLDERS = {
    "assessments": (Kind.ASSESSMENT, 3),
    "questions": (Kind.QUESTION, 1),
    "instruments": (Kind.INSTRUMENT, 2),
    "sources": (Kind.SOURCE, 2),
    "waivers": (Kind.WAIVER, 1),
}
RESERVED_LABS = frozenset(TOP_FOLDERS) | {"labs", "schemas"}
RESERVED_FRAMEWORKS = frozenset(LAB_FOLDERS) | {"frameworks", "versions", "reviews"}


def is_segment(text: str) -> bool:
    """Whether a text can be one part of an id: lowercase ASCII letters, digits, `.`, `+`, `-`."""
    return _SEGMENT.match(text) is not None


@lru_cache(maxsize=1 << 16)
def kind_of(record_id: str) -> Kind | None:
    """The kind of record that an id names, or None when the text is no record id."""
    if len(record_id) > ID_LIMIT:
        return None
    parts = record_id.split("/")
    if not all(map(is_segment, parts)):
        return None
    if parts[0] in TOP_FOLDERS:
        kind, depth = TOP_FOLDERS[parts[0]]
        return kind if len(parts) == depth + 1 else None
    if parts[0] in RESERVED_LABS:
        return None
    return _lab_kind(parts)


def _lab_kind(parts: list[str]) -> Kind | None:
    if len(parts) == 1:
        return Kind.LAB
    if len(parts) == 3 and parts[1] in LAB_FOLDERS:
        return LAB_FOLDERS[parts[1]]
    if parts[1] in RESERVED_FRAMEWORKS:
        return None
    if len(parts) == 4 and parts[2] == "reviews" and ".." in parts[3]:
        return Kind.REVIEW
    if len(parts) == 3 and parts[2] != "reviews":
        return Kind.VERSION
    return Kind.FRAMEWORK if len(parts) == 2 else None


def lab_of(record_id: str) -> str | None:
    """The lab that a record belongs to, or None for records shared by several labs."""
    base = record_id.partition("#")[0]
    kind, parts = kind_of(base), base.split("/")
    if kind is Kind.ASSESSMENT:
        return parts[3]
    return None if kind is None or parts[0] in TOP_FOLDERS else parts[0]


def framework_of(record_id: str) -> str | None:
    """The framework that a framework, version, review or provision id belongs to."""
    base = record_id.partition("#")[0]
    if kind_of(base) in (Kind.FRAMEWORK, Kind.VERSION, Kind.REVIEW):
        return "/".join(base.split("/")[:2])
    return None


def provision_id(version_or_framework: str, slug: str) -> str:
    """Join a version (or framework) id and a provision slug."""
    return f"{version_or_framework}#{slug}"
