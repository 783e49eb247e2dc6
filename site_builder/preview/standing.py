"""What is wrong with the site now, and what of it is new: so that a terminal tells each thing once. Pure.

A problem is the same when it moves to another line.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from msgspec import Struct

from site_builder.problems import Problem, told_once

Key = tuple[str, str, str, str, str]


class News(Struct, frozen=True, kw_only=True):
    """What one build changed in what is wrong."""

    appeared: tuple[Problem, ...] = ()  # errors and warnings that were not there before
    errors: int = 0  # that are there now
    warnings: int = 0  # that are there now, as far as it is known
    errors_mended: int = 0
    warnings_mended: int = 0


class Standing:
    """The problems of the last build. One that failed does not know of warnings: those of before stay."""

    def __init__(self) -> None:
        self._known: dict[str, Counter[Key]] = {"error": Counter(), "warning": Counter()}

    def note(self, problems: Iterable[Problem], *, failed: bool) -> News:
        """A build came to its end with these."""
        appeared: list[Problem] = []
        mended = {"error": 0, "warning": 0}
        found = told_once(problems)
        for level, known in self._known.items():
            of_level = [problem for problem in found if problem.level == level]
            if failed and level == "warning" and not of_level:
                continue
            left = known.copy()
            for problem in of_level:
                if left[_key(problem)]:
                    left[_key(problem)] -= 1
                else:
                    appeared.append(problem)
            mended[level] = left.total()
            self._known[level] = Counter(map(_key, of_level))
        return News(
            appeared=tuple(appeared),
            errors=self._known["error"].total(),
            warnings=self._known["warning"].total(),
            errors_mended=mended["error"],
            warnings_mended=mended["warning"],
        )


def _key(problem: Problem) -> Key:
    place = problem.place
    return problem.level, problem.code, place.source, place.excerpt, problem.message
