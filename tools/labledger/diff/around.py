"""What stands around a version step in other records: what rules need to know besides the two versions."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any

from labledger.dates import PartialDate
from labledger.diff.days import as_date, last_day
from labledger.diff.versions import step_date
from labledger.ids import Kind, framework_of, lab_of
from labledger.model.dataset import Dataset

Plain = Mapping[str, Any]
_AHEAD = dt.timedelta(days=90)
_DECISIONS = frozenset({"release", "evaluation"})


class Surroundings:
    """The records of a dataset by what a step may need of them, looked through once."""

    def __init__(self, dataset: Dataset) -> None:
        self.dataset = dataset

    def of(self, old: Plain | None, new: Plain, held: Mapping[str, str]) -> Plain:
        """What stands around one step.

        `held`: the last version that held each slug so far. `framework`: its record. `kin`: other frameworks that
        carry on the same one. `clocks`: legal periods that run from the step, with instrument and last day. `ahead`:
        releases and level decisions of the lab within ninety days after. `judged`: each scheme's latest assessment of
        the lab that is older than the step.
        """
        lab, name = lab_of(str(new["id"])) or "", framework_of(str(new["id"])) or ""
        framework = self.dataset.get(name) or {}
        kin = {heir for parent in framework.get("continues", ()) for heir in self._heirs[str(parent)]} - {name}
        around: dict[str, Any] = {"held": held, "framework": framework, "kin": tuple(sorted(kin))}
        date = as_date(step_date(new, old))
        if date is not None:
            around["clocks"] = tuple(self._clocks(date.last)) if new.get("legal_role") == "statutory" else ()
            around["ahead"] = tuple(_ahead(self._events[lab], date))
            around["judged"] = tuple(_older(self._assessments[lab], date))
        return around

    @cached_property
    def _heirs(self) -> Mapping[str, set[str]]:
        """Frameworks by those they carry on."""
        found: dict[str, set[str]] = defaultdict(set)
        for name, record in self.dataset.of_kind(Kind.FRAMEWORK):
            for parent in record.get("continues", ()):
                found[str(parent)].add(name)
        return found

    @cached_property
    def _events(self) -> Mapping[str, list[Plain]]:
        """Releases and level decisions by lab."""
        found: dict[str, list[Plain]] = defaultdict(list)
        for name, event in self.dataset.of_kind(Kind.EVENT):
            if event.get("kind") in _DECISIONS:
                found[lab_of(name) or ""].append(event)
        return found

    @cached_property
    def _assessments(self) -> Mapping[str, dict[str, tuple[str, str]]]:
        """Day and id of the latest assessment in each scheme, by lab."""
        found: dict[str, dict[str, tuple[str, str]]] = defaultdict(dict)
        for name, assessment in self.dataset.of_kind(Kind.ASSESSMENT):
            latest, scheme = found[lab_of(name) or ""], name.split("/")[1]
            latest[scheme] = max(latest.get(scheme, ("", "")), (str(assessment.get("date")), name))
        return found

    @cached_property
    def _duties(self) -> tuple[tuple[str, Plain, Plain], ...]:
        return tuple(duties(self.dataset, "material-modification"))

    def _clocks(self, day: dt.date) -> Iterator[Plain]:
        """Each duty in force on the day to justify a material change, with the last day for it."""
        for name, duty, deadline in self._duties:
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
                if deadline.get("event") in events and str(deadline.get("within", "")).isdigit():
                    yield name, duty, deadline


def _ahead(events: Iterable[Plain], date: PartialDate) -> Iterator[Plain]:
    for event in events:
        day = as_date(event.get("date"))
        if day is not None and date.last < day.first and day.last - date.last <= _AHEAD:
            days = (day.last - date.last).days
            yield {"id": event["id"], "title": event.get("title", event["id"]), "days": days}


def _older(assessments: Mapping[str, tuple[str, str]], date: PartialDate) -> Iterator[str]:
    for told, name in assessments.values():
        day = as_date(told)
        if day is not None and day.surely_before(date):
            yield name
