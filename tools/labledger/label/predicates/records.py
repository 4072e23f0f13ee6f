"""Predicates about promises as they stand, and about our records as records."""

from __future__ import annotations

from collections.abc import Mapping

from labledger.check.permanence import becomes_another
from labledger.diff.change import Change, Origin
from labledger.label.predicates.base import Context, Hit, Plain, predicate, yes
from labledger.label.quantity import Move, date_move

_SETTLED = frozenset({"met", "met-late", "partly-met", "missed", "broken"})


@predicate("status-is")
def status_is(change: Change, ladder: str, context: Context) -> Hit | None:
    """A promise came to stand as `with` says, by evidence."""
    return yes(change.new == ladder and change.origin is not Origin.CORRECTION)


@predicate("status-broken")
def status_broken(change: Change, ladder: str, context: Context) -> Hit | None:
    """The contrary of what was promised was done, and two sources at least say so."""
    record = change.new_part
    cited = [*record.get("citations", ()), *(c for piece in _proof(record) for c in piece.get("citations", ()))]
    sources = {str(citation["source"]) for citation in cited}
    return yes(change.new == "broken" and len(sources) >= 2 and change.origin is not Origin.CORRECTION)


def _proof(record: Plain) -> list[Plain]:
    return [piece for piece in record.get("evidence", ()) if piece.get("role") != "obligation"]


@predicate("status-reopened")
def status_reopened(change: Change, ladder: str, context: Context) -> Hit | None:
    """A promise that stood as met, missed or broken is open again."""
    return yes(change.old in _SETTLED and change.new == "open")


@predicate("status-without-evidence")
def status_without_evidence(change: Change, ladder: str, context: Context) -> Hit | None:
    """How a promise stands differs, and what shows it does not."""
    sides = [(side.get("evidence"), side.get("citations")) for side in (change.old_part, change.new_part)]
    return yes(change.old is not None and change.origin is Origin.CORRECTION and sides[0] == sides[1])


@predicate("seat-unfilled")
def seat_unfilled(change: Change, ladder: str, context: Context) -> Hit | None:
    """A seat or office was to be filled by a day that has passed, and nobody took one between promise and day."""
    record = change.new_part
    seats = [part for part in change.around.get("about", ()) if part.get("kind") in ("membership", "role")]
    passed = date_move(change.new, context.today.isoformat()) is Move.UP
    taken = any(_between(record, value) for seat in seats for value in seat.get("values", ()))
    return yes(bool(seats) and passed and not taken and record.get("status") in ("open", "missed", "unverifiable"))


def _between(record: Plain, value: Plain) -> bool:
    """Whether a value began between the promise and its day, or may have."""
    start = value.get("start")
    before, after = date_move(start, record.get("made")), date_move(record.get("due"), start)
    return start is None or (before is not Move.UP and after is not Move.UP)


@predicate("another-subject")
def another_subject(change: Change, ladder: str, context: Context) -> Hit | None:
    """A withdrawn id is in use again, or what names the record and more than half of it differ."""
    if change.field == "tombstone":
        return yes(change.new is None)
    record_id = change.subject
    return yes(becomes_another(record_id, change.old_part, change.new_part) == change.field)


@predicate("dropped")
def dropped(change: Change, ladder: str, context: Context) -> Hit | None:
    """A record is gone without a tombstone and none carries it on; or a provision, and its version does not say why."""
    if "#" not in change.subject:
        return yes("carried_on" in change.around and not change.around["carried_on"])
    told = str(change.new_version.get("notes", ""))
    return yes(bool(change.around.get("recorded")) and change.subject.partition("#")[2] not in told)


@predicate("renamed-in-silence")
def renamed_in_silence(change: Change, ladder: str, context: Context) -> Hit | None:
    """A record is gone, and another with the same content appeared that does not say it carries it on."""
    twin = change.around.get("same_as")
    return Hit(words={"twin": str(twin)}) if twin and not change.around.get("carried_on") else None


@predicate("tombstone-set")
def tombstone_set(change: Change, ladder: str, context: Context) -> Hit | None:
    """A record was taken back, with a reason."""
    reason = change.new.get("reason") if isinstance(change.new, Mapping) else None
    return Hit(words={"reason": str(reason)}) if reason else None


@predicate("same-text")
def same_text(change: Change, ladder: str, context: Context) -> Hit | None:
    """The label differs and the document is the same, byte for byte."""
    hashes = [(side.get("document") or {}).get("sha256") for side in (change.old_part, change.new_part)]
    return yes(hashes[0] is not None and hashes[0] == hashes[1])


@predicate("companion")
def companion(change: Change, ladder: str, context: Context) -> Hit | None:
    """The first version of a document that belongs to another framework of the lab."""
    framework = change.around.get("framework") or {}
    other = framework.get("companion_to")
    first = not change.old_part and (other or change.new_part.get("legal_role") == "companion")
    return Hit(words={"other": str(other or "another framework")}) if first else None


@predicate("carries-on-several")
def carries_on_several(change: Change, ladder: str, context: Context) -> Hit | None:
    """The first version of a framework that carries on two or more."""
    parents = sorted((change.around.get("framework") or {}).get("continues", ()))
    return Hit(words={"parents": ", ".join(parents)}) if not change.old_part and len(parents) > 1 else None


@predicate("carried-on-by-several")
def carried_on_by_several(change: Change, ladder: str, context: Context) -> Hit | None:
    """The first version of one of several frameworks that carry on the same one."""
    kin = sorted(change.around.get("kin", ()))
    return Hit(words={"kin": ", ".join(kin)}) if not change.old_part and kin else None


@predicate("superseded")
def superseded(change: Change, ladder: str, context: Context) -> Hit | None:
    """A framework was taken back and another took its place."""
    successor = change.new_part.get("successor")
    return Hit(words={"successor": str(successor)}) if successor else None


@predicate("ruling-stale")
def ruling_stale(change: Change, ladder: str, context: Context) -> Hit | None:
    """A person's ruling to which no label of its step answers any more."""
    return Hit(words={"by": str(change.old["by"]), "rule": str(change.old["rule"])})


@predicate("now-stated")
def now_stated(change: Change, ladder: str, context: Context) -> Hit | None:
    """Something is established that was not, or was established to be something else; not that nothing is any more."""
    return yes(change.new is not None)
