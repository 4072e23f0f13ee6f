"""Asking for the fields of a new record, one by one, on a terminal."""

from __future__ import annotations

import re
from typing import Any

import click

from labledger.cli import scaffold
from labledger.cli.place import Place
from labledger.errors import LedgerError
from labledger.ids import LAB_FOLDERS, Kind

_FOLDERS = {str(kind): folder for folder, kind in LAB_FOLDERS.items()}


def asked_id(place: Place, kind: str, shape: str) -> str:
    """The id of a new record: from the lab, a day and a title where these make it, else asked for whole."""
    from labledger.ids import kind_of

    if kind in _FOLDERS:
        lab = _existing(place, "Which lab? (its slug, like openai)", "")
        dated = f"{_day()}-" if kind in ("event", "claim") else ""
        words = click.prompt("A few words that tell it apart (they become the id)")
        return f"{lab}/{_FOLDERS[kind]}/{dated}{_slug(words)}"
    if kind == "answer":
        return _existing(place, "Which question? (its id, like questions/pause)", "questions/")
    while True:
        found = str(click.prompt(f"Its id, {shape}")).strip()
        if kind_of(found) == kind:
            return found
        click.echo(f"  {found} is no id of a {kind}; they are {shape}", err=True)


def _existing(place: Place, question: str, prefix: str) -> str:
    """The id of a record that exists; near misses are proposed until one does."""
    from labledger.cli.records import existing

    while True:
        found = str(click.prompt(question)).strip()
        try:
            existing(place, found if found.startswith(prefix) else prefix + found)
        except LedgerError as error:
            click.echo(f"  {error}", err=True)
            continue
        return found if found.startswith(prefix) else prefix + found


def _day() -> str:
    from labledger.check.hints import date_hint
    from labledger.dates import DateError, PartialDate

    while True:
        text = str(click.prompt("When? (2026-09-01, or only 2026-09 or 2026)")).strip()
        try:
            return str(PartialDate.parse(text))
        except DateError as error:
            click.echo(f"  {error} ({date_hint(text)})", err=True)


def _slug(words: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-")[:60].strip("-") or "unnamed"


def asked_fields(record: scaffold.Record, model: Any) -> scaffold.Record:
    """A record with every required plain field asked for, and asked again while the answer does not fit."""
    from labledger.store.canonical import fields_of

    for name in scaffold.missing(model, record):
        if fields_of(model)[name].part is not None:
            continue
        info = model.model_fields[name]
        words = scaffold.choices(info)
        question = f"{name}: {info.description}" + (f"\n  one of: {', '.join(words)}\n " if words else "")
        while True:
            text = str(click.prompt(question, default="", show_default=False)).strip()
            if not text:
                break
            tried = scaffold.filled(record, model, [f"{name}={text}"])
            wrong = next(scaffold.faults(tried, (name,)), "") if "id" in tried else ""
            if not wrong:
                record = tried
                break
            click.echo(f"  {wrong}", err=True)
    return record


def asked_source(place: Place) -> tuple[str, str]:
    """The source that a record cites, and the place in it; empty where it has no record yet."""
    from labledger.cli.records import existing

    while True:
        found = str(click.prompt("Which source? (its id, like sources/openai/pf-v2; empty to add it later)", default="",
                                 show_default=False)).strip()  # fmt: skip
        if not found:
            return "", ""
        if not found.startswith("sources/"):
            click.echo(f"  {found} is no source; they are named like sources/openai/pf-v2", err=True)
            continue
        try:
            existing(place, found)
        except LedgerError as error:
            click.echo(f"  {error}; a new one: labledger new source {found}", err=True)
            continue
        return found, str(click.prompt("Where in it? (page or section)", default="", show_default=False)).strip()


KINDS = (*(str(kind) for kind in Kind), "answer")
"""What `labledger new` makes: records of every kind, and answers to questions."""
