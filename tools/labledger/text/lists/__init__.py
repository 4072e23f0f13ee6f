"""Word lists of this layer: small YAML files of words under keys.

The strict YAML reader stands above this layer, so the lists are read line by line; a test holds both readings equal.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files


@cache
def listed(name: str) -> Mapping[str, frozenset[str]]:
    """The words of `<name>.yaml` in this folder, by key."""
    found: dict[str, set[str]] = {}
    key = ""
    for line in files(__name__).joinpath(f"{name}.yaml").read_text(encoding="utf-8").splitlines():
        if line.startswith("  - "):
            found[key].add(line[4:].strip("'"))
        else:
            key = line.removesuffix(":")
            found[key] = set()
    return {key: frozenset(words) for key, words in found.items()}
