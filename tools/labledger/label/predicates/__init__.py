"""The closed set of predicates that rules name: each looks at one change and says whether the rule applies."""

from __future__ import annotations

from labledger.label.predicates import (
    actors,
    clocks,
    evidence,
    facts,
    quantities,
    records,
    sets,
    terms,
    time,
    whole,
    wording,
    words,
)
from labledger.label.predicates.base import PREDICATES, Context, Hit, Predicate

__all__ = [
    "PREDICATES",
    "Context",
    "Hit",
    "Predicate",
    "actors",
    "clocks",
    "evidence",
    "facts",
    "quantities",
    "records",
    "sets",
    "terms",
    "time",
    "whole",
    "wording",
    "words",
]
