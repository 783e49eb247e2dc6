"""A folder of a server that one logs in to, with files and real folders. Knows no protocol.

fsspec has file systems for these servers too. They are not taken because one takes any key of a server and
shares a connection between threads, one takes every error for a missing file and looks at no certificate,
and one moves a file by a copy and a removal, so that readers may see half of it.
"""

from __future__ import annotations

import errno
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime

from site_builder.deploying.manifest import CLAIM, LOCK
from site_builder.deploying.targets.file_system import FileSystem
from site_builder.deploying.targets.releases import why_not
from site_builder.publish.manifest import parents

_PATIENCE = 10.0  # seconds in which somebody who has begun to claim a note writes it
_PAUSE = 0.5  # seconds between two looks whether it is there


class System(ABC):
    """Files of a server, in the words of fsspec as far as there are some. All may raise OSError."""

    def __init__(self) -> None:
        self._made: set[str] = set()  # folders that are there
        self._making = threading.Lock()

    @abstractmethod
    def close(self) -> None:
        """Log out."""

    @abstractmethod
    def info(self, path: str) -> object:
        """See that there is something. Raises FileNotFoundError."""

    @abstractmethod
    def isfile(self, path: str) -> bool:
        """Whether there is something that is no folder."""

    @abstractmethod
    def isdir(self, path: str) -> bool:
        """Whether there is a folder."""

    @abstractmethod
    def listed(self, folder: str) -> Iterator[tuple[str, bool]]:
        """What is in a folder: the name of each, and whether it is a folder. Raises FileNotFoundError."""

    @abstractmethod
    def cat_file(self, path: str) -> bytes:
        """What a file holds. Raises FileNotFoundError only where it is known not to be there."""

    @abstractmethod
    def pipe_file(self, path: str, body: bytes) -> None:
        """Write a file in a folder that is there; it may be cut off."""

    @abstractmethod
    def mv(self, old: str, new: str) -> None:
        """Move a file in one step over the one that may be there."""

    @abstractmethod
    def rm_file(self, path: str) -> None:
        """Remove a file. Raises FileNotFoundError."""

    @abstractmethod
    def mkdir(self, folder: str) -> None:
        """Make a folder in one that is there. Raises OSError where there is one of the name."""

    @abstractmethod
    def rmdir(self, folder: str) -> None:
        """Remove a folder that is empty. Raises OSError where it is not, and NotImplementedError where that
        cannot be done without the risk that a file of somebody else is lost.
        """

    @abstractmethod
    def modified(self, path: str) -> datetime:
        """When a file was written, by the server's clock. Raises NotImplementedError where it is mum."""

    def unclaim(self, folder: str) -> None:
        """Remove a folder of ours that nobody puts anything into."""
        self.rmdir(folder)

    def find(self, root: str) -> list[str]:
        """Every file below a folder. Raises FileNotFoundError where it is not there."""
        found: list[str] = []
        folders = [root]
        while folders:
            folder = folders.pop()
            for name, is_folder in self.listed(folder):
                (folders if is_folder else found).append(f"{folder}/{name}")
        return found

    def makedirs(self, path: str, exist_ok: bool = True) -> None:
        """See that a folder is there."""
        with self._making:  # one thread at a time, or two make the same
            for folder in filter(None, [*parents(path), path]):
                if folder in self._made:
                    continue
                try:
                    self.mkdir(folder)
                except OSError:  # most likely since it is there; servers do not agree on how to say so
                    if self.isfile(folder):
                        raise FileExistsError(errno.EEXIST, "a file has its name") from None
                    if not self.isdir(folder):
                        raise
                self._made.add(folder)

    def remove_empty(self, folder: str, root: str) -> None:
        """Remove a folder and those above it, below the root, as far as they are empty."""
        while folder != root and folder.startswith(root):
            try:
                self.rmdir(folder)
            except (OSError, NotImplementedError):
                return
            self._made.discard(folder)
            folder = folder.rpartition("/")[0]


class Remote(FileSystem):
    """The folder as a target."""

    system: System

    def __init__(self, system: System, root: str, shown: str, threads: int) -> None:
        super().__init__(system, root.rstrip("/"), shown, threads, is_whole=False)

    def close(self) -> None:
        """Log out."""
        self.system.close()

    def why_not(self, path: str) -> str:
        """Why the folder cannot hold a file of this name, in words; "" when it can."""
        return why_not(path)

    def is_file(self, place: str) -> bool:
        """Whether there is something that is no folder."""
        return self.system.isfile(place)

    def move(self, old: str, new: str) -> None:
        """Move a file over the one that may be there."""
        self.system.mv(old, new)

    def remove(self, path: str) -> None:
        """Take a file away, and the folders above it that are empty then."""
        super().remove(path)
        self.system.remove_empty(self._at(path).rpartition("/")[0], self._root)

    def claim_note(self, name: str, body: bytes) -> bool:
        """Write a note where there is none.

        None of these servers is bound to make a file only where there is none; a folder each makes but once
        (RFC 959, 4.1.3; RFC 4918, 9.3; draft-ietf-secsh-filexfer-02, 6.6). So whoever has made the folder
        writes the note. A folder without a note is of one who is about to write it or to take it away, or
        who was cut off there: it has some seconds for that.
        """
        self.system.makedirs(self._root)
        patience = time.monotonic() + _PATIENCE
        while not self._has_made(CLAIM):
            if self.note(name) is not None:
                return False
            if time.monotonic() > patience:
                break
            time.sleep(_PAUSE)
        self.write_note(name, body)
        return True

    def remove_note(self, name: str) -> None:
        """Take a file among the site's away, and let go of what was claimed with it."""
        super().remove_note(name)
        if name == LOCK:
            with suppress(OSError):  # whoever comes next waits a little
                self.system.unclaim(self._at(CLAIM))

    def _has_made(self, name: str) -> bool:
        """Make a folder; False where it is there. Raises OSError where it cannot be made."""
        folder = self._at(name)
        is_last = False
        while True:
            try:
                self.system.mkdir(folder)
                return True
            except OSError:
                if self.system.isdir(folder):
                    return False
                if is_last:
                    raise
                is_last = True  # the one that was there may have gone meanwhile
