"""Labels for two bare wordings of a clause: what was read, which rules that fires, and what it adds up to.

Where one wording is an edit of the other, its findings are summed; where the two are distant, everything that was read
of both is weighed (`clause.balance`), and the findings that agree with the outcome are its details.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from labledger.clause import audience, people
from labledger.clause.balance import Weighed, close, weigh
from labledger.clause.compare import compare
from labledger.clause.conditions import bends
from labledger.clause.contrast import Contrast
from labledger.clause.lexicon import lexicon
from labledger.clause.passage import Passage
from labledger.clause.undertaking import binds, is_leave
from labledger.label.accounts import disclosure_of
from labledger.label.calibration import calibrated, family_of
from labledger.label.rule import catalogue
from labledger.text.language import is_english

# The numbers below were chosen on the project's open pairs, see tests/benchmarks/labels.md.
_LEAST = 0.3
"""Sureness below which a finding that turns nothing is not given."""
_TELLING = 0.5
"""Sureness below which a finding that weakens or strengthens is not given."""
_ALONE = 0.54
"""The same between two wordings of which one is an edit of the other, where one difference may be all there is."""
_OUTWEIGHED = 0.25
"""How much surer one direction must be than the other to stand alone; nearer together the change is mixed."""
_CALM = 0.38
"""From this likelihood on, a distant wording is taken to commit to the same."""
_PLAIN = 0.75
"""From this weight on, single differences that all point one way speak before the weighing."""
_CALM_AGAINST = 0.55
"""The likelihood that takes the place of `_CALM` where they do."""
_LIKE_FOR_LIKE = 0.85
"""A difference this sure, such as one period for another, stands against more likelihood of sameness."""
_CALM_AT_MOST = 0.65
"""The likelihood that takes the place of `_CALM_AGAINST` against such a difference."""
_THINKABLE = 0.25
"""Likelihood that the weighing must leave to the direction in which they point."""
_MOST = 0.95
"""No outcome is surer than this."""
_UNDISCLOSED = 0.8
"""How sure it is that an account names no change that none of its items matches."""
_WORD_LENGTH = 10
"""Characters a word may have on the average: more is no prose."""
_LONGEST = 3000
"""Words of a side beyond which it is a document and no clause."""
_WHOLE = frozenset({"removed", "added"})
"""Labels of a clause as a whole: said only where one side is empty."""
_OPPOSITE = {"weaken": "strengthen", "strengthen": "weaken"}
_SUMMED = {"weaken": "weakened", "strengthen": "strengthened"}
"""Directions, and the plain labels of a change that goes in them as a whole."""
_UNNAMED = {"silent": "changelog-omits-change", "no-account": "change-unannounced"}
"""Rules for a change that the lab's account does not name, and for one of which there is no account."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One verdict of a rule on a pair of clauses, with the words it rests on."""

    rule: str
    code: str
    labels: tuple[str, ...]
    direction: str
    confidence: float
    """The share of findings like it that turned out right, 0 to 1: see `calibration`."""
    raw: float
    """Sureness of the reading itself, by which findings are chosen and weighed."""
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
    read = [_finding(contrast, both=both) for contrast in contrasts]
    near = not both or close(before, after)
    labelled = _summed(read) if near else _weighed(before, after, contrasts, read)
    if both and before.text != after.text and not labelled.findings:
        reworded = Contrast("commitment-reworded", before.text, after.text, _TELLING)
        labelled = replace(labelled, findings=(_finding(reworded, both=True),))
    labelled = _disclosed(labelled, before, after, account) if searched else labelled
    return replace(labelled, findings=tuple(_trusted(finding, near) for finding in labelled.findings))


def _trusted(finding: Finding, near: bool) -> Finding:
    """The finding with the share of its like that turned out right as its confidence."""
    return replace(finding, confidence=round(calibrated(family_of(finding.rule), near, finding.raw), 2))


def _unreadable(old: Passage, new: Passage) -> str:
    """Why a pair cannot be read as two wordings of one clause; empty when it can."""
    longest = max(old.text.count(" "), new.text.count(" "))
    if longest > _LONGEST or max(len(old.text), len(new.text)) > _LONGEST * _WORD_LENGTH:
        return f"a side has more than {_LONGEST} words: too long to be read as one clause, align the texts first"
    if any(is_english(side.text) is False for side in (old, new)):
        return "not English: the words that these rules read are English ones"
    return ""


def _contrasts(old: Passage, new: Passage) -> Iterable[Contrast]:
    if old.text and new.text:
        return compare(old, new)
    if old.text:
        return _whole(old, gone=True)
    return _whole(new, gone=False) if new.text else ()


