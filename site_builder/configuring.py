"""Reads the files of a site's settings. Knows where they lie; what they say is `config.py`'s business."""

from __future__ import annotations

from collections.abc import Iterable

from site_builder.config import Configured, read_config
from site_builder.options import NoProject, Where
from site_builder.problems import Problem, ProblemsFound, where_they_lie
from site_builder.sources import config_files
from site_builder.texts import decode


def configure(where: Where) -> Configured:
    """The site's settings. Raises NoProject, or ProblemsFound with all that is wrong with them."""
    files = []
    problems: list[Problem] = []
    for name, path in config_files(where).items():
        text, found = decode(path.read_bytes(), name)
        problems.extend(found)
        files.append((name, text or ""))
    if any(problem.level == "error" for problem in problems):
        raise ProblemsFound(problems)
    return read_config(files, where.overrides)


def as_they_lie(problems: Iterable[Problem], where: Where) -> tuple[Problem, ...]:
    """Problems with the places of articles as these lie in the site's folder, by the settings, where these
    can be read.
    """
    problems = tuple(problems)
    if not any(problem.place.source.startswith("content/") for problem in problems):
        return problems
    try:
        return where_they_lie(problems, configure(where).settings.content_dir)
    except (ProblemsFound, NoProject, OSError):
        return problems
