"""The difference of two texts as plain data: every form of it (terminal, Markdown, HTML, JSON) is made from this."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from labledger.archive.absence import Absence
from labledger.archive.difference import Difference, Passage
from labledger.archive.history import Version
from labledger.archive.rows import row_of
from labledger.store.tree import printable
from labledger.text.normalise import normalise
from labledger.text.redline import redline

SCHEMA = "labledger/archive/1#diff"
NOT_SEEN = "silence is not sameness"
STATES = ("edited", "moved", "moved-edited", "split", "merged", "added", "removed", "kept")
TIERS = {
    "markup": "markup", "links": "link targets", "case": "letter case and signs", "dates": "dates and relative ticks",
    "interface": "phrases of the page", "order": "order of lines", "notice": "notices of the page",
}  # fmt: skip
_SAMPLES = 3
_SAMPLE = 300


def as_view(found: Difference, absences: Sequence[Absence]) -> dict[str, Any]:
    """Everything that is to be told, as plain data. `absences` are those that bear on the document."""
    row = row_of(found.change)
    step = found.change.step
    assert step.old is not None
    passages = [_passage(passage) for passage in found.passages]
    return {
        "schema": SCHEMA,
        "document": row["document"],
        "old": _side(step.old),
        "new": _side(step.new),
        "class": row["class"],
        "quiet": row["quiet"],
        "reasons": row["reasons"],
        "stated": row["stated"],
        "still": row["still"],
        "labels": sorted({label for passage in passages for label in passage["labels"]}),
        "counts": {state: count for state, count in _counts(passages).items() if count},
        "hidden": list(_hidden(found)),
        "passages": passages,
        "not_known": [str(absence) for absence in absences],
    }


def touching(absences: Sequence[Absence], document: str, old: Version, new: Version) -> list[Absence]:
    """What is not known of a document, and gaps of the whole archive that lie between two versions."""
    return [
        absence
        for absence in absences
        if absence.document == document
        or (absence.kind == "gap" and absence.until > old.day and absence.since < new.day)
    ]


def _side(version: Version) -> dict[str, Any]:
    return {
        "commit": version.commit or None,
        "date": version.day.isoformat() if version.commit or version.day.year > 1970 else None,
        "path": printable(version.path),
    }


def _counts(passages: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    counted = Counter(str(passage["state"]) for passage in passages)
    return {state: counted[state] for state in STATES}


def _passage(passage: Passage) -> dict[str, Any]:
    pairing = passage.pairing
    old, new = " ".join(pairing.old_units), " ".join(pairing.new_units)
    return {
        "state": pairing.state,
        "old": old,
        "new": new,
        "old_at": pairing.old_indexes[0] + 1 if pairing.old_indexes else None,
        "new_at": pairing.new_indexes[0] + 1 if pairing.new_indexes else None,
        "direction": passage.direction,
        "labels": list(passage.labels),
        "rules": list(passage.rules),
        "spans": _spans(pairing.state, old, new),
    }


def _spans(state: str, old: str, new: str) -> list[dict[str, str]]:
    if state in ("kept", "moved"):
        return [{"kind": "keep", "text": new}]
    # Typography is below the words: it is told by its tier and not word by word.
    return [{"kind": span.kind, "text": span.text} for span in redline(normalise(old), normalise(new))]


def _hidden(found: Difference) -> Iterator[dict[str, Any]]:
    """The tiers below the words that hold something, with a few samples of each."""
    for tier in TIERS:
        of_tier = [hidden for hidden in found.hidden if hidden.tier == tier]
        if of_tier:
            shown = [{"old": one.old[:_SAMPLE], "new": one.new[:_SAMPLE]} for one in of_tier[:_SAMPLES]]
            yield {"tier": tier, "name": TIERS[tier], "count": len(of_tier), "samples": shown}


def folded(passages: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, Sequence[Mapping[str, Any]]]]:
    """Runs of passages in reading order: `kept` ones together, `shown` ones together."""
    run: list[Mapping[str, Any]] = []
    for passage in passages:
        if run and (passage["state"] == "kept") != (run[-1]["state"] == "kept"):
            yield ("kept" if run[-1]["state"] == "kept" else "shown"), run
            run = []
        run.append(passage)
    if run:
        yield ("kept" if run[-1]["state"] == "kept" else "shown"), run


def heading(view: Mapping[str, Any]) -> str:
    """Which two texts are compared."""
    return f"{_named(view['old'])} to {_named(view['new'])}"


def _named(side: Mapping[str, Any]) -> str:
    commit = f" ({side['commit'][:10]})" if side["commit"] else ""
    return f"{side['date'] or side['path']}{commit}"


def verdict(view: Mapping[str, Any]) -> str:
    """The class in words."""
    quiet = ", quiet: what the document states about itself stood still" if view["quiet"] else ""
    reasons = f" ({', '.join(map(str, view['reasons']))})" if view["reasons"] else ""
    return f"{view['class']}{reasons}{quiet}"


def stated(view: Mapping[str, Any]) -> Iterator[tuple[str, str, str, bool]]:
    """Each part's title, what it stated, what it states, and whether it was edited while that stood still."""
    still = [part["part"] for part in view["still"]]
    for part in view["stated"]:
        yield part["part"], _listed(part["old"]), _listed(part["new"]), part["part"] in still


def _listed(stamps: Sequence[str] | None) -> str:
    return "not there" if stamps is None else ", ".join(stamps) or "nothing"


def counted(view: Mapping[str, Any]) -> str:
    """How many passages there are of each state."""
    return ", ".join(f"{count} {state}" for state, count in view["counts"].items()) or "no passages"
