"""From a revision to the files of its release: read once, checked, labelled."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from labledger.check import form
from labledger.check.suite import Result, check
from labledger.errors import Finding, LedgerError, UnreadableError, UnsoundError
from labledger.model.dataset import Dataset
from labledger.model.record import Bare
from labledger.release.contents import Bundle, Findings
from labledger.release.edition import Edition
from labledger.release.notes import between, since
from labledger.release.parquet import available
from labledger.release.table import Typed
from labledger.report.report import Report
from labledger.store import layout
from labledger.store.history import History
from labledger.store.load import load
from labledger.store.tree import Listing, Tree

_MOST_LISTED = 1_000


class Held:
    """A tree whose files are read once and kept."""

    def __init__(self, tree: Tree) -> None:
        self.name = tree.name
        self._listing = tree.listing()
        self._files = dict(tree.read(self._listing.files))

    def listing(self) -> Listing:
        """Every file of the tree."""
        return self._listing

    def read(self, paths: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        """The bytes of the named files."""
        for path in paths:
            yield path, self._files[path]

    def companions(self) -> dict[str, bytes]:
        """The dataset's own files that are no records: licence, schemas, documents."""
        return {path: data for path, data in self._files.items() if layout.is_companion_file(path)}


def prepare(history: History, edition: Edition, allow_findings: bool, with_parquet: bool | None) -> Bundle:
    """The release of an edition, ready to be written. `with_parquet` None means: where pyarrow is installed.

    Raises UnsoundError when the revision has findings and they are not allowed, UnreadableError when Parquet is
    wanted and cannot be written, or when git cannot be read.
    """
    if with_parquet and not available():
        raise UnreadableError("Parquet needs pyarrow, which is not installed", "run: pip install 'labledger[parquet]'")
    tree = Held(history.tree(edition.revision))
    # Dates are judged against the day of the revision, so that the same revision is sound or not on any day.
    result = check(tree, edition.revision.day)
    errors = [finding for finding in result.findings if finding.level == "error"]
    if errors and not allow_findings:
        raise UnsoundError(errors)
    dataset, left_out = _dataset(tree, errors)
    report = _since(history, edition, dataset, bool(errors))
    parquet = available() if with_parquet is None else with_parquet
    bundle = Bundle(edition, dataset, report, tree.companions(), _findings(result, left_out), parquet)
    _label(bundle)
    return bundle


def _since(history: History, edition: Edition, dataset: Dataset, unsound: bool) -> Report | None:
    """What is new since the release before. Of unsound data only what could be read is compared."""
    if edition.previous is None:
        return None
    if not unsound:
        return since(history, edition.previous, edition.revision)
    before, _ = load(history.tree(edition.previous), bare=Typed)
    return between(before, dataset, edition.previous, edition.revision)


def _findings(result: Result, left_out: Iterable[str]) -> Findings:
    warnings = len(result.findings) - result.errors
    return Findings(result.errors, warnings, tuple(left_out), tuple(map(str, result.findings[:_MOST_LISTED])))


def _label(bundle: Bundle) -> None:
    """Label now: data that was let through with its findings may not be of a kind that can be compared."""
    try:
        bundle.tabled.report  # noqa: B018  it is made when it is first asked for
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        if not bundle.findings.errors:
            raise
        raise LedgerError("data with these findings cannot be labelled", "mend them: labledger check") from error


def _dataset(tree: Tree, errors: list[Finding]) -> tuple[Dataset, list[str]]:
    """Every record that has the form of its kind, and the ids of the others."""
    dataset, _ = load(tree, bare=Typed)
    if not errors:
        return dataset, []
    ids = {path: name for path in tree.listing().files if (name := layout.id_of(path)) is not None}
    broken = sorted(set(ids.values()) - dataset.records.keys())
    suspect = {name for name, path in dataset.paths.items() if any(finding.path == path for finding in errors)}
    misshapen = [name for name in sorted(suspect) if _misshapen(name, dataset.records[name], ids.values())]
    records = {name: record for name, record in dataset.records.items() if name not in misshapen}
    return Dataset(records, dataset.paths), sorted([*broken, *misshapen])


def _misshapen(record_id: str, record: Mapping[str, Any], known: Iterable[str]) -> bool:
    return any(form.check_form(record_id, bare(record), dict.fromkeys(known, "")))


def bare(value: Any) -> Any:
    """A value with its unquoted scalars as the checks of form take them."""
    if isinstance(value, Typed):
        return Bare(str(value))
    if isinstance(value, list):
        return [bare(part) for part in value]
    return {key: bare(part) for key, part in value.items()} if isinstance(value, dict) else value
