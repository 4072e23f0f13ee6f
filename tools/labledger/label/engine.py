"""From changes to labelled rows: every rule looks at every change it selects, then at what the row adds up to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from labledger.diff.change import Change, Origin
from labledger.ids import lab_of
from labledger.label.describe import describe, spoken
from labledger.label.disclosure import disclosure_of
from labledger.label.label import Label, Row, fingerprint
from labledger.label.predicates import PREDICATES, Context, Hit
from labledger.label.predicates.base import opens
from labledger.label.rule import Rule

_SURE = 0.95
_TRUST = {"high": 1.0, "medium": 0.85, "low": 0.6}
_OPPOSITE = {"weaken": "strengthen", "strengthen": "weaken"}


def apply(rules: Sequence[Rule], changes: Iterable[Change], context: Context) -> tuple[Row, ...]:
    """Label changes and gather them into rows, one for each subject and step, in the order in which they came.

    Corrections get no label: they are ours, not the lab's. Nothing is labelled twice for one facet: a rule gives way
    to the more exact ones it names in `yields_to`.
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


def _row(changes: list[Change], by_family: Mapping[tuple[str, str], tuple[Rule, ...]], context: Context) -> Row:
    first = changes[0]
    account = _account(first)
    disclosure, items = disclosure_of(first, account) if first.kind in ("provision", "version") else ("unknown", ())
    row = Row(first.subject, first.kind, first.step, first.date, first.origin, tuple(changes), disclosure=disclosure,
              account=items)  # fmt: skip
    if first.origin is Origin.CORRECTION:
        return _with(row, direction="neutral")
    labels: list[Label] = []
    for change in changes:
        labels.extend(_label_change(change, by_family.get((change.kind, "change"), ()), context))
    direction, mixed = roll_up(label.direction for label in labels)
    row = _with(row, labels=tuple(labels), direction=direction, mixed=mixed)
    extra = [label for rule in by_family.get((first.kind, "row"), ()) for label in _label_row(row, rule)]
    return _with(row, labels=(*labels, *extra)) if extra else row


def _with(row: Row, **changes: Any) -> Row:
    import dataclasses

    return dataclasses.replace(row, **changes)


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
    direction = rule.direction
    if rule.permission == "inverse" and opens(change.new_part or change.old_part):
        direction = _OPPOSITE.get(direction, direction)
    confidence = round(_SURE * hit.sure * _trust(change), 2)
    return Label(
        rule.id, rule.code, tuple(sorted({*rule.labels, *hit.labels})), direction,
        _severity(rule, change, direction, confidence), message(change, rule, hit), confidence, rule.tier,
        change.field, fingerprint(rule.id, change, change.field),
    )  # fmt: skip


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
        severity = "error" if direction == "weaken" else "info"
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
        "name": spoken(name or facet),
        "old": describe(change.field, change.old),
        "new": describe(change.field, change.new),
        **{key: describe("", value.split(", ")) for key, value in hit.words.items()},
    }
    return rule.message.format_map(words)


def _label_row(row: Row, rule: Rule) -> Iterator[Label]:
    """Rules about a whole row: nothing said about it, or nothing that the others could name."""
    match rule.when:
        case "unlabelled":
            fires = not row.labels
        case "directional-and":
            fires = row.disclosure == rule.with_ and (row.direction in _OPPOSITE or row.mixed)
        case _:
            fires = False
    if fires:
        first = row.changes[0]
        yield Label(
            rule.id, rule.code, rule.labels, rule.direction, rule.severity, message(first, rule, Hit()), _SURE,
            rule.tier, "", fingerprint(rule.id, first, [change.key for change in row.changes]),
        )  # fmt: skip
