"""What a clause does as a whole: gives the lab leave, binds somebody, or only tells of the world."""

from __future__ import annotations

from labledger.clause.acts import acts_protect, valence
from labledger.clause.force import Force
from labledger.clause.force import read as force_of
from labledger.clause.lexicon import lexicon, shape
from labledger.clause.passage import Passage
from labledger.clause.people import read as people_of
from labledger.clause.statements import Statement, outline

_LEAVE = shape("undertaking", r"{leave}")
_EXEMPTS = shape(
    "undertaking",
    r"\bnothing (?:in|herein)\b.{0,60}{hindering}|\b(?:do|does|shall|will) not {applying}|{exempting}",
)
_OF_OTHERS = shape("undertaking", r"^(?!.*{lab}).*{others}")
_OF_THE_WORLD = shape("undertaking", r"^(?:our |many |some |most |these |such )?(?:[\w-]+ )?{world}|{past}")


def is_leave(passage: Passage) -> bool:
    """Whether a passage only gives the lab leave: permissions, releases, exceptions and rights to change."""
    if _EXEMPTS.search(passage.lower):
        return True
    statements = outline(passage).statements
    own = [statement for statement in statements if not _OF_OTHERS.match(statement.main)]
    forces = [force_of(statement.main) for statement in own or statements]
    if lexicon("conditions", "change-right").any(passage.lower):
        return len(statements) == 1 or all(force.kind != "duty" or force.band <= 1 for force in forces)
    if not forces or not all(_gives_leave(force) for force in forces):
        return False
    released = any(force.kind == "release" for force in forces)
    return released or all(valence(statement.main) != "protective" for statement in statements)


def binds(passage: Passage) -> bool:
    """Whether a passage says what anybody must, will, aims to, may or does do; else it asks, or tells of the world."""
    if passage.text.endswith("?"):
        return False
    if any(part.answers for part in people_of(passage)):
        return True
    if any(acts_protect(token.stem) for token in passage.tokens):
        return True
    return not all(_tells(statement) for statement in outline(passage).statements)


def _gives_leave(force: Force) -> bool:
    return force.kind == "release" or (force.kind == "permission" and bool(_LEAVE.search(force.word)))


def _tells(statement: Statement) -> bool:
    force = force_of(statement.main)
    if force.kind == "describes":
        return True
    return not force.word and bool(_OF_THE_WORLD.search(statement.main)) and not valence(statement.main)
