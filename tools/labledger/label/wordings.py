"""Labels from the words of a provision: only where both sides follow the document closely enough to prove something."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from labledger.diff.change import Action, Change

if TYPE_CHECKING:
    from labledger.label.clauses import Finding


def findings(change: Change, known: Collection[str]) -> Iterator[Finding]:
    """What the clause reader finds between the statements of a change, less what rules of fields said already.

    `known` are the ids of the rules that fired on the same provision in the same step: a typed field is surer than
    its words. Diff tells of statements only where both sides are marked `wording: close`.
    """
    if change.field != "statement" or change.action is not Action.REWORDED:
        return
    from labledger.label.clauses import label_clauses  # the clause reader is loaded only where there are words to read

    for finding in label_clauses(str(change.old), str(change.new)).findings:
        if finding.rule not in known and finding.rule != "overall":
            yield finding
