"""What is left when every facet is read: content that one clause has and the other has not, and what it does."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from labledger.clause.acts import valence
from labledger.clause.conditions import of_statement
from labledger.clause.content import Stretch, content_of, is_typo, lacking
from labledger.clause.contrast import Contrast
from labledger.clause.force import read as force_of
from labledger.clause.lexicon import shape
from labledger.clause.pairing import unanswered
from labledger.clause.passage import Passage, words
from labledger.clause.statements import Statement, outline
from labledger.text.stems import stem

_LOOSENING = shape("substance", r"{loosening}")
_LEADS = shape("substance", r"(?:{leading}\s+(?:\w+\s+){0,2}|,\s*)$")
"""What stands before a part of a list."""
_FOLLOWS = shape("substance", r"^\s*(?:,|\b(?:and|or)\b)")
"""What stands after a part of a list that others follow."""
_REACH = 45
"""Characters around added words in which a word of exception makes them part of it."""
_USUAL, _FADING = 14, 0.35
"""From this many content words on, a few more or fewer say less and less; chosen on the project's open pairs."""
_ABSTRACT = 0.45
"""How sure a restriction is of something that has no extent: a capability, a risk."""
_MOVED = 0.7
"""What a single word is worth where other words moved too."""
_MANY = 4
"""Words of a run that is long enough to be a part of the duty, wherever it stands."""
_FEW = 2
"""Words of a run that is short enough to say only which kind of thing is meant."""
_RULES = {
    ("element", True): "required-element-removed", ("element", False): "required-element-added",
    ("reach", True): "model-scope-broadened", ("reach", False): "model-scope-narrowed",
    ("detail", True): "commitment-generalised", ("detail", False): "commitment-specified",
}  # fmt: skip
"""What it is called when words of a kind went (True) or came."""
_LOOSENED = {True: "exception-narrowed", False: "exception-broadened"}
"""The same inside an exception."""
_TRIGGERED = {True: "trigger-logic-narrowed", False: "trigger-logic-widened"}
"""The same inside a trigger: one choice fewer, or one thing more that must come together, narrows it."""
_JOINT = re.compile(r"\b(and|or)\b(?:\s+\w+){0,4}\s*$")


def contrasts(old: Passage, new: Passage, explained: Sequence[tuple[str, str]]) -> Iterator[Contrast]:
    """Content that went or came and that no facet explains.

    `explained` are the words, old and new, on which other contrasts rest: they are not counted twice.
    """
    lost = [run for run in lacking(old, new) if not _explained(run, [was for was, _ in explained])]
    gained = [run for run in lacking(new, old) if not _explained(run, [now for _, now in explained])]
    lost, gained = _without_typos(lost, gained)
    yield from _statements(old, new)
    if lost and not gained:
        yield from _one_sided(lost, old, new, gone=True)
    elif gained and not lost:
        yield from _one_sided(gained, new, old, gone=False)


def _explained(run: Stretch, texts: Sequence[str]) -> bool:
    return any(run.words in text or all(token.word in text for token in run.tokens) for text in texts if text)


def _without_typos(lost: Sequence[Stretch], gained: Sequence[Stretch]) -> tuple[list[Stretch], list[Stretch]]:
    """Both sides without the runs that are one word spelled in two ways."""
    kept, left = [], list(gained)
    for one in lost:
        twin = next((other for other in left if is_typo(one, other)), None)
        if twin is None:
            kept.append(one)
        else:
            left.remove(twin)
    return kept, left


def _statements(old: Passage, new: Passage) -> Iterator[Contrast]:
    """Whole sentences that went or came, where others stayed."""
    if len(outline(old).statements) + len(outline(new).statements) <= 2:
        return
    for statement in unanswered(old, new):
        if rule := _whole(statement, gone=True):
            yield Contrast(rule, statement.text, "", _sure(statement))
    for statement in unanswered(new, old):
        if rule := _whole(statement, gone=False):
            yield Contrast(rule, "", statement.text, _sure(statement))


