"""Where jobs run: in this process, in a pool of processes, or on a cluster. Knows nothing of what they do.

A kind of cluster is one module and a line in `KINDS`. Such a module offers `check(address)`, which loads no
library and raises ProblemsFound where the address or the library will not do; `reach(address)`, which raises
it where nobody answers there; and `connect(address)`, a context manager that gives a `Remote`.
"""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future
from contextlib import contextmanager
from importlib import import_module
from itertools import islice
from types import ModuleType
from typing import Any, NamedTuple, TypeVar

from site_builder.executors.base import Lost, Remote, WorkerDied, refused
from site_builder.executors.inline import Inline
from site_builder.interrupts import signals_held
from site_builder.problems import did_you_mean

__all__ = [
    "SMALL",
    "Inline",
    "Remote",
    "WorkerDied",
    "Workers",
    "check_address",
    "executor_for",
    "run",
]

Item = TypeVar("Item")
Result = TypeVar("Result")

SMALL = 48  # jobs below which starting processes costs more than it brings
KINDS = {"dask": "site_builder.executors.dask_cluster"}  # by the scheme of an address
_AHEAD = 128  # chunks on their way to a cluster: none of its workers waits, and few lie in memory


class Workers(NamedTuple):
    """Who is to do the work where there is enough of it."""

    processes: int = 1  # at most, of this machine
    address: str = ""  # of a cluster, which does it instead: "dask://HOST:PORT"


def check_address(address: str) -> None:
    """Raises ProblemsFound where an address names no executor that could be used. Asks nobody."""
    _kind_of(address)


@contextmanager
def executor_for(jobs: int, processes: int, address: str = "") -> Iterator[Executor]:
    """An executor for so many jobs: inline when they are few, or when there is one process only and no
    cluster. Raises ProblemsFound where the cluster cannot be used.
    """
    if address and jobs:
        kind, rest = _kind_of(address)
        if jobs >= SMALL:
            with kind.connect(rest) as remote:
                yield remote
            return
        kind.reach(rest)  # a wrong address is told of before the day on which there is much to do
    processes = min(processes, max(1, jobs // (SMALL // 2)))
    if processes <= 1 or jobs < SMALL or not sys.platform.startswith("linux"):
        # Elsewhere processes start by importing all anew, and fork is not safe on macOS.
        yield Inline()
        return
    from site_builder.executors.pool import forked_pool  # with sockets and more, which few builds need

    with forked_pool(processes) as pool:
        yield pool


def run(
    executor: Executor,
    job: Callable[..., Result],
    items: Sequence[Item],
    chunk: int = 24,
    prepare: Callable[[Sequence[Item]], Sequence[Any]] | None = None,
    shared: Sequence[Any] = (),
) -> Iterator[Result]:
    """The results of the job over chunks of the items, in the items' order.

    `prepare` is called here on each chunk, shortly before it is handed in; `shared` are further arguments of
    every job. Raises WorkerDied, with the jobs it can have been, when a worker ends.
    """
    starts = range(0, len(items), chunk)
    futures: deque[Future[Result]] = deque()

    def taken(start: int) -> Sequence[Any]:
        part = items[start : start + chunk]
        return prepare(part) if prepare else part

    if isinstance(executor, Inline):
        yield from (job(taken(start), *shared) for start in starts)
        return

    def submit(start: int) -> None:
        part = taken(start)
        with signals_held():
            futures.append(executor.submit(job, part, *shared))

    result_of = executor.result if isinstance(executor, Remote) else _result
    ahead = _AHEAD if isinstance(executor, Remote) else len(starts)
    waiting = iter(starts)
    for start in islice(waiting, ahead):
        submit(start)
    for start in starts:
        try:
            result = result_of(futures.popleft())
        except Lost as lost:
            raise WorkerDied(items[start : start + chunk if lost.is_certain else None], lost) from lost
        for later in islice(waiting, 1):
            submit(later)
        yield result


def _result(future: Future[Result]) -> Result:
    """What a job in a pool gave."""
    try:
        return future.result()
    except BrokenExecutor as error:
        raise Lost("a process died while it worked") from error


def _kind_of(address: str) -> tuple[ModuleType, str]:
    """The module for an address, and the address without its scheme, both checked."""
    scheme, mark, rest = address.partition("://")
    if scheme not in KINDS or not mark:
        known = ", ".join(f"{kind}://HOST:PORT" for kind in KINDS)
        hint = did_you_mean(scheme, KINDS) if mark else ""
        raise refused(f"'{address}' names no executor{f': {hint}' if hint else ''}", f"Known is: {known}")
    kind = import_module(KINDS[scheme])
    kind.check(rest)
    return kind, rest
