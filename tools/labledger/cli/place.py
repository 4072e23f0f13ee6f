"""Where the data is: named by the user, in the checkout around the working folder, or carried by the package."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import click

from labledger.errors import UnreadableError, UnsoundError, UsageError

Command = TypeVar("Command", bound=Callable[..., Any])
_SHIPPED = Path(__file__).resolve().parent.parent / "_dataset"


@dataclass(frozen=True, slots=True)
class Place:
    """A dataset's folder, where it lies on disk, and its repository, where there is one."""

    folder: Path | None
    repo: Path | None

    @property
    def data(self) -> Path:
        """The folder of the dataset's files. Raises UnreadableError for a bare repository, which has none."""
        if self.folder is None:
            hint = "name the files with --data DIR"
            raise UnreadableError(f"{self.repo} has no files of the dataset, only revisions", hint)
        return self.folder

    def history(self) -> Any:
        """The repository's history. Raises UnreadableError where there is none."""
        from labledger.store.history import History

        if self.repo is None:
            hint = "name one with --repo DIR; two dates need none"
            raise UnreadableError(f"no git repository around {self.folder}", hint)
        if self.folder is None:
            return History.of_dataset(self.repo)
        try:
            inside = self.folder.resolve().relative_to(self.repo.resolve())
        except ValueError:
            return History.of_dataset(self.repo)
        return History(self.repo, None if str(inside) == "." else inside.as_posix())

    def tree(self) -> Any:
        """The dataset's files as they are now."""
        from labledger.store.tree import FolderTree

        return FolderTree(self.data)


def find(data: str | None, repo: str | None) -> Place:
    """The place to work on: what `--data` and `--repo` name, else the checkout around, else what the package holds."""
    if data is not None:
        folder = Path(data)
        if not folder.is_dir():
            raise UnreadableError(f"--data {data} is not a folder")
        return Place(folder, Path(repo) if repo else _repository(folder.resolve()))
    if repo is not None:
        top = Path(repo)
        if not top.is_dir():
            raise UnreadableError(f"--repo {repo} is not a folder")
        return Place(next((place for place in (top / "dataset", top) if (place / "labs").is_dir()), None), top)
    for folder in (Path.cwd(), *Path.cwd().parents):
        if (folder / "dataset" / "labs").is_dir():
            return Place(folder / "dataset", _repository(folder))
    if (_SHIPPED / "labs").is_dir():
        return Place(_SHIPPED, None)
    beside = Path(__file__).resolve().parents[3] / "dataset"
    if (beside / "labs").is_dir():
        return Place(beside, _repository(beside))
    raise UnreadableError(f"no dataset found in {Path.cwd()} or above it", "name one with --data DIR")


def _repository(folder: Path) -> Path | None:
    for place in (folder, *folder.parents):
        if (place / ".git").exists():
            return place
    return None


def today(text: str | None) -> dt.date:
    """The day of the report, in UTC: `--today`, SOURCE_DATE_EPOCH or the clock. Nothing below asks the clock."""
    if text:
        from labledger.dates import DateError, PartialDate

        try:
            return PartialDate.parse(text).last
        except DateError as error:
            raise UsageError(str(error)) from None
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch.isdigit():
        return dt.datetime.fromtimestamp(int(epoch), dt.UTC).date()
    return dt.datetime.now(dt.UTC).date()


def records(
    place: Place, revision: str | None = None, only: Callable[[str], bool] | None = None, below: str = ""
) -> tuple[Any, str]:
    """The dataset at a place, or as it was recorded at a revision or day; and a name for what was read.

    `only` chooses records by id; `below` names the folder that holds them all, so that git lists no other.
    Raises UnsoundError when a file that is needed cannot be read as a record: a fault never passes for "no changes".
    """
    tree, name = tree_of(place, revision, below)
    return read(tree, only), name


def tree_of(place: Place, revision: str | None = None, below: str = "") -> tuple[Any, str]:
    """The files at a place, or of a revision or day, with its name; a bare repository is read at HEAD."""
    if revision is None and place.folder is not None:
        return place.tree(), ""
    history = place.history()
    chosen, _ = as_recorded(history, revision or "HEAD")
    return history.tree(chosen, below), str(chosen)


def read(tree: Any, only: Callable[[str], bool] | None = None) -> Any:
    """The dataset that a tree holds. Raises UnsoundError when a file cannot be read as a record."""
    from labledger.store.load import load

    dataset, findings = load(tree, only)
    errors = [finding for finding in findings if finding.level == "error"]
    if errors:
        raise UnsoundError(errors)
    return dataset


def known_lab(dataset: Any, lab: str | None) -> None:
    """Refuse a lab that the dataset does not have, with the names that look like it."""
    if lab is not None and lab not in (labs := [record_id for record_id in dataset.records if "/" not in record_id]):
        from labledger.text.closest import did_you_mean

        raise UnreadableError(f"no lab {lab}", did_you_mean(lab, labs) or "run: labledger list lab")


def as_recorded(history: Any, text: str) -> tuple[Any, tuple[str, ...]]:
    """A revision named by a date (what had been recorded by the end of that day) or by a git name."""
    from labledger.dates import DateError, PartialDate, looks_like_date

    if looks_like_date(text):
        try:
            day = PartialDate.parse(text)
        except DateError as error:
            raise UsageError(str(error)) from None
        chosen, warnings = history.as_of(day.last)
        return chosen, warnings
    return history.resolve(text)[0], ()


def data_options(command: Command) -> Command:
    """The options that say which data: --data and --repo."""
    for option in (
        click.option(
            "--data", metavar="DIR", help="Folder of the dataset (default: the checkout's, else the package's)."
        ),
        click.option("--repo", metavar="DIR", help="Git repository that holds the dataset; may be bare."),
    ):
        command = option(command)
    return command


def examples(*lines: str) -> str:
    """The end of a help page: real commands."""
    return "\b\nExamples:\n" + "\n".join(f"  {line}" for line in lines)
