"""Reads many raw articles in several processes, in order and with bounded memory. Writes nothing.

What becomes of an item does not depend on the others, so any number of processes gives the same; the one
that asked saves them one after the other. An item that fails stops no other one, and neither does one on
which a process dies.
"""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future
from itertools import chain
from typing import Any, Generic, TypeVar

from msgspec import Struct

from site_builder.executors import SMALL, WorkerDied, executor_for
from site_builder.executors.base import Lost
from site_builder.importing.items import Item
from site_builder.interrupts import signals_held
from site_builder.problems import Place, Problem, ProblemsFound

Result = TypeVar("Result")

FEW = 16  # items that one process reads in the time that it takes to start others
_AHEAD = 4  # items for each process that are under way, or done and not yet asked for …
_HEAVY = 1 << 26  # … and bytes of them altogether, beyond which none is added
_REMEDY = "Memory may have run out, or a library failed. The other articles do not need this one."

_held: dict[str, Callable[[Item], Any]] = {}  # what the processes that are forked from this one do


class Outcome(Struct, Generic[Result], frozen=True):
    """What came of one item: a result, or the problems for which there is none."""

    item: Item
    result: Result | None
    problems: tuple[Problem, ...] = ()


def import_many(
    items: Iterable[Item], work: Callable[[Item], Result], jobs: int
) -> Iterator[Outcome[Result]]:
    """What `work` makes of each item, in their order, in at most `jobs` processes.

    Few items are held at a time. `work` may raise ProblemsFound; any other error of it is a problem of its
    item. It reaches the processes by fork, so it need not be fit to be pickled, but what it gives must be.
    """
    waiting = iter(items)
    head: list[Item] = []
    if jobs > 1 and sys.platform.startswith("linux"):
        for item in waiting:
            head.append(item)
            if len(head) > FEW or sum(map(_weight, head)) > _HEAVY:
                break
    todo = chain(head, waiting)
    if len(head) > FEW or (len(head) > 1 and sum(map(_weight, head)) > _HEAVY):
        yield from _in_processes(todo, work, jobs)
    else:
        yield from (Outcome(item, *_attempt(work, item)) for item in todo)


def _in_processes(
    items: Iterator[Item], work: Callable[[Item], Result], jobs: int
) -> Iterator[Outcome[Result]]:
    """The outcomes in order, from one pool after the other: one ends where a process dies."""
    _held["work"] = work
    under_way: deque[tuple[Item, Future[Any]]] = deque()
    try:
        while True:
            try:
                with executor_for(SMALL * jobs, jobs) as executor:
                    yield from _through(executor, items, under_way, jobs * _AHEAD)
                    return
            except BrokenExecutor:
                # Which item it died on cannot be known. Each by itself, the guilty one kills nobody else.
                while under_way:
                    yield _settled(*under_way.popleft())
    finally:
        _held.clear()


def _through(
    executor: Executor, items: Iterator[Item], under_way: deque[tuple[Item, Future[Any]]], most: int
) -> Iterator[Outcome[Any]]:
    """Outcomes, as long as no process dies; what has none then is still in `under_way`."""
    while True:
        while len(under_way) < most and sum(_weight(item) for item, _ in under_way) < _HEAVY:
            item = next(items, None)
            if item is None:
                break
            under_way.append((item, Future()))
            with signals_held():
                under_way[-1] = item, executor.submit(_job, item)
        if not under_way:
            return
        item, future = under_way[0]
        outcome = Outcome(item, *future.result())
        under_way.popleft()
        yield outcome


def _settled(item: Item, future: Future[Any]) -> Outcome[Any]:
    """What came of an item that was under way when a process died: it is tried in a process of its own."""
    if future.done() and not future.cancelled() and future.exception() is None:
        return Outcome(item, *future.result())
    from site_builder.executors.pool import forked_pool

    try:
        with forked_pool(1) as alone:
            with signals_held():
                second = alone.submit(_job, item)
            return Outcome(item, *second.result())
    except BrokenExecutor:
        died = WorkerDied([item], Lost("a process died while it worked", _REMEDY))
        return Outcome(item, None, (died.problem([item.name]),))


def _job(item: Item) -> tuple[Any, tuple[Problem, ...]]:
    return _attempt(_held["work"], item)


def _attempt(work: Callable[[Item], Result], item: Item) -> tuple[Result | None, tuple[Problem, ...]]:
    try:
        return work(item), ()
    except ProblemsFound as found:
        return None, found.problems
    except Exception as error:  # whatever a library makes of what nobody foresaw, it is this item's alone
        message = f"it could not be read ({type(error).__name__}: {error})"
        remedy = "This is a fault of the importer. The other articles do not need this one."
        return None, (Problem(code="import-failed", place=Place(item.name), message=message, remedy=remedy),)


def _weight(item: Item) -> int:
    return len(item.original) + len(item.content)
