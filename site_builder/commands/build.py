"""`site-builder build`: content → output/."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from site_builder.commands.common import (
    FAILED,
    USAGE,
    Shown,
    disk_failed,
    publishing_broke_off,
    site_options,
    tell,
    viewing_options,
)

if TYPE_CHECKING:
    from site_builder.build import Built
    from site_builder.options import Where


@click.command(epilog="Example: site-builder build --strict -b https://digest.example/news")
@site_options
@click.option("-o", "--output", default="", metavar="DIR", help="Where to write, over `output_dir`.")
@click.option("--destination", "output", hidden=True)
@viewing_options
@click.option("--strict/--no-strict", help="Fail on warnings too.")
@click.option(
    "-j", "--jobs", type=click.IntRange(min=1), help="Processes to work in.  [default: all processors]"
)
@click.option(
    "--executor",
    default="",
    metavar="ADDRESS",
    help="A cluster to work on instead where there is much to do: dask://HOST:PORT.",
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to report.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but problems.")
@click.option("-v", "--verbose", count=True, help="Name every file that is made or removed, and why.")
@click.option("--full", is_flag=True, help="Read every source and output, whatever their times say.")
@click.option("--profile", is_flag=True, help="Tell which stages, layouts and files took longest.")
def build(
    place: Where,
    output: str,
    shown: Shown,
    strict: bool,
    jobs: int | None,
    executor: str,
    form: str,
    quiet: bool,
    verbose: int,
    full: bool,
    profile: bool,
) -> None:
    """Build the site into output/.

    Only what has changed since the last build is made again; `explain` says why an output was. Nothing is
    published unless everything can be.
    """
    from site_builder.interrupts import signals_held

    with signals_held():  # a module that is cut off while it loads fails in ways of its own
        from site_builder.build import build as run
        from site_builder.options import default_jobs
        from site_builder.problems import ProblemsFound, as_data
        from site_builder.profiling import profile_of
        from site_builder.publish import BrokeOff
        from site_builder.terminal import progress_bar, show_problems, summary

    options = shown.options(
        place, output=output, strict=strict, jobs=jobs or default_jobs(), executor=executor, full=full
    )
    try:
        if executor:
            from site_builder.executors import check_address

            check_address(executor)
        with progress_bar(quiet or form == "json") as progress:
            built = run(options, progress=progress, tell=tell)
    except ProblemsFound as found:
        if form == "json":
            report = {"ok": False, "problems": as_data(found.problems)}
            click.echo(json.dumps(report, ensure_ascii=False, indent=2))
        else:
            show_problems(found.problems)
            click.echo(
                f"Nothing was published: {summary(found.problems)}. The output is as it was.", err=True
            )
        errors = [problem for problem in found.problems if problem.level == "error"]
        settings = {*(place.configs or ("config.yaml",))}
        usage = errors and all(p.code in _USAGE or p.place.source in settings for p in errors)
        sys.exit(USAGE if usage else FAILED)
    except BrokeOff as broken:
        publishing_broke_off(broken)
    except OSError as error:
        disk_failed(error, "Nothing was published. The output is as it was.")
    if form == "json":
        click.echo(json.dumps(_report(built), ensure_ascii=False, indent=2))
        return
    show_problems(built.problems)
    if verbose:
        for line in _made(built):
            click.echo(line)
    if profile:
        for line in profile_of(built):
            click.echo(line)
    if not quiet:
        click.echo(_last_line(built, summary(built.problems)))


_USAGE = {"output-refused", "bad-clock", "bad-executor"}


def _made(built: Built) -> Iterator[str]:
    """A line for every output that was made, with "+" where its bytes are new, and for removed ones."""
    from site_builder.wording import reason_in_words

    written = set(built.published.written)
    for path, reasons in sorted(built.rendered.items()):
        because = "; ".join(map(reason_in_words, reasons))
        yield f"{'+' if path in written else '='} {path}: {because}"
    yield from (f"- {path}" for path in built.published.removed)


def _last_line(built: Built, warnings: str) -> str:
    from site_builder.terminal import counted

    published = built.published
    compressed = built.files - built.outputs
    files = f"{built.files} files" + (f", {compressed} of them compressed copies," if compressed else "")
    what = f"{files} from {counted(built.articles, 'article')}"
    if not published.written and not published.removed:
        line = f"Up to date: {what}, in {built.seconds:.2f} s"
    else:
        written, removed = len(published.written), len(published.removed)
        counts = f"{written} written, {published.unchanged} unchanged, {removed} removed"
        line = f"Built {what}: {counts}, in {built.seconds:.2f} s"
    if built.hidden:
        line += f"; {built.hidden} not published"
    if built.next_change:
        line += f"; next scheduled: {built.next_change:%Y-%m-%d %H:%M} UTC"
    return f"{line} ({warnings})" if warnings else line


def _report(built: Built) -> dict[str, Any]:
    from site_builder.problems import as_data
    from site_builder.wording import reason_in_words

    return {
        "ok": True,
        "articles": built.articles,
        "hidden": built.hidden,
        "outputs": built.outputs,
        "files": built.files,
        "written": list(built.published.written),
        "unchanged": built.published.unchanged,
        "removed": list(built.published.removed),
        "parsed": built.parsed,
        "rendered": {path: [*map(reason_in_words, reasons)] for path, reasons in built.rendered.items()},
        "seconds": round(built.seconds, 3),
        "stages": {stage: round(seconds, 3) for stage, seconds in built.stages.items()},
        "problems": as_data(built.problems),
    }
