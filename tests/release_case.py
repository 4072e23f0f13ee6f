"""What the tests of releases share: a small sound repository with two tagged releases, and a build of it."""

from __future__ import annotations

import subprocess
from pathlib import Path

from repository import SOUND, Repository, labledger

VERSION = "2024.6.1"
EVENT = "labs/acme/events/2024-03-01-formula.yaml"
FORMULA = "=HYPERLINK(0)"
_EVENT = f"""\
id: acme/events/2024-03-01-formula
date: '2024-03-01'
kind: other
title: {FORMULA!r}
statement: Something took place.
citations:
  - source: sources/acme/rsp-v2
"""


def make(place: Path) -> Repository:
    """A repository whose first commit lacks an event that the second has; both are tagged."""
    made = Repository(place)
    made.commit("2024-06-01", SOUND)
    made.git("tag", "v2024.6.0")
    made.commit("2024-06-15", {EVENT: _EVENT})
    made.git("tag", "-a", "-m", "release", f"v{VERSION}")
    return made


def build(repo: Repository, out: Path, *words: str, **environment: str) -> Path:
    """The folder of a release of the repository, without Parquet, built by the command."""
    done = labledger("release", "build", "-o", str(out), "--no-parquet", *words, cwd=repo.place, **environment)
    assert done.returncode == 0, done.stderr
    (found,) = out.glob("labledger-*/")
    return found


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def verify(path: Path, repo: Repository | None = None, *words: str) -> subprocess.CompletedProcess[str]:
    """What the command says of a release."""
    more = () if repo else ("--no-rebuild",)
    cwd = repo.place if repo else path.parent
    return labledger("release", "verify", str(path), *more, *words, cwd=cwd)
