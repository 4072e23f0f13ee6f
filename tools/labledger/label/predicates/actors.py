"""Predicates about who decides, ways out, and conditions."""

from __future__ import annotations

from labledger.diff.change import Action, Change
from labledger.label.predicates.base import (
    Context,
    Hit,
    Plain,
    fall,
    listed,
    members,
    opens,
    predicate,
    rank,
    yes,
)


@predicate("body-falls")
def body_falls(change: Change, ladder: str, context: Context) -> Hit | None:
    """A lower body has the same matter in hand."""
    return yes(fall("body", change.old.get("body"), change.new.get("body")) > 0 and change.new.get("body") != "unnamed")


@predicate("body-rises")
def body_rises(change: Change, ladder: str, context: Context) -> Hit | None:
    """A higher body has the same matter in hand."""
    return yes(fall("body", change.old.get("body"), change.new.get("body")) < 0 and change.old.get("body") != "unnamed")


@predicate("body-named")
def body_named(change: Change, ladder: str, context: Context) -> Hit | None:
    """A body is named on one side only; `with` names the side: old or new."""
    named = [str(side.get("body")) != "unnamed" for side in (change.old, change.new)]
    return yes(named == ([True, False] if ladder == "old" else [False, True]))


@predicate("right-falls")
def right_falls(change: Change, ladder: str, context: Context) -> Hit | None:
    """The body may do less about the matter, or its say is gone."""
    if change.new is None:
        return yes(not _is_outside(change.old) and (rank("right", change.old.get("right")) or 0) > 0)
    return yes(fall("right", change.old.get("right"), change.new.get("right")) > 0)


@predicate("right-rises")
def right_rises(change: Change, ladder: str, context: Context) -> Hit | None:
    """The body may do more about the matter, or got a say."""
    if change.old is None:
        return yes(not _is_outside(change.new) and (rank("right", change.new.get("right")) or 0) > 0)
    return yes(fall("right", change.old.get("right"), change.new.get("right")) < 0)


def _is_outside(decision: Plain) -> bool:
    return decision.get("body") in _OUTSIDE


_OUTSIDE = ("third-party", "authority")


@predicate("outsider-gone")
def outsider_gone(change: Change, ladder: str, context: Context) -> Hit | None:
    """An outside party no longer has a part."""
    return yes(_is_outside(change.old) and (change.new is None or not _is_outside(change.new)))


@predicate("outsider-new")
def outsider_new(change: Change, ladder: str, context: Context) -> Hit | None:
    """An outside party has a part for the first time."""
    return yes(_is_outside(change.new) and (change.old is None or not _is_outside(change.old)))


@predicate("independence-becomes")
def independence_becomes(change: Change, ladder: str, context: Context) -> Hit | None:
    """Whether the body stands outside management changed to what `with` says."""
    stated = [str(side.get("independent", "")) for side in (change.old, change.new)]
    return yes(all(stated) and stated[0] != stated[1] and stated[1] == ladder)


@predicate("exception-of-kind")
def exception_of_kind(change: Change, ladder: str, context: Context) -> Hit | None:
    """A way out of one of the kinds in `with` came or went, alone or with the provision that opens it."""
    kinds = ladder.split()
    if change.field:
        return yes(str((change.new or change.old or {}).get("kind")) in kinds)
    part = change.new_part if change.action is Action.ADDED else change.old_part
    if opens(part):
        return yes(any(str(way.get("kind")) in kinds for way in part.get("exceptions", ())))
    return None


@predicate("safeguards-lost")
def safeguards_lost(change: Change, ladder: str, context: Context) -> Hit | None:
    """Conditions on using a way out are gone."""
    lost = members(change.old.get("safeguards")) - members(change.new.get("safeguards"))
    return Hit(words={"lost": listed(sorted(lost))}) if lost else None


@predicate("safeguards-gained")
def safeguards_gained(change: Change, ladder: str, context: Context) -> Hit | None:
    """Using a way out has further conditions."""
    gained = members(change.new.get("safeguards")) - members(change.old.get("safeguards"))
    return Hit(words={"gained": listed(sorted(gained))}) if gained else None


@predicate("condition-limits")
def condition_limits(change: Change, ladder: str, context: Context) -> Hit | None:
    """The condition limits a duty."""
    return yes(str((change.new or change.old or {}).get("trigger", "false")) != "true")


@predicate("condition-triggers")
def condition_triggers(change: Change, ladder: str, context: Context) -> Hit | None:
    """The condition sets a duty off."""
    return yes(str((change.new or change.old or {}).get("trigger", "false")) == "true")


@predicate("logic-becomes")
def logic_becomes(change: Change, ladder: str, context: Context) -> Hit | None:
    """How conditions combine changed to what `with` says, in a provision that has triggers."""
    parts = (*change.old_part.get("conditions", ()), *change.new_part.get("conditions", ()))
    triggers = any(str(condition.get("trigger")) == "true" for condition in parts)
    return yes(change.new == ladder and triggers)


@predicate("body-swapped")
def body_swapped(change: Change, ladder: str, context: Context) -> Hit | None:
    """Another body or officer of the same standing has the matter in hand."""
    bodies = [str(side.get("body")) for side in (change.old, change.new)]
    if bodies[0] != bodies[1]:
        ranks = {-1 if body in _OUTSIDE else rank("body", body) for body in bodies}
        return yes(len(ranks) == 1 and None not in ranks)
    titles = [side.get("title") for side in (change.old, change.new)]
    return yes(all(titles) and titles[0] != titles[1])


@predicate("title-lost")
def title_lost(change: Change, ladder: str, context: Context) -> Hit | None:
    """The same kind of body has the matter in hand, and which one is not said any more."""
    return yes(_same_body(change) and bool(change.old.get("title")) and not change.new.get("title"))


@predicate("title-gained")
def title_gained(change: Change, ladder: str, context: Context) -> Hit | None:
    """The same kind of body has the matter in hand, and which one is said for the first time."""
    return yes(_same_body(change) and not change.old.get("title") and bool(change.new.get("title")))


def _same_body(change: Change) -> bool:
    return bool(change.old.get("body") == change.new.get("body"))


@predicate("exception-wider")
def exception_wider(change: Change, ladder: str, context: Context) -> Hit | None:
    """A way out became one that the lab itself decides on: judgement instead of named cases, or a free hand."""
    return yes(fall("exception", change.old.get("kind"), change.new.get("kind")) < 0)


@predicate("exception-narrower")
def exception_narrower(change: Change, ladder: str, context: Context) -> Hit | None:
    """A way out that was the lab's to judge became one of named cases or dangers."""
    return yes(fall("exception", change.old.get("kind"), change.new.get("kind")) > 0)
