"""One build, told from top to bottom: read, index, plan, check, render, publish."""

from __future__ import annotations

import gc
import hashlib
import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from datetime import datetime
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from msgspec import Struct

from site_builder.clock import build_instant
from site_builder.content.link_check import broken_references
from site_builder.content.plan import Output, claims
from site_builder.content.snapshot import Snapshot, take_snapshot
from site_builder.content.visibility import Viewing
from site_builder.door import Door
from site_builder.executors import WorkerDied, executor_for, run
from site_builder.incremental.reads import Reads
from site_builder.locking import building
from site_builder.outputs import plan_all, turn
from site_builder.problems import Place, Problem, ProblemsFound, in_source_order
from site_builder.publish import OutputFolder, Published, check_output_folder, finish_interrupted
from site_builder.reading import Opened, Progress, Where, configure, is_site, open_site
from site_builder.rendering import Renderer, hold, read_chunk, render_chunk


class Options(Struct, frozen=True, kw_only=True):
    """What a build is asked to do."""

    where: Where
    output: str = ""  # over the settings' output_dir
    drafts: bool = False
    future: bool = False
    expired: bool = False
    strict: bool = False  # warnings are errors
    jobs: int = 1
    clock: str = ""


class Built(Struct, frozen=True):
    """What a build did."""

    articles: int  # published
    hidden: int  # read, and not published
    outputs: int
    published: Published
    problems: tuple[Problem, ...]  # warnings
    seconds: float
    stages: dict[str, float]  # seconds by stage
    next_change: datetime | None  # when an article that is waiting will appear


def build(
    options: Options,
    environ: Mapping[str, str] | None = None,
    progress: Progress | None = None,
    tell: Callable[[str], None] = lambda line: None,
) -> Built:
    """Make the output folder what the sources say, after any other build that is running.

    `tell` is given a line for the user where something else than the sources is behind what happens. Raises
    ProblemsFound with every problem of the run, the folder being as it was; NoProject where there is no
    site; BrokeOff when the disk fails while files are put in their places.
    """
    alone = building(options.where.folder, tell) if is_site(options.where) else nullcontext()
    with _collecting_seldom(), alone:
        return _build(options, os.environ if environ is None else environ, progress, tell)


def _build(
    options: Options, environ: Mapping[str, str], progress: Progress | None, tell: Callable[[str], None]
) -> Built:
    started = time.perf_counter()
    stages: dict[str, float] = {}

    def done(stage: str) -> None:
        stages[stage] = time.perf_counter() - started - sum(stages.values())

    configured = configure(options.where)
    settings = configured.settings
    folder = options.where.folder / (options.output or settings.output_dir)
    shown_as = options.output or settings.output_dir
    kept = [
        options.where.folder / d for d in (settings.content_dir, settings.layouts_dir, settings.static_dir)
    ]
    check_output_folder(folder, options.where.folder, kept, shown_as)
    if line := finish_interrupted(folder):
        tell(line)

    opened = open_site(options.where, configured, options.jobs, progress)
    done("read")
    snapshot, problems = snapshot_of(opened, options, environ)
    done("index")
    planned, clashes = claims(plan_all(Door(snapshot, Reads(), "").ask))
    problems += clashes
    sources = {parsed.path for parsed in opened.site.parsed}
    permalinks = {output.permalink for output in planned.values()}
    notes = [reference for hand in opened.site.editions for reference in hand.references]
    problems += tuple(broken_references(snapshot, sources, permalinks, notes))
    done("plan")
    target = OutputFolder(folder, shown_as)
    try:
        # An article whose layout is not there has been told of; its page could only fail once more.
        without = {problem.place.source for problem in problems if problem.code == "unknown-layout"}
        wanted = [output for output in planned.values() if output.claimant not in without]
        problems += _render_all(wanted, snapshot, opened, target, options.jobs, progress)
        done("render")
        problems = in_source_order((*problems, *target.problems))
        if any(p.level == "error" or options.strict for p in problems):
            raise ProblemsFound(problems)
        published = target.commit(lambda path: turn(planned[path]))
    except BaseException:
        target.abandon()
        raise
    done("publish")
    return Built(
        articles=len(snapshot.positions),
        hidden=len(snapshot.hidden),
        outputs=len(planned),
        published=published,
        problems=problems,
        seconds=time.perf_counter() - started,
        stages=stages,
        next_change=_next_change(snapshot, opened),
    )


@contextmanager
def _collecting_seldom() -> Iterator[None]:
    """Look for garbage in cycles less often: what a build makes lives to its end, and is a great deal.

    With Python's own thresholds the search takes a fifth of the time of building 1,000 articles.
    """
    thresholds = gc.get_threshold()
    gc.set_threshold(100_000, 50, 100)
    try:
        yield
    finally:
        gc.set_threshold(*thresholds)


def snapshot_of(
    opened: Opened, options: Options, environ: Mapping[str, str]
) -> tuple[Snapshot, tuple[Problem, ...]]:
    """The site as these options show it, with all problems found until then."""
    zone = ZoneInfo(opened.site.settings.timezone)
    try:
        now = build_instant(options.clock, environ, zone)
    except ValueError as error:
        remedy = "Write it as 2012-03-12 or 2012-03-12T14:05."
        place = Place("--clock" if options.clock else "SOURCE_DATE_EPOCH")
        raise ProblemsFound(
            [Problem(code="bad-clock", place=place, message=str(error), remedy=remedy)]
        ) from error
    viewing = Viewing(now, options.drafts, options.future, options.expired)
    snapshot, problems = take_snapshot(opened.site, viewing, now.astimezone(zone).date())
    return snapshot, opened.problems + problems


def _render_all(
    outputs: Iterable[Output],
    snapshot: Snapshot,
    opened: Opened,
    target: OutputFolder,
    workers: int,
    progress: Progress | None,
) -> tuple[Problem, ...]:
    """Stage every output; the problems of those that failed."""
    jobs: list[Output] = []
    copies: list[Output] = []
    for output in outputs:
        (copies if output.copy_of else jobs).append(output)
    for output in copies:
        target.stage(output.path, opened.copies[output.copy_of].read_bytes())
    key = hashlib.blake2b(os.urandom(16), digest_size=8).hexdigest()
    hold(key, Renderer(snapshot, opened.layouts))
    problems = []
    done = 0
    try:
        with executor_for(len(jobs), workers) as executor:
            for encoded in run(executor, partial(render_chunk, key), jobs):
                for rendered in read_chunk(encoded):
                    if rendered.problem:
                        problems.append(rendered.problem)
                    else:
                        target.stage(rendered.path, rendered.body)
                    done += 1
                if progress:
                    progress("rendering", done, len(jobs))
    except WorkerDied as died:
        problems.append(died.problem([output.claimant or output.path for output in died.items]))
    return tuple(problems)


def _next_change(snapshot: Snapshot, opened: Opened) -> datetime | None:
    waiting = (
        article.publish_date or article.date
        for parsed in opened.site.parsed
        if (article := parsed.article) and snapshot.hidden.get(parsed.path) == "future"
    )
    return min((moment.instant for moment in waiting if moment), default=None)


def output_folder(where: Where, output: str = "") -> Path:
    """The folder that a build of the site writes to."""
    return where.folder / (output or configure(where).settings.output_dir)
