"""Filters and gates: the words that choose rows of a report, each checked, so that a slip never hides a row."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from labledger.errors import UsageError

FILTERS = ("lab", "framework", "kind", "area", "label", "rule", "direction", "severity", "disclosure")


def chosen(filters: Mapping[str, Collection[str]]) -> Any:
    """The filters that the options ask for. Raises UsageError at a word that no row could have."""
    from labledger.report.report import Filters

    for name, words in filters.items():
        if words and name not in ("lab", "framework"):
            _check(f"--{name}", words, known_words(name))
    return Filters(**{name: frozenset(words) for name, words in filters.items()})


def gate(text: str) -> Any:
    """A gate as a filter: `weaken` alone is a direction, `severity:error` names its field."""
    name, colon, value = text.partition(":")
    if not colon:
        name, value = "direction", text
    if name not in FILTERS:
        hint = f"FIELD:VALUE with one of {', '.join(FILTERS)}, or a direction"
        raise UsageError(f"--fail-on {text} is not known", hint)
    return chosen({name: [value]})


def check_subjects(filters: Iterable[Any], ids: Iterable[str]) -> None:
    """Refuse labs and frameworks that are not in the dataset, given the ids of its records."""
    from labledger.ids import Kind, kind_of

    kinds = {record_id: kind_of(record_id) for record_id in ids}
    labs = [record_id for record_id, kind in kinds.items() if kind is Kind.LAB]
    frameworks = [record_id for record_id, kind in kinds.items() if kind is Kind.FRAMEWORK]
    for one in filters:
        _check("lab", one.lab, labs)
        _check("framework", one.framework, [*frameworks, *(name.split("/")[1] for name in frameworks)])


def known_words(name: str) -> list[str]:
    """Every word that a row can have in this respect."""
    from labledger.ids import Kind
    from labledger.label.rule import rules
    from labledger.report import comparison, report

    if name == "label":
        return sorted({"weakened", "strengthened", *(label for rule in rules() for label in rule.labels)})
    if name == "rule":
        return sorted({word for rule in rules() for word in (rule.id, rule.code)})
    return {
        "direction": list(report.DIRECTIONS), "severity": list(report.SEVERITIES),
        "disclosure": list(report.DISCLOSURES), "kind": ["provision", *map(str, Kind)], "area": list(comparison.AREAS),
    }[name]  # fmt: skip


def _check(told: str, words: Iterable[str], known: Iterable[str]) -> None:
    listed = list(known)
    for word in words:
        if word not in listed:
            from labledger.text.closest import did_you_mean

            few = f"one of: {', '.join(listed)}" if len(listed) < 20 else "run: labledger rules"
            raise UsageError(f"{told} {word} is not known", did_you_mean(word, listed) or few)
