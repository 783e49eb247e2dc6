"""What a build is asked to do, and what it did. Values only; imports nothing that costs time."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from site_builder.incremental.staleness import Reason
    from site_builder.problems import Problem
    from site_builder.publish import Published

CONFIG = "config.yaml"

Tell = Callable[[str], None]  # takes a line for the user
Progress = Callable[[str, int, int], None]  # what is being done, how many of how many are done


class NoProject(Exception):
    """There is no config.yaml in the folder."""


class Where(Struct, frozen=True):
    """Which site is meant, and what the command line says over its settings."""

    folder: Path
    configs: tuple[str, ...] = ()  # instead of config.yaml; later ones win
    overrides: Mapping[str, str] = {}  # settings given by flags


class Options(Struct, frozen=True, kw_only=True):
    """What a build is asked to do."""

    where: Where
    output: str = ""  # over the settings' output_dir
    drafts: bool = False
    future: bool = False
    expired: bool = False
    strict: bool = False  # warnings are errors
    jobs: int = 1  # processes
    executor: str = ""  # address of a cluster that does their work
    clock: str = ""
    full: bool = False  # read every source and output again, whatever their stamps


class Spent(Struct, frozen=True, array_like=True):
    """How long one file took to parse, or one output to render."""

    what: str  # "article" where it was parsed, else the layout that it was rendered by
    name: str
    microseconds: int


class Built(Struct, frozen=True, kw_only=True):
    """What a build did."""

    articles: int  # published
    hidden: int  # read, and not published
    outputs: int  # planned; a file may lie compressed beside one
    published: Published
    problems: tuple[Problem, ...]  # warnings
    seconds: float
    stages: Mapping[str, float]  # seconds by stage
    next_change: datetime | None  # when an article that is waiting will appear
    parsed: int = 0  # articles
    rendered: Mapping[str, tuple[Reason, ...]] = {}  # outputs, each with its reasons
    spent: tuple[Spent, ...] = ()

    @property
    def files(self) -> int:
        """How many files of the site lie in the output folder: outputs and what is compressed beside them."""
        return len(self.published.written) + self.published.unchanged


def asked_of(options: Options) -> tuple[str, ...]:
    """What decides what is shown and where, beside the sources and the clock."""
    viewing = [name for name in ("drafts", "future", "expired") if getattr(options, name)]
    overrides = [f"{key}={value}" for key, value in sorted(options.where.overrides.items())]
    return (options.output, *viewing, "--", *options.where.configs, "--", *overrides)


def default_jobs() -> int:
    """As many as there are processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
