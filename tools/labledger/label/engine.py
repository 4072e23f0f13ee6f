"""From changes to labelled rows: every rule looks at every change it selects, at each row, then at each step."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from labledger.diff.change import Action, Change, Origin
from labledger.ids import lab_of
from labledger.label import wordings
from labledger.label.describe import describe, spoken
from labledger.label.disclosure import disclosure_of
from labledger.label.label import Label, Row, fingerprint
from labledger.label.predicates import PREDICATES, Context, Hit
from labledger.label.predicates.base import defines, opens
from labledger.label.rows import ROW_PREDICATES
from labledger.label.rule import Rule, catalogue

if TYPE_CHECKING:
    from labledger.label.clauses import Finding

_SURE = 0.95
_TRUST = {"high": 1.0, "medium": 0.85, "low": 0.6}
_OPPOSITE = {"weaken": "strengthen", "strengthen": "weaken"}
_BINDING_KINDS = frozenset({"provision", "version", "framework", "commitment", "fact", "assessment", "instrument"})
"""Kinds of which a change that no rule labels may still matter; the others only tell, ask or prove."""
_TOLD_KINDS = frozenset({"commitment", "fact", "assessment", "instrument"})
"""Kinds of which an addition by itself is neither: that something was promised, held or judged."""


def apply(rules: Sequence[Rule], changes: Iterable[Change], context: Context) -> tuple[Row, ...]:
    """Label changes and gather them into rows, one for each subject and step, in the order in which they came.

    What is ours and not the lab's (corrections, and what was filled in without a date) gets labels of those rules only
    that speak of our record, and no direction. Nothing is labelled twice for one facet: a rule gives way to the more
    exact ones it names in `yields_to`.
    """
    groups: dict[tuple[str, str, Origin], list[Change]] = defaultdict(list)
    for change in changes:
        groups[change.subject, change.step or change.date, change.origin].append(change)
    by_family = _by_kind(tuple(rules))
    return of_steps(rules, [_row(group, by_family, context) for group in groups.values()])


def of_steps(
    rules: Sequence[Rule], rows: Sequence[Row], ruled: Callable[[Row, Label], Label] = lambda row, label: label
) -> tuple[Row, ...]:
    """The rows with what the rules about whole steps say, on the row of the version that took the step.

    What such rules had said before is said anew, because it hangs on the directions of the other rows.
    """
    wanted = {rule.id: rule for rule in rules if rule.stage == "step"}
    steps: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        steps[row.step].append(row)
    return tuple(_of_step(row, steps[row.step], wanted, ruled) if row.kind == "version" else row for row in rows)


def _of_step(
    row: Row, siblings: Sequence[Row], wanted: Mapping[str, Rule], ruled: Callable[[Row, Label], Label]
) -> Row:
    if _is_ours(row):
        return row
    kept = [label for label in row.labels if label.rule not in wanted]
    others = [sibling for sibling in siblings if sibling.kind == "provision"]
    said = [ruled(row, label) for rule in wanted.values() for label in _label_row(row, rule, others)]
    return _summed(row, (*kept, *said))


@cache
def _by_kind(rules: tuple[Rule, ...]) -> Mapping[tuple[str, str], tuple[Rule, ...]]:
    families: dict[tuple[str, str], list[Rule]] = defaultdict(list)
    for rule in rules:
        families[rule.kind, rule.stage].append(rule)
    return {family: tuple(members) for family, members in families.items()}


def _row(changes: Sequence[Change], by_family: Mapping[tuple[str, str], tuple[Rule, ...]], context: Context) -> Row:
    first = changes[0]
    account = _account(first)
    disclosure, items = disclosure_of(first, account) if first.kind in ("provision", "version") else ("unknown", ())
    row = Row(first.subject, first.kind, first.step, first.date, first.origin, tuple(changes), disclosure=disclosure,
              account=items)  # fmt: skip
    ours = _is_ours(row)
    labels: list[Label] = []
    for change in changes:
        known = (*by_family.get((change.kind, "change"), ()), *by_family.get(("*", "change"), ()))
        labels.extend(_label_change(change, [rule for rule in known if rule.of_record] if ours else known, context))
    if ours:
        return dataclasses.replace(row, labels=tuple(labels), direction="neutral")
    named = {label.rule for label in labels}
    labels.extend(_worded(change, finding) for change in changes for finding in wordings.findings(change, named))
    return settle(row, labels, by_family.get((first.kind, "row"), ()))


def _is_ours(row: Row) -> bool:
    """Whether a row tells of our record only: of what we mended, or filled in without knowing the day."""
    return row.origin is Origin.CORRECTION or (row.origin is Origin.BACKFILL and not row.date)


def settle(
    row: Row, labels: Iterable[Label], row_rules: Iterable[Rule], ruled: Callable[[Label], Label] = lambda label: label
) -> Row:
    """The row with the labels of its changes, what they add up to, and what the rules about whole rows say of that.

    `ruled` puts a person's verdict in the place of a label.
    """
    row = _summed(row, labels)
    for rule in row_rules:
        row = _summed(row, (*row.labels, *map(ruled, _label_row(row, rule))))
    return row


def _summed(row: Row, labels: Iterable[Label]) -> Row:
    listed = tuple(labels)
    direction, mixed = roll_up(label.direction for label in listed)
    only_added = row.kind in _TOLD_KINDS and all(change.action is Action.ADDED for change in row.changes)
    if not listed and (row.kind not in _BINDING_KINDS or only_added):
        direction = "neutral"
    return dataclasses.replace(row, labels=listed, direction=direction, mixed=mixed)


def _account(change: Change) -> Mapping[str, Any] | None:
    holder = change.new_version if change.kind == "provision" else change.new_part
    account = holder.get("account")
    return account if isinstance(account, Mapping) else None


def roll_up(directions: Iterable[str]) -> tuple[str, bool]:
    """What several directions add up to, and whether they pull both ways. Never an average."""
    found = set(directions)
    if {"weaken", "strengthen"} <= found:
        return "unclear", True
    for word in ("weaken", "strengthen", "unclear"):
        if word in found:
            return word, False
    return ("neutral" if found else "unclear"), False


def _label_change(change: Change, rules: Sequence[Rule], context: Context) -> Iterator[Label]:
    hits = [
        (rule, hit)
        for rule in rules
        if rule.looks_at(change) and (hit := PREDICATES[rule.when](change, rule.with_, context))
    ]
    fired = {rule.id for rule, _ in hits}
    for rule, hit in hits:
        if fired.isdisjoint(rule.yields_to):
            yield _label(change, rule, hit)


def _label(change: Change, rule: Rule, hit: Hit) -> Label:
    direction = hit.direction or _direction(rule, change)
    confidence = round(_SURE * hit.sure * _trust(change), 2)
    return Label(
        rule.id, rule.code, tuple(sorted({*rule.labels, *hit.labels})), direction,
        hit.severity or _severity(rule, change, direction, confidence), message(change, rule, hit), confidence,
        rule.tier, change.field, fingerprint(rule.id, change, change.field),
    )  # fmt: skip


def _worded(change: Change, finding: Finding) -> Label:
    """A label that rests on the words of a provision's statement."""
    rule = catalogue()[finding.rule]
    confidence = round(finding.confidence * _trust(change), 2)
    who, what = lab_of(change.subject), spoken(change.subject.partition("#")[2])
    told = f"{who}: {what}: {rule.title.lower()}: {finding.old or 'nothing'} became {finding.new or 'nothing'}"
    return Label(
        rule.id, rule.code, finding.labels, finding.direction, _severity(rule, change, finding.direction, confidence),
        told, confidence, "text", change.field, fingerprint(rule.id, change, change.field),
    )  # fmt: skip