def _whole(statement: Statement, *, gone: bool) -> str:
    """What it is called when a whole statement went or came; empty for what is neither duty nor leave."""
    force = force_of(statement.main).kind
    if force == "describes" or _LOOSENING.search(statement.text):
        return ""
    if force not in ("permission", "release"):
        return "required-element-removed" if gone else "required-element-added"
    if force == "permission" and valence(statement.main) == "protective":
        return ""
    return "leave-withdrawn" if gone else "leave-taken"


def _sure(statement: Statement) -> float:
    return 0.6 if force_of(statement.main).band >= 3 else 0.5


def _one_sided(runs: Sequence[Stretch], here: Passage, there: Passage, *, gone: bool) -> Iterator[Contrast]:
    """Words that only went, or only came: a part of a list, a restriction, a stricter word."""
    for run in runs:
        kind, sure = _kind(run, here)
        if not kind:
            continue
        place = _place(run, here)
        rule = _LOOSENED[gone] if place == "exception" or _loosens(run, here) else _RULES[kind, gone]
        if place == "trigger" and kind == "element" and (joint := _JOINT.search(run.side[: run.start])):
            rule = _TRIGGERED[(joint.group(1) == "or") == gone]
        if len(run.tokens) == 1 and not _inserted(run, here, there):
            sure *= _MOVED
        sure *= min(1.0, (_USUAL / max(1, len(content_of(here)))) ** _FADING)
        yield Contrast(rule, run.words if gone else "", "" if gone else run.words, sure)


def _inserted(run: Stretch, here: Passage, there: Passage) -> bool:
    """Whether the other side reads on as if the words had been put in or taken out, everything else in its place."""
    rest = [token.concept for token in content_of(here) if token not in run.tokens]
    return rest == [token.concept for token in content_of(there)]


def _kind(run: Stretch, here: Passage) -> tuple[str, float]:
    """Whether words are a part (`element`), say which are meant (`reach`) or how (`detail`), and how sure that is."""
    stems = {token.stem for token in run.tokens}
    if _LEADS.search(run.side[: run.start]) or _FOLLOWS.match(run.side[run.end :]):
        return "element", 0.8
    if stems & _stems("strict"):
        return "detail", 0.6
    if stems & _stems("narrowing"):
        return "reach", 0.75 if _of_scope(run, here) else _ABSTRACT
    if len(run.tokens) >= _MANY:
        return "element", 0.55
    return ("reach", 0.5) if _modifies(run, here) and _of_scope(run, here) else ("", 0.0)


def _of_scope(run: Stretch, here: Passage) -> bool:
    """Whether the words say which models, people or events are meant, and are no part of a name."""
    if here.text[run.start].isupper() and run.start > 0:
        return False
    following = next((token for token in content_of(here) if token.start >= run.end), None)
    return following is None or following.stem in _stems("scope-nouns") or not _modifies(run, here)


def _modifies(run: Stretch, here: Passage) -> bool:
    """Whether the words stand right before a content word that both sides have: a kind of something."""
    following = next((token for token in content_of(here) if token.start >= run.end), None)
    return following is not None and following.start - run.end <= 1 and len(run.tokens) <= _FEW


def _place(run: Stretch, here: Passage) -> str:
    """The kind of the condition that the words stand in; empty for the main clause.

    What follows an exception after "or" is part of it.
    """
    for statement in outline(here).statements:
        held = list(of_statement(statement))
        if run.words in statement.text and run.words not in statement.main and held:
            kinds = [one.kind for one in held]
            return (
                "exception" if "exception" in kinds else next((one.kind for one in held if run.words in one.text), "")
            )
    return ""


def _loosens(run: Stretch, here: Passage) -> bool:
    """Whether the words stand in an exception or a redaction, or in leave to do what is risky."""
    sentence = run.side.rfind(". ", 0, run.start) + 1
    if _LOOSENING.search(run.side[max(sentence, run.start - _REACH) : run.end + _REACH]):
        return True
    for statement in outline(here).statements:
        if run.words in statement.text:
            force = force_of(statement.main)
            return valence(statement.main) == "risky" and force.kind in ("permission", "duty") and force.band != 0
    return False


@cache
def _stems(key: str) -> frozenset[str]:
    """Stems of the single words of a list of modifiers."""
    return frozenset(stem(part) for phrase in words("scope")[key] for part in phrase.split("-") if " " not in phrase)
