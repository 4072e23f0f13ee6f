"""Imports go only downward, and each outside library with reach has one door."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent / "tools" / "labledger"
LAYERS = (
    {"api"}, {"cli"}, {"release"}, {"report"}, {"archive"}, {"label"}, {"check", "diff"}, {"clause"}, {"store"},
    {"model"}, {"text"}, {"ids", "dates"}, {"errors"},
)  # fmt: skip
DOORS = {
    "yaml": {"store/events.py"},
    "git": {"store/git.py"},
    "deepdiff": {"diff/raw.py"},
    "distributed": {"archive/engine.py"},
    "rapidfuzz": {"text/"},
    "nupunkt": {"text/sentences.py"},
    "snowballstemmer": {"text/stems.py"},
    "click": {"cli/"},
    "rich": {"cli/"},
    "platformdirs": {"store/cache.py", "release/fetch.py"},
    "sqlite3": {"store/cache.py", "release/database.py", "release/query.py"},
    "pyarrow": {"release/parquet.py"},
    "pandas": {"release/result.py"},
    "polars": {"release/result.py"},
    "subprocess": {"store/git.py"},
    "pydantic": {"model/", "check/form.py"},
    "pydantic_core": {"model/", "dates.py", "check/form.py"},
}
FORBIDDEN_CALLS = {"open", "print", "eval", "exec", "input"}
MODULES = sorted(path.relative_to(ROOT).as_posix() for path in ROOT.rglob("*.py"))


def rank(unit: str) -> int:
    """Height of a layer: 0 is the top."""
    return next(index for index, layer in enumerate(LAYERS) if unit in layer)


def imports(module: str) -> list[str]:
    """Every module that a file imports, at the top or inside functions."""
    tree = ast.parse((ROOT / module).read_text(encoding="utf-8"))
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found.extend(name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.append(node.module)
    return found


def unit_of(name: str) -> str:
    """The layer's unit that a module belongs to."""
    return name.split("/")[0].removesuffix(".py")


@pytest.mark.parametrize("module", [m for m in MODULES if m not in ("__init__.py", "__main__.py")])
def test_imports_go_down(module):
    """A module imports from its own unit or from layers below, never from a neighbour or from above."""
    here = unit_of(module)
    for name in imports(module):
        parts = name.split(".")
        if parts[0] != "labledger" or len(parts) == 1:
            continue
        there = parts[1]

        assert there == here or rank(there) > rank(here), f"{module} imports {name}"


@pytest.mark.parametrize("module", MODULES)
def test_libraries_have_one_door(module):
    """Only the named modules import a library with reach."""
    for name in imports(module):
        library = name.split(".")[0]
        if library in DOORS:
            assert any(module.startswith(door) for door in DOORS[library]), f"{module} imports {library}"


@pytest.mark.parametrize("module", MODULES)
def test_reading_writing_and_printing_have_one_place(module):
    """Nothing opens files, prints or evaluates text by the built-in functions."""
    tree = ast.parse((ROOT / module).read_text(encoding="utf-8"))
    calls = {n.func.id for n in ast.walk(tree) if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)}

    assert set() == calls & FORBIDDEN_CALLS


@pytest.mark.parametrize("module", MODULES)
def test_modules_stay_small(module):
    """A module has fewer than 300 lines."""
    assert len((ROOT / module).read_text(encoding="utf-8").splitlines()) < 300
