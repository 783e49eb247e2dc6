"""Jobs that run in a pool of processes of this machine, forked when the pool begins."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager

from site_builder.interrupts import signals_held


@contextmanager
def forked_pool(workers: int) -> Iterator[Executor]:
    """A pool of so many processes, which end at once when the work inside is broken off."""
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
            # One that was killed while it sent what it had made leaves a part of that in the pipe, and the
            # pool's own thread waits for the rest as long as anybody could write it: as long as we could.
            if sending := getattr(pool._result_queue, "_writer", None):
                sending.close()
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
