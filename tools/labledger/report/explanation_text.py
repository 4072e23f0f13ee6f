"""An explanation of two clauses as lines of styled spans, for reading."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from labledger.report.as_text import GLYPHS, Line, Span
from labledger.report.escape import cut, one_line
from labledger.report.explanation import FACETS
from labledger.store.limits import LIMITS

_MEANS = {
    "weaken": "weaken: the new wording binds the lab less, or lets outsiders see or enforce less",
    "strengthen": "strengthen: the new wording binds the lab more, or lets outsiders see or enforce more",
    "neutral": "neutral: both wordings commit to the same",
    "unclear": "unclear: which way it goes cannot be told from the two wordings",
}
_MIXED = "unclear, mixed: weaker in one way and stronger in another"
_SPOKEN = {
    "heading": "heading", "force": "force", "hedges": "hedges", "conditions": "conditions", "quantities": "quantities",
    "times": "times", "scope": "scope", "people": "people", "audience": "audience", "named": "names",
    "vague": "vague words",
}  # fmt: skip
_DISCLOSED = {
    "announced": "the lab's account tells it", "partial": "the lab's account tells only of its kind",
    "silent": "the lab's account does not tell it", "no-account": "the lab gave no account",
}  # fmt: skip


def as_lines(explanation: Mapping[str, Any]) -> Iterator[Line]:
    """The explanation for reading: both clauses, what was read, what follows from it, and what it adds up to."""
    for side in ("old", "new"):
        text = explanation[side]["text"]
        yield (Span(f"{side}  ", "dim"), Span(_short(text)) if text.strip() else Span("(no clause)", "dim"))
    yield ()
    yield from _readings(explanation["old"]["read"], explanation["new"]["read"])
    yield (Span("what follows", "title"),)
    yield from _findings(explanation)
    if explanation["weighing"]:
        yield ()
        yield from _weighing(explanation["weighing"])
    yield ()
    yield from _outcome(explanation["outcome"])


def _readings(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Line]:
    if not (old or new):
        return
    yield (Span("what was read", "title"),)
    for facet in FACETS:
        was, now = old.get(facet, []), new.get(facet, [])
        name = f"  {_SPOKEN[facet]:12}"
        if was == now and was:
            yield from _listed(name, "both", was)
        elif was or now:
            yield from _listed(name, "old ", was or ["nothing"])
            yield from _listed(" " * len(name), "new ", now or ["nothing"])
    yield ()


def _listed(name: str, side: str, told: list[str]) -> Iterator[Line]:
    for index, one in enumerate(told):
        head = f"{name} {side}  " if not index else " " * (len(name) + len(side) + 3)
        yield (Span(head, "dim"), Span(_short(one)))


def _findings(explanation: Mapping[str, Any]) -> Iterator[Line]:
    if not (explanation["findings"] or explanation["set_aside"]):
        yield (Span("  no rule finds a difference"),)
    for one in explanation["findings"]:
        yield (Span(f"  {GLYPHS[one['direction']]} ", one["direction"]), Span(one_line(one["sentence"]), "strong"))
        labels = ", ".join(label.replace("-", " ") for label in one["labels"])
        told = f"{labels}; {one['direction']}" if labels else one["direction"]
        yield (Span(f"      {told}, {_sure(one['confidence'])}"), Span(f"  [{one['rule']}]", "dim"))
        yield (Span(f"      why: {one_line(one['why'])}", "dim"),)
    for one in explanation["set_aside"]:
        told = f"  seen, but not counted: {one_line(one['sentence'])} ({one['direction']}, {_sure(one['confidence'])})"
        yield (Span(told, "dim"), Span(f"  [{one['rule']}]", "dim"))


def _weighing(weighing: Mapping[str, Any]) -> Iterator[Line]:
    yield (Span("how it was weighed", "title"),)
    yield (Span("  The wordings are far apart, so everything read in both was counted and weighed:"),)
    shares = ", ".join(f"{word} {weighing[word]:.0%}" for word in ("weaken", "strengthen", "neutral"))
    yield (Span(f"  {shares}", "strong"),)
    for one in weighing["reasons"]:
        yield (Span(f"  {GLYPHS[one['toward']]} ", one["toward"]), Span(_reason(one)))


def _reason(one: Mapping[str, Any]) -> str:
    name, difference = one["name"], one["difference"]
    if name.startswith("contrast of "):
        return f"differences of {name.removeprefix('contrast of ')} point that way (weight {one['weight']})"
    more = "more" if difference > 0 else "less"
    return f"{name}: {abs(difference):g} {more} in the new wording (weight {one['weight']})"


def _outcome(outcome: Mapping[str, Any]) -> Iterator[Line]:
    direction = outcome["direction"]
    yield (Span("what it adds up to", "title"),)
    told = _MIXED if outcome["mixed"] else _MEANS[direction]
    sure = f" ({_sure(outcome['confidence'])})" if outcome["confidence"] is not None else ""
    yield (Span(f"  {GLYPHS[direction]} ", direction), Span(told, direction), Span(sure))
    if outcome["labels"]:
        yield (Span(f"  labels: {', '.join(label.replace('-', ' ') for label in outcome['labels'])}"),)
    if outcome["disclosure"] in _DISCLOSED:
        items = "; ".join(_short(item) for item in outcome["account"])
        yield (
            Span(
                f"  disclosure: {outcome['disclosure']}, {_DISCLOSED[outcome['disclosure']]}"
                + (f": {items}" if items else "")
            ),
        )
    if outcome["note"]:
        yield (Span(f"  note: {one_line(outcome['note'])}"),)


def _sure(confidence: float) -> str:
    return f"confidence {confidence:.2f}"


def _short(text: str) -> str:
    return cut(one_line(text), LIMITS.cell_characters)
