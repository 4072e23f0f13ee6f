"""From changes to labelled rows: every rule looks at every change it selects, then at what the row adds up to."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from labledger.diff.change import Action, Change, Origin
from labledger.ids import lab_of
from labledger.label.describe import describe, spoken
from labledger.label.disclosure import disclosure_of
from labledger.label.label import Label, Row, fingerprint
from labledger.label.predicates import PREDICATES, Context, Hit
from labledger.label.predicates.base import defines, opens
from labledger.label.rule import Rule

_SURE = 0.95
_TRUST = {"high": 1.0, "medium": 0.85, "low": 0.6}
_OPPOSITE = {"weaken": "strengthen", "strengthen": "weaken"}
_BINDING_KINDS = frozenset({"provision", "version", "framework", "commitment", "fact", "assessment", "instrument"})
"""Kinds of which a change that no rule labels may still matter; the others only tell, ask or prove."""
_TOLD_KINDS = frozenset({"commitment", "fact", "assessment", "instrument"})
"""Kinds of which an addition by itself is neither: that something was promised, held or judged."""


def apply(rules: Sequence[Rule], changes: Iterable[Change], context: Context) -> tuple[Row, ...]:
    """Label changes and gather them into rows, one for each subject and step, in the order in which they came.

    What is ours and not the lab's gets no label: corrections, and what was filled in without a date. Nothing is
    labelled twice for one facet: a rule gives way to the more exact ones it names in `yields_to`.
    """
    groups: dict[tuple[str, str, Origin], list[Change]] = defaultdict(list)
    for change in changes:
        groups[change.subject, change.step or change.date, change.origin].append(change)
    by_family = _by_kind(tuple(rules))
    return tuple(_row(group, by_family, context) for group in groups.values())


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
    if first.origin is Origin.CORRECTION or (first.origin is Origin.BACKFILL and not first.date):
        return dataclasses.replace(row, direction="neutral")
    labels: list[Label] = []
    for change in changes:
        labels.extend(_label_change(change, by_family.get((change.kind, "change"), ()), context))
    return settle(row, labels, by_family.get((first.kind, "row"), ()))


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
        _severity(rule, change, direction, confidence), message(change, rule, hit), confidence, rule.tier,
        change.field, fingerprint(rule.id, change, change.field),
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
    if severity != "error" or change.kind != "provision":
        return severity
    bound = change.old_part.get("modality") in ("must", "will") if change.old_part else True
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


def _label_row(row: Row, rule: Rule) -> Iterator[Label]:
    """Rules about a whole row: changes that none of the others could name, or that the lab did not."""
    match rule.when:
        case "unlabelled":
            placed = {label.field for label in row.labels}
            for change in row.changes:
                if change.field not in placed:
                    facet = change.field
                    yield _row_label(rule, change, facet, fingerprint(rule.id, change, facet))
        case "directional-and":
            if row.disclosure == rule.with_ and (row.direction in _OPPOSITE or row.mixed):
                first = row.changes[0]
                keys = [change.key for change in row.changes]
                yield _row_label(rule, first, "", fingerprint(rule.id, first, keys))


def _row_label(rule: Rule, change: Change, field: str, identity: str) -> Label:
    told = message(change, rule, Hit())
    return Label(
        rule.id, rule.code, rule.labels, rule.direction, rule.severity, told, _SURE, rule.tier, field, identity
    )
