"""Settings for editors that know YAML schemas: which schema each kind of record follows."""

from __future__ import annotations

from typing import Any

from labledger.ids import Kind
from labledger.report.document import document
from labledger.store import layout

_SAMPLES = {
    Kind.LAB: "x0", Kind.FRAMEWORK: "x0/x1", Kind.VERSION: "x0/x1/x2", Kind.REVIEW: "x0/x1/reviews/x2..x3",
    Kind.COMMITMENT: "x0/commitments/x1", Kind.CLAIM: "x0/claims/x1", Kind.FACT: "x0/facts/x1",
    Kind.EVENT: "x0/events/x1", Kind.ASSESSMENT: "assessments/x0/x1/x2", Kind.QUESTION: "questions/x0",
    Kind.INSTRUMENT: "instruments/x0/x1", Kind.SOURCE: "sources/x0/x1", Kind.WAIVER: "waivers/x0",
}  # fmt: skip
"""An id of each kind, from which its pattern of paths follows."""


def pattern_of(kind: Kind) -> str:
    """The paths of a kind of record below the dataset, with `*` for each free part."""
    path = layout.path_of(_SAMPLES[kind])
    for number in range(4):
        path = path.replace(f"x{number}", "*")
    return path


def editor_settings() -> str:
    """The workspace settings as JSON: schemas by path, so that fields complete and explain themselves; no comments."""
    schemas: dict[str, Any] = {
        f"./dataset/schemas/{kind}.schema.json": f"dataset/{pattern_of(kind)}" for kind in sorted(Kind)
    }
    return document(
        {
            "[yaml]": {"editor.insertSpaces": True, "editor.tabSize": 2, "editor.wordWrap": "on"},
            "files.encoding": "utf8",
            "files.eol": "\n",
            "files.insertFinalNewline": True,
            "yaml.completion": True,
            "yaml.format.enable": False,
            "yaml.hover": True,
            "yaml.schemas": schemas,
            "yaml.validate": True,
            "yaml.yamlVersion": "1.2",
        }
    )
