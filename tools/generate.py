"""Write what is generated: schemas, the data dictionary, the command reference and the rule catalogue.

python tools/generate.py            write the files
python tools/generate.py --check    write nothing; exit 1 when a file is not current
"""

from __future__ import annotations

import datetime as dt
import json
import re
import sys
import types
import typing
from collections.abc import Iterator
from dataclasses import replace
from enum import Enum
from pathlib import Path
from typing import Any

import click
from pydantic_core import PydanticUndefined

from labledger.cli.main import VERBS, cli
from labledger.dates import Window
from labledger.diff.fold import fold
from labledger.diff.steps import steps
from labledger.ids import Kind
from labledger.label.engine import apply
from labledger.label.predicates import Context
from labledger.label.rule import LABEL_SET, rules
from labledger.model import vocab
from labledger.model.kinds import MODELS
from labledger.model.record import Part, field_order
from labledger.report.as_text import as_text, summary, title
from labledger.report.editor import editor_settings
from labledger.report.report import Question, Report
from labledger.report.schema import NAMES, schema_of
from labledger.store.load import load
from labledger.store.tree import FolderTree
from labledger.store.write import write_file

ROOT = Path(__file__).resolve().parent.parent
_MARKS = ("<!-- generated: {} -->", "<!-- end: {} -->")


def generated() -> Iterator[tuple[Path, str]]:
    """Every generated file with its text."""
    for name in NAMES:
        text = json.dumps(schema_of(name), ensure_ascii=False, indent=2, sort_keys=True) + "\n"
        yield ROOT / "dataset" / "schemas" / f"{name}.schema.json", text
    yield ROOT / "dataset" / "SCHEMA.md", "\n".join(_dictionary()) + "\n"
    yield ROOT / "tools" / "RULES.md", "\n".join(_catalogue()) + "\n"
    yield ROOT / ".vscode" / "settings.json", editor_settings()
    readme = ROOT / "README.md"
    yield readme, between(readme.read_text(encoding="utf-8"), "excerpt", "```text\n" + "\n".join(_excerpt()) + "\n```")
    manual = ROOT / "tools" / "README.md"
    yield manual, between(manual.read_text(encoding="utf-8"), "commands", "\n".join(_commands()))


def between(text: str, name: str, new: str) -> str:
    """A text with what stands between two marks replaced."""
    start, end = (mark.format(name) for mark in _MARKS)
    pattern = re.compile(re.escape(start) + r".*?" + re.escape(end), re.DOTALL)
    if not pattern.search(text):
        raise SystemExit(f"no marks for {name!r}")
    return pattern.sub(lambda _: f"{start}\n{new}\n{end}", text)


_SHOWN = (
    "google-deepmind/fsf#eval-cadence",
    "openai/pf#tracked-categories",
    "anthropic/rsp#insider-scope",
)  # fmt: skip


def _excerpt() -> Iterator[str]:
    """A few rows of a real report: the changes of 2025 that the README shows."""
    dataset, _ = load(FolderTree(ROOT / "dataset"))
    window = Window(dt.date(2025, 1, 1), dt.date(2025, 12, 31))
    rows = apply(rules(), fold(steps(dataset, window)), Context(dt.date(2026, 1, 1)))
    question = Question("world", "2025-01-01", "2025-12-31")
    whole = Report.of(rows, question)
    chosen = replace(whole, rows=tuple(row for row in whole.rows if row.subject in _SHOWN), hidden=1)
    yield title(whole)
    yield summary(whole)
    for line in list(as_text(chosen))[3:]:
        text = "".join(span.text for span in line)
        yield text if len(text) <= _WIDTH else text[: _WIDTH - 2].rstrip() + " …"


_WIDTH = 130


def _dictionary() -> Iterator[str]:
    yield "# Data dictionary"
    yield ""
    yield "Generated from the model; each kind has a JSON Schema in `schemas/`."
    yield "Fields that are left out have the default; a record's own fields stand between `id` and the shared ones."
    parts: dict[str, type[Part]] = {}
    for kind in Kind:
        model = MODELS[kind]
        yield from _model_table(str(kind), model, parts)
    yield ""
    yield "# Parts"
    done: set[str] = set()
    while left := [name for name in parts if name not in done]:
        for name in left:
            done.add(name)
            yield from _model_table(name, parts[name], parts)
    yield ""
    yield "# Vocabularies"
    for name, words in sorted(vars(vocab).items()):
        if isinstance(words, type) and issubclass(words, vocab.Vocab) and words is not vocab.Vocab:
            yield ""
            yield f"## {name}"
            yield ""
            yield (words.__doc__ or "").strip()
            yield ""
            for word in words:
                yield f"- `{word}`: {word.__doc__}"


