"""Who decides, who must be told, who looks from outside: the people of two clauses compared."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from labledger.clause.contrast import Contrast
from labledger.clause.lexicon import Found, Lexicon, lexicon
from labledger.clause.passage import Passage, words
from labledger.clause.statements import outline

_SPOKEN = {6: "veto", 5: "approval", 4: "consent", 3: "consultation", 2: "notice", 0: "no part"}
_NEAR = 90
"""Farthest apart, in characters, that a body and its part in a decision are taken together."""
_GATES = frozenset({"unless", "until", "without", "once", "only if", "if", "after", "upon", "where", "when"})
_NOT_NOTICE = re.compile(r"\b(?:privacy|legal|copyright) notices?\b|\bnotice period\b|\bteam members?\b")
_PURPOSES = re.compile(r"\b(?:in order (?:to|that)|so as to|so that)\b[^,;.]*")
_LOOKS = re.compile(
    r"\b(?:review|audit|test|assess|evaluat|red.team|check|verif|examin|inspect|certif|validat|investigat|expert)\w*"
)
_CHOSEN_BY = re.compile(
    r"\b(?:chosen|selected|appointed|paid|hired|named|picked|funded|commissioned)\s+by\s+(?:the |our |an? )?([\w -]{2,30})"
)
_SAME = {
    "bod": "board", "sag": "advisory group",
    "board of directors": "board", "directors": "board", "board members": "board", "chief executive officer": "ceo",
    "chief executive": "ceo", "ciso": "chief information security officer", "cso": "chief security officer",
    "executive leadership": "leadership", "senior leadership": "leadership", "executives": "leadership",
    "safety advisory group": "advisory group", "responsible scaling officer": "scaling officer", "teams": "team",
    "governance bodies": "governance body", "risk owners": "risk owner", "long-term benefit trust": "trust",
}  # fmt: skip
_SELF = frozenset(
    {"company", "us", "lab", "management", "leadership", "developer", "team", "ceo", "chief executive", "ourselves"}
)


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
    for text in _places(passage):
        acts = list(rights_finder.find(text))
        for body in finder.find(text):
            right = max((int(rights[act.phrase]) for act in acts if _belongs(text, act, body)), default=0)
            name = _singular(body.phrase)
            known = parts.get(name)
            if known is None or known.right < right:
                parts[name] = Part(name, rungs[body.phrase], right)
    return tuple(parts.values())


def _places(passage: Passage) -> Iterator[str]:
    """Where a body counts: main clauses and gates, not what is said of exceptions and triggers."""
    for statement in outline(passage).statements:
        gates = [c.text for c in statement.conditions if c.kind == "precondition" or c.marker in _GATES]
        yield _NOT_NOTICE.sub(" ", " ".join([statement.main, *gates]))


def _belongs(text: str, act: Found, body: Found) -> bool:
    between = text[min(act.end, body.end) : max(act.start, body.start)]
    return len(between) <= _NEAR and not re.search(r"[;.]", between)


def _singular(body: str) -> str:
    return _SAME.get(body, body)


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
        if part.right >= 3 or part.rung >= 2.5:
            yield Contrast("named-role-removed", part.spoken, "", 0.75 if part.right else 0.5)
    for part in came:
        if part.right >= 3 or part.rung >= 2.5:
            yield Contrast("named-role-added", "", part.spoken, 0.75 if part.right else 0.5)


def _outside(old: Passage, new: Passage) -> Iterator[Contrast]:
    was, now = _outsiders(old), _outsiders(new)
    inside_was, inside_now = lexicon("actors", "inside").any(old.lower), lexicon("actors", "inside").any(new.lower)
    if was and not now:
        rule = "independence-reduced" if inside_now and not inside_was else "outside-review-removed"
        yield Contrast(rule, was, "", 0.8)
    if now and not was:
        rule = "independence-increased" if inside_was and not inside_now else "outside-review-added"
        yield Contrast(rule, "", now, 0.8)
    yield from _choosers(old, new)


def _outsiders(passage: Passage) -> str:
    """Outsiders who look: audit, test, review."""
    text = _PURPOSES.sub(" ", passage.lower)
    return ", ".join(sorted(lexicon("actors", "outside").within(text))) if _LOOKS.search(text) else ""


def _choosers(old: Passage, new: Passage) -> Iterator[Contrast]:
    was, now = _CHOSEN_BY.search(old.lower), _CHOSEN_BY.search(new.lower)
    if not (was and now):
        return
    mine, theirs = was.group(1).split()[0] in _SELF, now.group(1).split()[0] in _SELF
    if mine != theirs:
        yield Contrast("independence-reduced" if theirs else "independence-increased", was.group(), now.group(), 0.85)
