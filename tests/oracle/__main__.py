"""Runs the oracle for as long as one likes: `PYTHONPATH=tests python -m oracle --builds 20000 --seed 7`.

Each site has its own seed, the first the one that is given; a failure tells it with the steps.
"""

from __future__ import annotations

import argparse
import sys
import time
import traceback

from digests import compiling_layouts_once

from oracle.machine import counted
from oracle.steps import draw_steps, run_steps, shortened

STEPS = 24  # of one site


def main() -> int:
    """Builds until there are enough; 1 where any differed."""
    arguments = argparse.ArgumentParser(prog="oracle", description=__doc__)
    arguments.add_argument("--builds", type=int, default=2000, help="at least so many")
    arguments.add_argument("--seed", type=int, default=0, help="of the first site")
    arguments.add_argument("--shorten", action="store_true", help="look for the fewest steps that fail")
    asked = arguments.parse_args()
    started, seed, wrong = time.perf_counter(), asked.seed, 0
    with compiling_layouts_once():
        while counted["builds"] < asked.builds:
            steps = draw_steps(seed, STEPS)
            try:
                run_steps(seed, steps)
            except Exception:
                wrong += 1
                print(f"site {seed}:\n{traceback.format_exc()[-3000:]}", file=sys.stderr)
                for step in shortened(seed, steps) if asked.shorten else steps:
                    print(f"    {step}", file=sys.stderr)
            seed += 1
    spent = time.perf_counter() - started
    print(
        f"{counted['builds']} builds, {counted['repeats']} repeats, {counted['kills']} kills, "
        f"{counted['failures']} failed builds, {seed - asked.seed} sites, {wrong} wrong, {spent:.0f} seconds"
    )
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
