"""Which warnings an editor has silenced: by code for the site, by path, and by an article's own word. Pure.

What keeps a site from being built is never silent: that would not build it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from fnmatch import fnmatchcase

from site_builder.problems import Problem
from site_builder.settings import CheckSetting

CONTENT = "content/"  # how the source of an article begins in messages

ByItself = Callable[[str], Collection[str]]  # the codes that an article silences, by its path below content/


def is_silenced(code: str, sources: Iterable[str], check: CheckSetting, by_itself: ByItself) -> bool:
    """Whether what has this code and stands in one of these files is not to be told."""
    for source in sources:
        for rule in check.ignore:
            if (not rule.codes or code in rule.codes) and fnmatchcase(source, rule.path):
                return True
        if source.startswith(CONTENT) and code in by_itself(source.removeprefix(CONTENT)):
            return True
    return False


def without_silenced(
    problems: Iterable[Problem], check: CheckSetting, by_itself: ByItself
) -> tuple[Problem, ...]:
    """The problems of a build that are to be told, in their order."""
    return tuple(
        problem
        for problem in problems
        if problem.level == "error"
        or not (
            check.levels.get(problem.code) == "ignore"
            or is_silenced(problem.code, (problem.place.source,), check, by_itself)
        )
    )
