"""One build of a site at a time. Knows nothing of builds.

The lock is the system's own, on `.site-builder/lock`, and ends with its process however that ends. What
is written in the file is for the message to those who wait: a file that was left behind, or a process
number that somebody else has by now, means nothing.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

STATE = ".site-builder"  # beside config.yaml: what the builder keeps for itself, and may lose
_LOCK = "lock"
_OPEN = os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)


@contextmanager
def building(
    site: Path, tell: Callable[[str], None], *, wait: bool = True, name: str = _LOCK, address: str = ""
) -> Iterator[bool]:
    """Hold the site's lock, waiting for whoever has it; `tell` is told once who that is.

    `name` is the lock's, where it is for something else than building, and `address` where readers find
    what holds it. Gives whether it is held: without `wait`, False as soon as somebody else has it. Where
    there can be no lock, in a folder that cannot be written or a file system that knows none, gives True.
    """
    file = _opened(site, name)
    if file is None:
        yield True
        return
    try:
        is_ours = _take(file)
        if not is_ours and wait:
            tell(f"another build is running{_holder(file)}; waiting for it")
            is_ours = _take(file, wait=True)
        if is_ours:
            _note(file, f"{os.getpid()} {time.strftime('%H:%M:%S')} {address}\n")
        try:
            yield is_ours
        finally:
            if is_ours:
                _note(file, "")
    finally:
        _ours.discard(file)
        os.close(file)


_ours: set[int] = set()


def _opened(site: Path, name: str) -> int | None:
    """The lock's file; None where there can be none. Nothing is made behind a link."""
    state = site / STATE
    try:
        if not state.is_dir():
            state.mkdir()
            (state / ".gitignore").write_text("*\n")
        if state.is_symlink():
            return None
        try:
            file = os.open(state / name, _OPEN | os.O_RDWR, 0o644)
        except PermissionError:
            file = os.open(state / name, os.O_RDONLY)  # another user's: it can be locked all the same
    except OSError:
        return None
    _ours.add(file)
    return file


def _let_go() -> None:
    """A forked process would keep the lock when its parent is killed."""
    for file in _ours:
        with suppress(OSError):
            os.close(file)
    _ours.clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_let_go)


def holder_of(site: Path, name: str) -> str:
    """Who holds a lock of the site, in brackets; "" where nobody says."""
    try:
        file = os.open(site / STATE / name, _OPEN & ~os.O_CREAT | os.O_RDONLY)
    except OSError:
        return ""
    try:
        return _holder(file)
    finally:
        os.close(file)


def _holder(file: int) -> str:
    """Who holds the lock, as far as the file says."""
    with suppress(OSError, ValueError):
        os.lseek(file, 0, os.SEEK_SET)
        pid, since, *address = os.read(file, 300).decode("ascii").split()
        return f" ({', '.join([*address, f'pid {int(pid)}', f'since {since}'])})"
    return ""


def _note(file: int, text: str) -> None:
    with suppress(OSError):  # a full disk or a file of another user's: the message is poorer, no more
        os.ftruncate(file, 0)
        os.lseek(file, 0, os.SEEK_SET)
        os.write(file, text.encode())


def _take(file: int, *, wait: bool = False) -> bool:
    """Lock the file unless somebody else has. Also True where the system or the file system has no locks."""
    try:
        import fcntl
    except ImportError:  # Windows
        return True
    try:
        fcntl.flock(file, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return True
    return True
