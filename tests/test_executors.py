"""Where jobs run. The same results in the same order, wherever that is."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import Executor, ThreadPoolExecutor

import pytest

from site_builder.executors import SMALL, Inline, executor_for, run
from site_builder.options import default_jobs


def _doubled(items: Sequence[int]) -> list[int]:
    return [item * 2 for item in items]


def _failing(items: Sequence[int]) -> list[int]:
    raise ValueError(f"cannot do {items[0]}")


@pytest.mark.parametrize("count", [0, 1, 23, 24, 25, 100])
@pytest.mark.parametrize("executor", [Inline(), ThreadPoolExecutor(4)], ids=["inline", "four workers"])
def test_results_come_in_the_order_of_the_items(executor: Executor, count: int) -> None:
    results = [result for chunk in run(executor, _doubled, range(count)) for result in chunk]
    assert results == [item * 2 for item in range(count)]


@pytest.mark.parametrize(("jobs", "workers"), [(0, 4), (1, 4), (SMALL - 1, 4), (10_000, 1)])
def test_few_jobs_or_one_worker_start_no_process(jobs: int, workers: int) -> None:
    with executor_for(jobs, workers) as executor:
        assert isinstance(executor, Inline)


def test_an_error_in_a_job_is_raised_as_it_is() -> None:
    with pytest.raises(ValueError, match="cannot do 24"):
        list(run(Inline(), lambda part: _failing(part) if part[0] else [], range(48)))
    future = Inline().submit(_failing, [7])
    assert isinstance(future.exception(), ValueError)


def _in_a_process_of_its_own(code: str) -> str:
    """What the code prints. Processes are forked there, away from the threads of a test run."""
    script = f"from site_builder.executors import *\nimport os, signal\n{code}"
    command = [sys.executable, "-W", "error", "-c", script]
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout


def test_many_jobs_go_to_as_many_processes_as_were_asked_for_at_most() -> None:
    printed = _in_a_process_of_its_own(
        "def work(items):\n"
        "    import time; time.sleep(0.05)\n"
        "    return os.getpid()\n"
        "with executor_for(480, 3) as executor:\n"
        "    pids = set(run(executor, work, range(480)))\n"
        "print(1 < len(pids) <= 3, os.getpid() in pids)"
    )
    assert printed == "True False\n"


def test_a_worker_that_dies_is_told_with_the_jobs_that_it_had() -> None:
    printed = _in_a_process_of_its_own(
        "def work(items):\n"
        "    if 30 in items: os.kill(os.getpid(), signal.SIGKILL)\n"
        "    import time; time.sleep(0.2 if 30 not in items else 0)\n"
        "try:\n"
        "    with executor_for(96, 2) as executor:\n"
        "        list(run(executor, work, range(96)))\n"
        "except WorkerDied as died:\n"
        "    problem = died.problem([f'content/{n}.md' for n in died.items])\n"
        "    print(len(died.items), problem.code, problem.place.source.partition('/')[0])"
    )
    assert printed == "24 worker-died content\n"


def test_an_interrupted_run_ends_its_workers_at_once_and_no_other_process() -> None:
    printed = _in_a_process_of_its_own(
        "import multiprocessing, subprocess, threading, time\n"
        "def work(items):\n"
        "    time.sleep(60)\n"
        "other = multiprocessing.get_context('fork').Process(target=time.sleep, args=(60,))\n"
        "other.start()\n"
        "started = time.monotonic()\n"
        "try:\n"
        "    with executor_for(96, 2) as executor:\n"
        "        threading.Timer(0.3, lambda: os.kill(os.getpid(), signal.SIGINT)).start()\n"
        "        list(run(executor, work, range(96)))\n"
        "except KeyboardInterrupt:\n"
        "    print(time.monotonic() - started < 10, multiprocessing.active_children() == [other])\n"
        "other.kill()"
    )
    assert printed == "True True\n"


_BROKEN_OFF = """
import time
from site_builder.executors.pool import forked_pool
for round in range(8):
    try:
        with forked_pool(2) as pool:
            for _ in range(20):
                pool.submit(bytes, 20_000_000)
            time.sleep(0.05 + round / 50)
            raise KeyboardInterrupt
    except KeyboardInterrupt:
        pass
"""


def test_a_run_that_is_broken_off_while_workers_send_what_they_made_ends_at_once() -> None:
    subprocess.run([sys.executable, "-c", _BROKEN_OFF], check=True, timeout=60)


def test_the_usual_number_of_workers_is_that_of_the_processors_that_may_be_used() -> None:
    assert default_jobs() == len(os.sched_getaffinity(0))


def test_the_signal_that_interrupts_is_not_blocked_after_a_run() -> None:
    with ThreadPoolExecutor(1) as executor:
        list(run(executor, _doubled, range(48)))
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, set())
