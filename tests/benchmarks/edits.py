"""Edits of invented records, each of the kind a contributor makes, none of which breaks a record."""

from __future__ import annotations

import copy
from collections.abc import Callable
from random import Random

from invent import (
    MODALITIES,
    STATUSES,
    Plain,
    cite,
    digits,
    kind,
    later,
    provision,
    reworded,
    sentence,
    separate,
    slug,
    title,
    value,
)


def _reword_provision(chance: Random, record: Plain) -> None:
    part = chance.choice(record["provisions"])
    part["statement"] = reworded(chance, part["statement"])


def _step_status(chance: Random, record: Plain) -> None:
    record["status"] = STATUSES[(STATUSES.index(record.get("status", "final")) + 1) % 3]


def _add_provision(chance: Random, record: Plain) -> None:
    if len(record["provisions"]) < 6:
        record["provisions"].insert(chance.randint(0, len(record["provisions"])), provision(chance))
        separate(record["provisions"])


def _drop_provision(chance: Random, record: Plain) -> None:
    if len(record["provisions"]) > 1:
        gone = record["provisions"].pop(chance.randrange(len(record["provisions"])))
        record["notes"] = f"{gone['slug']} was read into the text by mistake."


def _move_provision(chance: Random, record: Plain) -> None:
    record["provisions"].append(record["provisions"].pop(0))


def _step_modality(chance: Random, record: Plain) -> None:
    part = chance.choice(record["provisions"])
    part["modality"] = MODALITIES[(MODALITIES.index(part["modality"]) + 1) % len(MODALITIES)]


def _change_cadence(chance: Random, record: Plain) -> None:
    chance.choice(record["provisions"])["cadences"][0]["every"] = str(chance.randint(13, 48))


def _change_elements(chance: Random, record: Plain) -> None:
    part = chance.choice(record["provisions"])
    kept = part["elements"][-2:]
    part["elements"] = sorted({*kept, slug(chance)})


def _put_effective(chance: Random, record: Plain) -> None:
    record["effective"] = later(chance, record["published"], 90)


def _reword(chance: Random, record: Plain) -> None:
    field = "statement" if "statement" in record else "summary"
    record[field] = reworded(chance, record[field])


def _reword_value(chance: Random, record: Plain) -> None:
    part = chance.choice(record["values"])
    part["statement"] = reworded(chance, part["statement"])


def _add_value(chance: Random, record: Plain) -> None:
    if len(record["values"]) < 6:
        record["values"].append(value(chance, record["id"].split("/")[0]))


def _end_value(chance: Random, record: Plain) -> None:
    part = chance.choice(record["values"])
    part["end"] = later(chance, part["start"], 600)


def _redate(chance: Random, record: Plain) -> None:
    record["date"] = later(chance, record["date"], 30)


def _recite(chance: Random, record: Plain) -> None:
    if len(record["citations"]) < 5:
        record["citations"].append(cite(chance, record["id"].split("/")[0]))


def _renote(chance: Random, record: Plain) -> None:
    record["notes"] = sentence(chance)


def _capture(chance: Random, record: Plain) -> None:
    if len(record["captures"]) < 6:
        last = record["captures"][-1]["date"]
        record["captures"].append({"date": later(chance, last), "sha256": digits(chance)})


def _retitle(chance: Random, record: Plain) -> None:
    record["name" if "name" in record else "title"] = title(chance)


Edit = Callable[[Random, Plain], None]
_EDITS: dict[str, dict[Edit, int]] = {
    "version": {_reword_provision: 20, _step_status: 14, _add_provision: 8, _drop_provision: 5, _move_provision: 5,
                _step_modality: 8, _put_effective: 10, _change_elements: 8, _change_cadence: 10, _recite: 6},
    "fact": {_reword_value: 20, _add_value: 10, _end_value: 10, _renote: 6},
    "event": {_reword: 20, _redate: 10, _recite: 6, _renote: 6},
    "source": {_capture: 12, _retitle: 4, _renote: 6},
    "framework": {_reword: 20, _retitle: 6, _recite: 6},
    "lab": {_reword: 20, _retitle: 6},
}  # fmt: skip


def edited(chance: Random, record: Plain) -> tuple[str, Plain]:
    """What was done, and the record after it."""
    edits = _EDITS[kind(record)]
    chosen = chance.choices(list(edits), list(edits.values()))[0]
    new = copy.deepcopy(record)
    chosen(chance, new)
    return chosen.__name__.strip("_"), new
