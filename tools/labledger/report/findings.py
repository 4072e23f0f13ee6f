"""Findings of the checks as text, JSON, GitHub annotations or SARIF."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from urllib.parse import quote

from labledger import __version__
from labledger.errors import Finding
from labledger.report.document import document
from labledger.report.escape import github_message, github_property, one_line

_SARIF = "https://json.schemastore.org/sarif-2.1.0.json"


def findings_as_text(findings: Sequence[Finding]) -> Iterator[str]:
    """One line each: path:line:column: CODE message (hint)."""
    for finding in findings:
        level = "" if finding.level == "error" else " [warning]"
        yield one_line(f"{finding}{level}") + "\n"


def findings_as_json(findings: Sequence[Finding], records: int, waived: int) -> str:
    """One document with the findings and the totals."""
    listed = [
        {"path": f.path, "line": f.line, "column": f.column, "code": f.code, "level": f.level, "message": f.message,
         "hint": f.hint or None}
        for f in findings
    ]  # fmt: skip
    data = {
        "schema": "labledger/findings/1", "tool": f"labledger {__version__}", "findings": listed,
        "counts": {"records": records, "waived": waived, "errors": sum(f.level == "error" for f in findings),
                   "warnings": sum(f.level != "error" for f in findings)},
    }  # fmt: skip
    return document(data)


def findings_as_github(findings: Sequence[Finding]) -> Iterator[str]:
    """Workflow commands that become annotations; errors first, since only ten of a kind are shown."""
    for f in sorted(findings, key=lambda finding: finding.level != "error"):
        place = f"file={github_property(f.path)},line={max(f.line, 1)},col={max(f.column, 1)},title={f.code}"
        hint = f" ({f.hint})" if f.hint else ""
        yield f"::{'error' if f.level == 'error' else 'warning'} {place}::{github_message(f.message + hint)}\n"


def findings_as_sarif(findings: Sequence[Finding]) -> str:
    """A SARIF 2.1.0 log."""
    results = [
        {
            "ruleId": f.code,
            "level": f.level,
            "message": {"text": f"{f.message} ({f.hint})" if f.hint else f.message},
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": {"uri": quote(f.path, errors="replace")},
                        "region": {"startLine": max(f.line, 1), "startColumn": max(f.column, 1)},
                    }
                }
            ],
        }
        for f in findings
    ]
    driver = {
        "name": "labledger",
        "version": __version__,
        "rules": [{"id": code} for code in sorted({f.code for f in findings})],
    }
    log = {"$schema": _SARIF, "version": "2.1.0", "runs": [{"tool": {"driver": driver}, "results": results}]}
    return document(log)
