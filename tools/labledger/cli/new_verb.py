"""`labledger new`: write a new record to fill in."""

from __future__ import annotations

from typing import Any

import click

from labledger.cli.place import data_options, examples, find
from labledger.errors import UnreadableError, UsageError


@click.command(
    epilog=examples(
        "labledger new event openai/events/2026-09-01-board-member-leaves --set kind=departure",
        "labledger new version anthropic/rsp/v3.5 --from anthropic/rsp/v3.4 --set published=2026-09-01",
    )
)
@click.argument("kind")
@click.argument("record_id", metavar="ID")
@data_options
@click.option("--set", "sets", multiple=True, metavar="FIELD=TEXT", help="Fill in a field; repeat for several.")
@click.option(
    "--from", "predecessor", metavar="VERSION", help="For a version: copy the provisions, each marked inherited."
)
@click.option("--dry-run", is_flag=True, help="Print the file instead of writing it.")
def command(kind: str, record_id: str, data: str | None, repo: str | None, sets: tuple[str, ...],
            predecessor: str | None, dry_run: bool) -> None:  # fmt: skip
    """Write a canonical file for a new record of KIND with the id ID: every required field, ready to fill in."""
    from labledger.ids import kind_of
    from labledger.model.kinds import MODELS
    from labledger.store import canonical, layout
    from labledger.store.write import write_file

    _right_kind(kind, record_id)
    place = find(data, repo)
    found = kind_of(record_id)
    assert found is not None
    model = MODELS[found]
    record: dict[str, Any] = {"id": record_id}
    if predecessor is not None:
        record.update(_copied(place, found, predecessor))
    _fill(record, model, sets)
    for name in _missing(model, record):
        record[name] = _blank(model, name)
    text = canonical.dump(record, model)
    path = place.data / layout.path_of(record_id)
    if dry_run:
        click.echo(text.decode(), nl=False)
        return
    if path.exists() or path.is_symlink():
        raise UsageError(f"{path} exists already", f"labledger show {record_id}")
    write_file(path, text)
    click.echo(f"wrote {path}")
    click.echo("fill in what says TODO, then run: labledger check && labledger fmt --check", err=True)


def _right_kind(kind: str, record_id: str) -> None:
    from labledger.ids import Kind, kind_of
    from labledger.text.closest import did_you_mean

    kinds = [str(member) for member in Kind]
    if kind not in kinds:
        raise UsageError(f"{kind} is not a kind of record", did_you_mean(kind, kinds) or f"one of: {', '.join(kinds)}")
    found = kind_of(record_id)
    if found != kind:
        said = f"it would be a {found}" if found else "it is no id"
        raise UsageError(f"{record_id} is not the id of a {kind}: {said}", _SHAPES[kind])


_SHAPES = {
    "lab": "like anthropic", "framework": "like anthropic/rsp", "version": "like anthropic/rsp/v2.2",
    "review": "like anthropic/rsp/reviews/v2.1..v2.2", "commitment": "like openai/commitments/compute-share",
    "claim": "like openai/claims/2025-04-15-testing", "fact": "like anthropic/facts/board",
    "event": "like openai/events/2024-05-14-departure", "assessment": "like assessments/fli-index/2025-summer/openai",
    "question": "like questions/compute-share", "instrument": "like instruments/sb-53/2025",
    "source": "like sources/openai/pf-v2", "waiver": "like waivers/d-order--pf-v2",
}  # fmt: skip


def _copied(place: Any, kind: Any, predecessor: str) -> dict[str, Any]:
    """What a version takes over from the one before: its title and its provisions, each marked inherited."""
    from labledger.cli.place import records
    from labledger.ids import Kind
    from labledger.text.closest import did_you_mean

    if kind is not Kind.VERSION:
        raise UsageError("--from goes with versions")
    dataset, _ = records(place)
    old = dataset.get(predecessor)
    if old is None:
        raise UnreadableError(f"no record {predecessor}", did_you_mean(predecessor, dataset.records))
    dropped = ("continues", "locator", "notes")
    provisions = [
        {**{key: value for key, value in provision.items() if key not in dropped}, "inherited": "true"}
        for provision in old.get("provisions") or ()
    ]
    return {"title": old.get("title"), "supersedes": predecessor, "coverage": "changed", "provisions": provisions}


def _fill(record: dict[str, Any], model: Any, sets: tuple[str, ...]) -> None:
    from labledger.store.canonical import fields_of
    from labledger.text.closest import did_you_mean

    known = fields_of(model)
    for text in sets:
        name, equals, value = text.partition("=")
        if not equals:
            raise UsageError(f"--set {text} has no =", "FIELD=TEXT")
        if name not in known or known[name].part is not None:
            fields = [field for field, shape in known.items() if shape.part is None]
            raise UsageError(
                f"--set {name} is not a plain field", did_you_mean(name, fields) or f"one of: {', '.join(fields)}"
            )
        record[name] = [part.strip() for part in value.split(",")] if known[name].is_set else value


def _missing(model: Any, record: dict[str, Any]) -> list[str]:
    return [name for name, field in model.model_fields.items() if field.is_required() and name not in record]


def _blank(model: Any, name: str) -> Any:
    """What stands in a required field until somebody fills it in."""
    from labledger.store.canonical import fields_of

    field = fields_of(model)[name]
    if field.part is not None:
        inner = {key: _blank(field.part, key) for key in _missing(field.part, {})}
        annotation = str(model.model_fields[name].annotation)
        return [inner] if annotation.startswith("tuple") else inner
    return ["TODO"] if field.is_set else "TODO"
