"""A contrast: one facet in which two wordings of a clause differ, with the words it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Contrast:
    """One difference of meaning between two clauses. It names a rule of the catalogue; the rule says what it is."""

    rule: str
    """Id of the catalogue rule, `cadence-slowed` for instance."""
    old: str
    """What was read in the old clause: its words, or what they mean. Empty where there is nothing."""
    new: str
    sure: float = 0.9
    """How sure the reading is, 0 to 1, before calibration. Each reader's numbers were chosen on the project's open
    pairs, see `tests/benchmarks/labels.md`."""
    labels: tuple[str, ...] = ()
    """Plain labels beside those of the rule: the way a threshold moved, for instance."""
    direction: str = ""
    """Set only where the rule leaves it open (`C` and `U` in the catalogue), or where the role turned it round."""


def presence(was: str, now: str, *, gone: str, came: str, sure: float) -> Iterator[Contrast]:
    """A thing that stands in one clause only: rule `gone` where the old one alone has it, `came` where the new one."""
    if was and not now:
        yield Contrast(gone, was, "", sure)
    elif now and not was:
        yield Contrast(came, "", now, sure)


def listing(names: Iterable[str]) -> str:
    """For people: names in the order of the alphabet."""
    return ", ".join(sorted(names))
