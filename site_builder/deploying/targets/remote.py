"""A folder of a server that one logs in to, with files and real folders. Knows no protocol.

fsspec has file systems for these servers too. They are not taken because one takes any key of a server and
shares a connection between threads, one takes every error for a missing file and looks at no certificate,
and one moves a file by a copy and a removal, so that readers may see half of it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Protocol

from site_builder.deploying.targets.file_system import FileSystem

_FEW = 50  # paths that are looked for one by one, more by a list of all


class System(Protocol):
    """Files of a server, in the words of fsspec as far as there are some. All may raise OSError."""

    def close(self) -> None:
        """Log out."""

    def info(self, path: str) -> object:
        """See that there is something. Raises FileNotFoundError."""

    def isfile(self, path: str) -> bool:
        """Whether there is something that is no folder."""

    def find(self, root: str) -> Iterable[str]:
        """Every file below a folder. Raises FileNotFoundError where it is not there."""

    def cat_file(self, path: str) -> bytes:
        """What a file holds. Raises FileNotFoundError only where it is known not to be there."""

    def pipe_file(self, path: str, body: bytes) -> None:
        """Write a file in a folder that is there; it may be cut off."""

    def create(self, path: str, body: bytes) -> None:
        """Make a file, whole. Raises FileExistsError, and NotImplementedError where there is no such step."""

    def mv(self, old: str, new: str) -> None:
        """Move a file in one step over the one that may be there."""

    def rm_file(self, path: str) -> None:
        """Remove a file. Raises FileNotFoundError."""

    def makedirs(self, path: str, exist_ok: bool = True) -> None:
        """See that a folder is there."""

    def remove_empty(self, folder: str, root: str) -> None:
        """Remove a folder and those above it, below the root, as far as they are empty; where that can be
        done without a file of somebody else being lost.
        """

    def modified(self, path: str) -> datetime:
        """When a file was written, by the server's clock. Raises NotImplementedError where it is mum."""


class Remote(FileSystem):
    """The folder as a target."""

    system: System

    def __init__(self, system: System, root: str, shown: str, threads: int) -> None:
        super().__init__(system, root.rstrip("/"), shown, threads, is_whole=False)

    def close(self) -> None:
        """Log out."""
        self.system.close()

    def existing(self, paths: Collection[str]) -> set[str]:
        """Those of the paths at which there is a file: one by one, or by a list of all."""
        if len(paths) <= _FEW:
            return {path for path in paths if self.system.isfile(self._at(path))}
        try:
            start = len(self._at(""))
            return {name[start:] for name in self.system.find(self._root)} & {*paths}
        except FileNotFoundError:
            return set()

    def remove(self, path: str) -> None:
        """Take a file away, and the folders above it that are empty then."""
        super().remove(path)
        self.system.remove_empty(self._at(path).rpartition("/")[0], self._root)

    def create(self, place: str, body: bytes) -> None:
        """Make a file that is not there."""
        self.system.makedirs(place.rpartition("/")[0])
        self.system.create(place, body)
