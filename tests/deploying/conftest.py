"""Retries without pauses."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import stamina


@pytest.fixture(autouse=True)
def no_second_attempt() -> Iterator[None]:
    """Attempts are not repeated, so that each operation can be the one that fails."""
    with stamina.set_testing(True, attempts=1):
        yield
