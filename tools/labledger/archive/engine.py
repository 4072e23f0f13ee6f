"""Where work over independent pieces is done: here, in a pool of processes, or on a dask cluster, all behind one map.

A map takes a function and tasks and gives each task's place and result once, as results come. Tasks and results are
plain data, and a task may be done twice without harm: a worker that dies loses nothing, and nothing counts twice.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from labledger.errors import LedgerError, UnreadableError, UsageError

if TYPE_CHECKING:
    from concurrent.futures import Executor

_Task = TypeVar("_Task")
_Result = TypeVar("_Result")
_ROUNDS = 2
"""How often all that is left is given to a new pool after a worker died, before each task gets a process of its own."""
_PATIENCE = "20s"
"""How long a scheduler may take to answer."""


class Map(Protocol):
    """Does a function over tasks, in any order. Raises UnreadableError where a task cannot be done at all."""

    def __call__(self, function: Callable[[_Task], _Result], tasks: Sequence[_Task]) -> Iterator[tuple[int, _Result]]:
        """Place of each task and its result, once."""
        ...


def in_turn(function: Callable[[_Task], _Result], tasks: Sequence[_Task]) -> Iterator[tuple[int, _Result]]:
    """One task after the other, in this process."""
    for place, task in enumerate(tasks):
        yield place, function(task)


def pooled(jobs: int) -> Map:
    """A map over so many processes of this machine."""

    def run(function: Callable[[_Task], _Result], tasks: Sequence[_Task]) -> Iterator[tuple[int, _Result]]:
        if min(jobs, len(tasks)) < 2:
            yield from in_turn(function, tasks)
            return
        left = dict(enumerate(tasks))
        for _ in range(_ROUNDS):
            for place, result in _round(function, left, jobs):
                del left[place]
                yield place, result
        for place, task in list(left.items()):
            # A task that takes its process down with it, such as for want of memory, harms no other.
            alone = list(_round(function, {place: task}, 1))
            if not alone:
                raise UnreadableError(f"task {place + 1} ended its process three times", "try again with --jobs 1")
            yield alone[0]

    return run


def on_dask(scheduler: str, jobs: int) -> Map:
    """A map over the workers of a dask cluster; without the address of a scheduler over a cluster of this machine.

    Every worker must have this package and see the archive at the same path. Raises UsageError where dask is missing.
    """

    def run(function: Callable[[_Task], _Result], tasks: Sequence[_Task]) -> Iterator[tuple[int, _Result]]:
        distributed = _distributed()
        left = dict(enumerate(tasks))
        if left:
            with _client(distributed, scheduler, jobs) as client:
                futures = client.map(_done, [(function, task) for task in tasks], pure=False)
                places = {future.key: place for place, future in enumerate(futures)}
                for future in distributed.as_completed(futures):
                    place = places[future.key]
                    if future.status == "finished" and place in left:
                        del left[place]
                        yield place, _told(future.result())
        # What the cluster gave up on, since its workers died of it or were taken away, is done here.
        for place, task in left.items():
            yield place, function(task)

    return run


def available() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _round(function: Callable[[_Task], _Result], left: dict[int, _Task], jobs: int) -> Iterator[tuple[int, _Result]]:
    """What one pool does of the tasks before a process of it dies."""
    if not left:
        return
    # These take longer to import than a warm answer.
    from concurrent.futures import as_completed
    from concurrent.futures.process import BrokenProcessPool

    with _pool(min(jobs, len(left))) as pool:
        try:
            futures = {pool.submit(_done, (function, task)): place for place, task in list(left.items())}
            for future in as_completed(futures):
                yield futures[future], _told(future.result())
        except BrokenProcessPool:
            return
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _pool(jobs: int) -> Executor:
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    # Forking is quick, and safe only while nothing else runs in this process.
    quick = sys.platform == "linux" and threading.active_count() == 1
    context = multiprocessing.get_context("fork" if quick else "spawn")
    return ProcessPoolExecutor(jobs, mp_context=context, initializer=_begin)


def _begin() -> None:
    """A worker leaves it to the main process to end at Ctrl-C, and ends at once when told to."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)


def _done(work: tuple[Callable[[Any], Any], Any]) -> tuple[Any, tuple[str, str] | None]:
    """The result of a task, or what stopped it, told in words: not every error can be sent."""
    function, task = work
    try:
        return function(task), None
    except LedgerError as error:
        return None, (error.message, error.hint)


def _told(done: tuple[Any, tuple[str, str] | None]) -> Any:
    result, stopped = done
    if stopped is not None:
        raise UnreadableError(*stopped)
    return result


def _distributed() -> Any:
    try:
        import distributed
    except ImportError:
        raise UsageError("--engine dask needs dask.distributed", "pip install 'labledger[dask]'") from None
    return distributed


def _client(distributed: Any, scheduler: str, jobs: int) -> Any:
    try:
        if scheduler:
            return distributed.Client(scheduler, timeout=_PATIENCE)
        return distributed.Client(n_workers=jobs, threads_per_worker=1, processes=True, dashboard_address=None)
    except (OSError, ValueError) as error:
        hint = "give --scheduler tcp://HOST:PORT of a running one"
        raise UnreadableError(f"no dask scheduler answers: {str(error)[:120]}", hint) from None
