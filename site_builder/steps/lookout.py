"""Which outputs the disk says something new of: looked up by a process of its own, while this one looks
through the sources and loads what a build needs.

Looking at 13,000 outputs takes as long as loading all of Jinja and markdown-it, and neither needs the other.
What is found is the same without that process: where there is none, or no answer from it, this one looks.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType

import msgspec

from site_builder.incremental.stamps import NONE, Stamp, file_stamp
from site_builder.interrupts import signals_held
from site_builder.memory import Written

MANY = 2000  # outputs from which on another process finds them sooner than it takes to begin it


class Lookout:
    """The outputs of a folder that are not as they were written, as far as their stamps tell. A context
    manager, at whose end that other process is gone.
    """

    def __init__(self, folder: Path, written: Mapping[str, Written], jobs: int) -> None:
        """Begin to look, where `jobs` allows a second process and there is much to look at."""
        self.folder = folder
        self._written = written
        self._found: Mapping[str, Stamp] | None = None
        self._child = 0
        self._answer = -1
        # Elsewhere, or beside threads, a process must not be forked.
        alone = sys.platform.startswith("linux") and threading.active_count() == 1
        if jobs > 1 and alone and len(written) >= MANY:
            self._begin()

    def found(self) -> Mapping[str, Stamp]:
        """The stamps of those outputs, by path; NONE where no plain file stands. Waits for the answer."""
        if self._found is None:
            self._found = self._answered()
        if self._found is None:
            self._found = stamps_of_others(str(self.folder), self._written)
        return self._found

    def _begin(self) -> None:
        self._answer, there = os.pipe()
        try:
            with signals_held():
                self._child = os.fork()
                if not self._child:
                    _answer_and_end(self._answer, there, str(self.folder), self._written)
        except OSError:  # no more processes: this one looks
            os.close(self._answer)
            self._answer = -1
        os.close(there)

    def _answered(self) -> Mapping[str, Stamp] | None:
        """What the other process says; None where it says nothing, or not all."""
        if self._answer < 0:
            return None
        with os.fdopen(self._answer, "rb") as answer:
            self._answer = -1
            said = answer.read()
        os.waitpid(self._child, 0)
        try:
            return msgspec.msgpack.decode(said, type=dict[str, Stamp])
        except msgspec.DecodeError:
            return None

    def __enter__(self) -> Lookout:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._answer >= 0:
            os.close(self._answer)  # which it will find out when it wants to answer
            self._answer = -1
            os.waitpid(self._child, 0)


def stamps_of_others(folder: str, written: Mapping[str, Written]) -> dict[str, Stamp]:
    """The stamps of the outputs that differ from those that were written down, or that say nothing."""
    found = {}
    for path, record in written.items():
        stamp = file_stamp(f"{folder}/{path}")
        if stamp != record.stamp or stamp == NONE:
            found[path] = stamp
    return found


def _answer_and_end(here: int, there: int, folder: str, written: Mapping[str, Written]) -> None:
    """What the other process does. It never returns: all that is above it in the stack is its parent's."""
    try:
        os.close(here)  # or it would seem that somebody listens, when the parent has long gone
        said = msgspec.msgpack.encode(stamps_of_others(folder, written))
        with os.fdopen(there, "wb") as answer:
            answer.write(said)
    finally:
        os._exit(0)
