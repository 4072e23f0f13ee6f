"""Labels for two bare wordings of a clause: what was read, which rules that fires, and what it adds up to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from labledger.clause import audience, people
from labledger.clause.balance import Weighed, close, weigh
from labledger.clause.compare import compare
from labledger.clause.conditions import bends
from labledger.clause.contrast import Contrast
from labledger.clause.undertaking import binds, is_leave
from labledger.clause.lexicon import lexicon
from labledger.clause.passage import Passage
from labledger.label.accounts import disclosure_of
from labledger.label.rule import Rule, rules
from labledger.text.language import is_english

_LEAST = 0.3
_OUTWEIGHED = 0.25
"""How much surer one direction must be than the other to stand alone; nearer together it is mixed."""
_CALM = 0.42
"""From this likelihood on, a distant wording is taken to commit to the same."""
_CALM_AGAINST = 0.55
_PLAIN = 0.75
"""Where single differences of this weight all point one way, it takes more to call a distant wording the same."""
_THINKABLE = 0.25
"""Likelihood that the weighing must leave to what plain differences say."""
_TELLING = 0.5
"""Surer than this a single difference between distant wordings must be to be named."""
_MOST = 0.95
_LONGEST = 3000
"""Words of a side beyond which it is a document and no clause."""
_WHOLE = frozenset({"removed", "added"})
"""Labels of a clause as a whole: said only where one side is empty."""
_OPPOSITE = {"weaken": "strengthen", "strengthen": "weaken"}


@dataclass(frozen=True, slots=True)
class Finding:
    """One verdict of a rule on a pair of clauses, with the words it rests on."""

    rule: str
    code: str
    labels: tuple[str, ...]
    direction: str
    confidence: float
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Labelled:
    """A pair of clauses with its findings and what they add up to."""

    direction: str
    mixed: bool
    findings: tuple[Finding, ...]
    disclosure: str = "unknown"
    items: tuple[str, ...] = ()
    """Items of the lab's account that are about the change."""
    note: str = ""
    """Why nothing could be read, where that is so."""

    @property
    def labels(self) -> frozenset[str]:
        """Every plain label."""
        return frozenset(label for finding in self.findings for label in finding.labels)


@cache
def catalogue() -> Mapping[str, Rule]:
    """Rules by id."""
    return {rule.id: rule for rule in rules()}


def label_clauses(
    old: str | None, new: str | None, account: Sequence[str] | None = (), *, searched: bool = False
) -> Labelled:
    """Label the step from one wording to another; None or an empty text where there is no clause.

    `account` holds the items of the lab's own account, in any words; `searched` says that it was looked for: with
    None it was not found. Never raises on any text.
    """
    before, after = Passage(old or ""), Passage(new or "")
    if note := _unreadable(before, after):
        return Labelled("unclear", False, (), note=note)
    contrasts = tuple(_contrasts(before, after))
    both = bool(before.text and after.text)
    read = [_finding(contrast, both) for contrast in contrasts]
    if both and before.text != after.text and not close(before, after):
        direction, mixed, findings = _weighed(before, after, contrasts, read)
    else:
        findings = tuple(_settled(read))
        direction, mixed = _sum(findings)
        findings += tuple(_overall(direction, min(_MOST, _weight(findings, direction))))
    if not searched:
        return Labelled(direction, mixed, findings)
    disclosure, items = disclosure_of(before, after, account)
    return Labelled(direction, mixed, findings + tuple(_undisclosed(direction, mixed, disclosure)), disclosure, items)


def _unreadable(old: Passage, new: Passage) -> str:
    """Why a pair cannot be read as two wordings of one clause; empty when it can."""
    longest = max(old.text.count(" "), new.text.count(" "))
    if longest > _LONGEST:
        return f"a side has more than {_LONGEST} words: too long to be read as one clause, align the texts first"
    if is_english(f"{old.text} {new.text}") is False:
        return "not English: the words that these rules read are English ones"
    return ""


def _contrasts(old: Passage, new: Passage) -> Iterable[Contrast]:
    if old.text and new.text:
        return compare(old, new)
    if not (old.text or new.text):
        return ()
    return _whole(old, gone=True) if old.text else _whole(new, gone=False)


