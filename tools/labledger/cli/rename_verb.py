"""`labledger rename`: a new id that continues the old one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import click

from labledger.cli.place import Place, data_options, examples, find, today
from labledger.errors import UnreadableError, UsageError


@click.command(
    epilog=examples(
        "labledger rename anthropic/events/2026-pentagon-dispute anthropic/events/2026-dispute",
        "labledger rename 'anthropic/rsp/v2.2#insider-scope' insiders",
    )
)
@click.argument("old")
@click.argument("new")
@data_options
@click.option("--continues", multiple=True, metavar="ID", help="A further id that NEW carries on; repeat for several.")
@click.option("--today", "today_", metavar="DATE", help="Day of the renaming (default: today).")
def command(old: str, new: str, data: str | None, repo: str | None, continues: tuple[str, ...],
            today_: str | None) -> None:  # fmt: skip
    """Move the record OLD to the id NEW, which continues it; OLD keeps a tombstone, and references to it follow.

    For a provision OLD is VERSION#SLUG and NEW a slug: from that version on the provision bears it, and the version
    says which one it continues; earlier versions keep the old slug.
    """
    from labledger.cli.records import tell

    place = find(data, repo)
    if "#" in old:
        paths = list(_provision(place, old, new.rpartition("#")[2], continues, today(today_).isoformat()))
    else:
        paths = list(_record(place, old, new, continues, today(today_).isoformat()))
    for path in paths:
        click.echo(f"wrote {path}")
    tell("next: labledger check --since main")


def _record(place: Place, old: str, new: str, continues: tuple[str, ...], day: str) -> Iterator[Any]:
    """Write the new record, the tombstone of the old one, and every record that refers to it."""
    from labledger.cli.place import records
    from labledger.cli.records import existing, free, write
    from labledger.ids import kind_of

    record = existing(place, old)
    if kind_of(new) != kind_of(old):
        raise UsageError(f"{new} is not the id of a {kind_of(old)}", f"like {old}")
    free(place, new)
    dataset, _ = records(place)
    if below := [name for name in dataset.records if name.startswith(f"{old}/")]:
        raise UsageError(f"{len(below)} records lie below {old}", f"rename them one by one first, such as {below[0]}")
    for further in continues:
        existing(place, further)
    yield write(place, {**record, "id": new, "continues": sorted({old, *continues, *record.get("continues", ())})})
    tombstone = {"date": day, "reason": f"Renamed to {new}.", "successor": new}
    yield write(place, {**record, "tombstone": tombstone})
    for name, other in dataset.records.items():
        if name not in (old, new) and (changed := _followed(other, old, new)) != other:
            yield write(place, changed)


def _followed(value: Any, old: str, new: str, field: str = "") -> Any:
    """A value in which every reference to a record, or to a provision of it, names the new id."""
    if isinstance(value, Mapping):
        return {key: _followed(inner, old, new, str(key)) for key, inner in value.items()}
    if isinstance(value, list):
        return [_followed(inner, old, new, field) for inner in value]
    if field in _REFERENCES and (value == old or str(value).startswith(f"{old}#")):
        return new + str(value)[len(old) :]
    return value


_REFERENCES = frozenset(
    {"source", "original", "companion_to", "previous", "old", "new", "supersedes", "successor", "about", "subject"}
)


def _provision(place: Place, old: str, slug: str, continues: tuple[str, ...], day: str) -> Iterator[Any]:
    """Write the version with the new slug, the later versions that carry it on, and what refers to these."""
    from labledger.cli.place import records
    from labledger.cli.records import existing, write
    from labledger.ids import framework_of

    version_id, _, was = old.partition("#")
    _fit(version_id, existing(place, version_id), was, slug)
    dataset, _ = records(place)
    chain = dataset.versions.get(framework_of(version_id) or "", ())
    after = chain[chain.index(version_id) :] if version_id in chain else (version_id,)
    concerned = [name for name in after if was in _slugs(dataset.records[name])]
    told = f"Since {day} the provision {was} of this record is called {slug}."
    for name in after:
        named = _with_slug(dataset.records[name], was, slug, {was, *continues} if name == version_id else set())
        if name in concerned:
            named["notes"] = " ".join(filter(None, (named.get("notes"), told)))
        if named != dataset.records[name]:
            yield write(place, named)
    for name, other in dataset.records.items():
        changed = other
        for version in concerned:
            changed = _followed(changed, f"{version}#{was}", f"{version}#{slug}")
        if name not in after and changed != other:
            yield write(place, changed)


def _slugs(version: Mapping[str, Any]) -> list[str]:
    return [str(provision["slug"]) for provision in version.get("provisions", ())]


def _fit(version_id: str, version: Mapping[str, Any], was: str, slug: str) -> None:
    """Refuse a provision that is not there and a slug that cannot be."""
    from labledger.ids import is_segment
    from labledger.text.closest import did_you_mean

    slugs = _slugs(version)
    if was not in slugs:
        raise UnreadableError(f"{version_id} has no provision {was}", did_you_mean(was, slugs))
    if not is_segment(slug) or slug in slugs:
        raise UsageError(f"{slug} {'is taken' if slug in slugs else 'is no slug'}", "lowercase letters, digits and '-'")


def _with_slug(version: Mapping[str, Any], old: str, new: str, continues: set[str]) -> dict[str, Any]:
    """A version in which a provision bears its new slug, in the list and in the lab's account."""
    provisions = []
    for provision in version.get("provisions", ()):
        named = {**provision, "slug": new} if provision["slug"] == old else dict(provision)
        if provision["slug"] == old and continues:
            named["continues"] = sorted({*continues, *provision.get("continues", ())})
        elif not continues and old in provision.get("continues", ()):
            named["continues"] = sorted({new if slug == old else slug for slug in provision["continues"]})
        provisions.append(named)
    renamed = {**version, "provisions": provisions} if provisions else dict(version)
    account = version.get("account") or {}
    if account.get("items"):
        items = [
            {**item, "provisions": sorted({new if slug == old else slug for slug in item["provisions"]})}
            if old in item.get("provisions", ())
            else item
            for item in account["items"]
        ]
        renamed["account"] = {**account, "items": items}
    return renamed
