"""The class of each recorded change of a document, from its comparison and from what the document held before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from labledger.archive.faults import standing_fault
from labledger.archive.history import Step, Version
from labledger.archive.pair import Pair, Touched
from labledger.archive.standing import moved, moved_back, stood_still

Class = Literal["first", "substantive", "minor", "date-only", "date-format", "link-only", "format-only", "revert",
                "rollback", "capture-error", "recovery", "gone"]  # fmt: skip
CLASSES: tuple[Class, ...] = ("first", "substantive", "minor", "date-only", "date-format", "link-only", "format-only",
                              "revert", "rollback", "capture-error", "recovery", "gone")  # fmt: skip
Pairs = Callable[[str, str], Pair]
"""The comparison of two blobs; an empty id means no version."""
_BACK = 0.2
"""Most weight, as a share of the version, that may differ where a document returns from a broken capture."""


@dataclass(frozen=True, slots=True)
class Change:
    """One recorded change of a document, classified."""

    step: Step
    name: Class
    quiet: bool = False
    """A substantive or minor change in a part whose own date and version stood still."""
    pair: Pair | None = None
    """The comparison with the version before; None where there is nothing to compare."""
    reasons: tuple[str, ...] = ()
    """Why it is of its class, for classes that are judgements: kinds of faults, or the commit that is returned to."""
    returns: str = ""
    """The commit of an earlier version, not the last one, with the very same text."""
    hidden: Change | None = None
    """For a recovery, the change against the last sound version, when words were changed meanwhile."""

    @property
    def still(self) -> tuple[Touched, ...]:
        """The parts that were edited while what they state stood still."""
        if self.pair is None or self.step.old is None:
            return ()
        days = (self.step.old.day, self.step.new.day)
        return tuple(p for p in self.pair.parts if (p.substantive or p.minor) and stood_still(p, *days))


@dataclass
class _Seen:
    """What came before in the history of one document."""

    sums: dict[int, Version] = field(default_factory=dict)
    """Sum over all words, up to a constant, of every sound version."""
    total: int = 0
    fault: str = ""
    """Why the version at hand is broken."""
    sound: Version | None = None
    sound_total: int = 0


def classify(steps: Sequence[Step], pairs: Pairs) -> Iterator[Change]:
    """Each step of one document's history with its class, in order."""
    seen = _Seen()
    blobs: dict[str, str] = {}
    for step in steps:
        if step.old is not None:
            blobs.setdefault(step.old.blob, step.old.commit)
        earlier = blobs.get(step.new.blob, "") if step.new.blob else ""
        change, seen = _one(step, pairs, seen)
        if change.name == "minor" and earlier and not change.still:
            # A banner that came and went before says nothing new.
            change = replace(change, name="revert", quiet=False, reasons=(earlier,))
        blobs.setdefault(step.new.blob, step.new.commit)
        yield replace(change, returns=earlier)


def _one(step: Step, pairs: Pairs, seen: _Seen) -> tuple[Change, _Seen]:
    old, new = step.old, step.new
    if not new.blob:
        return Change(step, "gone"), seen
    if old is None:
        pair = pairs("", new.blob)
        fault = standing_fault(pair.weights[1], pair.new_faults)
        change = Change(step, "first", pair=pair, reasons=(fault,) if fault else ())
        return change, _after(seen, new, 0, fault)
    pair = pairs(old.blob, new.blob)
    total = (seen.total + pair.drift) % (1 << 64)
    fault = standing_fault(pair.weights[1], pair.new_faults)
    mended = (
        not fault
        and bool(seen.fault)
        and (
            bool(standing_fault(pair.weights[0], pair.old_faults))
            or (seen.sound is not None and _is_back(pairs(seen.sound.blob, new.blob)))
        )
    )
    if mended:
        return _mended(step, pair, pairs, seen)
    fault = fault or pair.fault
    if fault:
        return Change(step, "capture-error", pair=pair, reasons=(fault,)), _after(seen, new, total, fault)
    return _sound(step, pair, total, seen), _after(seen, new, total, "")


def _after(seen: _Seen, new: Version, total: int, fault: str) -> _Seen:
    """What is known after a version; a broken one is remembered as such and not as something to return to."""
    if fault:
        return _Seen(seen.sums, total, fault, seen.sound, seen.sound_total)
    seen.sums.setdefault(total, new)
    return _Seen(seen.sums, total, "", new, total)


def _is_back(pair: Pair) -> bool:
    return pair.changed <= _BACK * sum(pair.weights)


def _mended(step: Step, pair: Pair, pairs: Pairs, seen: _Seen) -> tuple[Change, _Seen]:
    """A recovery, with what changed since the last sound version; a document that was never sound begins here."""
    if seen.sound is None:
        return Change(step, "recovery", pair=pair), _after(seen, step.new, 0, "")
    against = pairs(seen.sound.blob, step.new.blob)
    total = (seen.sound_total + against.drift) % (1 << 64)
    meanwhile = _sound(Step(step.document, seen.sound, step.new), against, total, seen)
    told = meanwhile if meanwhile.name in ("substantive", "minor", "date-only", "rollback") else None
    change = Change(step, "recovery", pair=pair, reasons=(seen.sound.commit,), hidden=told)
    return change, _after(seen, step.new, total, "")


def _sound(step: Step, pair: Pair, total: int, seen: _Seen) -> Change:
    """The class of a change between two versions that are both the document."""
    assert step.old is not None
    days = step.old.day, step.new.day
    redated = any(moved(part, *days) for part in pair.parts)
    if not pair.substantive and not pair.minor:
        if step.returned:
            return Change(step, "recovery", pair=pair, reasons=("absence",))
        return Change(step, _wordless(pair, redated), pair=pair)
    back = any(moved_back(part, *days) for part in pair.parts)
    earlier = seen.sums.get(total)
    if earlier is not None and (back or not redated or _stated_before(pair, earlier, step)):
        return Change(step, "rollback" if back else "revert", pair=pair, reasons=(earlier.commit,))
    name: Class = "substantive" if pair.substantive else "minor"
    change = Change(step, name, pair=pair)
    return Change(step, name, bool(change.still), pair)


def _stated_before(pair: Pair, earlier: Version, step: Step) -> bool:
    """Whether a return to older words could be one to the older statement too: no statement is of after it."""
    newest = max((value for part in pair.parts for value in _days(part)), default=dt.date.min)
    return newest <= earlier.day


def _days(part: Touched) -> list[dt.date]:
    found = []
    for stamp in part.new or ():
        if stamp.kind != "version" and not stamp.value.startswith("ago:"):
            text = stamp.value.split("|")[0]
            found.append(dt.date.fromisoformat((text + "-01-01")[:10] if len(text) == 4 else (text + "-01")[:10]))
    return found


def _wordless(pair: Pair, redated: bool) -> Class:
    if redated:
        return "date-only"
    if pair.hidden.get("notice"):
        return "minor"
    if pair.hidden.get("links"):
        return "link-only"
    return "date-format" if pair.hidden.get("dates") else "format-only"
