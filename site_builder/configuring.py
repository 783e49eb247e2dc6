"""Reads the files of a site's settings. Knows where they lie; what they say is `config.py`'s business."""

from __future__ import annotations

from site_builder.config import Configured, read_config
from site_builder.options import Where
from site_builder.problems import Problem, ProblemsFound
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
