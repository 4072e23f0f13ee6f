"""A rule as data: what it looks at, which predicate decides, what it then says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any

from labledger.diff.change import Change
from labledger.errors import LedgerError
from labledger.store import codec

_HERE = Path(__file__).parent
LABEL_SET = "1"
"""Version of the set of rules: grows when a rule is added or means something else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule of the catalogue. Ids are never reused; `code` is for tables."""

    id: str
    code: str
    title: str
    kind: str
    """The kind of record that changed; `*` for all."""
    fields: tuple[str, ...]
    when: str
    direction: str
    severity: str
    message: str
    why: str
    sees: str
    misses: str
    known_case: str
    actions: tuple[str, ...] = ()
    """Empty selects every action."""
    labels: tuple[str, ...] = ()
    with_: str = ""
    """Parameter of the predicate: a ladder or a role."""
    tier: str = "field"
    stage: str = "change"
    """`change`: looks at one change. `row`: at all changes of a subject in one step, after the others. `step`: at all
    rows of a version step, after those; its label stands on the version's row."""
    about: str = "lab"
    """`record` when it speaks of our record and not of the lab: such a rule looks at corrections as well."""
    permission: str = "same"
    """`inverse` when a wider permission means a weaker bond, and a wider definition may mean either."""
    mirror: str = ""
    waiver: str = ""
    """Why there is no mirror."""
    yields_to: tuple[str, ...] = ()
    """Rules that say the same more exactly: where one of them fired on the change, this one is silent."""

    @property
    def of_record(self) -> bool:
        """Whether it speaks of our record and not of the lab."""
        return self.about == "record"

    def looks_at(self, change: Change) -> bool:
        """Whether the change is of the kind, field and action that the rule selects."""
        if self.kind not in (change.kind, "*") or (self.actions and change.action not in self.actions):
            return False
        return any(_matches(pattern, change.field) for pattern in self.fields)


def _matches(pattern: str, field: str) -> bool:
    if pattern.endswith(".*"):
        return field.startswith(pattern[:-1])
    return pattern == field or pattern == "*" or (pattern == "whole" and not field)


_LISTS = frozenset({"fields", "actions", "labels", "yields_to"})
_KNOWN = frozenset(field.name for field in fields(Rule))


def as_rule(data: Mapping[str, Any], name: str) -> Rule:
    """A rule from its file. Raises LedgerError for keys that are missing or not known."""
    values = {("with_" if key == "with" else key): value for key, value in data.items()}
    unknown = values.keys() - _KNOWN
    if unknown:
        raise LedgerError(f"rule {name} has unknown keys: {', '.join(sorted(unknown))}")
    prepared: dict[str, Any] = {key: tuple(value) if key in _LISTS else value for key, value in values.items()}
    try:
        return Rule(**prepared)
    except TypeError as error:
        raise LedgerError(f"rule {name} is incomplete: {error}") from None


@cache
def rules() -> tuple[Rule, ...]:
    """Every rule of the package, in order of code. The folder is the list: there is no other."""
    return tuple(sorted(_read_all(), key=lambda rule: (rule.stage != "change", rule.code)))


@cache
def catalogue() -> Mapping[str, Rule]:
    """Rules by id."""
    return {rule.id: rule for rule in rules()}


def _read_all() -> Iterator[Rule]:
    for file in (_HERE / "rules").iterdir():
        if file.name.endswith(".yaml"):
            data, _ = codec.read(file.read_bytes(), file.name)
            yield as_rule(data, file.name)


@cache
def ladders() -> Mapping[str, Mapping[str, int]]:
    """Rank of each word on each ladder; higher binds more, reaches further, or stands higher."""
    data, _ = codec.read((_HERE / "ladders.yaml").read_bytes(), "ladders.yaml")
    return {name: {word: int(rank) for word, rank in steps.items()} for name, steps in data.items()}
