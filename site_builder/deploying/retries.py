"""Asks a target for something: tries again, with pauses that grow, what may go well a moment later, and says
what its errors mean. Knows no kind of target.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from site_builder.deploying.failures import explained, is_passing
from site_builder.deploying.targets.kind import Target

Result = TypeVar("Result")

_ATTEMPTS = 4
_FIRST_PAUSE, _LONGEST_PAUSE = 0.2, 5.0  # seconds


def ask(target: Target, work: Callable[[], Result], path: str = "") -> Result:
    """What `work` gives, which has to do with a file at the target, or with none. Raises DeployFailed."""
    try:
        return persistently(work) if target.retries else work()
    except Exception as error:
        raise explained(error, target.shown, path) from error


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
