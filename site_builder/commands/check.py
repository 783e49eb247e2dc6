"""`site-builder check`: everything that can be wrong, without publishing."""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from site_builder.commands.common import (
    FAILED,
    USAGE,
    Shown,
    disk_failed,
    site_options,
    tell,
    viewing_options,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from site_builder.checking.report import Report
    from site_builder.options import Where
    from site_builder.problems import Problem
    from site_builder.retagging.renaming import FileChange

_MOST_OF_A_CODE = 20  # findings that a terminal shows without -v


@click.command(epilog="Example: site-builder check --strict --format github")
@site_options
@viewing_options
@click.option("--strict/--no-strict", help="Fail on warnings too.")
@click.option("--external", is_flag=True, help="Ask other sites whether what is linked to is still there.")
@click.option("--allow-private", is_flag=True, help="With --external, ask also this machine and its network.")
@click.option(
    "--mark-dead", is_flag=True, help="Write `dead: true` into articles whose original is found to be gone."
)
@click.option("--propose-archive", is_flag=True, help="Write an `archive_url` into articles that have none.")
@click.option("-n", "--dry-run", is_flag=True, help="Show what those two would write, and write nothing.")
@click.option(
    "-j", "--jobs", type=click.IntRange(min=1), help="Processes to work in.  [default: all processors]"
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github"]),
    default="text",
    help="How to report; `github` annotates a pull request.",
)
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but findings.")
@click.option("-v", "--verbose", count=True, help="Show every finding of a kind, however many there are.")
def check(
    place: Where,
    shown: Shown,
    strict: bool,
    external: bool,
    allow_private: bool,
    mark_dead: bool,
    propose_archive: bool,
    dry_run: bool,
    jobs: int | None,
    form: str,
    quiet: bool,
    verbose: int,
) -> None:
    """Find everything that is wrong, and publish nothing.

    Each finding has a code, which `check` in config.yaml or `check_ignore` in an article can silence.
    """
    from site_builder.checking.report import check_site
    from site_builder.options import default_jobs
    from site_builder.problems import ProblemsFound, as_data, in_source_order
    from site_builder.retagging.renaming import Retagging, carry_out
    from site_builder.terminal import progress_bar, summary

    if (mark_dead and not external) or (dry_run and not (mark_dead or propose_archive)):
        wanted = "--mark-dead needs --external" if mark_dead else "-n needs --propose-archive or --mark-dead"
        click.echo(f"error: {wanted}", err=True)
        sys.exit(USAGE)
    options = shown.options(place, jobs=jobs or default_jobs())
    started = time.perf_counter()
    try:
        with progress_bar(quiet or form != "text") as progress:
            report = check_site(
                options,
                os.environ,
                external=external,
                allow_private=allow_private,
                originals=("gone" if external else "all") if mark_dead or propose_archive else "none",
                progress=progress,
                tell=tell,
            )
        changes, problems = _changes(report, mark_dead, propose_archive)
        if not dry_run:
            carry_out(Retagging(changes, len(changes), redirected=False))
    except ProblemsFound as found:
        _show(found.problems, form, place, verbose)
        if form == "json":
            click.echo(_as_json({"ok": False, "findings": as_data(found.problems)}))
        files = place.configs or ("config.yaml",)
        settings = {*files, "--clock", "SOURCE_DATE_EPOCH", "--base-url", "--external"}
        sys.exit(USAGE if all(p.place.source in settings for p in found.problems) else FAILED)
    except OSError as error:
        disk_failed(error, "Nothing was changed.")
    problems = in_source_order((*report.problems, *problems))
    failed = any(problem.level == "error" or strict for problem in problems)
    seconds = time.perf_counter() - started
    if form == "json":
        data = {
            "ok": not failed,
            "articles": report.articles,
            "outputs": report.outputs,
            "next_scheduled": report.next_change.isoformat() if report.next_change else None,
            "seconds": round(seconds, 3),
            "findings": as_data(problems),
            "changed" if not dry_run else "would_change": [change.name for change in changes],
        }
        click.echo(_as_json(data))
    else:
        _show(problems, form, place, verbose)
        for change in changes:
            click.echo(change.diff(), nl=False) if dry_run else tell(f"changed: {change.name}")
        if not quiet and form == "text":
            click.echo(_last_line(report, summary(problems), seconds))
    sys.exit(FAILED if failed else 0)


def _changes(
    report: Report, mark_dead: bool, propose_archive: bool
) -> tuple[tuple[FileChange, ...], tuple[Problem, ...]]:
    """What is to be written into front matter."""
    from site_builder.retagging.source_entries import plan_entries

    wanted = []
    for one in report.originals:
        values: dict[str, str | bool] = {}
        if propose_archive and not one.archive_url:
            values["archive_url"] = one.proposed
        if mark_dead:
            values["dead"] = True
        if values:
            wanted.append((f"content/{one.path}", report.files[one.path], values))
    return plan_entries(wanted)


def _show(problems: Sequence[Problem], form: str, place: Where, verbose: int) -> None:
    """The findings: as annotations on standard output, or in words on standard error."""
    from site_builder.checking.annotations import annotation
    from site_builder.terminal import show_findings

    if form == "text":
        show_findings(problems, sys.maxsize if verbose else _MOST_OF_A_CODE)
    elif form == "github":
        root = os.environ.get("GITHUB_WORKSPACE") or os.curdir
        prefix = Path(os.path.relpath(place.folder, root)).as_posix()
        for problem in problems:
            click.echo(annotation(problem, "" if prefix == "." else f"{prefix}/"))


def _last_line(report: Report, found: str, seconds: float) -> str:
    from site_builder.terminal import counted

    what = f"{report.outputs} files from {counted(report.articles, 'article')}"
    line = f"Checked {what}: {found or 'nothing is wrong'}, in {seconds:.2f} s"
    if report.next_change:
        line += f"; next scheduled: {report.next_change:%Y-%m-%d %H:%M} UTC"
    return line


def _as_json(data: Mapping[str, object]) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2)
