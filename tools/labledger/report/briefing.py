"""Briefings: what the dataset says of a record, a framework or a lab on one day, as lines to read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any

from labledger.dates import DateError, PartialDate
from labledger.ids import Kind, framework_of, kind_of
from labledger.label.describe import describe, spoken
from labledger.model.dataset import Dataset
from labledger.report.as_text import Line, Span
from labledger.report.escape import one_line

Plain = Mapping[str, Any]
_MOST_QUESTIONS = 12
_FACETS = ("elements", "measures", "cadences", "deadlines", "scope", "hedges", "conditions", "exceptions", "artefacts",
           "audience", "decisions", "consequence")  # fmt: skip


def brief(dataset: Dataset, record_id: str, day: dt.date) -> Iterator[Line]:
    """Lines about a lab, framework, version, provision or any other record."""
    if "#" in record_id:
        yield from _provision(dataset, record_id)
        return
    match kind_of(record_id):
        case Kind.LAB:
            yield from _lab(dataset, record_id, day)
        case Kind.FRAMEWORK:
            yield from _framework(dataset, record_id, day)
        case Kind.VERSION:
            yield from _version(dataset.records[record_id])
        case _:
            yield _title(record_id)
            yield from _fields(dataset.records[record_id], "  ")


def in_force(dataset: Dataset, framework: str, day: dt.date) -> Plain | None:
    """The version of a framework in force at the end of a day: the latest published, or first seen, by then."""
    current = None
    for version_id in dataset.versions.get(framework, ()):
        version = dataset.records[version_id]
        predecessor = dataset.get(str(version.get("supersedes"))) or {}
        stated = version.get("published")
        if predecessor.get("label") == version.get("label"):
            stated = version.get("first_observed", stated)
        if _by(stated, day) and not _by(version.get("withdrawn"), day):
            current = version
    return current


def _by(value: Any, day: dt.date) -> bool:
    date = _date(value)
    return date is not None and date.first <= day


def _date(value: Any) -> PartialDate | None:
    try:
        return PartialDate.parse(str(value)) if value else None
    except DateError:
        return None


def provision_history(dataset: Dataset, provision_id: str) -> list[tuple[str, Plain]]:
    """Version id and provision, through all versions of a framework or in the one version named."""
    base, _, slug = provision_id.partition("#")
    versions = (base,) if kind_of(base) is Kind.VERSION else dataset.versions.get(base, ())
    return [
        (version_id, provision)
        for version_id in versions
        for provision in dataset.records[version_id].get("provisions") or ()
        if provision.get("slug") == slug
    ]


def slugs_of(dataset: Dataset, base: str) -> list[str]:
    """Slugs of every provision of a framework or version."""
    versions = (base,) if kind_of(base) is Kind.VERSION else dataset.versions.get(base, ())
    return sorted({str(p["slug"]) for v in versions for p in dataset.records[v].get("provisions") or ()})


def _title(text: str, rest: str = "") -> Line:
    return (Span(one_line(text), "title"), Span(f"  {one_line(rest)}" if rest else "", "dim"))


def _text(text: Any, indent: str = "  ", style: str = "") -> Line:
    return (Span(indent + one_line(str(text)), style),)


def _lab(dataset: Dataset, lab: str, day: dt.date) -> Iterator[Line]:
    record = dataset.records[lab]
    yield _title(str(record.get("name", lab)), f"on {day.isoformat()}")
    if record.get("summary"):
        yield (Span(f"  {one_line(str(record['summary']))}"), Span("  (as told now)", "dim"))
    frameworks = [name for name, _ in dataset.of_kind(Kind.FRAMEWORK) if name.split("/")[0] == lab]
    yield ()
    yield _title("Frameworks in force")
    yield from _in_force(dataset, frameworks, day)
    yield from _facts(dataset, lab, day)
    yield from _promises(dataset, lab, day)
    yield from _events(dataset, lab, day)
    yield from _questions(dataset, lab, day)


def _in_force(dataset: Dataset, frameworks: list[str], day: dt.date) -> Iterator[Line]:
    found = [(name, version) for name in frameworks if (version := in_force(dataset, name, day)) is not None]
    if not found:
        yield _text("none recorded by then")
    for _, version in found:
        yield (
            Span(f"  {one_line(str(version['title']))} {one_line(str(version['label']))}", "strong"),
            Span(f"  {version['id']}, published {version['published']}", "dim"),
        )
        if version.get("summary"):
            yield _text(version["summary"], "    ")
        provisions = list(version.get("provisions") or ())
        provisions.sort(key=lambda p: str(p.get("area")))
        areas = [f"{len(list(group))} {area}" for area, group in groupby(provisions, key=lambda p: str(p.get("area")))]
        if areas:
            yield _text(f"{len(provisions)} provisions recorded: {', '.join(areas)}", "    ", "dim")
        for provision in (p for p in provisions if p.get("modality") == "must"):
            yield _text(f"must: {provision.get('statement')}", "    ")


def _holds(value: Plain, day: dt.date) -> bool:
    start, end = _date(value.get("start")), _date(value.get("end"))
    return (start is None or start.first <= day) and (end is None or end.first > day)


def _of_lab(dataset: Dataset, kind: Kind, lab: str) -> Iterator[tuple[str, Plain]]:
    return ((name, record) for name, record in dataset.of_kind(kind) if name.split("/")[0] == lab)


def _facts(dataset: Dataset, lab: str, day: dt.date) -> Iterator[Line]:
    for _, record in _of_lab(dataset, Kind.FACT, lab):
        values = [value for value in record.get("values", ()) if _holds(value, day)]
        if values:
            yield ()
            yield _title(str(record["title"]))
            for value in values:
                since = value.get("start")
                yield (Span(f"  {one_line(str(value['statement']))}"), Span(f"  since {since}" if since else "", "dim"))


def _promises(dataset: Dataset, lab: str, day: dt.date) -> Iterator[Line]:
    made = [record for _, record in _of_lab(dataset, Kind.COMMITMENT, lab) if _by(record.get("made"), day)]
    if made:
        yield ()
        yield _title("Promises made outside frameworks")
    for record in made:
        due = record.get("due") or record.get("trigger") or "no date"
        yield (
            Span(f"  {one_line(str(record['title']))}", "strong"),
            Span(f"  due {due}; {_standing(record, day)}", "dim"),
        )
        yield _text(record["statement"], "    ")


def _standing(record: Plain, day: dt.date) -> str:
    """How a promise stood on a day: its status once something shows it, and before that what was shown later."""
    shown = [piece for piece in record.get("evidence") or () if piece.get("role") == "fulfilment"]
    if record["status"] == "open" or any(_by(piece.get("date"), day) for piece in shown):
        return str(record["status"])
    return f"not settled by then, later {record['status']}"


def _events(dataset: Dataset, lab: str, day: dt.date) -> Iterator[Line]:
    past = [record for _, record in _of_lab(dataset, Kind.EVENT, lab) if _by(record.get("date"), day)]
    if past:
        yield ()
        yield _title("Latest events")
    for record in sorted(past, key=lambda record: str(record["date"]))[-8:]:
        yield _text(f"{record['date']}  {record['title']}")


def _questions(dataset: Dataset, lab: str, day: dt.date) -> Iterator[Line]:
    waiting = []
    for _, record in dataset.of_kind(Kind.QUESTION):
        answers = [a for a in record.get("answers", ()) if a.get("lab") == lab and _by(a.get("date"), day)]
        if lab in record.get("recipients", ()) and _by(record.get("asked"), day):
            settled = any(answer.get("state") == "answered" for answer in answers)
            waiting.extend([] if settled else [record])
    if waiting:
        yield ()
        yield _title("Questions without a full answer")
    for record in waiting[:_MOST_QUESTIONS]:
        yield _text(f"{record['asked']}  {record['title']}")
    if len(waiting) > _MOST_QUESTIONS:
        yield _text(f"and {len(waiting) - _MOST_QUESTIONS} more; labledger list question", "  ", "dim")


def _framework(dataset: Dataset, framework: str, day: dt.date) -> Iterator[Line]:
    record = dataset.records[framework]
    yield _title(str(record["title"]), framework)
    if record.get("summary"):
        yield _text(record["summary"])
    yield ()
    yield _title("Versions")
    current = in_force(dataset, framework, day) or {}
    for version_id in dataset.versions.get(framework, ()):
        version = dataset.records[version_id]
        mark = f"in force on {day.isoformat()}" if version is current else ""
        account = (version.get("account") or {}).get("form") or "account not looked for"
        rest = ", ".join(part for part in (f"account: {account}", f"coverage {version.get('coverage')}", mark) if part)
        yield (Span(f"  {version['published']}  {version_id}", "strong" if mark else ""), Span(f"  {rest}", "dim"))
        if version.get("summary"):
            yield _text(version["summary"], "    ")


def _version(version: Plain) -> Iterator[Line]:
    yield _title(f"{version['title']} {version['label']}", str(version["id"]))
    for field in ("published", "effective", "first_observed", "supersedes", "coverage", "summary", "notes"):
        if version.get(field):
            yield _text(f"{spoken(field.replace('_', '-'))}: {version[field]}")
    for item in (version.get("account") or {}).get("items") or ():
        yield _text(f"the lab says: {item['text']}")
    provisions = sorted(version.get("provisions") or (), key=lambda p: str(p.get("area")))
    for area, group in groupby(provisions, key=lambda p: str(p.get("area"))):
        yield ()
        yield _title(area)
        for provision in group:
            yield from _one_provision(provision)


def _one_provision(provision: Plain) -> Iterator[Line]:
    marks = [str(provision.get("modality")), str(provision.get("locator") or provision.get("section") or "")]
    if str(provision.get("inherited")) == "true":
        marks.append("inherited, not read again")
    yield (Span(f"  {provision['slug']}", "strong"), Span(f"  {', '.join(mark for mark in marks if mark)}", "dim"))
    yield _text(provision.get("statement"), "    ")
    yield from _facet_lines(provision)


def _facet_lines(provision: Plain) -> Iterator[Line]:
    for facet in _FACETS:
        value = provision.get(facet)
        if isinstance(value, list) and value and isinstance(value[0], Mapping):
            for part in value:
                name = str(part["name"])
                yield _text(f"{facet}, {spoken(name)}: {describe(f'{facet}.{name}', part)}", "      ", "dim")
        elif value:
            yield _text(f"{facet}: {describe(facet, value)}", "      ", "dim")


def _provision(dataset: Dataset, provision_id: str) -> Iterator[Line]:
    yield _title(
        provision_id, "through its versions" if kind_of(provision_id.partition("#")[0]) is Kind.FRAMEWORK else ""
    )
    previous: Plain = {}
    for version_id, provision in provision_history(dataset, provision_id):
        published = dataset.records[version_id].get("published")
        if previous and _same(previous, provision):
            yield (Span(f"  {version_id}", ""), Span(f"  {published}, unchanged", "dim"))
            continue
        yield (Span(f"  {version_id}", "strong"), Span(f"  {published}, {provision.get('locator', '')}", "dim"))
        yield _text(f"{provision.get('modality')}: {provision.get('statement')}", "    ")
        yield from _facet_lines(provision)
        previous = provision
    framework = framework_of(provision_id) or ""
    slug = provision_id.partition("#")[2]
    for last in dataset.versions.get(framework, ())[-1:]:
        if slug not in slugs_of(dataset, last):
            yield _text(f"not in {last}", "  ", "dim")


def _same(old: Plain, new: Plain) -> bool:
    from labledger.diff.facets import compare_facets

    return not list(compare_facets(old, new))


def _fields(record: Plain, indent: str) -> Iterator[Line]:
    for key, value in record.items():
        if isinstance(value, Mapping):
            yield _text(f"{key}:", indent, "dim")
            yield from _fields(value, indent + "  ")
        elif isinstance(value, list) and value and isinstance(value[0], Mapping):
            yield _text(f"{key}:", indent, "dim")
            for element in value:
                yield from _fields(element, indent + "  ")
                yield ()
        else:
            yield _text(f"{key}: {describe('', value)}", indent)
