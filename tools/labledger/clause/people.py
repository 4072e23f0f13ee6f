"""Who decides, who must be told, who looks from outside: the people of two clauses compared."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from labledger.clause.contrast import Contrast
from labledger.clause.lexicon import Found, Lexicon, lexicon
from labledger.clause.passage import Passage, words

_SPOKEN = {6: "veto", 5: "approval", 4: "consent", 3: "consultation", 2: "notice", 0: "no part"}
_NEAR = 90
"""Farthest apart, in characters, that a body and its part in a decision are taken together."""
_INDEPENDENT_OF = re.compile(r"\bindependent of\b")


@dataclass(frozen=True, slots=True)
class Part:
    """A body and the strongest part it has in a decision: 5 approves, 4 consents or oversees, 3 is consulted, 2 is told."""

    body: str
    rung: float
    right: int

    @property
    def spoken(self) -> str:
        """For people: what the body does."""
        return f"{_SPOKEN.get(self.right, 'a part')} of the {self.body}" if self.right else f"the {self.body}"


@cache
def _ladder(name: str, key: str) -> tuple[Lexicon, dict[str, float]]:
    steps = {str(word): float(rank) for word, rank in words(name)[key].items()}
    return Lexicon(steps), steps


@lru_cache(maxsize=4096)
def read(passage: Passage) -> tuple[Part, ...]:
    """Each body named in a passage, once, with its strongest part; in order of first mention."""
    finder, rungs = _ladder("actors", "bodies")
    rights_finder, rights = _ladder("actors", "rights")
    parts: dict[str, Part] = {}
    for sentence in passage.sentences:
        text = sentence.lower()
        acts = list(rights_finder.find(text))
        for body in finder.find(text):
            right = max((int(rights[act.phrase]) for act in acts if _belongs(text, act, body)), default=0)
            name = _singular(body.phrase)
            known = parts.get(name)
            if known is None or known.right < right:
                parts[name] = Part(name, rungs[body.phrase], right)
    return tuple(parts.values())


def _belongs(text: str, act: Found, body: Found) -> bool:
    between = text[min(act.end, body.end) : max(act.start, body.start)]
    return len(between) <= _NEAR and not re.search(r"[;.]", between)


def _singular(body: str) -> str:
    return {"board of directors": "board", "directors": "board", "board members": "board"}.get(body, body)


def contrasts(old: Passage, new: Passage) -> Iterator[Contrast]:
    """Rights that fell or rose, bodies that lost or gained their place, outside looks that went or came."""
    before, after = {p.body: p for p in read(old)}, {p.body: p for p in read(new)}
    yield from _rights(before, after)
    yield from _bodies(before, after)
    yield from _outside(old, new)


def _rights(before: dict[str, Part], after: dict[str, Part]) -> Iterator[Contrast]:
    for body in before.keys() & after.keys():
        was, now = before[body], after[body]
        if was.right and now.right and was.right != now.right and max(was.right, now.right) >= 3:
            sure = 0.9 if abs(was.right - now.right) >= 2 else 0.6
            rule = "decision-right-weakened" if now.right < was.right else "decision-right-strengthened"
            yield Contrast(rule, was.spoken, now.spoken, sure)


def _bodies(before: dict[str, Part], after: dict[str, Part]) -> Iterator[Contrast]:
    gone = sorted((part for body, part in before.items() if body not in after), key=lambda part: -part.rung)
    came = sorted((part for body, part in after.items() if body not in before), key=lambda part: -part.rung)
    if gone and came:
        was, now = gone[0], came[0]
        if abs(was.rung - now.rung) >= 0.5:
            rule = "accountable-body-lowered" if now.rung < was.rung else "accountable-body-raised"
            yield Contrast(rule, was.spoken, now.spoken, 0.8)
        return
    for part in gone:
        if part.right or part.rung >= 2.5:
            yield Contrast("named-role-removed", part.spoken, "", 0.75 if part.right else 0.5)
    for part in came:
        if part.right or part.rung >= 2.5:
            yield Contrast("named-role-added", "", part.spoken, 0.75 if part.right else 0.5)


def _outside(old: Passage, new: Passage) -> Iterator[Contrast]:
    was, now = lexicon("actors", "outside").within(old.lower), lexicon("actors", "outside").within(new.lower)
    inside_was, inside_now = lexicon("actors", "inside").any(old.lower), lexicon("actors", "inside").any(new.lower)
    if was and not now:
        rule = "independence-reduced" if inside_now and not inside_was else "outside-review-removed"
        yield Contrast(rule, ", ".join(sorted(was)), "", 0.8)
    if now and not was:
        rule = "independence-increased" if inside_was and not inside_now else "outside-review-added"
        yield Contrast(rule, "", ", ".join(sorted(now)), 0.8)
