"""Calls of the operating system below a folder: counted, and one of them the last or one that fails.

    with faults(folder, killing(after=7)): ...      # SIGKILL when the seventh call has been made
    with faults(folder, failing(at=7, errno=28)): ...   # the seventh call fails, those after it do not

What is to be killed must be forked, and a test run with its threads must not be: so the kills of
`kill_everywhere` are to be called in a process of its own, see `alone`.
"""

from __future__ import annotations

import io
import os
import random
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from site_builder.publish import MANIFEST

CALLS = "open write close mkdir replace unlink rmdir lstat stat scandir listdir".split()
STAGE = ".site-builder-stage"

Fault = Callable[[int, str, bool], None]  # number from 1, name, whether the call has been made


def killing(after: int) -> Fault:
    """End this process as `kill -9` does, when so many calls have been made."""

    def fault(number: int, name: str, is_done: bool) -> None:
        if number == after and is_done:
            os.kill(os.getpid(), signal.SIGKILL)

    return fault


def failing(at: int, errno: int, *, names: set[str] | None = None, lasting: bool = False) -> Fault:
    """Let a call fail: that one alone, or it and all later ones of these names."""

    def fault(number: int, name: str, is_done: bool) -> None:
        if is_done or (names and name not in names):
            return
        if number == at or (lasting and number > at):
            raise OSError(errno, os.strerror(errno))

    return fault


@contextmanager
def faults(folder: Path, fault: Fault) -> Iterator[list[str]]:
    """The calls that are made below the folder, by name; each may be cut off or fail."""
    made: list[str] = []
    ours: set[int] = set()  # open files below the folder
    originals = {name: getattr(os, name) for name in CALLS}
    reading = io.open

    def concerns(args: tuple[Any, ...], options: dict[str, Any]) -> bool:
        first = args[0] if args else "."
        if isinstance(first, int):
            return first in ours
        return options.get("dir_fd") in ours or str(first).startswith(str(folder))

    def watched(name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def made_here(*args: Any, **options: Any) -> Any:
            if not concerns(args, options):
                return call(*args, **options)
            made.append(name)
            number = len(made)
            try:
                fault(number, name, False)
            except OSError as error:
                if isinstance(args[0], str | os.PathLike):
                    error.filename = os.fspath(args[0])
                if name == "close":
                    call(*args, **options)  # a descriptor is gone even when closing it fails
                raise
            try:
                result = call(*args, **options)
            finally:
                fault(number, name, True)
            if name == "open" and isinstance(result, int):
                ours.add(result)
            if name == "close":
                ours.discard(args[0])
            return result

        return made_here

    for name, call in originals.items():
        setattr(os, name, watched(name, call))
    io.open = watched("open", reading)
    try:
        yield made
    finally:
        for name, call in originals.items():
            setattr(os, name, call)
        io.open = reading


def tree(folder: Path) -> dict[str, bytes]:
    """Every file that a reader of the site can see."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and STAGE not in path.parts and path.name != MANIFEST
    }


def forked(folder: Path, fault: Fault, work: Callable[[], object]) -> bool:
    """Do the work in a process of its own; whether it was killed. Anything else that ends it is an error."""
    pid = os.fork()
    if pid == 0:
        try:
            with faults(folder, fault):
                work()
        except BaseException:
            sys.excepthook(*sys.exc_info())
            os._exit(1)
        os._exit(0)
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    assert code in {0, -signal.SIGKILL}, code
    return code != 0


def kill_everywhere(
    scratch: Path,
    before: Callable[[Path], object],
    work: Callable[[Path], object],
    mend: Callable[[Path], object],
    is_decided: Callable[[Path], bool],
    most: int = 1000,
) -> None:
    """Kill the work after each of its calls, or after `most` of them drawn by lot, and check what is left.

    `before` fills a folder, `work` publishes into it, `mend` is what the next command does first.
    """
    model, new = scratch / "model", scratch / "new"
    before(model)
    old = tree(model)
    shutil.copytree(model, new, symlinks=True)
    with faults(new, lambda *_: None) as calls:
        work(new)
    wanted, count = tree(new), len(calls)
    chance = random.Random(1)
    moments = range(1, count + 1)
    kinds = {False: 0, True: 0}
    for moment in moments if count <= most else sorted(chance.sample(moments, most)):
        folder = scratch / f"after-{moment}"
        shutil.copytree(model, folder, symlinks=True)
        assert forked(folder, killing(moment), lambda folder=folder: work(folder)), moment
        decided = is_decided(folder)
        kinds[decided] += 1
        left = tree(folder)
        for path, body in left.items():
            assert body in (old.get(path), wanted.get(path)), f"{path} is torn after call {moment}"
        if not decided:
            assert left in (old, wanted), f"something has happened before the record: call {moment}"
        # Whoever mends it is killed too, or finishes before; the one after that is not.
        forked(folder, killing(after=chance.randint(1, 40)), lambda folder=folder: mend(folder))
        mend(folder)
        assert tree(folder) == (wanted if decided else left), f"not made good after call {moment}"
        assert not (folder / STAGE).exists(), moment
        work(folder)
        assert tree(folder) == wanted, f"the next publication differs after call {moment}"
        assert not (folder / STAGE).exists(), moment
        shutil.rmtree(folder)
    assert all(kinds.values()), kinds
    print("ok")


def alone(code: str, *args: str | Path) -> str:
    """What the code prints, in a process without threads that finds these modules; args are in sys.argv."""
    path = os.pathsep.join([str(Path(__file__).parent), *sys.path])
    run = subprocess.run(
        [sys.executable, "-W", "error", "-c", code, *map(str, args)],
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert run.returncode == 0, run.stderr[-3000:]
    return run.stdout
