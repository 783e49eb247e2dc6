"""Runs one command and prints what it cost, as JSON: wall time, CPU time and memory of all its processes.

    python -I -S benchmarks/measure.py '{"command": ["hugo", "build"], "folder": "site", …}'

The keys of the order are those of `Order`, the keys of the answer those of `cost`. Linux only.

A process of its own, started afresh for each run and kept small on purpose: Linux counts the memory of
the starting process as the first memory of the started one. Knows nothing of sites and generators.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import sys
import threading
import time
from typing import Any, TypedDict

MEGABYTE = 1024 * 1024
LONGEST_SHARE = 1 / 50  # of one processor, that looking at memory may take
SHORTEST_PAUSE = 0.02  # seconds between two looks


class Order(TypedDict):
    """What is to be run."""

    command: list[str]
    folder: str  # to run it in
    environment: dict[str, str]  # on top of the one this process has
    log: str  # the file that takes what it prints
    timeout: float  # seconds, after which all its processes are killed
    cores: int  # processors it may use; all where there are fewer


def cost(order: Order) -> dict[str, Any]:
    """Run it and wait for its end.

    `wall` and `cpu` are seconds; `largest` is the peak of the largest of its processes in megabytes, as
    the kernel counted it; `together` the peak of all at one moment, memory that they share counted once,
    as looked up every now and then, and never less than `largest`; `other` the CPU seconds that the
    rest of the machine used meanwhile; `code` the exit code; `timed_out` whether it had to be stopped.
    """
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[: order["cores"]])
    os.sync()  # so that no run pays for what an earlier one left to be written
    memory = _Memory()
    own, busy, started = time.process_time(), _machine_seconds(), time.perf_counter()
    with open(order["log"], "wb") as log:
        pid = os.posix_spawnp(
            order["command"][0],
            order["command"],
            {**os.environ, **order["environment"]},
            file_actions=[(os.POSIX_SPAWN_DUP2, log.fileno(), 1), (os.POSIX_SPAWN_DUP2, log.fileno(), 2)],
            setpgroup=0,
        )
    late = threading.Event()

    def stop() -> None:
        late.set()
        os.killpg(pid, signal.SIGKILL)

    limit = threading.Timer(order["timeout"], stop)
    limit.daemon = True
    limit.start()
    memory.watch(pid)
    _, status, usage = os.wait4(pid, 0)
    wall = time.perf_counter() - started
    limit.cancel()
    memory.ended.set()
    cpu = usage.ru_utime + usage.ru_stime
    other = _machine_seconds() - busy - cpu - (time.process_time() - own)
    return {
        "wall": wall,
        "cpu": cpu,
        "largest": usage.ru_maxrss / 1024,
        "together": max(memory.peak / MEGABYTE, usage.ru_maxrss / 1024),
        "other": max(0.0, other),
        "code": os.waitstatus_to_exitcode(status),
        "timed_out": late.is_set(),
    }


class _Memory:
    """The peak of what a process and all below it hold, looked up in a thread until `ended` is set."""

    def __init__(self) -> None:
        self.peak = 0  # bytes
        self.ended = threading.Event()

    def watch(self, pid: int) -> None:
        """Begin."""
        threading.Thread(target=self._look, args=(pid,), daemon=True).start()

    def _look(self, pid: int) -> None:
        pause = 0.0
        while not self.ended.wait(pause):
            started = time.thread_time()
            self.peak = max(self.peak, sum(_proportional(process) for process in _tree(pid)))
            pause = max(SHORTEST_PAUSE, (time.thread_time() - started) / LONGEST_SHARE)


def _tree(pid: int) -> list[int]:
    """A process and all that it started, as far as they are there now."""
    found = [pid]
    for process in found:
        with contextlib.suppress(OSError):
            for thread in os.listdir(f"/proc/{process}/task"):
                with open(f"/proc/{process}/task/{thread}/children") as children:
                    found += map(int, children.read().split())
    return found


def _proportional(pid: int) -> int:
    """What a process holds, in bytes; a page that n processes share counts as 1/n. 0 once it has gone."""
    with contextlib.suppress(OSError), open(f"/proc/{pid}/smaps_rollup") as sums:
        for line in sums:
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    return 0


def _machine_seconds() -> float:
    """CPU seconds that the whole machine has been busy since it started."""
    with open("/proc/stat") as counters:
        user, nice, system, _idle, _waiting, *interrupts = map(int, counters.readline().split()[1:9])
    return (user + nice + system + sum(interrupts)) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    asked: Order = json.loads(sys.argv[1])
    os.chdir(asked["folder"])
    print(json.dumps(cost(asked)))
