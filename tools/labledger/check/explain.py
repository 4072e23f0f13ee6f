"""What each finding means: what is wrong in one sentence, why it matters, and what to do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from labledger.errors import UsageError
from labledger.store import codec
from labledger.store.tree import read_file
from labledger.text.closest import did_you_mean


@dataclass(frozen=True, slots=True)
class Explanation:
    """The meaning of one code of finding."""

    code: str
    """The id that every finding of this sort bears, like `R-NONE`; it never changes its meaning."""
    says: str
    """What is wrong, in one sentence."""
    why: str
    """Why it matters."""
    fix: str
    """What to do about it."""


@cache
def explanations() -> Mapping[str, Explanation]:
    """Every code with its explanation, in alphabetical order."""
    record, _ = codec.read(read_file(Path(__file__).with_name("codes.yaml")), "check/codes.yaml")
    return {code: Explanation(code, told["says"], told["why"], told["fix"]) for code, told in sorted(record.items())}


def explain(code: str) -> Explanation:
    """The explanation of a code, in whichever case it is written. Raises UsageError for one that does not exist."""
    known = explanations()
    found = known.get(code.upper())
    if found is None:
        raise UsageError(f"no check {code}", did_you_mean(code.upper(), known) or "run: labledger check --explain all")
    return found
