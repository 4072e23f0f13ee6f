"""What rules about whole rows and whole steps ask: of everything a step did to a subject, or to a framework."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from labledger.diff.change import Change
from labledger.label.disclosure import unmatched_items
from labledger.label.label import Row
from labledger.label.predicates import Hit

Found = tuple[Change, str, Any, Hit]
"""The change a label stands on, its field, what its fingerprint hangs on, and the words of its message."""
RowPredicate = Callable[[Row, Sequence[Row], str], Iterator[Found]]
ROW_PREDICATES: dict[str, RowPredicate] = {}


def row_predicate(name: str) -> Callable[[RowPredicate], RowPredicate]:
    """Give a function the name by which rules of the stages `row` and `step` call it."""

    def register(function: RowPredicate) -> RowPredicate:
        ROW_PREDICATES[name] = function
        return function

    return register


def _moves(row: Row) -> bool:
    return row.direction in ("weaken", "strengthen") or row.mixed


def _whole(row: Row, hit: Hit) -> Iterator[Found]:
    yield row.changes[0], "", [change.key for change in row.changes], hit


@row_predicate("unlabelled")
def unlabelled(row: Row, siblings: Sequence[Row], word: str) -> Iterator[Found]:
    """Changes that none of the others could name; other words beside a facet that has a label are that facet's."""
    placed = {label.field for label in row.labels}
    if placed - {"section", ""}:
        placed.add("statement")
    for change in row.changes:
        if change.field not in placed:
            yield change, change.field, change.field, Hit()


@row_predicate("directional-and")
def directional_and(row: Row, siblings: Sequence[Row], word: str) -> Iterator[Found]:
    """The row has a direction, and the lab's account treats it as `with` says."""
    if row.disclosure == word and _moves(row):
        yield from _whole(row, Hit())


@row_predicate("told-small")
def told_small(row: Row, siblings: Sequence[Row], word: str) -> Iterator[Found]:
    """The row has a direction, and the item of the account about it uses one of the belittling words in `with`."""
    for item in row.account:
        if _moves(row) and any(part in item.lower() for part in word.split()):
            yield from _whole(row, Hit(words={"item": item}))
            return


@row_predicate("own-rule")
def own_rule(row: Row, siblings: Sequence[Row], word: str) -> Iterator[Found]:
    """The provision says how the document is revised, and its row goes the way that `with` names first."""
    direction, *slugs = word.split()
    first = row.changes[0]
    names = {str(part.get("slug")) for part in (first.old_part, first.new_part)}
    if row.direction == direction and not names.isdisjoint(slugs):
        yield from _whole(row, Hit())


@row_predicate("claims-absent")
def claims_absent(row: Row, siblings: Sequence[Row], word: str) -> Iterator[Found]:
    """Items of the lab's account name provisions of which none changed."""
    for change in _heads(row):
        everything = [one for sibling in siblings for one in sibling.changes]
        for item in unmatched_items(change.new_part.get("account"), everything):
            yield change, "", item, Hit(words={"item": item})


@row_predicate("before-decision")
def before_decision(row: Row, siblings: Sequence[Row], word: str) -> Iterator[Found]:
    """Something in the step weakens, and the lab released or decided within the days in `with` after it."""
    weaker = any(sibling.direction == "weaken" or sibling.mixed for sibling in siblings)
    for change in _heads(row):
        for event in change.around.get("ahead", ()) if weaker else ():
            if event["days"] <= int(word):
                yield change, "", event["id"], Hit(words={"event": str(event["title"]), "age": str(event["days"])})


@row_predicate("scores-older")
def scores_older(row: Row, siblings: Sequence[Row], word: str) -> Iterator[Found]:
    """Something in the step has a direction, and the latest assessments of the lab are older than it."""
    for change in _heads(row):
        judged = sorted(change.around.get("judged", ()))
        if judged and change.old_part and any(map(_moves, siblings)):
            yield change, "", judged, Hit(words={"judged": ", ".join(judged)})


def _heads(row: Row) -> Iterator[Change]:
    return (change for change in row.changes if change.kind == "version" and not change.field)
