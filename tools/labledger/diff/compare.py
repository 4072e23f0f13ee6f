"""Two plain records, compared by keyed walk: equality first, lists matched by the name of their elements."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from labledger.diff.change import Action

Difference = tuple[str, Action, Any, Any]

_KEYS = ("slug", "name", "id", "criterion", "fingerprint", "lab")
_COMPOSITE = ("source", "locator", "date", "sha256", "role", "text", "where")
_DEFAULTS = {"basis": "text", "confidence": "high", "reviewed": "none", "language": "en", "outcome": "ok"}


def compare_records(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Difference]:
    """Field path, action and both values of every difference between two states of one record.

    Lists of mappings are matched by slug, name or id, so that an insertion is an insertion and not a change of
    everything after it; lists of text are sets.
    """
    for key in _in_order(old, new):
        yield from _compare(old.get(key, _DEFAULTS.get(key)), new.get(key, _DEFAULTS.get(key)), key)


def _in_order(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    return [*old, *(key for key in new if key not in old)]


def _compare(old: Any, new: Any, path: str) -> Iterator[Difference]:
    if old == new:
        return
    if _named(old if new is None else new) and (old is None or new is None):
        yield from _compare_lists(old or [], new or [], path)
    elif old is None or new is None:
        yield path, Action.ADDED if old is None else Action.REMOVED, old, new
    elif isinstance(old, Mapping) and isinstance(new, Mapping):
        for key in _in_order(old, new):
            yield from _compare(old.get(key), new.get(key), f"{path}.{key}")
    elif isinstance(old, list) and isinstance(new, list):
        yield from _compare_lists(old, new, path)
    else:
        yield path, Action.CHANGED, old, new


def _named(value: Any) -> bool:
    """Whether a value is a list of named elements, each of which comes and goes by itself, the first one too."""
    return isinstance(value, list) and bool(value) and all(isinstance(element, Mapping) for element in value)


def _compare_lists(old: list[Any], new: list[Any], path: str) -> Iterator[Difference]:
    if not all(isinstance(element, Mapping) for element in (*old, *new)):
        if sorted(map(str, old)) != sorted(map(str, new)):
            yield path, Action.CHANGED, old, new
        return
    befores, afters = keyed(old), keyed(new)
    for key in _in_order(befores, afters):
        yield from _compare(befores.get(key), afters.get(key), f"{path}.{key}")


def keyed(elements: list[Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    """Elements of a list by their name; nameless ones by what tells them apart, equal names numbered."""
    found: dict[str, Mapping[str, Any]] = {}
    for element in elements:
        name = base = _name(element)
        count = 1
        while name in found:
            count += 1
            name = f"{base}({count})"
        found[name] = element
    return found


def _name(element: Mapping[str, Any]) -> str:
    for key in _KEYS:
        if key in element:
            return str(element[key])
    return " ".join(str(element[key]) for key in _COMPOSITE if key in element) or "element"
