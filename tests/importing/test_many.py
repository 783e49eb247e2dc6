"""Many items in several processes: the same as in one, in order, and none stops another."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from site_builder.importing.items import Item
from site_builder.importing.many import FEW, import_many
from site_builder.problems import Place, Problem, ProblemsFound

_linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="processes are forked on Linux only")


def _items(count: int) -> Iterator[Item]:
    for number in range(count):
        text = str(number).encode()
        yield Item(name=f"{number}.txt", original=text, suffix=".txt", shape="text", content=text)


def _doubled(item: Item) -> int:
    number = int(item.content)
    if number == 3:
        raise ProblemsFound([Problem(code="no-text", place=Place(item.name), message="it is no text")])
    if number == 5:
        raise RecursionError("too deep")
    return number * 2


def test_outcomes_come_in_the_order_of_the_items_and_one_that_fails_stops_no_other() -> None:
    outcomes = list(import_many(_items(8), _doubled, 1))
    assert [outcome.result for outcome in outcomes] == [0, 2, 4, None, 8, None, 12, 14]
    assert [[problem.code for problem in outcome.problems] for outcome in outcomes if outcome.problems] == [
        ["no-text"],
        ["import-failed"],
    ]
    assert "RecursionError: too deep" in outcomes[5].problems[0].message
    assert outcomes[5].problems[0].place.source == "5.txt"


def test_few_items_start_no_process() -> None:
    outcomes = import_many(_items(FEW), lambda item: os.getpid(), 4)
    assert {outcome.result for outcome in outcomes} == {os.getpid()}


def test_items_are_asked_for_one_at_a_time_where_one_process_works() -> None:
    items = _items(1000)
    assert next(import_many(items, _doubled, 1)).result == 0
    assert next(items).name == "1.txt"


def _in_a_process_of_its_own(code: str) -> str:
    """What the code prints. Processes are forked there, away from the threads of a test run."""
    script = (
        "import os, signal, time\n"
        "from site_builder.importing import many\n"
        "from site_builder.importing.items import Item\n"
        "from site_builder.importing.many import import_many\n"
        "def items(count):\n"
        "    global asked\n"
        "    for asked in range(count):\n"
        "        text = str(asked).encode()\n"
        "        yield Item(name=f'{asked}', original=text, suffix='.txt', shape='text', content=text)\n"
        f"{code}"
    )
    root = str(Path(__file__).parents[2])
    command = [sys.executable, "-W", "error", "-c", script]
    environment = {**os.environ, "PYTHONPATH": root}
    return subprocess.run(
        command, capture_output=True, text=True, check=True, timeout=60, env=environment
    ).stdout


@_linux
def test_any_number_of_processes_gives_the_same() -> None:
    printed = _in_a_process_of_its_own(
        "def work(item):\n"
        "    if item.content == b'7': raise KeyError(7)\n"
        "    return item.content * 2\n"
        "one, two, five = (list(import_many(items(200), work, jobs)) for jobs in (1, 2, 5))\n"
        "pids = {outcome.result for outcome in import_many(items(200), lambda item: os.getpid(), 3)}\n"
        "print(one == two == five, 1 < len(pids) <= 3, os.getpid() in pids)"
    )
    assert printed == "True True False\n"


@_linux
def test_few_items_are_held_at_a_time_and_fewer_of_heavy_ones() -> None:
    printed = _in_a_process_of_its_own(
        "most = 0\n"
        "for number, outcome in enumerate(import_many(items(300), lambda item: 1, 2)):\n"
        "    most = max(most, asked - number)\n"
        "print(most <= many.FEW)\n"
        "many._HEAVY = 3\n"
        "most = 0\n"
        "for number, outcome in enumerate(import_many(items(300), lambda item: 1, 2)):\n"
        "    most = max(most, asked - number)\n"
        "print(most <= 3)"
    )
    assert printed == "True\nTrue\n"


@_linux
def test_an_item_on_which_a_process_dies_is_named_and_the_others_are_read() -> None:
    printed = _in_a_process_of_its_own(
        "def work(item):\n"
        "    if item.content in {b'20', b'21', b'90'}: os.kill(os.getpid(), signal.SIGKILL)\n"
        "    return int(item.content)\n"
        "outcomes = list(import_many(items(100), work, 2))\n"
        "died = [outcome.item.name for outcome in outcomes if outcome.problems]\n"
        "print(died, [outcome.item.name for outcome in outcomes] == [str(n) for n in range(100)])\n"
        "print(outcomes[20].problems[0].code, outcomes[20].problems[0].place.source)\n"
        "print(all(outcome.result == int(outcome.item.name) for outcome in outcomes if not outcome.problems))"
    )
    assert printed == "['20', '21', '90'] True\nworker-died 20\nTrue\n"


@_linux
def test_a_run_that_is_broken_off_leaves_no_process() -> None:
    printed = _in_a_process_of_its_own(
        "import multiprocessing\n"
        "outcomes = import_many(items(100), lambda item: time.sleep(int(item.content)), 2)\n"
        "next(outcomes)\n"
        "outcomes.close()\n"
        "print(multiprocessing.active_children())"
    )
    assert printed == "[]\n"