def _whole(clause: Passage, *, gone: bool) -> Iterator[Contrast]:
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
    if any(part.answers for part in people.read(clause)) or lexicon("actors", "answering").any(clause.lower):
        yield Contrast("named-role-removed" if gone else "named-role-added", here, nothing, 0.7)


def _finding(contrast: Contrast, *, both: bool) -> Finding:
    """What a rule says to a contrast; `both` where neither side is empty."""
    rule = catalogue()[contrast.rule]
    labels = {*rule.labels, *contrast.labels} - (_WHOLE if both else frozenset())
    direction = contrast.direction or rule.direction
    said = (contrast.old, contrast.new)
    return Finding(rule.id, rule.code, tuple(sorted(labels)), direction, contrast.sure, contrast.sure, *said)


def _summed(read: Iterable[Finding]) -> Labelled:
    """What the findings of an edit add up to: one direction, or mixed; never an average."""
    findings = tuple(_settled(read))
    found = {finding.direction for finding in findings}
    if found >= _OPPOSITE.keys():
        return Labelled("unclear", True, findings)
    direction = next((word for word in (*_OPPOSITE, "unclear") if word in found), "neutral")
    return Labelled(direction, False, (*findings, *_overall(direction, min(_MOST, _weight(findings, direction)))))


def _settled(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Findings worth giving: an unsure one gives way to sure ones that point the other way."""
    listed = [one for one in findings if one.raw >= (_ALONE if one.direction in _OPPOSITE else _LEAST)]
    weights = {word: _weight(listed, word) for word in _OPPOSITE}
    for finding in listed:
        opposite = _OPPOSITE.get(finding.direction)
        if opposite is None or weights[opposite] - weights[finding.direction] < _OUTWEIGHED:
            yield finding


def _weighed(old: Passage, new: Passage, contrasts: Sequence[Contrast], findings: Sequence[Finding]) -> Labelled:
    """Two distant wordings: everything read of both is weighed, and findings against the outcome are dropped."""
    weights = weigh(old, new, contrasts, [finding.direction for finding in findings])
    direction, sure = _outcome(weights, findings)
    if direction == "neutral":
        kept = [finding for finding in findings if finding.direction == "neutral"]
        reworded = Contrast("commitment-reworded", old.text, new.text, sure)
        return Labelled("neutral", False, tuple(kept or [_finding(reworded, both=True)]))
    agreeing = (one for one in findings if one.direction in (direction, "unclear") and one.raw >= _TELLING)
    return Labelled(direction, False, (*agreeing, *_overall(direction, sure, weights.reasons)))


def _outcome(weights: Weighed, findings: Sequence[Finding]) -> tuple[str, float]:
    """The direction of two distant wordings and its likelihood: plain one-sided differences speak first."""
    likely = {"weaken": weights.weaken, "strengthen": weights.strengthen}
    telling = [finding for finding in findings if finding.raw >= _TELLING]
    plain = {word: _weight(telling, word) for word in _OPPOSITE}
    word = max(plain, key=lambda one: plain[one])
    if plain[word] >= _PLAIN and plain[_OPPOSITE[word]] < _TELLING:
        surest = max(finding.raw for finding in findings if finding.direction == word)
        calm = _CALM_AGAINST if surest < _LIKE_FOR_LIKE else _CALM_AT_MOST
        if weights.neutral < calm and likely[word] >= _THINKABLE:
            return word, max(likely[word], _TELLING)
        return "neutral", weights.neutral
    if weights.neutral >= _CALM:
        return "neutral", weights.neutral
    word = max(likely, key=lambda one: likely[one])
    return word, likely[word]


def _weight(findings: Iterable[Finding], direction: str) -> float:
    """How sure all findings of one direction make it together."""
    doubt = 1.0
    for finding in findings:
        if finding.direction == direction:
            doubt *= 1.0 - finding.raw
    return 1.0 - doubt


def _overall(direction: str, sure: float, reasons: Sequence[str] = ()) -> Iterator[Finding]:
    """The label of the change as a whole, where it goes in a direction."""
    if direction in _SUMMED:
        yield Finding("overall", "", (_SUMMED[direction],), direction, sure, sure, "", "; ".join(reasons))


def _disclosed(labelled: Labelled, old: Passage, new: Passage, account: Sequence[str] | None) -> Labelled:
    """The same with what the lab's account says of it; a change with a direction that it does not name is a finding."""
    disclosure, items = disclosure_of(old, new, account)
    findings = labelled.findings
    if (labelled.direction in _OPPOSITE or labelled.mixed) and disclosure in _UNNAMED:
        rule = catalogue()[_UNNAMED[disclosure]]
        findings += (Finding(rule.id, rule.code, rule.labels, rule.direction, _UNDISCLOSED, _UNDISCLOSED, "", ""),)
    return replace(labelled, findings=findings, disclosure=disclosure, items=items)
