"""Sequences of what is done to a site, drawn from numbers: they can be told, repeated and shortened."""

from __future__ import annotations

import random
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from oracle.machine import SiteMachine
from oracle.rules import RULES, WEIGHTS


class Step(NamedTuple):
    """One thing to do to a site."""

    rule: str
    seed: int  # whence everything else of it is drawn


def take(machine: SiteMachine, step: Step) -> None:
    """Do the step, and in three cases of four build and compare."""
    chance = random.Random(step.seed)
    RULES[step.rule](machine, chance)
    if chance.random() < 0.75:
        machine.check(**({"jobs": chance.choice([2, 3])} if chance.random() < 0.03 else {}))
    if machine.failed >= 2:
        machine.mend()
        machine.check()


def draw_steps(seed: int, count: int) -> list[Step]:
    """So many steps, the same for a seed everywhere."""
    chance = random.Random(seed)
    weights = [WEIGHTS.get(name, 4) for name in RULES]
    names = chance.choices(list(RULES), weights, k=count)
    return [Step(name, chance.randrange(2**32)) for name in names]


def run_steps(seed: int, steps: Iterable[Step]) -> None:
    """One site, from its beginning through all steps. Raises Differs or what a build raised."""
    root = Path(tempfile.mkdtemp(prefix="oracle-"))
    try:
        machine = SiteMachine(root)
        machine.begin(random.Random(seed))
        for step in steps:
            take(machine, step)
    finally:
        shutil.rmtree(root)


def shortened(seed: int, steps: list[Step]) -> list[Step]:
    """A shorter sequence that fails as well: steps are left out one by one as long as it does."""
    for at in reversed(range(len(steps))):
        fewer = steps[:at] + steps[at + 1 :]
        try:
            run_steps(seed, fewer)
        except Exception:
            steps = fewer
    return steps
