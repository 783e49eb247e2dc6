"""When a file need not be read again: what the file system says of it is what it said before.

Size and times only spare a reading; what decides is the digest of the bytes. The rule for files that
were written in the very moment they were read is git's (Documentation/technical/racy-git): nobody can
tell by its time whether such a file was written once more, so its stamp is not trusted.
"""

from __future__ import annotations

import os
import time

Stamp = tuple[int, int, int, int]  # size, time of the last write, of the last change, in ns; inode

NONE: Stamp = (-1, 0, 0, 0)  # equals no file's
_FINE = 40_000_000  # ns: times on a disk are at most so coarse …
_COARSE = 2_000_000_000  # … unless they are whole seconds, as on FAT


def stamp_of(status: os.stat_result) -> Stamp:
    """The stamp of a file."""
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino


def now() -> int:
    """The time by which stamps are judged, in nanoseconds since 1970. Take it before files are read."""
    return time.time_ns()


def trusted(stamp: Stamp, read: int) -> Stamp:
    """The stamp to remember of a file that was read at `read`: NONE when it could change unseen."""
    latest = max(stamp[1], stamp[2])
    grain = _FINE if latest % 1_000_000_000 else _COARSE
    return stamp if latest + grain < read else NONE


def file_stamp(path: str) -> Stamp:
    """The stamp of the plain file at a path; NONE where there is none, or a link stands there."""
    try:
        status = os.lstat(path)
    except (OSError, ValueError):
        return NONE
    return stamp_of(status) if (status.st_mode & 0o170000) == 0o100000 else NONE
