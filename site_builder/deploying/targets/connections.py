"""A connection for each thread, to servers that do one thing at a time on one. Knows no protocol."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Generic, TypeVar

Connection = TypeVar("Connection")


class PerThread(Generic[Connection]):
    """Connections, opened where they are needed. One that broke is dropped, for another to follow."""

    def __init__(
        self,
        open_: Callable[[], Connection],
        close: Callable[[Connection], object],
        is_broken: Callable[[BaseException], bool],
    ) -> None:
        self._open = open_
        self._close = close
        self._is_broken = is_broken
        self._lock = threading.Lock()
        self._all: dict[int, Connection] = {}  # by thread

    @contextmanager
    def one(self) -> Iterator[Connection]:
        """This thread's connection."""
        mine = threading.get_ident()
        if mine not in self._all:
            opened = self._open()
            with self._lock:
                self._all[mine] = opened
        try:
            yield self._all[mine]
        except BaseException as error:
            if self._is_broken(error):
                self._drop(mine)
            raise

    def close(self) -> None:
        """Close all of them."""
        for thread in [*self._all]:
            self._drop(thread)

    def _drop(self, thread: int) -> None:
        with self._lock:
            connection = self._all.pop(thread, None)
        if connection is not None:
            with suppress(Exception):  # it is broken, or not needed any more
                self._close(connection)
