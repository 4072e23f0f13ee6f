"""What is left when every facet is read: content that one clause has and the other has not."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from labledger.clause.acts import valence
from labledger.clause.asides import examples_of, unbinding
from labledger.clause.contrast import Contrast
from labledger.clause.likeness import likeness
from labledger.clause.force import read as force_of
from labledger.clause.passage import Passage, Token, words
from labledger.clause.scope import domains
from labledger.clause.statements import Statement, outline
from labledger.text.stems import stem

_PURPOSE = re.compile(
    r"\b(?:in order to|so as to|so that|to (?:help|better|further|support|ensure that we)|for the purposes? of|with the aim of)\b"
)
_LEADING_PURPOSE = re.compile(r"\s*(?:in order )?to [a-z]+ [^,]{3,120},")
_LOOSENING = re.compile(
    r"\b(?:redact\w*|blacked out|withh[eo]ld\w*|omit\w*|exempt\w*|except\w*|excluding|waive\w*|unless|other than|apart from"
    r"|not apply|exclu\w+)\b"
)
_LEADS = re.compile(r"(?:\b(?:and|or|including|plus|as well as|together with|with)\s+(?:\w+\s+){0,2}|,\s*)$")
_FOLLOWS = re.compile(r"^\s*(?:,|\band\b|\bor\b)")
_RESTRICTING = re.compile(
    r"\b(?:for|in|at|of|among|that are|which are|where|with|from|by|on|that have|above)\s+(?:\w+\s+){0,2}$"
)
_TIMELY = frozenset(
    [
        "day",
        "days",
        "week",
        "weeks",
        "month",
        "months",
        "quarter",
        "quarters",
        "quarterly",
        "year",
        "years",
        "annually",
        "annual",
        "yearly",
        "monthly",
        "weekly",
        "daily",
        "fortnight",
        "hour",
        "hours",
        "minute",
        "minutes",
        "decade",
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "dozen",
        "half",
        "hundred",
        "thousand",
        "million",
        "billion",
        "percent",
        "per",
        "cent",
        "biannually",
        "biannual",
        "semiannual",
        "semiannually",
        "bimonthly",
        "biweekly",
        "continually",
        "continuously",
        "continuous",
        "immediate",
        "immediately",
        "promptly",
        "twice",
        "once",
        "first",
        "second",
        "third",
    ]
)
"""Words of quantity and time: read elsewhere."""
_INITIALS = re.compile(r"\b[A-Z]{2,5}\b")
_REACH = 45
"""Characters around added words in which a word of exception makes them part of it."""
_USUAL, _FADING = 14, 0.35
"""From this many content words on, a few more or fewer say less and less."""
_TYPO = 80.0


@dataclass(frozen=True, slots=True)
class Stretch:
    """A run of content words that only one side has."""

    words: str
    start: int
    end: int
    tokens: tuple[Token, ...]
    side: str


@lru_cache(maxsize=4096)
def _content(passage: Passage) -> tuple[Token, ...]:
    common = words("function-words")["words"]
    body = outline(passage)
    offset = len(passage.lower) - len(body.body)
    return tuple(t for t in passage.tokens if t.word not in common and t.start >= offset)


def coverage(old: Passage, new: Passage) -> tuple[float, float]:
    """Share of each side's concepts that the other has."""
    mine, theirs = {t.concept for t in _content(old)}, {t.concept for t in _content(new)}
    shared = len(mine & theirs)
    return shared / max(1, len(mine)), shared / max(1, len(theirs))


def only(one: Passage, other: Passage) -> tuple[Stretch, ...]:
    """Runs of content words of one side that the other lacks, outside examples and purposes."""
    there = Counter(t.concept for t in _content(other))
    loose = words("vague")["phrases"]
    for name in _alternatives(one, other):
        there[name] += 1
    roots = {t.stem for t in _content(other)}
    spared = list(unbinding(one.lower))
    runs: list[list[Token]] = []
    last = -2
    for index, token in enumerate(_content(one)):
        if len(token.word) == 1 or token.word[0].isdigit() or token.word in _TIMELY or token.word in loose:
            continue
        if there[token.concept] or token.stem in roots or any(a <= token.start < b for a, b in spared):
            continue
        if index == last + 1 and runs and token.start - runs[-1][-1].end < 16:
            runs[-1].append(token)
        else:
            runs.append([token])
        last = index
    return tuple(
        Stretch(one.lower[run[0].start : run[-1].end], run[0].start, run[-1].end, tuple(run), one.lower) for run in runs
    )


def _alternatives(one: Passage, other: Passage) -> frozenset[str]:
    """Concepts that the other side says in another way: by initials, or by a collective name of risks."""
    said: set[str] = set()
    if domains(one) == domains(other):
        said |= {concept for name in domains(one) for concept in Passage(name).concepts} | {"cbrn", "weapon"}
    initials = set(_INITIALS.findall(other.text))
    content = _content(one)
    for length in range(2, 6):
        for at in range(len(content) - length + 1):
            run = content[at : at + length]
            if "".join(token.word[0] for token in run).upper() in initials:
                said |= {token.concept for token in run}
    return frozenset(said)


