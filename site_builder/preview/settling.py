"""When to look at the site after hints that something has changed. Pure: the time is handed in.

Editors save in bursts: a look is due when nothing has come for a moment, or when the first hint is as old as
anybody should have to wait. Most bursts are one file, saved once: it may be looked at ahead of that.
"""

from __future__ import annotations

from collections.abc import Set

MOST_PATHS = 200  # beyond which it is cheaper to look at everything
MOST_AHEAD = 4  # files of a burst beyond which it is no edit by hand


class Settling:
    """Hints that were not acted on yet. Times are in seconds, of any clock that only goes forward."""

    def __init__(self, quiet: float = 0.03, most: float = 0.25) -> None:
        self._quiet = quiet
        self._most = max(most, quiet)
        self._paths: set[str] | None = set()  # None: it could be anything
        self._first = 0.0
        self._last = 0.0
        self._waits = False
        self._is_news = False  # whether anything has come since it was looked ahead

    def add(self, path: str | None, now: float) -> None:
        """A file may have changed; None: any may have."""
        if not self._waits:
            self._first, self._waits = now, True
        self._last = now
        self._is_news = True
        if path is None or self._paths is None or len(self._paths) >= MOST_PATHS:
            self._paths = None
        else:
            self._paths.add(path)

    def due(self) -> float | None:
        """When to look; None when there is no reason to."""
        return min(self._last + self._quiet, self._first + self._most) if self._waits else None

    def ahead(self) -> Set[str]:
        """The files to look at before it is due: those of a small burst, each time that a hint has come."""
        if not self._is_news or self._paths is None or len(self._paths) > MOST_AHEAD:
            return frozenset()
        self._is_news = False
        return frozenset(self._paths)

    def take(self) -> Set[str] | None:
        """The files that may have changed; None: any may have. They are forgotten here."""
        paths, self._paths, self._waits, self._is_news = self._paths, set(), False, False
        return paths
