"""Which edition of the data a revision is: its calendar version, and the release before it, told by tags."""

from __future__ import annotations

import re
from dataclasses import dataclass

from labledger.errors import UsageError
from labledger.store.history import History
from labledger.store.line import Revision

_CALENDAR = re.compile(r"([0-9]{4})\.(1[0-2]|[1-9])\.(0|[1-9][0-9]{0,5})\Z")
_TAG = re.compile(r"refs/tags/(?:v|data-)?([0-9].*)\Z")
Number = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Edition:
    """A version of the data: its name, the revision it is, and the release before it, if there was one."""

    version: str
    revision: Revision
    previous: Revision | None = None
    previous_version: str = ""

    @property
    def name(self) -> str:
        """What its folder and archive are called."""
        return f"labledger-{self.version}"


def calendar(version: str) -> Number | None:
    """Year, month and count of a calendar version such as 2026.11.0; None for any other text."""
    match = _CALENDAR.match(version)
    return (int(match[1]), int(match[2]), int(match[3])) if match else None


def edition_of(history: History, revision: Revision, version: str | None = None) -> Edition:
    """The edition that a revision is.

    Its version is the one given, else that of a tag on the revision (`2026.11.0`, also with `v` or `data-` before
    it), else one that says it was never released: `2026.11.0.dev0+g` and the start of the hash.
    Raises UsageError for a version that is no calendar version.
    """
    found = sorted(_tags(history, revision))
    here = [number for number, commit, _ in found if commit == revision.commit]
    if version is None:
        day = revision.day
        version = told(here[-1]) if here else f"{day.year}.{day.month}.0.dev0+g{revision.commit[:10]}"
    elif calendar(version) is None and not is_unreleased(version, revision):
        raise UsageError(f"{version[:40]!r} is no calendar version", "write year, month and count: 2026.11.0")
    before = [(number, ref) for number, commit, ref in found if commit != revision.commit]
    if not before:
        return Edition(version, revision)
    number, ref = before[-1]
    return Edition(version, revision, history.resolve(ref)[0], told(number))


def is_unreleased(version: str, revision: Revision) -> bool:
    """Whether a version is the name of a revision that was never released."""
    return version.endswith(f".dev0+g{revision.commit[:10]}")


def told(number: Number) -> str:
    """A calendar version as text."""
    return ".".join(map(str, number))


def _tags(history: History, revision: Revision) -> list[tuple[Number, str, str]]:
    """Number, commit and name of each calendar tag on the revision or on what came before it."""
    form = "--format=%(objectname) %(*objectname) %(refname)"
    out = history.git.text("for-each-ref", form, f"--merged={revision.commit}", "refs/tags")
    found = []
    for line in out.splitlines():
        name, target, ref = line.split(" ", 2)
        match = _TAG.match(ref)
        number = calendar(match[1]) if match else None
        if number:
            found.append((number, target or name, ref))
    return found
