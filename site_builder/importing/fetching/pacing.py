"""When the next request to a host may begin. Knows no network; keeps hosts apart, so that they run side
by side."""

from __future__ import annotations

import threading
import time

from site_builder.importing.fetching.failures import host_waits, stopped


class Pacing:
    """Turns at hosts. Thread-safe: each caller gets a turn of its own. Times are in seconds."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._closing = threading.Event()
        self._next: dict[str, float] = {}  # by host: when its next turn begins
        self._closed: dict[str, float] = {}  # by host: until when it has asked to be left alone

    def take_turn(self, host: str, pace: float) -> None:
        """Wait for a turn at the host; the next one begins `pace` later.

        Raises FetchFailed at once when the host has asked for more patience than that.
        """
        with self._lock:
            now = time.monotonic()
            if (closed := self._closed.get(host, 0) - now) > 0:
                raise host_waits(host, closed)
            begin = max(now, self._next.get(host, 0))
            self._next[host] = begin + pace
        if self._closing.wait(begin - now):
            raise stopped()

    def wait(self, seconds: float) -> None:
        """Wait before another try. Raises FetchFailed when nobody is to wait any longer."""
        if self._closing.wait(seconds):
            raise stopped()

    def leave_alone(self, host: str, seconds: float) -> None:
        """Refuse turns at the host for so long."""
        with self._lock:
            self._closed[host] = max(self._closed.get(host, 0), time.monotonic() + seconds)

    def close(self) -> None:
        """Nobody waits any longer."""
        self._closing.set()
