"""Where records live: the only module that knows folder names."""

from __future__ import annotations

import re

from labledger.ids import LAB_FOLDERS, TOP_FOLDERS, Kind, kind_of

SUFFIX = ".yaml"
GENERATED = frozenset({"README.md", "LICENSE", "SCHEMA.md", ".gitattributes", "coverage.csv"})
SCHEMAS = "schemas"
_LAB = re.compile(r"labs/([^/]+)/(.+)\.yaml\Z")
_FRAMEWORK = re.compile(r"frameworks/([^/]+)/(?:framework|(versions|reviews)/([^/]+))\Z")
_TOP = frozenset(TOP_FOLDERS)


def path_of(record_id: str) -> str:
    """The path of a record below the dataset's root. Raises ValueError for a text that is no record id."""
    parts = record_id.split("/")
    match kind_of(record_id):
        case None:
            raise ValueError(f"{record_id!r} is not a record id")
        case Kind.LAB:
            return f"labs/{parts[0]}/lab.yaml"
        case Kind.FRAMEWORK:
            return f"labs/{parts[0]}/frameworks/{parts[1]}/framework.yaml"
        case Kind.VERSION:
            return f"labs/{parts[0]}/frameworks/{parts[1]}/versions/{parts[2]}.yaml"
        case Kind.REVIEW:
            return f"labs/{parts[0]}/frameworks/{parts[1]}/reviews/{parts[3]}.yaml"
        case _:
            prefix = "" if parts[0] in _TOP else "labs/"
            return f"{prefix}{record_id}{SUFFIX}"


def folder_of(record_id: str) -> str:
    """The folder below which a record and all that belongs to it lie; empty for a text that is no record id."""
    return path_of(record_id).rpartition("/")[0] if kind_of(record_id) else ""


def id_of(path: str) -> str | None:
    """The record id that a path below the dataset's root spells, or None where no record lives."""
    if not path.endswith(SUFFIX):
        return None
    found = _lab_id(path) if path.startswith("labs/") else path.removesuffix(SUFFIX)
    return found if found is not None and kind_of(found) is not None and path_of(found) == path else None


def _lab_id(path: str) -> str | None:
    match = _LAB.match(path)
    if match is None:
        return None
    lab, rest = match.groups()
    if rest == "lab":
        return lab
    if rest.split("/")[0] in LAB_FOLDERS:
        return f"{lab}/{rest}"
    framework = _FRAMEWORK.match(rest)
    if framework is None:
        return None
    name, folder, leaf = framework.groups()
    middle = "/reviews" if folder == "reviews" else ""
    return f"{lab}/{name}{middle}/{leaf}" if leaf else f"{lab}/{name}"


def is_companion_file(path: str) -> bool:
    """Whether a path is one of the dataset's own files that are not records."""
    return path in GENERATED or path.startswith(f"{SCHEMAS}/")
