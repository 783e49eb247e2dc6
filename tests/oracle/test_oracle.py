"""Random sites, edits, failures and kills: an incremental build gives what a clean one gives."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parents[1]
PARTS, BUILDS = 4, 510


@pytest.mark.parametrize("part", range(PARTS))
def test_after_any_sequence_of_edits_and_accidents_the_output_is_that_of_a_clean_build(part: int) -> None:
    # In a process of its own: builds are forked and killed, and a test run has threads.
    run = subprocess.run(
        [sys.executable, "-m", "oracle", f"--builds={BUILDS}", f"--seed={part * 1000}"],
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(TESTS), *sys.path])},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert run.returncode == 0, run.stderr[-6000:]
    told = re.match(r"(\d+) builds, \d+ repeats, (\d+) kills, (\d+) failed builds", run.stdout)
    assert told, run.stdout
    builds, kills, failures = map(int, told.groups())
    assert builds >= BUILDS
    assert kills >= 3
    assert failures >= 10
