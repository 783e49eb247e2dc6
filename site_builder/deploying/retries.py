"""Tries again what may go well a moment later, with pauses that grow. Knows no target."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from site_builder.deploying.failures import is_passing

Result = TypeVar("Result")

_ATTEMPTS = 4
_FIRST_PAUSE, _LONGEST_PAUSE = 0.2, 5.0  # seconds


def persistently(work: Callable[[], Result]) -> Result:
    """What `work` gives, at the latest at the fourth attempt. Raises what the last one raised.

    Without stamina, of the extra `deploy`, there is one attempt only.
    """
    try:
        import stamina
        from stamina.instrumentation import set_on_retry_hooks
    except ImportError:
        return work()
    set_on_retry_hooks([])  # which would log what libraries say, and that may hold a password
    for attempt in stamina.retry_context(
        on=is_passing, attempts=_ATTEMPTS, wait_initial=_FIRST_PAUSE, wait_max=_LONGEST_PAUSE, timeout=None
    ):
        with attempt:
            return work()
    raise AssertionError("unreachable")
