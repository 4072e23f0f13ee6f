"""Two versions of one document, whole: the class of the step, what each tier hid, and every passage aligned."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from labledger.archive.changes import changes
from labledger.archive.classify import Change, classify
from labledger.archive.history import Document, Step, Version
from labledger.archive.pair import Pair, pair_of
from labledger.archive.parts import Reader
from labledger.archive.repository import Archive
from labledger.archive.tiers import Hidden, compare
from labledger.errors import UnreadableError, UsageError
from labledger.label.clauses import label_clauses
from labledger.store.cache import Cache
from labledger.store.tree import printable
from labledger.text.align import Pairing, align
from labledger.text.markdown import plain

EDITED = frozenset(("edited", "moved-edited", "split", "merged", "added", "removed"))
_UNDATED = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True)
class Passage:
    """One aligned passage with what the clause labeller says of it; no labels where nothing was edited."""

    pairing: Pairing
    direction: str = ""
    labels: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """From one version of a document to another: the classified step, its passages and what lies below the words."""

    change: Change
    passages: tuple[Passage, ...]
    hidden: tuple[Hidden, ...]


def between(archive: Archive, document: Document, old: Version, new: Version, cache: Cache) -> Difference:
    """Compare two versions of a document. Raises UnreadableError where one of them is no text.

    Two neighbours of the history are classed by the whole history; any other two by themselves.
    """
    first, second = archive.read([(old.path, old.blob), (new.path, new.blob)])
    for change in changes(archive, [document], cache):
        step = change.step
        if step.old is not None and (step.old.commit, step.new.commit) == (old.commit, new.commit):
            return _whole(change, first, second)
    return _apart(Step(document.path, old, new), first, second)


def of_texts(
    name: str, old: bytes, new: bytes, days: tuple[dt.date | None, dt.date | None] = (None, None)
) -> Difference:
    """Compare two texts that are in no archive; a day that is not known makes relative dates stand still."""
    moments = [dt.datetime.combine(day, dt.time(), dt.UTC) if day else _UNDATED for day in days]
    versions = [Version("", moment, blob, name) for moment, blob in zip(moments, ("old", "new"), strict=True)]
    return _apart(Step(name, versions[0], versions[1]), old, new)


def _apart(step: Step, old: bytes, new: bytes) -> Difference:
    reader = Reader()
    before, after = reader.read(old), reader.read(new)
    assert step.old is not None
    # Two equal texts are two versions all the same.
    begin, end = replace(step.old, blob="old"), replace(step.new, blob="new")
    found: dict[tuple[str, str], Pair] = {
        ("", "old"): pair_of(None, before, reader),
        ("old", "new"): pair_of(before, after, reader),
    }
    steps = [Step(step.document, None, begin), Step(step.document, begin, end)]
    change = list(classify(steps, lambda one, other: found[one, other]))[-1]
    return _whole(replace(change, step=step), old, new)


def _whole(change: Change, old: bytes, new: bytes) -> Difference:
    reader = Reader()
    before, after = reader.read(old), reader.read(new)
    for fault in (*before.faults, *after.faults):
        if fault in ("binary", "too-large"):
            raise UnreadableError(f"{printable(change.step.document)} is no text that can be compared: {fault}")
    first, second = (plain("\n".join(version.lines)) for version in (before, after))
    passages = tuple(_labelled(pairing) for pairing in align(first, second))
    return Difference(change, passages, compare(before, after, reader).hidden)


def _labelled(pairing: Pairing) -> Passage:
    if pairing.state not in EDITED:
        return Passage(pairing)
    said = label_clauses(" ".join(pairing.old_units) or None, " ".join(pairing.new_units) or None)
    labels = sorted({label for finding in said.findings for label in finding.labels})
    rules = dict.fromkeys(finding.rule for finding in said.findings if finding.rule != "overall")
    return Passage(pairing, said.direction, tuple(labels), tuple(rules))


def versions(document: Document) -> Iterator[Version]:
    """Every version of a document, oldest first; one with an empty blob says that it was gone."""
    for at, step in enumerate(document.steps):
        if at == 0 and step.old is not None:
            yield step.old
        yield step.new


def version_on(document: Document, day: dt.date) -> Version:
    """The text that was the last one recorded by the end of a day. Raises UsageError where there was none yet."""
    found = [version for version in versions(document) if version.day <= day]
    if not found:
        first = next(versions(document)).day
        raise UsageError(
            f"nothing is recorded of {printable(document.path)} by {day}", f"its first record is of {first}"
        )
    return _there(max(found, key=lambda version: version.recorded), document)


def version_at(document: Document, commit: str, before: Callable[[str], frozenset[str]]) -> Version:
    """The text as of a commit; `before` gives a commit with all its ancestors. Raises UsageError without one."""
    reached = before(commit)
    found = [version for version in versions(document) if version.commit in reached]
    if not found:
        raise UsageError(f"{printable(document.path)} is not there at {commit[:10]}", "its history: archive log")
    return _there(found[-1], document)


def before_last(document: Document, version: Version) -> Version:
    """The text that stood before a version. Raises UsageError at the first one."""
    known = [found for found in versions(document) if found.blob]
    at = next((index for index, found in enumerate(known) if found.commit == version.commit), 0)
    if at == 0:
        raise UsageError(f"{version.day} is the first record of {printable(document.path)}", "there is nothing before")
    return known[at - 1]


def _there(version: Version, document: Document) -> Version:
    if not version.blob:
        raise UsageError(f"{printable(document.path)} is gone on {version.day}", "name a version before that")
    return version


def ancestors(parents: Mapping[str, Sequence[str]], commit: str) -> frozenset[str]:
    """A commit and all commits that it stands on."""
    seen: set[str] = set()
    waiting = [commit]
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            waiting += parents.get(name, ())
    return frozenset(seen)
