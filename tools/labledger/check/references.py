"""Does every reference lead to a record of the right kind, and succession run without gaps, forks or loops?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from labledger.check.fault import Fault, Place
from labledger.ids import Kind, framework_of, kind_of
from labledger.model.dataset import Dataset
from labledger.text.closest import did_you_mean

_TARGETS: Mapping[str, frozenset[Kind] | None] = {
    "source": frozenset({Kind.SOURCE}),
    "original": frozenset({Kind.SOURCE}),
    "companion_to": frozenset({Kind.FRAMEWORK}),
    "previous": frozenset({Kind.ASSESSMENT}),
    "old": frozenset({Kind.VERSION}),
    "new": frozenset({Kind.VERSION}),
    "recipients": frozenset({Kind.LAB}),
    "supersedes": None,
    "successor": None,
    "about": None,
    "subject": None,
}
_CHAINS = {
    "supersedes": (Kind.VERSION, Kind.INSTRUMENT),
    "companion_to": (Kind.FRAMEWORK,),
    "successor": (Kind.FRAMEWORK,),
    "previous": (Kind.ASSESSMENT,),
}


def check_references(dataset: Dataset, broken: frozenset[str]) -> Iterator[Fault]:
    """Every reference names a record that exists and is of the right kind.

    `broken` holds ids of records that exist but could not be read; references to them are not faults.
    """
    known = set(dataset.records) | broken
    slugs = _slugs(dataset)
    for record_id, record in dataset.records.items():
        for place, target, kinds in _references(record):
            same = frozenset({kind_of(record_id) or Kind.LAB})
            alike = len(place) == 1 and place[0] in _CHAINS
            yield from _check_one(record_id, place, target, same if alike else kinds, known, slugs)
        if "/" in record_id:
            yield from _check_parent(record_id, known)


def _references(record: Mapping[str, Any]) -> list[tuple[Place, str, frozenset[Kind] | None]]:
    """Place, target and kinds wanted of every reference. A stack and no generators: it runs over every value."""
    found: list[tuple[Place, str, frozenset[Kind] | None]] = []
    left: list[tuple[Any, Place]] = [(record, ())]
    while left:
        value, place = left.pop()
        if isinstance(value, list):
            left.extend((inner, (*place, at)) for at, inner in enumerate(value) if isinstance(inner, (dict, list)))
            continue
        for key, inner in value.items():
            if key in _TARGETS:
                found.extend(_targets(inner, (*place, key), _TARGETS[key]))
            elif isinstance(inner, (dict, list)):
                left.append((inner, (*place, key)))
    return found


def _targets(
    value: Any, place: Place, kinds: frozenset[Kind] | None
) -> Iterator[tuple[Place, str, frozenset[Kind] | None]]:
    if isinstance(value, str):
        yield place, value, kinds
    elif isinstance(value, list):
        yield from (((*place, at), target, kinds) for at, target in enumerate(value) if isinstance(target, str))


def _check_one(
    record_id: str, place: Place, target: str, kinds: frozenset[Kind] | None, known: set[str], slugs: set[str]
) -> Iterator[Fault]:
    base, _, slug = target.partition("#")
    kind = kind_of(base)
    if base not in known:
        likely = [name for name in known if kinds is None or kind_of(name) in kinds]
        yield Fault(record_id, place, "R-NONE", f"{target} is not a record", did_you_mean(base, likely))
    elif kinds is not None and kind not in kinds:
        wanted = " or ".join(sorted(kinds))
        yield Fault(record_id, place, "R-KIND", f"{target} is a {kind}, not a {wanted}")
    elif slug and target not in slugs and (framework_of(base) or base) + "#" + slug not in slugs:
        yield Fault(record_id, place, "R-NONE", f"{base} has no provision {slug}", did_you_mean(target, slugs))
    elif target == record_id and place[-1:] != ("subject",):
        yield Fault(record_id, place, "R-CYCLE", "refers to itself")


def _check_parent(record_id: str, known: set[str]) -> Iterator[Fault]:
    kind = kind_of(record_id)
    if kind in (Kind.VERSION, Kind.REVIEW):
        parent = framework_of(record_id)
    elif kind in (Kind.FRAMEWORK, Kind.COMMITMENT, Kind.CLAIM, Kind.FACT, Kind.EVENT):
        parent = record_id.split("/")[0]
    else:
        return
    if parent not in known:
        yield Fault(
            record_id, (), "R-NONE", f"its {'lab' if '/' not in str(parent) else 'framework'} {parent} has no record"
        )


def _slugs(dataset: Dataset) -> set[str]:
    found = set()
    for version_id, version in dataset.of_kind(Kind.VERSION):
        for provision in version.get("provisions", ()):
            found.add(f"{version_id}#{provision['slug']}")
            found.add(f"{framework_of(version_id)}#{provision['slug']}")
    return found


def check_succession(dataset: Dataset) -> Iterator[Fault]:
    """Versions form one chain: every one but the first names its predecessor, no two name the same, none in a ring."""
    for kind in (Kind.VERSION, Kind.INSTRUMENT):
        heirs: dict[str, list[str]] = defaultdict(list)
        for record_id, record in dataset.of_kind(kind):
            old = record.get("supersedes")
            if isinstance(old, str):
                heirs[old].append(record_id)
        for old, names in heirs.items():
            for name in names[1:]:
                message, against = f"{old} is also superseded by {names[0]}", (names[0], ("supersedes",))
                yield Fault(name, ("supersedes",), "R-FORK", message, against=against)
    for field, kinds in _CHAINS.items():
        for kind in kinds:
            yield from _rings(dataset, kind, field)
    yield from _gaps(dataset)


def _rings(dataset: Dataset, kind: Kind, field: str) -> Iterator[Fault]:
    """Rings of two records and more; one that names itself is found with the references."""
    done: set[str] = set()
    for start, _ in dataset.of_kind(kind):
        ring: list[str] = []
        at: str | None = start
        while at is not None and at not in done and at not in ring:
            ring.append(at)
            at = (dataset.get(at) or {}).get(field)
        if at in ring and ring[-1] != at:
            loop = ring[ring.index(at) :]
            yield Fault(loop[0], (field,), "R-CYCLE", f"{field} runs in a ring: {' > '.join([*loop, loop[0]])}")
        done.update(ring)


def _gaps(dataset: Dataset) -> Iterator[Fault]:
    for framework, versions in dataset.versions.items():
        firsts = [name for name in versions if "supersedes" not in dataset.records[name]]
        for name in firsts[1:]:
            message = f"names no predecessor, and neither does {firsts[0]} of {framework}"
            yield Fault(name, (), "R-GAP", message, "add supersedes")


def check_lineage(dataset: Dataset) -> Iterator[Fault]:
    """What a provision continues stood in the predecessor; what an account is about stands on one side."""
    for version_id, version in dataset.of_kind(Kind.VERSION):
        before = dataset.get(str(version.get("supersedes"))) or {}
        old = {str(provision["slug"]) for provision in before.get("provisions", ())}
        new = {str(provision["slug"]) for provision in version.get("provisions", ())}
        for index, provision in enumerate(version.get("provisions", ())):
            yield from _origins(version_id, index, provision, old)
        for index, item in enumerate((version.get("account") or {}).get("items", ())):
            for slug in item.get("provisions", ()):
                if str(slug) not in old | new:
                    message, hint = f"neither version has a provision {slug}", did_you_mean(str(slug), old | new)
                    place: Place = ("account", "items", index, "provisions")
                    yield Fault(version_id, place, "R-NONE", message, hint)


def _origins(version_id: str, index: int, provision: Mapping[str, Any], old: set[str]) -> Iterator[Fault]:
    for slug in provision.get("continues", ()):
        if str(slug) not in old:
            message, hint = f"the predecessor has no provision {slug}", did_you_mean(str(slug), old)
            yield Fault(version_id, ("provisions", index, "continues"), "R-NONE", message, hint)
    if str(provision.get("inherited")) == "true" and str(provision["slug"]) not in old:
        message = f"the predecessor has no provision {provision['slug']} to inherit"
        yield Fault(version_id, ("provisions", index, "inherited"), "R-NONE", message)
