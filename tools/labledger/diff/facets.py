"""Two wordings of one provision, compared facet by facet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from labledger.diff.change import Action
from labledger.diff.compare import Difference, keyed
from labledger.text.normalise import normalise

WORDS = {
    "modality": None,
    "polarity": "duty",
    "bearer": "lab",
    "container": "normative",
    "logic": None,
    "detail": None,
    "consequence": None,
    "term": None,
}
SETS = ("hedges", "elements", "artefacts", "audience")
SCOPES = ("deployment", "models", "domains", "phases", "entities", "threats")
NAMED = ("measures", "cadences", "deadlines", "conditions", "exceptions", "decisions")
_PROSE = frozenset({"statement", "baseline_note"})


def compare_facets(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Difference]:
    """Every facet that differs between two provisions, in the order of the model.

    The statement counts only where both sides follow the document's own wording (`wording: close`): elsewhere it is
    our paraphrase, and a difference between two paraphrases is not the lab's. Typography never counts.
    """
    for name, default in WORDS.items():
        yield from _word(name, old.get(name, default), new.get(name, default))
    for name in SETS:
        yield from _set(name, old.get(name), new.get(name))
    before, after = old.get("scope") or {}, new.get("scope") or {}
    for name in SCOPES:
        yield from _set(f"scope.{name}", before.get(name), after.get(name))
    for name in NAMED:
        yield from _named(name, old.get(name) or [], new.get(name) or [])
    told = old.get("statement"), new.get("statement")
    if old.get("wording") == new.get("wording") == "close" and told[0] != told[1] and _reads_otherwise(*told):
        yield "statement", Action.REWORDED, *told


def _reads_otherwise(old: Any, new: Any) -> bool:
    """Whether two texts differ in more than line breaks, quotes and dashes."""
    return normalise(str(old)) != normalise(str(new))


def _word(path: str, old: Any, new: Any) -> Iterator[Difference]:
    if old != new:
        action = Action.ADDED if old is None else Action.REMOVED if new is None else Action.CHANGED
        yield path, action, old, new


def _set(path: str, old: Any, new: Any) -> Iterator[Difference]:
    before, after = sorted(map(str, old or ())), sorted(map(str, new or ()))
    if before != after:
        action = Action.ADDED if not before else Action.REMOVED if not after else Action.CHANGED
        yield path, action, before or None, after or None


def _named(path: str, old: list[Any], new: list[Any]) -> Iterator[Difference]:
    befores, afters = keyed(old), keyed(new)
    for name in [*befores, *(name for name in afters if name not in befores)]:
        before, after = befores.get(name), afters.get(name)
        if before is None or after is None:
            action = Action.ADDED if before is None else Action.REMOVED
            yield f"{path}.{name}", action, before, after
        elif _bare(before) != _bare(after):
            yield f"{path}.{name}", Action.CHANGED, before, after


def _bare(element: Mapping[str, Any]) -> dict[str, Any]:
    """An element without our prose, its sets in order."""
    return {
        key: sorted(map(str, value)) if isinstance(value, list) else value
        for key, value in element.items()
        if key not in _PROSE
    }