def examples_differ(old: Passage, new: Passage) -> bool:
    """Whether lists of examples came, went or changed."""
    return examples_of(old) != examples_of(new)


def is_typo(one: Stretch, other: Stretch) -> bool:
    """Whether two runs are one word spelled in two ways."""
    from labledger.text.closest import alike

    return alike(one.words, other.words) >= _TYPO


def contrasts(old: Passage, new: Passage, explained: Sequence[tuple[str, str]]) -> Iterator[Contrast]:
    """Content that went or came and that no facet explains.

    `explained` are the words on which other contrasts rest: they are not counted twice.
    """
    lost = [run for run in only(old, new) if not _explained(run, [one for one, _ in explained])]
    gained = [run for run in only(new, old) if not _explained(run, [other for _, other in explained])]
    lost, gained = _without_typos(lost, gained)
    yield from _statements(old, new)
    if lost and not gained:
        yield from _one_sided(lost, old, new, gone=True)
    elif gained and not lost:
        yield from _one_sided(gained, new, old, gone=False)


def _explained(run: Stretch, texts: Sequence[str]) -> bool:
    return any(run.words in text or all(t.word in text for t in run.tokens) for text in texts if text)


def _without_typos(lost: list[Stretch], gained: list[Stretch]) -> tuple[list[Stretch], list[Stretch]]:
    for one in list(lost):
        for other in list(gained):
            if one in lost and is_typo(one, other):
                lost.remove(one)
                gained.remove(other)
    return lost, gained


def _statements(old: Passage, new: Passage) -> Iterator[Contrast]:
    """Whole sentences that went or came, where others stayed."""
    before, after = outline(old).statements, outline(new).statements
    if len(before) + len(after) <= 2:
        return
    for statement in before:
        if likeness(statement.text, new.lower) < 0.34:
            yield from _whole(statement, gone=True)
    for statement in after:
        if likeness(statement.text, old.lower) < 0.34:
            yield from _whole(statement, gone=False)


def _whole(statement: Statement, gone: bool) -> Iterator[Contrast]:
    force = force_of(statement.main)
    if force.kind == "describes" or _LOOSENING.search(statement.text):
        return
    leave = force.kind in ("permission", "release")
    if leave:
        rule = "leave-withdrawn" if gone else "leave-taken"
        act = valence(statement.main)
        if act == "protective" and force.kind == "permission":
            return
    else:
        rule = "required-element-removed" if gone else "required-element-added"
    yield Contrast(
        rule, statement.text if gone else "", "" if gone else statement.text, 0.6 if force.band >= 3 else 0.5
    )


def _one_sided(runs: Sequence[Stretch], here: Passage, there: Passage, gone: bool) -> Iterator[Contrast]:
    """Words that only went, or only came: a part of a list, a restriction, a stricter word."""
    for run in runs:
        rule, sure = _verdict(run, here)
        sure *= min(1.0, (_USUAL / max(1, len(_content(here)))) ** _FADING)
        if rule:
            said = (run.words, "") if gone else ("", run.words)
            if _loosens(run, here):
                yield Contrast("exception-narrowed" if gone else "exception-broadened", *said, sure)
            else:
                yield Contrast(_NAMES[rule, gone], *said, sure)


_NAMES = {
    ("element", True): "required-element-removed", ("element", False): "required-element-added",
    ("reach", True): "model-scope-broadened", ("reach", False): "model-scope-narrowed",
    ("detail", True): "commitment-generalised", ("detail", False): "commitment-specified",
}  # fmt: skip


def _loosens(run: Stretch, here: Passage) -> bool:
    """Whether the words stand in an exception or a redaction, or in leave to do what is risky."""
    sentence = run.side[max(run.side.rfind(". ", 0, run.start) + 1, run.start - _REACH) : run.end + _REACH]
    if _LOOSENING.search(sentence):
        return True
    for statement in outline(here).statements:
        if run.words in statement.text:
            force = force_of(statement.main)
            return valence(statement.main) == "risky" and force.kind in ("permission", "duty") and force.band != 0
    return False


def _verdict(run: Stretch, here: Passage) -> tuple[str, float]:
    stems = {t.stem for t in run.tokens}
    before, after = run.side[: run.start], run.side[run.end :]
    if _LEADS.search(before) or _FOLLOWS.match(after):
        return "element", 0.8
    if stems & stems_of("strict"):
        return "detail", 0.6
    if stems & stems_of("narrowing"):
        return "reach", 0.75
    if len(run.tokens) >= 4:
        return "element", 0.55
    if _modifies(run, here):
        return "reach", 0.5
    return "", 0.0


def _modifies(run: Stretch, here: Passage) -> bool:
    """Whether the words stand right before a content word that both sides have: a kind of something."""
    following = next((t for t in _content(here) if t.start >= run.end), None)
    return following is not None and following.start - run.end <= 1 and len(run.tokens) <= 2


@cache
def stems_of(key: str) -> frozenset[str]:
    """Stems of the single words of a scope list: narrowing or strict modifiers."""
    return frozenset(stem(part) for phrase in words("scope")[key] for part in phrase.split("-") if " " not in phrase)