def _whole(clause: Passage, gone: bool) -> Iterator[Contrast]:
    """A clause that went or came as a whole, and what went or came with it."""
    here, nothing = (clause.text, "") if gone else ("", clause.text)
    loosens = is_leave(clause) or bool(bends(clause))
    turned = ("strengthen" if gone else "weaken") if loosens else "" if binds(clause) else "neutral"
    yield Contrast("commitment-removed" if gone else "commitment-added", here, nothing, 0.95, direction=turned)
    if loosens:
        yield Contrast("leave-withdrawn" if gone else "leave-taken", here, nothing, 0.8)
    if turned:
        return
    if audience.tells_outside(clause):
        yield Contrast("disclosure-duty-removed" if gone else "disclosure-duty-added", here, nothing, 0.8)
    if _answers(clause):
        yield Contrast("named-role-removed" if gone else "named-role-added", here, nothing, 0.7)


def _answers(clause: Passage) -> bool:
    parts = people.read(clause)
    return any(part.rung >= 2.5 for part in parts) or lexicon("actors", "answering").any(clause.lower)


def _finding(contrast: Contrast, both: bool) -> Finding:
    rule = catalogue()[contrast.rule]
    labels = {*rule.labels, *contrast.labels} - (_WHOLE if both else frozenset())
    direction = contrast.direction or rule.direction
    return Finding(rule.id, rule.code, tuple(sorted(labels)), direction, contrast.sure, contrast.old, contrast.new)


def _settled(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Findings worth giving: an unsure one gives way to sure ones that point the other way."""
    listed = [
        finding
        for finding in findings
        if finding.confidence >= (_TELLING if finding.direction in _OPPOSITE else _LEAST)
    ]
    strength = {word: _weight(listed, word) for word in _OPPOSITE}
    for finding in listed:
        against = strength.get(_OPPOSITE.get(finding.direction, ""), 0.0)
        own = strength.get(finding.direction, 0.0)
        if against - own < _OUTWEIGHED or finding.direction not in _OPPOSITE:
            yield finding


def _weight(findings: Iterable[Finding], direction: str) -> float:
    """How sure all findings of one direction make it together."""
    doubt = 1.0
    for finding in findings:
        if finding.direction == direction:
            doubt *= 1.0 - finding.confidence
    return 1.0 - doubt


def _sum(findings: Sequence[Finding]) -> tuple[str, bool]:
    found = {finding.direction for finding in findings}
    if {"weaken", "strengthen"} <= found:
        return "unclear", True
    for word in ("weaken", "strengthen", "unclear"):
        if word in found:
            return word, False
    return "neutral", False


def _overall(direction: str, sure: float, reasons: Sequence[str] = ()) -> Iterator[Finding]:
    if direction in _OPPOSITE:
        word = {"weaken": "weakened", "strengthen": "strengthened"}[direction]
        yield Finding("overall", "", (word,), direction, sure, "", "; ".join(reasons))


def _weighed(
    old: Passage, new: Passage, contrasts: Sequence[Contrast], findings: Sequence[Finding]
) -> tuple[str, bool, tuple[Finding, ...]]:
    """Two distant wordings: everything read of both is weighed, and findings against the outcome are dropped."""
    weights = weigh(old, new, contrasts, [finding.direction for finding in findings])
    direction, sure = _outcome(weights, findings)
    if direction == "neutral":
        restated = Contrast("commitment-reworded", old.text, new.text, sure)
        kept = [finding for finding in findings if finding.direction == "neutral"] or [_finding(restated, True)]
        return "neutral", False, tuple(kept)
    kept = [
        finding for finding in findings
        if finding.direction in (direction, "unclear") and finding.confidence >= _TELLING
    ]  # fmt: skip
    return direction, False, (*kept, *_overall(direction, sure, weights.reasons))


def _outcome(weights: Weighed, findings: Sequence[Finding]) -> tuple[str, float]:
    """The direction of two distant wordings and its likelihood: plain one-sided differences speak first."""
    plain = {word: _weight([f for f in findings if f.confidence >= _TELLING], word) for word in _OPPOSITE}
    likely = {"weaken": weights.weaken, "strengthen": weights.strengthen}
    word = max(plain, key=lambda one: plain[one])
    if plain[word] >= _PLAIN and plain[_OPPOSITE[word]] < _TELLING:
        if weights.neutral < _CALM_AGAINST and likely[word] >= _THINKABLE:
            return word, max(likely[word], _TELLING)
        return "neutral", weights.neutral
    if weights.neutral >= _CALM:
        return "neutral", weights.neutral
    word = max(likely, key=lambda one: likely[one])
    return word, likely[word]


def _undisclosed(direction: str, mixed: bool, disclosure: str) -> Iterator[Finding]:
    if (direction in _OPPOSITE or mixed) and disclosure in ("silent", "no-account"):
        rule = catalogue()["change-unannounced" if disclosure == "no-account" else "changelog-omits-change"]
        yield Finding(rule.id, rule.code, rule.labels, rule.direction, 0.8, "", "")
