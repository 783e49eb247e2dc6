"""Random sites, edits, failures and kills: an incremental build gives what a clean one gives."""

from __future__ import annotations

import pytest
from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from oracle.machine import SiteMachine, counted


@pytest.mark.usefixtures("_layouts_compiled_once")
@pytest.mark.parametrize("part", range(8))
def test_after_any_sequence_of_edits_and_accidents_the_output_is_that_of_a_clean_build(part: int) -> None:
    before = counted["builds"]
    machine = type(f"SiteMachine{part}", (SiteMachine,), {})
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        machine, settings=settings(max_examples=8, stateful_step_count=16, deadline=None, print_blob=True)
    )
    assert counted["builds"] - before >= 250
