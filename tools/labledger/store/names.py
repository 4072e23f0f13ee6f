"""What names of revisions mean: each is resolved to a full hash first, and only hashes are passed on."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from functools import cached_property

from labledger.dates import FORMS
from labledger.errors import UnreadableError, UsageError
from labledger.store.git import Git
from labledger.store.line import Revision
from labledger.store.tree import printable
from labledger.text.closest import did_you_mean

_SAFE_REF = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/+-]*(?:[~^][0-9]*)*\Z")
_REF_LIMIT = 250
_LIKE_DATE = re.compile(r"[0-9]{1,5}([-/.][0-9A-Za-z]{1,9}){1,2}\Z|today\Z|yesterday\Z|tomorrow\Z|now\Z", re.IGNORECASE)
UNSHALLOW = "this clone is shallow; run: git fetch --unshallow, or fetch-depth: 0 in a workflow"


class Names:
    """The branches, tags and hashes of a repository."""

    def __init__(self, git: Git) -> None:
        self._git = git

    def resolve(self, *names: str) -> tuple[Revision, ...]:
        """Full hash and date of each named revision, in two processes however many there are.

        Raises UsageError for what is not a plain revision or names two things, UnreadableError for what is not there.
        """
        for name in names:
            check_spelling(name)
            self._refuse_double_name(name)
        wanted = [f"{name}^{{commit}}" for name in names]
        status, out, err = self._git.run("log", "--no-walk=unsorted", "--format=%H %ct", "--end-of-options", *wanted)
        lines = out.decode().split("\n")[:-1]
        if status or len(lines) not in (len(names), len(set(lines))):
            raise self._unresolved(names, err)
        if len(lines) == len(names):
            return tuple(revision_of(name, line) for name, line in zip(names, lines, strict=True))
        return tuple(self.resolve(name)[0] for name in names)

    @cached_property
    def _refs(self) -> dict[str, str]:
        """Branches, tags and replacements by full name, with the object that each names."""
        kinds = [f"refs/{kind}" for kind in ("heads", "tags", "remotes", "replace")]
        lines = self._git.text("for-each-ref", "--format=%(objectname) %(refname)", *kinds).splitlines()
        return {ref: name for name, ref in (line.split(" ", 1) for line in lines)}

    @property
    def replaced(self) -> int:
        """How many objects git was told to replace by others."""
        return sum(ref.startswith("refs/replace/") for ref in self._refs)

    def _refuse_double_name(self, name: str) -> None:
        plain = re.split("[~^]", name)[0]
        both = [f"refs/{kind}/{plain}" for kind in ("heads", "tags")]
        if all(ref in self._refs for ref in both):
            told = ", ".join(f"{ref} ({self._refs[ref][:10]})" for ref in both)
            raise UsageError(f"{plain} is both a branch and a tag: {told}", "write the full name")

    def _unresolved(self, names: Iterable[str], err: str) -> UsageError | UnreadableError:
        for name in names:
            status, _, error = self._git.run("rev-parse", "--verify", "--end-of-options", f"{name}^{{commit}}")
            if status:
                return self._no_revision(name, error)
        return self._git.failure(err)

    def _no_revision(self, name: str, err: str) -> UsageError | UnreadableError:
        if "ambiguous" in err:
            hashes = re.findall(r"^hint:\s+([0-9a-f]{4,64} \w+)", err, re.MULTILINE)
            return UsageError(f"{name} is the start of several hashes: {', '.join(hashes) or 'write more of it'}")
        if "expected commit type" in err or "peel" in err:
            return UsageError(f"{name} is not a commit")
        if self._git.run("rev-parse", "--verify", "--quiet", "HEAD")[0] and not self._refs:
            return self.empty()
        if self._git.shallow and ("~" in name or "^" in name or re.fullmatch(r"[0-9a-f]{7,64}", name)):
            return UnreadableError(f"{name} lies beyond the history that is here", UNSHALLOW)
        if _LIKE_DATE.match(name):
            return UsageError(f"{name} is neither a revision nor a date", f"a date is written {FORMS}")
        short = [re.sub("refs/(heads|tags|remotes)/", "", ref) for ref in self._refs if "refs/replace/" not in ref]
        plain = re.split("[~^]", name)[0]
        if plain != name and plain in (*short, *self._refs, "HEAD"):
            return UnreadableError(f"no revision {name}", f"{plain} has no such ancestor")
        return UnreadableError(f"no revision {name}", did_you_mean(name, short) or "run: git branch -a, git tag")

    def empty(self) -> UnreadableError:
        """What to tell where nothing was committed yet."""
        return UnreadableError(f"{printable(str(self._git.place))} has no commits yet", "run: git commit")


def check_spelling(name: str) -> None:
    """Refuse what is not a plain revision: options, ranges, reflog dates, searches, paths. Raises UsageError."""
    plain = len(name) <= _REF_LIMIT and _SAFE_REF.match(name) and ".." not in name and not name.endswith((".lock", "/"))
    if not plain:
        shown = printable(name[:60])
        raise UsageError(f"{shown!r} is not a revision", "a branch, a tag, a hash, or one of these with ~N")


def revision_of(name: str, line: str) -> Revision:
    """A revision from its hash and the seconds of its date."""
    commit, seconds = line.split(" ")
    return Revision(name, commit, moment_of(seconds))


def moment_of(seconds: str) -> dt.datetime:
    """A moment from seconds since 1970; 1970 itself where the calendar ends."""
    try:
        return dt.datetime.fromtimestamp(int(seconds), dt.UTC)
    except (ValueError, OverflowError, OSError):
        return dt.datetime.fromtimestamp(0, dt.UTC)
