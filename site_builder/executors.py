"""Where jobs run: in this process, or in a pool of processes. Knows nothing of what they do."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from typing import Any, TypeVar

from site_builder.problems import Place, Problem

Item = TypeVar("Item")
Result = TypeVar("Result")

SMALL = 48  # jobs below which starting processes costs more than it brings


class Inline(Executor):
    """Runs each job when it is handed in."""

    def submit(self, fn: Callable[..., Result], /, *args: Any, **kwargs: Any) -> Future[Result]:
        """A future that is done already."""
        future: Future[Result] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future


class WorkerDied(Exception):
    """A worker process ended in the middle of its jobs, which `items` holds."""

    def __init__(self, items: Sequence[Any]) -> None:
        self.items = items
        super().__init__(f"a worker process died in the middle of {len(items)} jobs")

    def problem(self, names: Sequence[str]) -> Problem:
        """The same for the user; `names` are the files or pages that were worked on."""
        count = "" if len(names) == 1 else f", or on one of the {len(names) - 1} after it"
        return Problem(
            code="worker-died",
            place=Place(names[0]),
            message=f"a process died while it worked on this{count}",
            remedy="Memory may have run out. Build with `-j 1` to see whether one process gets through.",
        )


@contextmanager
def executor_for(jobs: int, workers: int) -> Iterator[Executor]:
    """An executor for so many jobs: inline when they are few or there is one worker only."""
    workers = min(workers, max(1, jobs // (SMALL // 2)))
    if workers <= 1 or jobs < SMALL or not sys.platform.startswith("linux"):
        # Elsewhere processes start by importing all anew, and fork is not safe on macOS.
        yield Inline()
        return
    others = {child.pid for child in multiprocessing.active_children()}
    pool = ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("fork"))
    try:
        yield pool
    except KeyboardInterrupt:
        for child in multiprocessing.active_children():
            if child.pid not in others:
                child.terminate()
        raise
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def run(
    executor: Executor,
    job: Callable[[Sequence[Item]], Result],
    items: Sequence[Item],
    chunk: int = 24,
) -> Iterator[Result]:
    """The results of the job over chunks of the items, in the items' order.

    Raises WorkerDied, with the chunk that was being waited for, when a process ends.
    """
    chunks = [items[start : start + chunk] for start in range(0, len(items), chunk)]
    if isinstance(executor, Inline):
        yield from (job(part) for part in chunks)
        return
    with _interrupts_held():
        futures = [executor.submit(job, part) for part in chunks]
    for future, part in zip(futures, chunks, strict=True):
        try:
            yield future.result()
        except BrokenProcessPool as error:
            raise WorkerDied(part) from error


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Keep Ctrl-C waiting while processes are forked.

    It reaches every process of a terminal. Forked like this they never hear of it, and the parent, who
    alone answers it, cannot lose it in the middle of a fork.
    """
    former = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, former)


def default_workers() -> int:
    """As many as there are processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
