"""What stands around a version step in other records: what rules need to know besides the two versions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from labledger.dates import PartialDate
from labledger.diff.days import as_date, last_day
from labledger.diff.versions import step_date
from labledger.ids import Kind, framework_of, lab_of
from labledger.model.dataset import Dataset

Plain = Mapping[str, Any]
_AHEAD = dt.timedelta(days=90)
_DECISIONS = frozenset({"release", "evaluation"})


def surroundings(dataset: Dataset, old: Plain | None, new: Plain, held: Mapping[str, str]) -> Plain:
    """What stands around one step.

    `held`: the last version that held each slug so far. `framework`: its record. `kin`: other frameworks that carry
    on the same one. `clocks`: legal periods that run from the step, with instrument and last day. `ahead`: releases
    and level decisions of the lab within ninety days after. `judged`: each scheme's latest assessment of the lab that
    is older than the step.
    """
    lab, name = lab_of(str(new["id"])) or "", framework_of(str(new["id"])) or ""
    framework = dataset.get(name) or {}
    date = as_date(step_date(new, old))
    around: dict[str, Any] = {"held": dict(held), "framework": framework, "kin": tuple(_kin(dataset, framework))}
    if date is not None:
        around["clocks"] = tuple(_clocks(dataset, new, date.last)) if _is_statutory(new) else ()
        around["ahead"] = tuple(_ahead(dataset, lab, date))
        around["judged"] = tuple(_judged(dataset, lab, date))
    return around


def _is_statutory(version: Plain) -> bool:
    return version.get("legal_role") == "statutory"


def _kin(dataset: Dataset, framework: Plain) -> Iterator[str]:
    parents = set(framework.get("continues", ()))
    for name, record in dataset.of_kind(Kind.FRAMEWORK):
        if name != framework.get("id") and not parents.isdisjoint(record.get("continues", ())):
            yield name


def _clocks(dataset: Dataset, version: Plain, day: dt.date) -> Iterator[Plain]:
    """Each duty in force on the day to justify a material change, with the last day for it."""
    for name, duty, deadline in duties(dataset, "material-modification"):
        if "justification" not in (deadline["name"], *duty.get("artefacts", ())):
            continue
        start = as_date(duty.get("start"))
        last = last_day(day, int(str(deadline["within"])), str(deadline.get("unit")))
        if start is not None and start.first <= day and last is not None:
            yield {"instrument": name, "last": last.isoformat()}


def duties(dataset: Dataset, *events: str) -> Iterator[tuple[str, Plain, Plain]]:
    """Instrument, duty and deadline of every statute in the dataset that counts a period from one of some events."""
    for name, instrument in dataset.of_kind(Kind.INSTRUMENT):
        if instrument.get("kind") != "statute" or "repealed" in instrument:
            continue
        for duty in instrument.get("duties", ()):
            for deadline in duty.get("deadlines", ()):
                if deadline.get("event") in events and "within" in deadline:
                    yield name, duty, deadline


def _ahead(dataset: Dataset, lab: str, date: PartialDate) -> Iterator[Plain]:
    for name, event in dataset.of_kind(Kind.EVENT):
        day = as_date(event.get("date"))
        if lab_of(name) != lab or event.get("kind") not in _DECISIONS or day is None:
            continue
        if date.last < day.first and day.last - date.last <= _AHEAD:
            yield {"id": name, "title": event.get("title", name), "days": (day.last - date.last).days}


def _judged(dataset: Dataset, lab: str, date: PartialDate) -> Iterator[str]:
    latest: dict[str, tuple[str, str]] = {}
    for name, assessment in dataset.of_kind(Kind.ASSESSMENT):
        if lab_of(name) == lab:
            scheme = name.split("/")[1]
            latest[scheme] = max(latest.get(scheme, ("", "")), (str(assessment.get("date")), name))
    for told, name in latest.values():
        day = as_date(told)
        if day is not None and day.surely_before(date):
            yield name
