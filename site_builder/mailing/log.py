"""Who got which edition: a file that is only ever added to, a line for each thing that happened.

Each line is on the disk before anything else is done. What is told of a reader is what the last line about
them says; where that is `sending`, the program ended after the server had begun to take the mail and before
its answer was written down, and nobody can know whether it arrived.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct

from site_builder.mailing.readers import reader_key

Event = Literal["sending", "sent", "refused", "deferred", "unsure"]
_GITIGNORE = ".gitignore"


class Line(Struct, frozen=True):
    """One line: what happened with the mail to a reader."""

    at: str  # ISO 8601, UTC
    to: str
    what: Event
    said: str = ""  # by the server
    mail: str = ""  # the Message-ID: an edition that was mended has another one


class InUse(Exception):
    """Another process is sending the same edition."""


class Damaged(Exception):
    """A line in the middle of the log cannot be read; says which."""


class SentLog:
    """The log of one edition, held by one process at a time."""

    def __init__(self, file: int, lines: dict[str, Line]) -> None:
        self._file = file
        self._last = lines

    def what(self, address: str) -> Event | None:
        """The last thing that happened with the mail to a reader; `sending` is told as `unsure`."""
        line = self._last.get(reader_key(address))
        if line is None:
            return None
        return "unsure" if line.what == "sending" else line.what

    def mails(self) -> set[str]:
        """The Message-IDs under which readers got the edition."""
        return {line.mail for line in self._last.values() if line.what == "sent"}

    def add(self, line: Line) -> None:
        """Write a line; it is on the disk when this returns."""
        data = msgspec.json.encode(line) + b"\n"
        if os.write(self._file, data) != len(data):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        os.fsync(self._file)
        self._last[reader_key(line.to)] = line


@contextmanager
def sent_log(path: Path) -> Iterator[SentLog]:
    """The log at a path, which is made where there is none. Raises InUse, Damaged or OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    ignored = path.parents[1] / _GITIGNORE
    if not ignored.exists():
        ignored.write_text("*\n")
    is_new = not path.exists()
    file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_CLOEXEC", 0), 0o600)
    try:
        _lock(file)
        with open(file, "rb", closefd=False) as stream:
            data = stream.read()
        whole, end, torn = data.rpartition(b"\n")
        if torn:
            # What was cut off while it was written was not acted upon: the rest waits for the whole line.
            os.ftruncate(file, len(whole + end))
        if is_new:
            _sync_folder(path.parent)
        yield SentLog(file, _read(whole, path))
    finally:
        os.close(file)


def last_lines(path: Path) -> SentLog:
    """The log as it stands, to look at only. Raises Damaged or OSError."""
    data = path.read_bytes() if path.exists() else b""
    return SentLog(-1, _read(data.rpartition(b"\n")[0], path))


def _read(data: bytes, path: Path) -> dict[str, Line]:
    lines = {}
    for number, line in enumerate(data.split(b"\n"), 1):
        if line:
            try:
                read = msgspec.json.decode(line, type=Line)
            except msgspec.DecodeError as error:
                raise Damaged(f"{path}:{number}: {error}") from error
            lines[reader_key(read.to)] = read
    return lines


def _lock(file: int) -> None:
    try:
        import fcntl
    except ImportError:  # Windows
        return
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise InUse from error


def _sync_folder(folder: Path) -> None:
    """Make the file's name as lasting as its lines, where the system can."""
    with suppress(OSError):
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)
