"""What a worker far away does with a job: see that it is of the same builder, and do one job at a time.

Knows no cluster. A job comes as bytes, which are opened only when it is known that they can be.
"""

from __future__ import annotations

import pickle
import threading
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from site_builder.incremental.fingerprint import shared_fingerprint

_one_at_a_time = threading.Lock()


@cache
def builder() -> str:
    """What this process would work with: equal on machines that make the same bytes of the same sources."""
    return shared_fingerprint(Path(__file__).parents[1])


def packed(job: Callable[..., Any], *args: Any) -> bytes:
    """A job as it is sent."""
    return pickle.dumps((job, args), protocol=5)


def perform(asked_by: str, job: bytes, *shared: Any) -> tuple[str, Any]:
    """Do a job that the builder `asked_by` has packed: ("done", its result), or ("unfit", why not)."""
    if asked_by != builder():
        return "unfit", "has another version of site-builder, of a library of it or of Python"
    with _one_at_a_time:
        work, args = pickle.loads(job)
        return "done", work(*args, *shared)
