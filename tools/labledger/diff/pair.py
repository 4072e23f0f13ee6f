"""Which provision of the new version is which of the old one: by slug, then by declared lineage."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Provision = Mapping[str, Any]
_WORD = re.compile(r"[a-z0-9]+")
_COMMON = frozenset(
    [
        "a",
        "an",
        "and",
        "any",
        "are",
        "as",
        "at",
        "be",
        "before",
        "by",
        "for",
        "from",
        "has",
        "have",
        "if",
        "in",
        "is",
        "it",
        "its",
        "may",
        "must",
        "not",
        "of",
        "on",
        "or",
        "our",
        "shall",
        "should",
        "that",
        "the",
        "their",
        "they",
        "this",
        "to",
        "when",
        "where",
        "which",
        "will",
        "with",
        "anthropic",
        "openai",
        "google",
        "deepmind",
        "lab",
        "model",
        "models",
    ]
)
PROPOSE_AT = 0.5
"""Share of content words two statements must have in common before one is proposed as the other's heir."""


@dataclass(frozen=True)
class Pair:
    """Provisions that are the same through the step: one old and one new, or a group for a split or merger."""

    old: tuple[Provision, ...]
    new: tuple[Provision, ...]


@dataclass(frozen=True)
class Pairing:
    """All provisions of a step, paired or left over."""

    pairs: tuple[Pair, ...]
    removed: tuple[Provision, ...]
    added: tuple[Provision, ...]


def pair(old: Sequence[Provision], new: Sequence[Provision]) -> Pairing:
    """Pair two lists of provisions by slug, then by `continues`. Likeness pairs nothing: see `proposals`."""
    befores = {str(provision["slug"]): provision for provision in old}
    afters = {str(provision["slug"]): provision for provision in new}
    links = [(slug, slug) for slug in befores if slug in afters]
    for slug, provision in afters.items():
        links.extend((str(parent), slug) for parent in provision.get("continues", ()) if str(parent) in befores)
    groups = _groups(links)
    pairs = tuple(
        Pair(tuple(befores[slug] for slug in olds), tuple(afters[slug] for slug in news)) for olds, news in groups
    )
    linked_old = {slug for olds, _ in groups for slug in olds}
    linked_new = {slug for _, news in groups for slug in news}
    removed = tuple(provision for slug, provision in befores.items() if slug not in linked_old)
    added = tuple(provision for slug, provision in afters.items() if slug not in linked_new)
    return Pairing(pairs, removed, added)


def _groups(links: list[tuple[str, str]]) -> list[tuple[list[str], list[str]]]:
    """Connected groups of old and new slugs, in order of first link."""
    groups: list[tuple[list[str], list[str]]] = []
    for before, after in links:
        touching = [group for group in groups if before in group[0] or after in group[1]]
        olds, news = [before], [after]
        for group in touching:
            olds = [*group[0], *(slug for slug in olds if slug not in group[0])]
            news = [*group[1], *(slug for slug in news if slug not in group[1])]
        at = groups.index(touching[0]) if touching else len(groups)
        groups = [group for group in groups if group not in touching]
        groups.insert(at, (olds, news))
    return groups


def proposals(removed: Sequence[Provision], added: Sequence[Provision]) -> list[tuple[Provision, list[str]]]:
    """For each removed provision the added ones that read alike, nearest first. Never a pairing, only a hint."""
    afters = [(_words(provision), str(provision["slug"])) for provision in added]
    found = []
    for provision in removed:
        words = _words(provision)
        near = [(len(words & other) / max(1, min(len(words), len(other))), slug) for other, slug in afters]
        candidates = sorted((score, slug) for score, slug in near if score >= PROPOSE_AT)
        if candidates:
            found.append((provision, [slug for _, slug in reversed(candidates)][:3]))
    return found


def _words(provision: Provision) -> frozenset[str]:
    return frozenset(_WORD.findall(str(provision.get("statement", "")).lower())) - _COMMON
