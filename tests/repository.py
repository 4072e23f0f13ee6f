"""Repositories made for tests by the git program, with fixed names, dates and settings; and the command to ask them."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

TESTS = Path(__file__).resolve().parent
TOOLS = TESTS.parent / "tools"
SOUND = {
    path.relative_to(TESTS / "cases" / "inputs" / "sound").as_posix(): path.read_text("utf-8")
    for path in sorted((TESTS / "cases" / "inputs" / "sound").rglob("*.yaml"))
}
LAB, V1, V2, SOURCE2, BOARD = (
    "labs/acme/lab.yaml", "labs/acme/frameworks/rsp/versions/v1.yaml", "labs/acme/frameworks/rsp/versions/v2.yaml",
    "sources/acme/rsp-v2.yaml", "labs/acme/facts/board.yaml",
)  # fmt: skip
_PLAIN = {name: text for name, text in os.environ.items() if not name.startswith(("GIT_", "LABLEDGER", "PYTHON"))}
_GIT = _PLAIN | {
    "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull, "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C",
    "GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@example.org", "GIT_COMMITTER_NAME": "C",
    "GIT_COMMITTER_EMAIL": "c@example.org",
}  # fmt: skip
_SETTINGS = (
    "-c", "gc.auto=0", "-c", "maintenance.auto=false", "-c", "init.defaultBranch=main", "-c", "commit.gpgSign=false",
    "-c", "protocol.file.allow=always", "-c", "advice.detachedHead=false", "-c", "core.fsync=none",
)  # fmt: skip


class Repository:
    """A repository in a folder; the dataset lies in its folder `dataset`."""

    def __init__(self, place: Path, *options: str) -> None:
        self.place = place
        place.mkdir(parents=True, exist_ok=True)
        self.git("init", "-q", "--template=", *options)

    @classmethod
    def clone(cls, origin: Path, place: Path, *options: str) -> Repository:
        """A clone by git's own means, through a URL, so that depth and filters count."""
        git(origin, "clone", "-q", *options, origin.as_uri(), str(place))
        made = cls.__new__(cls)
        made.place = place
        return made

    @property
    def data(self) -> Path:
        """The folder of the dataset."""
        return self.place / "dataset"

    def git(self, *arguments: str, date: str = "2024-01-01T12:00:00Z", stdin: str = "", fails: bool = False) -> str:
        """Output of a git command, run with a fixed date."""
        return git(self.place, *arguments, date=date, stdin=stdin, fails=fails)

    def write(self, files: Mapping[str, str | None]) -> None:
        """Put files of the dataset in place; None removes one."""
        for path, text in files.items():
            target = self.data / path
            if text is None:
                target.unlink()
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, "utf-8")

    def commit(self, day: str, files: Mapping[str, str | None], subject: str = "change") -> str:
        """Commit files at noon, UTC, of a day (or at a full moment); the new hash."""
        self.write(files)
        date = day if "T" in day or day.startswith("@") else f"{day}T12:00:00Z"
        self.git("add", "-A", "--", "dataset")
        self.git("commit", "-q", "--allow-empty", "-m", subject, date=date)
        return self.git("rev-parse", "HEAD")


def git(place: Path, *arguments: str, date: str = "2024-01-01T12:00:00Z", stdin: str = "", fails: bool = False) -> str:
    """Output of the git program in a folder."""
    done = subprocess.run(
        ["git", *_SETTINGS, *arguments], cwd=place, capture_output=True, text=True, errors="replace", input=stdin,
        env=_GIT | {"GIT_AUTHOR_DATE": date, "GIT_COMMITTER_DATE": date}, check=False,
    )  # fmt: skip
    assert fails or done.returncode == 0, done.stderr
    return done.stdout.strip()


def labledger(*words: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command in a folder, without a cache unless the environment names one."""
    return subprocess.run(
        [sys.executable, "-m", "labledger", *words], cwd=cwd, capture_output=True, text=True, errors="replace",
        env=settings(**environment), check=False, timeout=60,
    )  # fmt: skip


def settings(**environment: str) -> dict[str, str]:
    """The environment in which the command runs."""
    return _PLAIN | {"PYTHONPATH": str(TOOLS), "PYTHONUTF8": "1", "LABLEDGER_CACHE": "off"} | environment


def lab(name: str) -> str:
    """The file of the lab, under a given name."""
    return f"id: acme\nname: {name}\n"
