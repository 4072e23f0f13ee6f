"""Finding records by their words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from labledger.diff.steps import headline
from labledger.ids import Kind, kind_of, lab_of, provision_id
from labledger.model.dataset import Dataset

_WORD = re.compile(r"[\w.]+")


@dataclass(frozen=True, slots=True)
class Hit:
    """One record or provision that holds every word."""

    subject: str
    kind: str
    lab: str
    text: str


def search(dataset: Dataset, words: str) -> list[Hit]:
    """Records and provisions in which every word begins some word, best first: in the id, then in the headline."""
    wanted = _WORD.findall(words.casefold())
    scored = [(score, hit) for hit, text in _texts(dataset) if (score := _score(wanted, hit, text)) is not None]
    return [hit for _, hit in sorted(scored, key=lambda pair: (-pair[0], pair[1].subject))] if wanted else []


def _texts(dataset: Dataset) -> Iterator[tuple[Hit, str]]:
    for record_id, record in sorted(dataset.records.items()):
        kind, lab = kind_of(record_id), lab_of(record_id) or ""
        if kind is Kind.VERSION:
            for provision in record.get("provisions") or ():
                subject = provision_id(record_id, str(provision["slug"]))
                yield Hit(subject, "provision", lab, str(provision.get("statement", ""))), _words(provision)
        rest = {key: value for key, value in record.items() if key != "provisions"}
        yield Hit(record_id, str(kind), lab, headline(record)), _words(rest)


def _words(value: Any) -> str:
    if isinstance(value, dict):
        return " ".join(map(_words, value.values()))
    return " ".join(map(_words, value)) if isinstance(value, list) else str(value).casefold()


def _score(wanted: list[str], hit: Hit, text: str) -> int | None:
    found = set(_WORD.findall(text)) | set(re.split(r"[/#.-]", hit.subject))
    total = 0
    for word in wanted:
        if not any(other.startswith(word) for other in found):
            return None
        total += 2 * (word in hit.subject) + (word in hit.text.casefold())
    return total
