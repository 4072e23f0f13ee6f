"""Retrievals of sources on the world clock: those that found something else than the one before them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from labledger.dates import Window
from labledger.diff.change import Action, Change
from labledger.diff.compare import keyed
from labledger.diff.days import inside, record_side
from labledger.ids import Kind
from labledger.model.dataset import Dataset

Plain = Mapping[str, Any]


def captures(dataset: Dataset, window: Window) -> Iterator[Change]:
    """Every retrieval in a window that found another text, nothing, or something again.

    Around it stand `document_of`, the version whose document the source is, and `account`, the lab's account of a
    revision that rests on it.
    """
    uses = _uses(dataset)
    for record_id, record in dataset.of_kind(Kind.SOURCE):
        for name, capture in keyed(list(record.get("captures") or [])).items():
            if inside(window, capture.get("date")) and _tells(record, capture):
                yield Change(
                    record_id, "source", f"captures.{name}", Action.ADDED, None, capture, str(capture["date"]),
                    new_side=record_side(record_id, record), old_part=record, new_part=record,
                    around=uses.get(record_id, {}),
                )  # fmt: skip


def before(source: Plain, capture: Plain) -> Plain | None:
    """The retrieval of the same address before this one."""
    address = capture.get("address", source.get("address"))
    earlier = [
        other
        for other in source.get("captures", ())
        if other.get("address", source.get("address")) == address and str(other["date"]) < str(capture["date"])
    ]
    return max(earlier, key=lambda other: str(other["date"]), default=None)


def differs(source: Plain, capture: Plain) -> bool:
    """Whether a retrieval found another text than the one before it."""
    if capture.get("outcome", "ok") == "gone":
        return False
    previous = before(source, capture)
    hashes = [(one or {}).get("sha256") for one in (previous, capture)]
    return capture.get("outcome") == "changed" or (all(hashes) and hashes[0] != hashes[1])


def recovered(source: Plain, capture: Plain) -> bool:
    """Whether a retrieval found a document where the one before it found nothing."""
    previous = before(source, capture) or {}
    return previous.get("outcome") == "gone" and capture.get("outcome", "ok") != "gone"


def _tells(source: Plain, capture: Plain) -> bool:
    return capture.get("outcome") == "gone" or differs(source, capture) or recovered(source, capture)


def _uses(dataset: Dataset) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for name, version in dataset.of_kind(Kind.VERSION):
        source = (version.get("document") or {}).get("source")
        if source:
            found.setdefault(str(source), {})["document_of"] = name
        account = version.get("account") or {}
        for citation in account.get("citations", ()):
            found.setdefault(str(citation["source"]), {})["account"] = {**account, "version": name}
    return found
