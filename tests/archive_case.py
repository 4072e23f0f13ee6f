"""Text archives made for tests: a repository with one commit for each recorded text."""

from __future__ import annotations

from pathlib import Path

from repository import Repository

from labledger.archive.changes import changes
from labledger.archive.classify import Change
from labledger.archive.history import documents, parse_map
from labledger.archive.repository import opened
from labledger.store.cache import Cache

DOCUMENT = "Acme/Privacy Policy.md"
RULES = "\n\n".join(
    f"We keep the records of kind {name} for as long as {name} is needed, and we delete them within {days} days after."
    for name, days in (("alpha", 10), ("beta", 20), ("gamma", 30), ("delta", 40), ("epsilon", 50), ("zeta", 60))
)


def policy(stamp: str = "Last updated: May 1, 2025", body: str = RULES) -> str:
    """A policy with a title, what it states about itself, and its text."""
    return f"Privacy policy\n==============\n\n{stamp}\n\n{body}\n"


class TextArchive(Repository):
    """A repository whose commits record texts at their author dates."""

    def record(self, day: str, files: dict[str, str | None], subject: str = "Record new changes") -> str:
        """Commit texts as captured on a day; None removes a file. The new hash."""
        for path, text in files.items():
            target = self.place / path
            if text is None:
                target.unlink()
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, "utf-8")
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", subject, date=f"{day}T12:00:00Z")
        return self.git("rev-parse", "HEAD")


def record_all(place: Path, *texts: str, path: str = DOCUMENT) -> TextArchive:
    """An archive of one document with these texts, captured on the first days of May 2025."""
    archive = TextArchive(place)
    for day, text in enumerate(texts, 1):
        archive.record(f"2025-05-{day:02d}", {path: text})
    return archive


def read(place: Path, *maps: str, cache: Path | None = None) -> list[Change]:
    """Every change of an archive, in the order of the documents."""
    with opened(place) as archive, Cache(cache or Path("/dev/null/none")) as kept:
        return list(changes(archive, documents(archive.captures(), parse_map(maps)), kept))


def names(place: Path, *maps: str) -> list[str]:
    """The classes of the changes."""
    return [change.name for change in read(place, *maps)]
