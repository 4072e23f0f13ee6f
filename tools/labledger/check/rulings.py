"""Did somebody rule on their own reading, or speak for a company without standing?"""

from __future__ import annotations

from collections.abc import Iterator

from labledger.check.fault import Fault
from labledger.ids import Kind
from labledger.model.dataset import Dataset

_SPEAKS = frozenset({"company", "officer"})


def check_rulings(dataset: Dataset) -> Iterator[Fault]:
    """Nobody rules on versions that they recorded; replies are the company's."""
    for review_id, review in dataset.of_kind(Kind.REVIEW):
        own = {_person(name) for name in review.get("recorded_by", ())}
        for index, ruling in enumerate(review.get("rulings", ())):
            if _person(ruling["by"]) in own:
                message = f"{ruling['by']} recorded the versions and rules on a label of them"
                yield Fault(review_id, ("rulings", index, "by"), "E-OWN", message, "somebody else has to rule")
        for index, reply in enumerate(review.get("replies", ())):
            if str(reply["capacity"]) not in _SPEAKS:
                message = f"a reply in the capacity {reply['capacity']} does not speak for the company"
                hint = "one of: company, officer; else make it a claim"
                yield Fault(review_id, ("replies", index, "capacity"), "E-REPLY", message, hint)


def _person(name: object) -> str:
    """A name without its spaces and case, so that one person is one."""
    return "".join(str(name).split()).casefold()
