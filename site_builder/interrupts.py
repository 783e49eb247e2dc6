"""Ctrl-C and SIGTERM: one exception for both, and stretches of work that neither may cut in two.

Knows nothing of what is interrupted.
"""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_WORDS = {signal.SIGINT: "Interrupted.", signal.SIGTERM: "Terminated."}


class Interrupted(BaseException):
    """The user or the system wants the process to end. Nothing catches it but to tidy up and raise it on.

    It is no KeyboardInterrupt, since click makes an "Aborted!" with exit code 1 of that.
    """

    def __init__(self, number: signal.Signals) -> None:
        self.code = 128 + number  # as a shell tells of a process that a signal has ended: 130, 143
        super().__init__(_WORDS[number])


def listen() -> None:
    """From now on Ctrl-C and SIGTERM raise Interrupted in the main thread.

    What the parent process has told this one to ignore stays ignored, as `nohup` and shells need it.
    """
    for number in _WORDS:
        if signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, _interrupt)
    sys.unraisablehook = _raise_again


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise Interrupted(signal.Signals(number))


def _raise_again(lost: sys.UnraisableHookArgs) -> None:
    """Raise an Interrupted a moment later once more, when Python has dropped it.

    That happens to every exception in a destructor or in a callback of the garbage collector, and such run
    at any time: while modules are imported, for instance.
    """
    why = lost.exc_value
    if not isinstance(why, Interrupted) or not hasattr(signal, "setitimer"):
        sys.__unraisablehook__(lost)
        return

    def raise_it(number: int, frame: FrameType | None) -> None:
        raise why

    signal.signal(signal.SIGALRM, raise_it)
    signal.setitimer(signal.ITIMER_REAL, 0.001)


@contextmanager
def signals_held() -> Iterator[None]:
    """Keep both signals waiting until the work inside is done; they are not lost.

    Processes that are forked inside never hear of them: a terminal sends Ctrl-C to every process, and the
    parent alone is to answer it.
    """
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    former = signal.pthread_sigmask(signal.SIG_BLOCK, {*_WORDS, signal.SIGALRM})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, former)
