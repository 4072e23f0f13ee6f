"""`labledger label`: labels for bare pairs of clauses, one JSON object a line in, one answer a line out."""

from __future__ import annotations

import gc
import signal
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

from labledger.cli.place import examples
from labledger.errors import UnreadableError

if TYPE_CHECKING:
    from labledger.report.pairs import BadLine, Pair

_PATIENCE = 2.0
"""Seconds after which a long run shows how far it is."""
_CHUNK = 32
"""Pairs that a worker gets at a time."""
_AHEAD = 4
"""Chunks for each worker that are read before the first is answered; bounds the memory."""


@click.command(
    epilog=examples(
        """labledger label <<< '{"id": "1", "old": "We must tell the board.", "new": "We may tell the board."}'""",
        "labledger label --schema > pairs.schema.json",
    )
)
@click.argument("pairs", metavar="[PAIRS.jsonl]", default="-")
@click.option(
    "--jobs", type=click.IntRange(1, 64), default=1, show_default=True, help="Processes that label; the order is kept."
)
@click.option("--format", "format_", type=click.Choice(("jsonl", "csv")), default="jsonl", show_default=True,
              help="Form of the output; csv has one finding a row.")  # fmt: skip
@click.option("--schema", is_flag=True, help="Print the JSON Schema of both lines and stop.")
def command(pairs: str, jobs: int, format_: str, schema: bool) -> int:
    """Label pairs of clauses: which way each step goes, by which rule, resting on which words.

    Each line of PAIRS.jsonl, or of standard input, is one pair: {"id": "1", "old": "text or null", "new": "text or
    null", "account": ["item", ...]}. Without the key account nothing is known of the lab's own account; null says that
    it was searched for and there is none; a list holds its items. Each answer is one line, in the same order and as
    soon as it is known.

    A line that cannot be read is told on standard error with its address and makes the exit code 1; the others are
    labelled all the same.
    """
    if schema:
        _schemas()
        return 0
    from labledger.report import pairs as form

    gc.enable()  # a run may be long, and the readings hold cycles
    write: Callable[[dict[str, Any]], str] = form.as_csv_lines if format_ == "csv" else form.as_json_line
    if format_ == "csv":
        click.echo(form.csv_head(), nl=False)
    faults, done, progress = 0, 0, _Progress()
    with _source(pairs) as (stream, name):
        for bad, answer in _answered(_read(stream, name), jobs):
            if bad is not None:
                _tell(bad)
                faults += 1
            if answer is not None:
                click.echo(write(answer), nl=False)
            done += 1
            progress.show(done)
    progress.clear()
    return 1 if faults else 0


def _schemas() -> None:
    from labledger.report.document import document
    from labledger.report.pair_schema import answer_schema, pair_schema

    click.echo(document({"pair": pair_schema(), "answer": answer_schema()}), nl=False)


@contextmanager
def _source(name: str) -> Iterator[tuple[IO[bytes], str]]:
    if name == "-":
        if sys.stdin.isatty():
            click.echo("reading pairs from the terminal, one JSON object a line; Ctrl-D ends", err=True)
        yield sys.stdin.buffer, "-"
        return
    path = Path(name)
    if path.is_dir():
        raise UnreadableError(f"{name} is a folder", "name a file of JSON lines, or - for standard input")
    try:
        stream = path.open("rb")
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise UnreadableError(f"{name} cannot be read: {reason}", "name a file of JSON lines, or -") from None
    with stream:
        yield stream, name


def _read(stream: IO[bytes], name: str) -> Iterator[Pair | BadLine]:
    from labledger.report.pairs import Reader

    reader = Reader(name)
    for number, raw in _lines(stream):
        found = reader.read(number, raw)
        if found is not None:
            yield found


def _lines(stream: IO[bytes]) -> Iterator[tuple[int, bytes]]:
    """Numbered lines. Of one beyond the limit only the start is kept, one byte too long; the rest is skipped."""
    from labledger.report.pairs import MOST_BYTES

    number = 0
    while raw := stream.readline(MOST_BYTES + 1):
        number += 1
        part = raw
        while len(part) > MOST_BYTES and not part.endswith(b"\n"):
            part = stream.readline(MOST_BYTES + 1)
        yield number, raw


Outcome = tuple["BadLine | None", dict[str, Any] | None]


def _answered(found: Iterator[Pair | BadLine], jobs: int) -> Iterator[Outcome]:
    """What is wrong with each line, or None, and its answer, where it has one; in the order of the lines."""
    if jobs == 1:
        yield from (_outcome(one) for one in found)
    else:
        yield from _pooled(found, jobs)


def _outcome(found: Pair | BadLine) -> Outcome:
    from labledger.report.pairs import BadLine, answer, refusal

    return (found, refusal(found)) if isinstance(found, BadLine) else (None, answer(found))


def _outcomes(chunk: list[Pair | BadLine]) -> list[Outcome]:
    return [_outcome(found) for found in chunk]


def _pooled(found: Iterator[Pair | BadLine], jobs: int) -> Iterator[Outcome]:
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    pool = ProcessPoolExecutor(jobs, initializer=_quiet)
    waiting: deque[Any] = deque()
    try:
        while chunk := list(islice(found, _CHUNK)):
            waiting.append(pool.submit(_outcomes, chunk))
            if len(waiting) >= jobs * _AHEAD:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()
    except BrokenProcessPool:
        raise UnreadableError(
            "a labelling process ended before its work", "memory may be short: use fewer --jobs"
        ) from None
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _quiet() -> None:
    """A worker leaves interrupts to the process that started it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    gc.enable()


def _tell(bad: BadLine) -> None:
    from labledger.report.escape import one_line

    for finding in bad.findings:
        click.echo(one_line(str(finding)), err=True)


class _Progress:
    """A count on the terminal, where the answers go elsewhere and the run is long."""

    def __init__(self) -> None:
        self._wanted = sys.stderr.isatty() and not sys.stdout.isatty()
        self._next = time.monotonic() + _PATIENCE
        self._shown = False

    def show(self, done: int) -> None:
        """Show the count, at most twice a second."""
        if self._wanted and time.monotonic() >= self._next:
            click.echo(f"\r{done} pairs", nl=False, err=True)
            self._next, self._shown = time.monotonic() + 0.5, True

    def clear(self) -> None:
        """Take the count away."""
        if self._shown:
            click.echo("\r" + " " * 20 + "\r", nl=False, err=True)
