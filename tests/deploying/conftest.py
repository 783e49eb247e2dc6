"""Deploys without pauses."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import stamina

from site_builder.deploying.targets import remote


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Attempts are not repeated, so that each operation can be the one that fails. Nobody is waited for."""
    monkeypatch.setattr(remote, "_PATIENCE", 0.0)
    with stamina.set_testing(True, attempts=1):
        yield
