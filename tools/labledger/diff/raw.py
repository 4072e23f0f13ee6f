"""The raw view of one changed record, by DeepDiff: every path and value, without judgement."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from labledger.diff.compare import keyed


def raw_changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    """What DeepDiff sees between two states of one record, as plain data with sorted keys.

    Lists of records are keyed by name first: DeepDiff by itself reads one insertion as a change of all that follows.
    """
    from deepdiff import DeepDiff

    tree = DeepDiff(_keyed(old), _keyed(new), verbose_level=2, ignore_order=False, threshold_to_diff_deeper=0)
    return {kind: _plain(found) for kind, found in sorted(tree.to_dict().items())}


def _keyed(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _keyed(inner) for key, inner in value.items()}
    if isinstance(value, list):
        if all(isinstance(element, Mapping) for element in value):
            return {key: _keyed(inner) for key, inner in keyed(value).items()}
        return sorted(map(str, value))
    return value


def _plain(found: Any) -> Any:
    if isinstance(found, Mapping):
        return {str(key): _plain(inner) for key, inner in sorted(found.items(), key=lambda pair: str(pair[0]))}
    if isinstance(found, (str, int, float, bool)) or found is None:
        return found
    # DeepDiff names the old and new type where text became a list or mapping.
    return found.__name__ if isinstance(found, type) else sorted(map(str, found))