def _model_table(name: str, model: type[Part], parts: dict[str, type[Part]]) -> Iterator[str]:
    yield ""
    yield f"## {name}"
    yield ""
    yield (model.__doc__ or "").strip().splitlines()[0]
    yield ""
    yield "| field | type | meaning |"
    yield "|---|---|---|"
    hints = typing.get_type_hints(model, include_extras=True)
    for field in field_order(model):
        info = model.model_fields[field]
        told = _type(hints[field], parts)
        needed = "" if info.default is not PydanticUndefined else ", required"
        yield f"| `{field}` | {told}{needed} | {info.description or ''} |"


def _type(hint: Any, parts: dict[str, type[Part]]) -> str:
    origin = typing.get_origin(hint)
    if origin is typing.Annotated:
        return _annotated(hint)
    if origin in (typing.Union, types.UnionType):
        return " or ".join(_type(arm, parts) for arm in typing.get_args(hint) if arm is not type(None))
    if origin is tuple:
        return f"list of {_type(typing.get_args(hint)[0], parts)}"
    if origin is frozenset:
        return f"set of {_type(typing.get_args(hint)[0], parts)}"
    if isinstance(hint, type) and issubclass(hint, Part):
        parts.setdefault(hint.__name__, hint)
        return f"[{hint.__name__}](#{hint.__name__.lower()})"
    if isinstance(hint, type) and issubclass(hint, Enum):
        return f"word of [{hint.__name__}](#{hint.__name__.lower()})"
    return {"str": "text", "PartialDate": "date"}.get(getattr(hint, "__name__", ""), "text")


def _annotated(hint: Any) -> str:
    from labledger.model import record

    known = {"Text": "text", "Line": "one line of text", "Slug": "slug", "Id": "id", "Ref": "id or id#slug",
             "Address": "address", "Sha256": "sha256", "Number": "number", "Whole": "whole number",
             "Truth": "true or false",
             "Quote": "at most eight words"}  # fmt: skip
    return next((told for name, told in known.items() if getattr(record, name) == hint), "text")


def _catalogue() -> Iterator[str]:
    yield "# Rules"
    yield ""
    yield f"Generated from `tools/labledger/label/rules/`; label set {LABEL_SET}."
    yield "`labledger rules ID` explains one; each has a firing case and a near miss under `tests/cases/rules/`."
    yield ""
    yield "| code | id | says | severity | plain labels | mirror or why there is none | a real case |"
    yield "|---|---|---|---|---|---|---|"
    for rule in rules():
        labels = ", ".join(rule.labels) or "by value"
        mirror = f"`{rule.mirror}`" if rule.mirror else rule.waiver
        case = rule.known_case if rule.known_case == "none known" else f"`{rule.known_case}`"
        yield f"| {rule.code} | `{rule.id}` | {rule.direction} | {rule.severity} | {labels} | {mirror} | {case} |"


def _commands() -> Iterator[str]:
    yield ""
    for name in sorted(VERBS):
        context = click.Context(cli, info_name="labledger")
        command = cli.get_command(context, name)
        assert command is not None
        page = command.get_help(
            click.Context(command, info_name=name, parent=context, max_content_width=100, terminal_width=100)
        )
        yield f"### labledger {name}"
        yield ""
        yield "```text"
        yield "\n".join(line.rstrip() for line in page.splitlines())
        yield "```"
        yield ""


def main() -> int:
    """Write every file, or with --check name those that are not current."""
    stale = [
        (path, text) for path, text in generated() if not path.exists() or path.read_text(encoding="utf-8") != text
    ]
    for path, text in stale:
        print(f"{'not current' if '--check' in sys.argv else 'wrote'}: {path.relative_to(ROOT)}")
        if "--check" not in sys.argv:
            write_file(path, text.encode())
    return 1 if stale and "--check" in sys.argv else 0


if __name__ == "__main__":
    raise SystemExit(main())
