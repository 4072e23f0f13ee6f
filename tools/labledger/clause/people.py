"""Who decides, who must be told, who looks from outside: the people of two clauses compared."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from labledger.clause.asides import without_purposes
from labledger.clause.conditions import of_statement
from labledger.clause.contrast import Contrast, listing
from labledger.clause.lexicon import Found, lexicon, ranks, shape
from labledger.clause.passage import Passage, words
from labledger.clause.statements import outline

_SPOKEN = {6: "veto", 5: "approval", 4: "consent", 3: "consultation", 2: "notice", 0: "no part"}
_NEAR = 90
"""Farthest apart, in characters, that a body and its part in a decision are taken together."""
_ANSWERS = 2.5
"""Rung of the ladder of `words/actors.yaml` from which on a body can be held to account: risk owners and above."""
_CONSULTED = 3
"""The least right that is a part in the decision; to be told of it is none."""
_HIGHER = 0.5
"""Rungs by which one body must stand above another to count as higher."""
_SENTENCE_END = re.compile(r"[;.]")
_NOT_NOTICE = shape("actors", r"{not-notice}")
_LOOKS = shape("actors", r"{looking}")
_CHOSEN_BY = shape("actors", r"{choosing}\s+by\s+(?:the |our |an? )?(?P<chooser>\w[\w -]{1,29})")


@dataclass(frozen=True, slots=True)
class Part:
    """A body and the strongest part it has in a decision."""

    body: str
    rung: float
    """How high the body stands: 5 the board, 4 the chief executive, 3 a committee, 1 anybody suitable."""
    right: int
    """6 vetoes, 5 approves, 4 consents or oversees, 3 is consulted, 2 is told, 0 has no part."""

    @property
    def answers(self) -> bool:
        """Whether the body stands high enough to be held to account."""
        return self.rung >= _ANSWERS

    @property
    def spoken(self) -> str:
        """For people: what the body does."""
        return f"{_SPOKEN.get(self.right, 'a part')} of the {self.body}" if self.right else f"the {self.body}"


@lru_cache(maxsize=4096)
def read(passage: Passage) -> tuple[Part, ...]:
    """Each body named in a passage, once, with its strongest part; in order of first mention."""
    bodies, rungs = ranks("actors", "bodies")
    acts, rights = ranks("actors", "rights")
    names = words("actors")["names"]
    parts: dict[str, Part] = {}
    for text in _places(passage):
        found = list(acts.find(text))
        for body in bodies.find(text):
            right = max((int(rights[act.phrase]) for act in found if _belongs(text, act, body)), default=0)
            name = names.get(body.phrase, body.phrase)
            known = parts.get(name)
            if known is None or known.right < right:
                parts[name] = Part(name, rungs[body.phrase], right)
    return tuple(parts.values())


def contrasts(old: Passage, new: Passage) -> Iterator[Contrast]:
    """Rights that fell or rose, bodies that lost or gained their place, outside looks that went or came."""
    before, after = {part.body: part for part in read(old)}, {part.body: part for part in read(new)}
    yield from _rights(before, after)
    yield from _bodies(before, after)
    yield from _outside(old, new)
    yield from _choosers(old, new)


def _places(passage: Passage) -> Iterator[str]:
    """Where a body counts: main clauses and gates, not what is said of exceptions and triggers."""
    deciding = words("actors")["deciding-markers"]
    for statement in outline(passage).statements:
        held = [one for one in of_statement(statement) if one.kind != "exception"]
        gates = [one.text for one in held if one.kind in ("gate", "precondition") or one.marker in deciding]
        yield _NOT_NOTICE.sub(" ", " ".join([statement.main, *gates]))


def _belongs(text: str, act: Found, body: Found) -> bool:
    between = text[min(act.end, body.end) : max(act.start, body.start)]
    return len(between) <= _NEAR and not _SENTENCE_END.search(between)


def _rights(before: Mapping[str, Part], after: Mapping[str, Part]) -> Iterator[Contrast]:
    for body in before.keys() & after.keys():
        was, now = before[body], after[body]
        if was.right and now.right and was.right != now.right and max(was.right, now.right) >= _CONSULTED:
            rule = "decision-right-weakened" if now.right < was.right else "decision-right-strengthened"
            yield Contrast(rule, was.spoken, now.spoken, 0.9 if abs(was.right - now.right) >= 2 else 0.6)


def _bodies(before: Mapping[str, Part], after: Mapping[str, Part]) -> Iterator[Contrast]:
    """One body in the place of another, or bodies that went or came without another in their place."""
    gone = sorted((part for body, part in before.items() if body not in after), key=lambda part: -part.rung)
    came = sorted((part for body, part in after.items() if body not in before), key=lambda part: -part.rung)
    if gone and came:
        was, now = gone[0], came[0]
        if abs(was.rung - now.rung) >= _HIGHER:
            rule = "accountable-body-lowered" if now.rung < was.rung else "accountable-body-raised"
            yield Contrast(rule, was.spoken, now.spoken, 0.8)
        return
    for part in gone + came:
        if part.right >= _CONSULTED or part.answers:
            sure = 0.75 if part.right else 0.5
            if gone:
                yield Contrast("named-role-removed", part.spoken, "", sure)
            else:
                yield Contrast("named-role-added", "", part.spoken, sure)


def _outside(old: Passage, new: Passage) -> Iterator[Contrast]:
    """Outsiders who looked and no longer do, or the reverse; where insiders take their place, it is independence."""
    was, now = _outsiders(old), _outsiders(new)
    inside_was, inside_now = (lexicon("actors", "inside").any(side.lower) for side in (old, new))
    if was and not now:
        rule = "independence-reduced" if inside_now and not inside_was else "outside-review-removed"
        yield Contrast(rule, was, "", 0.8)
    if now and not was:
        rule = "independence-increased" if inside_was and not inside_now else "outside-review-added"
        yield Contrast(rule, "", now, 0.8)


def _outsiders(passage: Passage) -> str:
    """Outsiders who look: audit, test, review."""
    text = without_purposes(passage.lower)
    return listing(lexicon("actors", "outside").within(text)) if _LOOKS.search(text) else ""


def _choosers(old: Passage, new: Passage) -> Iterator[Contrast]:
    """Who chooses or pays the one who looks: the lab itself, or somebody else."""
    was, now = _CHOSEN_BY.search(old.lower), _CHOSEN_BY.search(new.lower)
    if not (was and now):
        return
    by_lab_was, by_lab_now = (match["chooser"].split()[0] in words("actors")["self"] for match in (was, now))
    if by_lab_was != by_lab_now:
        rule = "independence-reduced" if by_lab_now else "independence-increased"
        yield Contrast(rule, was.group(), now.group(), 0.85)
