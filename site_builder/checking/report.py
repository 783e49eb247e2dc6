"""A check as a whole: the site is looked at, the web where that is wanted, and all is told in one value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from itertools import chain
from typing import Literal

from msgspec import Struct

from site_builder.checking import CODES, findings_of, outside
from site_builder.checking.asking import Told, ask
from site_builder.checking.gathering import gathered
from site_builder.checking.outside import Original
from site_builder.checking.silencing import Levels, unknown_codes
from site_builder.checking.site import Site
from site_builder.configuring import as_they_lie
from site_builder.importing.extra import missing_extra
from site_builder.importing.fetching.limits import Limits
from site_builder.locking import STATE
from site_builder.options import Options, Progress, Tell, Where
from site_builder.problems import Problem, ProblemsFound, in_source_order, where_they_lie

Originals = Literal["none", "all", "gone"]


class Report(Struct, frozen=True, kw_only=True):
    """What a check has found."""

    problems: tuple[Problem, ...]  # in source order
    articles: int  # published
    outputs: int
    next_change: datetime | None = None  # when the next waiting article will appear
    originals: tuple[Original, ...] = ()  # of articles, as asked for
    files: Mapping[str, str] = {}  # where the articles of these lie, by path below content/


def check_site(
    options: Options,
    environ: Mapping[str, str],
    *,
    external: bool = False,
    allow_private: bool = False,
    limits: Limits | None = None,
    originals: Originals = "none",
    progress: Progress | None = None,
    tell: Tell = lambda line: None,
) -> Report:
    """Everything that is wrong with a site. `external` asks other sites; `originals` names those to be given.

    Raises NoProject, and ProblemsFound where the settings are wrong or an extra is missing.
    """
    with _placing(options.where), gathered(options, environ, progress, tell, lasting=external) as site:
        told: dict[str, Told] = {}
        levels = Levels(site, CODES)
        problems = [*levels.settled(chain(findings_of(site), unknown_codes(site, CODES)))]
        if external:
            told = _asked(site, options, allow_private, limits, progress)
            problems += levels.settled(outside.find(site, told))
        wanted: tuple[Original, ...] = ()
        if originals != "none":
            wanted = tuple(outside.originals(site, told if originals == "gone" else None))
        return Report(
            problems=in_source_order(where_they_lie(problems, site.settings.content_dir)),
            articles=len(site.snapshot.index.order),
            outputs=len(site.plan),
            next_change=site.next_change,
            originals=wanted,
            files={one.path: site.content[one.path] for one in wanted},
        )


@contextmanager
def _placing(where: Where) -> Iterator[None]:
    try:
        yield
    except ProblemsFound as found:
        raise ProblemsFound(as_they_lie(found.problems, where)) from found


def _asked(
    site: Site, options: Options, allow_private: bool, limits: Limits | None, progress: Progress | None
) -> dict[str, Told]:
    try:
        return ask(
            outside.addresses(site),
            options.where.folder / STATE,
            site.now,
            site.settings.check.link_days,
            base_url=site.settings.base_url,
            allow_private=allow_private,
            limits=limits,
            progress=progress,
        )
    except ModuleNotFoundError:
        raise ProblemsFound([missing_extra("--external", "asking other sites")]) from None
