"""Runs a check on a small digest, for tests."""

from __future__ import annotations

from typing import Any

from digests import CLOCK, Digest

from site_builder.checking.report import Report, check_site
from site_builder.options import Options, Where
from site_builder.problems import Problem


def checked(site: Digest, **more: Any) -> Report:
    """What a check of the site finds, as a build at the tests' hour would publish it."""
    options = {key: more.pop(key) for key in ("drafts", "future", "clock", "jobs") if key in more}
    where = Where(site.folder)
    return check_site(Options(where=where, **{"clock": CLOCK, **options}), {}, **more)


def found(site: Digest, *codes: str, **more: Any) -> list[Problem]:
    """The findings with one of the codes."""
    return [problem for problem in checked(site, **more).problems if problem.code in codes]


def told(site: Digest, *codes: str, **more: Any) -> list[tuple[str, str]]:
    """The same as place and message."""
    return [(str(problem.place), problem.message) for problem in found(site, *codes, **more)]
