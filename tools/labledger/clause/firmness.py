"""The force of two clauses compared: statement by statement, with headings, hedges and consequences."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from labledger.clause.acts import acts_protect, valence
from labledger.clause.contrast import Contrast
from labledger.clause.force import Force, heading_force, hedges
from labledger.clause.force import read as force_of
from labledger.clause.lexicon import Lexicon, lexicon
from labledger.clause.passage import Passage, concepts_of, words
from labledger.clause.people import read as people_read
from labledger.clause.statements import Statement, outline

_ALIKE = 0.3
_MINIMAL = 3
_DOUBTFUL = 0.45
_WITHOUT = re.compile(r"\b(?:no|not|never|none|nobody)\b.*\bwithout\b")
_BOUND = re.compile(
    r"\b(?:no more than|at most|fewer than|less than|under|below|not exceed|no fewer than|at least|no less than|up to)\b"
)
_GATE = re.compile(r"\b(?:unless|until|without|absent|before|except|over the objection)\b")
_ORDERED = re.compile(
    r"\b(?:only|provided|before|prior to|after|once|as long as|not less than|at least|veto|when|where|first)\b"
)
_SOFTER, _HARDER = "modality-weakened", "modality-strengthened"


@dataclass(frozen=True, slots=True)
class Matched:
    """Two statements about the same thing, and how much of the shorter one's content they share."""

    old: Statement
    new: Statement
    likeness: float


def contrasts(old: Passage, new: Passage) -> Iterator[Contrast]:
    """Force that fell or rose, from the old clause to the new one."""
    yield from _headings(old, new)
    yield from _hedges(old, new)
    for pair in matched(old, new):
        yield from _forces(pair)
    yield from _consequences(old, new)
    yield from _lesser_acts(old, new)
    yield from _other_act(old, new)


def _lesser_acts(old: Passage, new: Passage) -> Iterator[Contrast]:
    """An act that gave way to a lesser one of its kind, in an otherwise like clause: update became review."""
    mine, theirs = frozenset(old.concepts), frozenset(new.concepts)
    lost, gained = mine - theirs, theirs - mine
    if len(mine & theirs) < 0.6 * max(1, min(len(mine), len(theirs))):
        return
    for more, less in _ladder():
        if more in lost and less in gained:
            yield Contrast("consequence-softened", more, less, 0.65)
        elif less in lost and more in gained:
            yield Contrast("consequence-hardened", less, more, 0.65)


@cache
def _ladder() -> tuple[tuple[str, str], ...]:
    """Pairs of concepts, the first of which does more than the second."""
    return tuple((str(more), less) for more, lesser in words("lesser-acts").items() for less in sorted(lesser))


_VERB = re.compile(r"\b(?:will|must|shall|should|may|can|do|does)\s+(?:not\s+|never\s+)?(\w+)")


def _other_act(old: Passage, new: Passage) -> Iterator[Contrast]:
    """The same words round another verb: a different duty that looks alike."""
    was, now = (_VERB.search(" ".join(s.main for s in outline(side).statements)) for side in (old, new))
    if was and now and sorted(set(old.concepts)) == sorted(set(new.concepts)):
        mine, theirs = Passage(was.group(1)).concepts, Passage(now.group(1)).concepts
        if mine and theirs and mine != theirs and mine[0] in new.concepts:
            yield Contrast("definition-restructured", was.group(), now.group(), 0.6)


@lru_cache(maxsize=2048)
def matched(old: Passage, new: Passage) -> tuple[Matched, ...]:
    """Statements of both sides that are about the same thing, best first; a lone pair is always compared."""
    before, after = outline(old).statements, outline(new).statements
    if len(before) == len(after) == 1:
        return (Matched(before[0], after[0], likeness(before[0].text, after[0].text)),)
    scored = sorted(
        ((likeness(one.text, other.text), i, j) for i, one in enumerate(before) for j, other in enumerate(after)),
        key=lambda row: (-row[0], row[1], row[2]),
    )
    used_old: set[int] = set()
    used_new: set[int] = set()
    pairs = []
    for score, i, j in scored:
        if score >= _ALIKE and i not in used_old and j not in used_new:
            used_old.add(i)
            used_new.add(j)
            pairs.append(Matched(before[i], after[j], score))
    return tuple(pairs)


def likeness(one: str, other: str) -> float:
    """Share of the smaller side's concepts that the other has."""
    mine, theirs = concepts_of(one), concepts_of(other)
    return len(mine & theirs) / min(len(mine), len(theirs)) if mine and theirs else 0.0


