"""Whether the system lets one more folder be watched.

A watcher of a tree need not say that some of its folders found no place under the limit: those are silent
from then on. So it is tried. Linux only; elsewhere there is no such limit.
"""

from __future__ import annotations

import ctypes
import errno
import os
import sys

_DELETED = 0x400  # IN_DELETE_SELF: the least that can be watched for


class WatchLimit:
    """A watch of its own that is tried, and taken back."""

    def __init__(self) -> None:
        self._system = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None
        self._queue = self._system.inotify_init1(os.O_CLOEXEC | os.O_NONBLOCK) if self._system else -1

    def is_reached(self) -> bool:
        """Whether no more folders can be watched. False where that cannot be said."""
        if self._system is None or self._queue < 0:
            return False
        watch = self._system.inotify_add_watch(self._queue, b"/", _DELETED)
        if watch < 0:
            return ctypes.get_errno() == errno.ENOSPC
        self._system.inotify_rm_watch(self._queue, watch)
        return False

    def close(self) -> None:
        """Try no more."""
        if self._queue >= 0:
            os.close(self._queue)
            self._queue = -1
