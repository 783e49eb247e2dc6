"""Ctrl-C and SIGTERM, and what neither may cut in two."""

from __future__ import annotations

import pytest
from faults import alone

BEGIN = (
    "import os, signal, sys, time\n"
    "from site_builder.interrupts import Interrupted, listen, signals_held\n"
    "listen()\n"
    "def hit(number=signal.SIGTERM):\n"
    "    os.kill(os.getpid(), number)\n"
)


@pytest.mark.parametrize(("name", "told"), [("SIGINT", "Interrupted. 130"), ("SIGTERM", "Terminated. 143")])
def test_a_signal_raises_an_exception_that_says_how_the_process_is_to_end(name: str, told: str) -> None:
    code = f"try:\n    hit(signal.{name})\nexcept Interrupted as why:\n    print(why, why.code)\n"
    assert alone(BEGIN + code) == f"{told}\n"


def test_a_signal_waits_until_the_work_that_holds_it_is_done() -> None:
    code = (
        "try:\n"
        "    with signals_held():\n"
        "        with signals_held():\n"
        "            hit()\n"
        "        print('done')\n"
        "except Interrupted:\n"
        "    print('raised')\n"
    )
    assert alone(BEGIN + code) == "done\nraised\n"


def test_an_interrupt_that_is_lost_in_a_destructor_is_raised_again_without_a_word() -> None:
    code = (
        "class Thing:\n"
        "    def __del__(self):\n"
        "        hit()\n"
        "        len('')\n"
        "try:\n"
        "    Thing()\n"
        "    time.sleep(10)\n"
        "except Interrupted:\n"
        "    print('raised')\n"
    )
    assert alone("import sys\nsys.stderr = sys.stdout\n" + BEGIN + code) == "raised\n"


def test_other_errors_in_a_destructor_are_told_as_ever() -> None:
    code = (
        "class Thing:\n"
        "    def __del__(self):\n"
        "        raise ValueError('told')\n"
        "sys.stderr = sys.stdout\n"
        "Thing()\n"
    )
    assert "ValueError: told" in alone(BEGIN + code)


def test_a_signal_that_the_parent_process_has_told_to_ignore_stays_ignored() -> None:
    begin = "import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\n" + BEGIN
    assert alone(begin + "hit(signal.SIGINT)\nprint('went on')\n") == "went on\n"