def _forces(pair: Matched) -> Iterator[Contrast]:
    was, now = force_of(pair.old.main), force_of(pair.new.main)
    if (was.kind, was.band, was.partial) == (now.kind, now.band, now.partial) or _gated(pair, was, now):
        return
    if _bounded(pair) and {was.kind, now.kind} <= {"permission", "prohibition", "duty"}:
        return
    sure = 0.9 if pair.likeness >= 0.5 else 0.7 if pair.likeness >= 0.25 else 0.55
    if {was.kind, now.kind} == {"duty", "prohibition"} and _reworked(pair):
        sure = _DOUBTFUL
    yield from _between(was, now, valence(pair.old.main) or valence(pair.new.main), sure)


def _gated(pair: Matched, was: Force, now: Force) -> bool:
    """Whether "not unless" and "only if" say the same on both sides."""
    kinds = {was.kind, now.kind}
    forbids, allows = (pair.old, pair.new) if was.kind == "prohibition" else (pair.new, pair.old)
    return (
        "prohibition" in kinds and bool(kinds & {"duty", "permission"})
        and (_GATE.search(forbids.text) is not None)
        and (_ORDERED.search(allows.text) is not None)
        and not {c.marker for c in forbids.conditions} & {c.marker for c in allows.conditions}
    ) or _with_and_without(pair)  # fmt: skip


def _with_and_without(pair: Matched) -> bool:
    """Whether "none without" became "each with", or the reverse."""
    texts = {bool(_WITHOUT.search(text)): text for text in (pair.old.text, pair.new.text)}
    if len(texts) < 2 or re.search(r"\b(?:not?|nobody|never)\b", texts[False]):
        return False
    needed = concepts_of(texts[True].rpartition("without")[2])
    return needed <= concepts_of(texts[False])


def _reworked(pair: Matched) -> bool:
    """Whether more than a word or two differs: a denial may then have moved into another construction."""
    mine, theirs = concepts_of(pair.old.text), concepts_of(pair.new.text)
    return len(mine ^ theirs) > _MINIMAL


def _bounded(pair: Matched) -> bool:
    """Whether both sides say how much is tolerated: "may miss no more than" forbids what "must not exceed" forbids."""
    return all(_BOUND.search(statement.main) for statement in (pair.old, pair.new))


def _between(was: Force, now: Force, act: str, sure: float) -> Iterator[Contrast]:
    kinds = (was.kind, now.kind)
    if now.partial != was.partial and {was.kind, now.kind} != {"duty", "release"}:
        yield Contrast("model-scope-narrowed" if now.partial else "model-scope-broadened", was.spoken, now.spoken, sure)
    elif "describes" in kinds:
        yield from _described(was, now, sure)
    elif kinds in (("duty", "prohibition"), ("prohibition", "duty")):
        forbids_now = now.kind == "prohibition"
        stronger = (act != "protective") == forbids_now
        yield Contrast("commitment-polarity-flipped", was.spoken, now.spoken, sure,
                       direction="strengthen" if stronger else "weaken")  # fmt: skip
    elif kinds == ("prohibition", "permission"):
        yield Contrast("self-prohibition-lifted", was.spoken, now.spoken, sure)
    elif kinds == ("permission", "prohibition"):
        yield Contrast("self-prohibition-added", was.spoken, now.spoken, sure)
    elif now.kind == "release":
        yield Contrast("duty-released", was.spoken, now.spoken, sure)
    elif was.kind == "release":
        yield Contrast("duty-imposed", was.spoken, now.spoken, sure)
    elif now.band < was.band:
        yield Contrast(_SOFTER, was.spoken, now.spoken, sure)
    elif now.band > was.band:
        yield Contrast(_HARDER, was.spoken, now.spoken, sure)


def _described(was: Force, now: Force, sure: float) -> Iterator[Contrast]:
    """A duty that became a description binds no longer; a weak word that became one says little either way."""
    if was.kind != "describes" and was.band >= 3 and was.word:
        yield Contrast(_SOFTER, was.spoken, now.spoken, 0.6 * sure)
    elif now.kind != "describes" and now.band >= 3 and now.word:
        yield Contrast(_HARDER, was.spoken, now.spoken, 0.6 * sure)
    elif now.kind == "permission" and now.word:
        yield Contrast(_SOFTER, was.spoken, now.spoken, 0.6 * sure)
    elif was.kind == "permission" and was.word:
        yield Contrast(_HARDER, was.spoken, now.spoken, 0.6 * sure)


def _headings(old: Passage, new: Passage) -> Iterator[Contrast]:
    was, now = heading_force(outline(old).heading), heading_force(outline(new).heading)
    if now is not None and now < (4 if was is None else was):
        yield Contrast("heading-force-lowered", outline(old).heading or "no heading", outline(new).heading, 0.9)
    elif was is not None and was < (4 if now is None else now):
        yield Contrast("heading-force-raised", outline(old).heading, outline(new).heading or "no heading", 0.9)