def _direction(rule: Rule, change: Change) -> str:
    """The rule's direction, turned round for leave; unclear where a definition or only one side gives leave."""
    sides = [side for side in (change.old_part, change.new_part) if side]
    if rule.permission != "inverse" or not any(opens(side) or defines(side) for side in sides):
        return rule.direction
    return _OPPOSITE[rule.direction] if all(opens(side) and not defines(side) for side in sides) else "unclear"


def _trust(change: Change) -> float:
    sides = [side for side in (change.old_part, change.new_part) if side]
    trust = min((_TRUST.get(str(side.get("confidence", "high")), 1.0) for side in sides), default=1.0)
    return trust * (0.9 if any(side.get("basis") == "secondary" for side in sides) else 1.0)


def _severity(rule: Rule, change: Change, direction: str, confidence: float) -> str:
    """The rule's severity; an error becomes a warning where the old text did not bind or the label is not sure.

    A direction that a permission turned round is graded as the direction it became.
    """
    severity = rule.severity
    if direction != rule.direction:
        severity = {"weaken": "error", "unclear": "warn"}.get(direction, "info")
    if severity != "error" or rule.of_record:
        return severity
    bound = (
        change.old_part.get("modality") in ("must", "will") if change.kind == "provision" and change.old_part else True
    )
    return "error" if bound and confidence >= 0.75 else "warn"


def message(change: Change, rule: Rule, hit: Hit) -> str:
    """The rule's sentence with who, what, from and to filled in."""
    slug = change.subject.partition("#")[2]
    facet, _, name = change.field.partition(".")
    words = {
        "who": lab_of(change.subject) or change.subject.split("/")[0],
        "what": spoken(slug) if slug else change.subject,
        "name": spoken(name or facet) or "itself",
        "old": describe(change.field, change.old),
        "new": describe(change.field, change.new),
        **{key: describe("", value.split(", ")) for key, value in hit.words.items()},
    }
    return rule.message.format_map(words)


def _label_row(row: Row, rule: Rule, siblings: Sequence[Row] = ()) -> Iterator[Label]:
    """What a rule says of a whole row, or of the step it belongs to."""
    for change, field, hangs_on, hit in ROW_PREDICATES[rule.when](row, siblings, rule.with_):
        yield Label(
            rule.id, rule.code, rule.labels, rule.direction, rule.severity, message(change, rule, hit), _SURE,
            rule.tier, field, fingerprint(rule.id, change, hangs_on),
        )  # fmt: skip
