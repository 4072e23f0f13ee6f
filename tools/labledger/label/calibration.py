"""How sure a finding turns out to be: from the sureness of a reading to the share of such findings that are right.

`calibration.yaml` is fitted by `tests/benchmarks/calibrate.py` on labelled pairs: for each family of rules, and for
close and distant wordings apart, steps of raw sureness with the share that was right, never falling.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from labledger.clause import balance
from labledger.store import codec

TABLE = Path(__file__).parent / "calibration.yaml"
WHOLE = frozenset({"commitment-removed", "commitment-added", "leave-withdrawn", "leave-taken"})
_DISCLOSURE = frozenset({"changelog-omits-change", "change-unannounced"})
Steps = tuple[tuple[float, ...], tuple[float, ...]]
"""Raw sureness from which each step holds, rising, and the share right in it."""


def calibrated(family: str, close: bool, sure: float) -> float:
    """The share of such findings that are right, 0 to 1; a family that the table does not hold counts as `overall`.

    `close` says whether the two wordings are edits of each other (`clause.balance.close`), which a clause that came or
    went as a whole counts as; `sure` is the raw sureness, 0 to 1.
    """
    steps = _table()
    starts, shares = steps.get((family, close)) or steps["overall", close]
    return shares[max(0, bisect_right(starts, sure + 1e-9) - 1)]


def family_of(rule: str) -> str:
    """The family that a rule's findings are calibrated in: one of those of the balance, `whole`, or `disclosure`."""
    if rule == "overall":
        return "overall"
    if rule in WHOLE:
        return "whole"
    if rule in _DISCLOSURE:
        return "disclosure"
    return balance.family_of(rule)


@cache
def _table() -> Mapping[tuple[str, bool], Steps]:
    data, _ = codec.read(TABLE.read_bytes(), TABLE.name)
    return {
        (family, word == "close"): (tuple(float(s["from"]) for s in steps), tuple(float(s["right"]) for s in steps))
        for family, sides in data["families"].items()
        for word, steps in sides.items()
    }
