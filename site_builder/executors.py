"""Where jobs run: in this process, or in a pool of processes. Knows nothing of what they do."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future
from contextlib import contextmanager
from typing import Any, TypeVar

from site_builder.interrupts import signals_held
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
    import multiprocessing  # with sockets and more, which a small build needs none of
    from concurrent.futures import ProcessPoolExecutor

    others = {child.pid for child in multiprocessing.active_children()}
    alive, life = os.pipe()
    fork = multiprocessing.get_context("fork")
    pool = ProcessPoolExecutor(workers, fork, _begin_work, (alive, life))
    try:
        yield pool
    except BaseException:
        with signals_held():
            for child in multiprocessing.active_children():
                if child.pid not in others:
                    child.kill()
        raise
    finally:
        with signals_held():
            pool.shutdown(wait=True, cancel_futures=True)
            os.close(alive)
            os.close(life)


def _begin_work(alive: int, life: int) -> None:
    """What a worker does first: see to it that it ends when it is told to, and with its parent.

    A parent that is killed tells nobody, and its workers would wait for jobs for ever. So they read from a
    pipe whose other end the parent alone holds and never writes to: that ends when the parent does.
    """
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})
    os.close(life)

    def wait() -> None:
        os.read(alive, 1)
        os._exit(1)

    threading.Thread(target=wait, daemon=True).start()


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
    with signals_held():
        futures = [executor.submit(job, part) for part in chunks]
    for future, part in zip(futures, chunks, strict=True):
        try:
            yield future.result()
        except BrokenExecutor as error:
            raise WorkerDied(part) from error
