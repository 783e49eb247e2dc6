"""What every place where jobs run has in common, and what one that is far away must offer besides."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from concurrent.futures import Executor, Future
from typing import Any, TypeVar

from site_builder.problems import Place, Problem, ProblemsFound

Result = TypeVar("Result")

_HERE = "Memory may have run out. Build with `-j 1` to see whether one process gets through."


class Lost(Exception):
    """A job has no worker any more. The text says what happened, up to "on this", and `remedy` how to go on.

    It `is_certain` when it was this job, or one of its chunk; else it may have been any later one.
    """

    def __init__(self, what: str, remedy: str = _HERE, *, is_certain: bool = True) -> None:
        self.remedy = remedy
        self.is_certain = is_certain
        super().__init__(what)


class WorkerDied(Exception):
    """Jobs came to no end because of their worker; `items` are those it can have been."""

    def __init__(self, items: Sequence[Any], lost: Lost) -> None:
        self.items = items
        self._lost = lost
        super().__init__(f"{lost} ({len(items)} jobs)")

    def problem(self, names: Sequence[str]) -> Problem:
        """The same for the user; `names` are the files or pages that were worked on."""
        count = "" if len(names) == 1 else f", or on one of the {len(names) - 1} after it"
        return Problem(
            code="worker-died",
            place=Place(names[0]),
            message=f"{self._lost} on this{count}",
            remedy=self._lost.remedy,
        )


class Remote(Executor):
    """An executor whose workers may share neither files nor memory with this process.

    Its jobs are functions that workers can import, with arguments that can be pickled. One runs at a time in
    a worker's process, so what they keep there needs no locks.
    """

    @abstractmethod
    def share(self, data: bytes) -> Any:
        """A stand-in for bytes that many jobs need. As an argument of a job it stands for the bytes, which
        reach each worker once.
        """

    @abstractmethod
    def result(self, future: Future[Result]) -> Result:
        """What the job gave; waits for it. Raises what the job raised, and Lost when it comes to no end."""


def refused(message: str, remedy: str, code: str = "bad-executor") -> ProblemsFound:
    """What to raise where the executor that was asked for cannot be had."""
    return ProblemsFound([Problem(code=code, place=Place("--executor"), message=message, remedy=remedy)])