def _hedges(old: Passage, new: Passage) -> Iterator[Contrast]:
    pairs = matched(old, new)
    was = frozenset(word for pair in pairs for word in hedges(pair.old.text))
    now = frozenset(word for pair in pairs for word in hedges(pair.new.text))
    if len(now) > len(was):
        yield Contrast("hedge-added", ", ".join(sorted(was)), ", ".join(sorted(now - was)), 0.85)
    elif len(was) > len(now):
        yield Contrast("hedge-removed", ", ".join(sorted(was - now)), ", ".join(sorted(now)), 0.85)


@cache
def _rungs() -> tuple[Lexicon, dict[str, float]]:
    steps = {str(word): float(rank) for word, rank in words("consequence")["rungs"].items()}
    return Lexicon(steps), steps


def consequence(statement: Statement) -> tuple[float, str]:
    """The hardest thing a statement says will be done, 7 halt to 1 note, with its word; 0 where there is none."""
    finder, rungs = _rungs()
    found = [(rungs[hit.phrase], hit.phrase) for hit in finder.find(statement.main)]
    return max(found, default=(0.0, ""))


def _consequences(old: Passage, new: Passage) -> Iterator[Contrast]:
    """Where both clauses answer a trigger, or forbid: halt became review."""
    for pair in matched(old, new):
        answered = bool(pair.old.of("trigger") and pair.new.of("trigger"))
        if not answered and (
            pair.likeness < 0.5 or len(old.concepts) > 16 or "not" in (pair.old.main + pair.new.main).split()
        ):
            continue
        was, now = consequence(pair.old), consequence(pair.new)
        if was[0] and now[0] and abs(was[0] - now[0]) >= (1 if answered else 2) and was[1] not in pair.new.main:
            rule = "consequence-softened" if now[0] < was[0] else "consequence-hardened"
            yield Contrast(rule, was[1], now[1], 0.8 if answered else 0.65)


def restyled(old: Passage, new: Passage) -> bool:
    """Whether the modal word differs inside one band."""
    return any(
        force_of(p.old.main).word != force_of(p.new.main).word
        and force_of(p.old.main).band == force_of(p.new.main).band
        for p in matched(old, new)
    )


def is_leave(passage: Passage) -> bool:
    """Whether a passage only gives the lab leave: permissions, releases, exceptions and rights to change."""
    statements = outline(passage).statements
    forces = [force_of(statement.main) for statement in statements]
    if _EXEMPTS.search(passage.lower):
        return True
    forces = [
        force for statement, force in zip(statements, forces, strict=True) if not _OTHERS.match(statement.main)
    ] or forces
    if lexicon("conditions", "change-right").any(passage.lower):
        return all(force.kind != "duty" or force.band <= 1 for force in forces) or len(statements) == 1
    acts = {valence(statement.main) for statement in statements}
    given = all(force.kind == "release" or (force.kind == "permission" and _MAY.search(force.word)) for force in forces)
    return bool(forces) and given and ("protective" not in acts or any(force.kind == "release" for force in forces))


_MAY = re.compile(r"\b(?:may|can|could|might|free|reserves?|permitted|allowed|optional)\b")
_EXEMPTS = re.compile(
    r"\bnothing (?:in|herein)\b.{0,60}\b(?:keeps?|prevents?|stops?|bars?|forbids?|limits?|restricts?)\b"
    r"|\b(?:do|does|shall|will) not (?:bind|apply|cover|extend|affect|restrict|limit)\b|\bby way of exception\b|\b(?:is|are|may be) exempt"
)
_OTHERS = re.compile(
    r"^(?!.*\b(?:we|company|lab|management|leadership|our)\b).*\b(?:board|trustees|staff|employees|regulator|public|auditors?)\b"
)


def binds(passage: Passage) -> bool:
    """Whether a passage says what anybody must, will, aims to, may or does do; else it only tells of the world."""
    if any(part.rung >= 2.5 for part in people_read(passage)) or any(
        acts_protect(token.stem) for token in passage.tokens
    ):
        return True
    for statement in outline(passage).statements:
        force = force_of(statement.main)
        tells = force.kind == "describes" or (
            not force.word and _WORLD.search(statement.main) and not valence(statement.main)
        )
        if not tells:
            return True
    return False


_WORLD = re.compile(
    r"^(?:our |many |some |most |these |such )?(?:[\w-]+ )?(?:models?|systems?|researchers|artificial intelligence|ai|technolog\w+|capabilities"
    r"|scientists|people|risks?|history|science)\b|\b(?:was|were|have improved|has improved)\b"
)
