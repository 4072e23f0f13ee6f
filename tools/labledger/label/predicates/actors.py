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
    return decision.get("body") in ("third-party", "authority")


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
