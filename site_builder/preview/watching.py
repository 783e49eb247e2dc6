"""What the system says of changes below some folders: watchdog's events, taken as hints and no more.

Reading a file is no hint, nor is what editors leave lying about. Where the system cannot watch, the hints
stay away and whoever looks regularly finds the changes all the same. Knows nothing of sites.
"""

from __future__ import annotations

import errno
import logging
import os
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

from msgspec import Struct
from watchdog import events
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver, ObservedWatch

from site_builder.files import is_dropping
from site_builder.preview.watch_limit import WatchLimit

Hint = Callable[[str | None], None]  # takes a file that may have changed; None: any may have

LIMIT_REMEDY = (
    "The system cannot watch so many folders (fs.inotify); looking at all files every second instead.\n"
    "  To have changes told at once: sudo sysctl fs.inotify.max_user_watches=524288"
    " fs.inotify.max_user_instances=512"
)
_CONCERNED = [
    events.FileCreatedEvent,
    events.FileModifiedEvent,
    events.FileClosedEvent,
    events.FileDeletedEvent,
    events.FileMovedEvent,
    events.DirCreatedEvent,
    events.DirDeletedEvent,
    events.DirMovedEvent,
]
_NETWORKS = {"9p", "drvfs", "nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse", "fuseblk", "fuse.sshfs", "vboxsf"}


class Root(Struct, frozen=True):
    """A folder to watch."""

    folder: str  # as its files are named to whoever is told; may be a link
    below: bool = True  # folders in it too


class Watching:
    """Hints from a set of folders, which may come and go."""

    def __init__(self, hint: Hint, ignored: Iterable[str] = (), tell: Callable[[str], None] = print) -> None:
        """`ignored` are folders of which nothing is told, by their real paths."""
        self.is_limited = False  # whether the system refuses to watch
        self._hint = hint
        self._ignored = tuple(f"{folder}{os.sep}" for folder in ignored)
        self._tell = tell
        self._observer: BaseObserver | None = None
        self._watched: dict[Root, tuple[tuple[str, int, int], ObservedWatch]] = {}
        self._log = _Overflow(self._overflown)
        self._limit: WatchLimit | None = None

    def start(self) -> None:
        """Begin to listen."""
        logging.getLogger("watchdog").addHandler(self._log)
        logging.getLogger("watchdog").propagate = False
        try:
            observer = Observer()
            observer.start()
            self._observer = observer
            self._limit = WatchLimit()
        except OSError as error:
            self._refused(error)

    def watch(self, roots: Iterable[Root]) -> bool:
        """Watch these folders and no others, as they stand now. Whether any is another than before."""
        if self._observer is None or self.is_limited:
            return False
        wanted = {root: state for root in roots if (state := _identity(root.folder))}
        changed = False
        for root, (state, watch) in list(self._watched.items()):
            if wanted.get(root) != state:
                changed = True
                del self._watched[root]
                with suppress(Exception):  # of a folder that is gone, watchdog may say anything
                    self._observer.unschedule(watch)
        for root, state in wanted.items():
            if root not in self._watched:
                changed = True
                try:
                    handler = _Handler(root.folder, state[0], self._heard)
                    watch = self._observer.schedule(
                        handler, state[0], recursive=root.below, event_filter=_CONCERNED
                    )
                except FileNotFoundError:
                    continue  # gone again: the next look will find it
                except OSError as error:
                    self._refused(error)
                    return True
                self._watched[root] = state, watch
        if self._limit is not None and self._limit.is_reached():  # some folder may be without its watch
            self._refused(OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)))
            return True
        return changed

    def stop(self) -> None:
        """Listen no more."""
        logging.getLogger("watchdog").removeHandler(self._log)
        if self._observer is not None:
            self._observer.stop()
            self._observer.join(1.0)
            self._observer = None
        if self._limit is not None:
            self._limit.close()
            self._limit = None

    def _heard(self, path: str | None) -> None:
        if path is None or not path.startswith(self._ignored):
            self._hint(path)

    def _overflown(self) -> None:
        self._hint(None)

    def _refused(self, error: OSError) -> None:
        if error.errno not in {errno.ENOSPC, errno.EMFILE}:
            self._tell(f"This folder cannot be watched ({error.strerror}); looking every second instead.")
        else:
            self._tell(LIMIT_REMEDY)
        self.is_limited = True
        self.stop()


class _Handler(events.FileSystemEventHandler):
    """Turns events of one folder into hints."""

    def __init__(self, shown: str, real: str, hint: Hint) -> None:
        self._shown = shown
        self._real = real
        self._hint = hint

    def dispatch(self, event: events.FileSystemEvent) -> None:
        """watchdog's hook."""
        for path in (event.src_path, event.dest_path):
            name = os.fsdecode(path)
            if not name:
                continue
            inside = os.path.relpath(name, self._real)
            if any(is_dropping(part) for part in Path(inside).parts if part != "."):
                continue
            self._hint(None if event.is_directory else os.path.join(self._shown, inside))


class _Overflow(logging.Handler):
    """Hears watchdog say that it lost events, or that it cannot watch a folder, which no handler is told."""

    def __init__(self, lost: Callable[[], None]) -> None:
        super().__init__(logging.WARNING)
        self._lost = lost

    def emit(self, record: logging.LogRecord) -> None:
        """Logging's hook."""
        self._lost()


def on_a_network(folder: Path, mounts: str | None = None) -> str:
    """The kind of file system a folder lies on, where changes there may not be told; else "".

    `mounts` is what is mounted where, as Linux has it; None: as it is now.
    """
    real, best, kind = str(folder.resolve()), "", ""
    with suppress(OSError):
        if mounts is None:
            mounts = Path("/proc/self/mounts").read_text(encoding="utf-8", errors="replace")
        for line in mounts.splitlines():
            _, point, type_, *_ = line.split(" ")
            point = point.replace("\\040", " ")
            inside = real == point or real.startswith(f"{point.rstrip('/')}/")
            if inside and len(point) >= len(best):
                best, kind = point, type_
    return kind if kind in _NETWORKS else ""


def _identity(folder: str) -> tuple[str, int, int] | None:
    """What tells whether it is still the same folder; None where there is none."""
    try:
        real = os.path.realpath(folder)
        status = os.stat(real)
    except OSError:
        return None
    return (real, status.st_dev, status.st_ino) if os.path.isdir(real) else None
