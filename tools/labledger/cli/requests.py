"""A request against its base: what it brings, told for reviewers even where some of its files are broken."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from labledger.cli.answer import INDEX, WORKTREE, Answer, rewritten_versions
from labledger.cli.place import Place
from labledger.errors import Finding, UnsoundError, UsageError

_SOUND = frozenset({"I-LOST", "I-REUSED", "D-ORDER", "D-FUTURE"})
_SOUND_FAMILIES = frozenset({"R", "E", "F"})
"""Findings about a record that can be read and compared all the same."""


class Request(Answer):
    """The comparison of two revisions that leaves out the records it cannot read, and says which."""

    def __init__(self, place: Place, today: dt.date) -> None:
        super().__init__(place, today, None)
        self.left_out: tuple[str, ...] = ()
        self.findings: tuple[Finding, ...] = ()
        self.known = 0

    def _record(self, old: str, new: str) -> Any:
        from labledger.diff.fold import fold
        from labledger.diff.revisions import compare
        from labledger.report.report import Question

        before, after, sides, notes = self.revisions(old, new)
        question = Question("record", str(sides[0]), str(sides[1]), "", self.today.isoformat())
        report = self._labelled(after, lambda: fold(compare(before, after, sides[0].day)), question, self.today, notes)
        return dataclasses.replace(report, notes=(*report.notes, *rewritten_versions(report.rows)))

    def revisions(self, old: str, new: str) -> tuple[Any, Any, Any, list[str]]:
        """Both datasets whole but for records with faults, the revisions, and notes for the reader."""
        from labledger.model.dataset import Dataset
        from labledger.store.load import load

        sides, trees, notes = self._trees(old, new)
        self._read = trees
        before, after = (load(tree)[0] for tree in trees)
        self.findings, self.known = self._checked(trees, before)
        self.left_out = tuple(sorted(_broken(self.findings)))
        left, right = (
            Dataset({name: record for name, record in side.records.items() if name not in self.left_out}, side.paths)
            for side in (before, after)
        )
        return left, right, sides, notes

    def _trees(self, old: str, new: str) -> tuple[Any, list[Any], list[str]]:
        if old in (WORKTREE, INDEX):
            raise UsageError(f"{old} can only be the new side", f"labledger diff REV {old}")
        history = self.place.history()
        if new not in (WORKTREE, INDEX):
            sides, notes = self._sides(history, old, new)
            return sides, [history.tree(side) for side in sides], notes
        from labledger.store.line import Revision

        (side,), notes = self._sides(history, old)
        now = Revision(new, "", dt.datetime.combine(self.today, dt.time(), dt.UTC))
        return (side, now), [history.tree(side), self.place.tree() if new == WORKTREE else history.tree(now)], notes

    def _checked(self, trees: Any, before: Any) -> tuple[tuple[Finding, ...], int]:
        """The findings of the new side that the old one did not have, with paths as in the repository; how many had."""
        from labledger.check.suite import check

        old, new = (_named(check(tree, self.today, since)) for tree, since in zip(trees, (None, before), strict=True))
        known = {(finding.path, finding.code, finding.message) for finding in old}
        brought = tuple(f for f in new if (f.path, f.code, f.message) not in known)
        return brought, len(new) - len(brought)


def _named(result: Any) -> tuple[Finding, ...]:
    """Findings with the path of the file in the repository: without the name of the revision before it."""
    return tuple(
        dataclasses.replace(finding, path=in_repository(finding.path), hint=in_repository(finding.hint, 1))
        for finding in result.findings
    )


def in_repository(text: str, everywhere: int = 0) -> str:
    """A path without the revision that it was read from; with `everywhere` within a text."""
    import re

    # Where the dataset is the whole repository no folder stands between the revision and the path.
    return re.sub(r"\b[0-9a-f]{10}[:/](?=\S)" if everywhere else r"\A[0-9a-f]{10}[:/]", "", text)


def _broken(findings: Iterable[Finding]) -> set[str]:
    from labledger.store import layout

    found: set[str] = set()
    for finding in findings:
        if finding.level != "error" or finding.code in _SOUND or finding.code[0] in _SOUND_FAMILIES:
            continue
        parts = finding.path.split("/")
        names = (layout.id_of("/".join(parts[start:])) for start in range(len(parts)))
        found.update(name for name in names if name is not None)
    return found


def told(place: Place, today: dt.date, old: str, new: str | None, link: str) -> tuple[str, bool]:
    """The comment for reviewers, and whether the request is sound."""
    from labledger.report.for_review import Background, for_review, sources_of
    from labledger.report.report import Question, Report

    request, head = Request(place, today), new or "HEAD"
    try:
        report = request._record(old, head)
    except UnsoundError as error:
        # What no check foresees must not hide the findings: they are told without the changes.
        note = f"the changes cannot be told: {error}"
        report = Report.of((), Question("record", old, head, "", today.isoformat()), (note,))
    addresses = _addresses(request, sources_of(report))
    background = Background(request.findings, request.known, request.left_out, addresses, link)
    return for_review(report, background), not any(finding.level == "error" for finding in request.findings)


def _addresses(request: Request, wanted: Iterable[str]) -> Mapping[str, str]:
    """Where each source is: its address, else its first archive copy."""
    from labledger.store.load import load

    names = frozenset(wanted)
    dataset, _ = load(request._read[-1], names.__contains__) if names else (None, ())
    found = {}
    for name in names:
        record = (dataset.get(name) if dataset else None) or {}
        archives = record.get("archives") or []
        found[name] = str(record.get("address") or (archives[0] if archives else ""))
    return found
