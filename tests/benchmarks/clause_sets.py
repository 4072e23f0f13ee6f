"""The sets of labelled clause pairs: the project's own, and those that lie beside the repository where it is measured.

A set whose name has `held-out` in it is never tuned on. In our own files empty lists and missing sides are left out,
and a pair of versions that `accounts` does not hold was searched for an account and has none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
OWN = ROOT / "tests" / "cases" / "clauses"
SHARED = ROOT.parent / "shared" / "gold"
GOLD = ("clauses_dev", "real_dev")
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
SETTLED = ("weaken", "strengthen", "neutral")
"""Directions that recall is measured on; `unclear` is the fourth answer a case may have."""


@dataclass(frozen=True, slots=True)
class Case:
    """Two wordings of a clause and what a careful reader says of the step between them."""

    id: str
    kind: str
    old: str | None
    new: str | None
    labels: frozenset[str]
    also_ok: frozenset[str]
    must_not: frozenset[str] | None
    """Labels that are wrong here; None: every one that is neither asked for nor tolerated."""
    direction: str
    direction_also_ok: frozenset[str]
    trap: bool
    direction_only: bool
    account: tuple[str, ...] | None
    """Items of the lab's own account of the revision; None where none was found."""
    searched: bool
    """Whether an account was looked for; only then is `undisclosed` scored."""

    def accepts(self, direction: str) -> bool:
        """Whether a direction is the right one or tolerated."""
        return direction == self.direction or direction in self.direction_also_ok


@dataclass(frozen=True, slots=True)
class CaseSet:
    """One file of cases."""

    name: str
    cases: tuple[Case, ...]
    held_out: bool
    path: Path
    gold: bool
    """Whether it lies beside the repository and is scored by the scorer there as well."""


@cache
def case_sets() -> tuple[CaseSet, ...]:
    """Every set that is here, read once: gold first, then our open sets, then those held out."""
    return tuple(_sets())


def _sets() -> Iterator[CaseSet]:
    for name in GOLD:
        path = SHARED / f"{name}.yaml"
        if path.is_file():
            yield CaseSet(name, tuple(_cases(path, gold=True)), False, path, True)
    own = [("held-out" in path.stem, path.stem, path) for path in OWN.glob("*.yaml")]
    for held_out, _, path in sorted(own):
        yield CaseSet(path.stem, tuple(_cases(path, gold=False)), held_out, path, False)


def _cases(path: Path, *, gold: bool) -> Iterator[Case]:
    data = yaml.load(path.read_text(encoding="utf-8"), LOADER)
    accounts = data.get("accounts") or {}
    for raw in data["cases"]:
        account, searched = (_gold_account if gold else _own_account)(raw.get("pair"), accounts)
        banned = raw["must_not"]
        yield Case(
            raw["id"], raw.get("kind") or "unsorted", raw.get("old"), raw.get("new"),
            frozenset(raw.get("labels") or ()), frozenset(raw.get("also_ok") or ()),
            None if banned == "any-other" else frozenset(banned),
            raw["direction"], frozenset(raw.get("direction_also_ok") or ()),
            bool(raw.get("adversarial", not gold and raw["kind"] != "revision")),
            bool(raw.get("direction_only")), account, searched,
        )  # fmt: skip


Account = tuple[tuple[str, ...] | None, bool]


def _gold_account(pair: str | None, accounts: Mapping[str, Any]) -> Account:
    name = (pair or "").rsplit("-", 1)[0]
    items = accounts.get(name)
    return (None if items is None else tuple(items)), name in accounts


def _own_account(pair: str | None, accounts: Mapping[str, Any]) -> Account:
    items = accounts.get(pair)
    return (None if items is None else tuple(items)), pair is not None
