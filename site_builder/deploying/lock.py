"""One deploy to a target at a time: a note on the target that says who is at it. Knows no kind of target.

A note is no lock of a system's: somebody who is killed leaves it behind, clocks differ, and between looking
and writing somebody else may have written. So who has written it looks whether it is still theirs, before
each group of files; and one that was left behind is told from one that is held

- at once, where the process was one of this machine and is not there any more,
- else by its age, which the target's clock tells, as it is kept fresh by whoever holds it.
"""

from __future__ import annotations

import getpass
import os
import secrets
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from hashlib import blake2b
from pathlib import Path

import msgspec
from msgspec import Struct

from site_builder.deploying.failures import DeployFailed
from site_builder.deploying.manifest import LOCK
from site_builder.deploying.retries import ask
from site_builder.deploying.targets.kind import Target
from site_builder.options import Tell

_STALE = 900.0  # seconds after which one that is not kept fresh was left behind
_FRESH = 60.0  # seconds after which it is written anew

_held: set[str] = set()  # the signs of locks that this process holds


class Holder(Struct, frozen=True, kw_only=True):
    """Who deploys."""

    sign: str  # of this one deploy, by chance
    owner: str  # for people
    machine: str  # digest of what tells machines and containers apart
    process: int
    since: int  # seconds since 1970, by the owner's clock


@contextmanager
def held(target: Target, now: float, tell: Tell, *, break_it: bool = False) -> Iterator[Callable[[], None]]:
    """Hold the target's lock. Gives a function that keeps it fresh, and raises DeployFailed when it is
    somebody else's by now.

    `now` is in seconds since 1970. `break_it` takes the lock from whoever has it. Raises DeployFailed where
    another deploy is under way.
    """
    if not target.takes_notes:
        yield lambda: None
        return
    other = _read(target)
    if other:
        if not (break_it or _is_gone(other) or _is_old(target)):
            raise _taken(other, target, now)
        tell(f"a deploy to {target.shown} by {other.owner} was cut off; this one goes on from there")
    mine = Holder(
        sign=secrets.token_hex(8),
        owner=_owner(),
        machine=_machine(),
        process=os.getpid(),
        since=int(now),
    )
    lock = _Lock(target, mine)
    _held.add(mine.sign)
    try:
        if other is None and (first := lock.claim()):
            raise _taken(first, target, now)
        if other:
            lock.write()
        lock.check()
        yield lock.keep
    finally:
        _held.discard(mine.sign)
        lock.release()


class _Lock:
    def __init__(self, target: Target, mine: Holder) -> None:
        self._target = target
        self._mine = mine
        self._written = time.monotonic()

    def claim(self) -> Holder | None:
        """Take the lock where nobody has it. Gives whoever was quicker."""
        note = msgspec.json.encode(self._mine)
        if ask(self._target, lambda: self._target.claim_note(LOCK, note)):
            return None
        other = _read(self._target)
        if other is None:  # one that was cut off while it was written
            self.write()
        elif other.sign != self._mine.sign:  # of ours where the answer was lost and it was tried again
            return other
        return None

    def write(self) -> None:
        note = msgspec.json.encode(self._mine)
        ask(self._target, lambda: self._target.write_note(LOCK, note))
        self._written = time.monotonic()

    def check(self) -> None:
        other = _read(self._target)
        if other is None or other.sign != self._mine.sign:
            who = f"by {other.owner} " if other else ""
            raise DeployFailed(
                f"another deploy {who}has taken over {self._target.shown}",
                "Wait for its end, then run the same command again.",
            )

    def keep(self) -> None:
        self.check()
        if time.monotonic() - self._written > _FRESH:
            self.write()

    def release(self) -> None:
        with suppress(Exception):  # whoever comes next sees that its process is gone
            other = _read(self._target)
            if other and other.sign == self._mine.sign:
                self._target.remove_note(LOCK)


def _read(target: Target) -> Holder | None:
    """Who holds the lock; None where nobody does, or what lies there says nothing."""
    note = ask(target, lambda: target.note(LOCK))
    if note is None:
        return None
    try:
        return msgspec.json.decode(note, type=Holder)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None  # cut off while it was written


def _is_gone(other: Holder) -> bool:
    """Whether it was a process of this machine that has ended, or a deploy of this process that has."""
    if other.machine != _machine() or os.name == "nt":  # where asking after a process would end it
        return False
    if other.process == os.getpid():
        return other.sign not in _held
    try:
        os.kill(other.process, 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False


def _is_old(target: Target) -> bool:
    age = ask(target, lambda: target.age_of_note(LOCK))
    return age is not None and age > _STALE


def _taken(other: Holder, target: Target, now: float) -> DeployFailed:
    minutes = int(now - other.since) // 60
    when = f"since {minutes} min" if minutes >= 0 else "by a clock that is ahead of this one's"
    return DeployFailed(
        f"another deploy to {target.shown} is under way, by {other.owner} {when}",
        "Wait for its end. If it was cut off, add  --break-lock",
    )


def _owner() -> str:
    try:
        user = getpass.getuser()
    except (KeyError, OSError):  # a container's user may have no name
        user = str(os.getuid()) if hasattr(os, "getuid") else "somebody"
    return f"{user}@{socket.gethostname()}"


def _machine() -> str:
    """What tells apart machines, their starts, and containers on one."""
    parts = [socket.gethostname()]
    for name in ("/proc/sys/kernel/random/boot_id", "/etc/machine-id"):
        with suppress(OSError):
            parts.append(Path(name).read_text())
    with suppress(OSError):
        parts.append(str(Path("/proc/self/ns/pid").readlink()))
    return blake2b("\n".join(parts).encode(), digest_size=8).hexdigest()
