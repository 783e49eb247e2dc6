"""`site-builder import`: raw articles of any shape → front-mattered Markdown."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from site_builder.commands.common import (
    FAILED,
    USAGE,
    place_options,
    publisher_option,
    tell,
    telling_problems,
)
from site_builder.commands.import_ledger import lines_as_json, show_article, tell_signs, undo_in_article

if TYPE_CHECKING:
    from site_builder.importing.run import Done, Wanted
    from site_builder.options import Where
    from site_builder.settings import Settings

EXAMPLE = "Example: site-builder import story.txt --date 2012-03-12 --from latimes"


@click.command("import", epilog=EXAMPLE)
@click.argument("names", nargs=-1, metavar="RAW...")
@place_options
@click.option("--date", default="", help="When its source published it, where the text does not say.")
@publisher_option
@click.option("--url", default="", help="Its address, where the source does not say.")
@click.option("--slug", default="", help="The last part of its address, instead of one from the title.")
@click.option(
    "--permalink", default="", metavar="PATTERN", help="Keep the address it had: /:year/:slug.html, or :path."
)
@click.option("--no-follow", is_flag=True, help="Fetch no page of which a feed gives a summary only.")
@click.option("--allow-private", is_flag=True, help="Fetch from this machine and its network too.")
@click.option("-j", "--jobs", type=click.IntRange(1), help="Processes that read.  [default: all processors]")
@click.option("-n", "--dry-run", is_flag=True, help="Show what would be written, and write nothing.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="Of the report.")
@click.option("--explain", is_flag=True, help="Show what became of every line of the original.")
@click.option("--undo", metavar="ARTICLE", help="Put back what an import took out of this article …")
@click.option("--line", "lines", metavar="N[-M]", default="", help="… from these lines of the original.")
def import_articles(
    names: tuple[str, ...],
    place: Where,
    date: str,
    publisher: str,
    url: str,
    slug: str,
    permalink: str,
    no_follow: bool,
    allow_private: bool,
    jobs: int | None,
    dry_run: bool,
    form: str,
    explain: bool,
    undo: str | None,
    lines: str,
) -> None:
    """Turn raw articles into articles for review.

    RAW is a text, a saved page (HTML, MHTML), a mail, a feed, an export of WordPress, an article of
    Hugo, Jekyll or Pelican, the address of one of these, a list of them, or a folder. What is not known
    is not invented, and what is cut is kept: the original and a ledger of every line go to content/_raw/.
    """
    from site_builder.configuring import configure
    from site_builder.importing.article_file import Asked
    from site_builder.importing.run import Wanted
    from site_builder.options import default_jobs

    with telling_problems():
        settings = configure(place).settings
    content = place.folder / settings.content_dir
    if undo:
        undo_in_article(content, Path(undo), lines, dry_run=dry_run)
    elif lines:
        raise click.UsageError("--line says what --undo puts back: name the article there too")
    elif not names:
        raise click.UsageError("name at least one text, page, feed, folder or address")
    elif explain and all(_is_article(name, content) for name in names):
        for name in names:
            show_article(content, Path(name), form)
        if form == "text":
            tell_signs()
    else:
        wanted = Wanted(
            names=names,
            asked=Asked(date, publisher, slug, url, permalink),
            follow=not no_follow,
            allow_private=allow_private,
            jobs=jobs or default_jobs(),
            dry_run=dry_run or explain,
        )
        _run(wanted, settings, place, form, explain=explain)


def _is_article(name: str, content: Path) -> bool:
    """Whether it is an article of the site, and no raw one."""
    path = Path(name)
    inside = path.suffix == ".md" and path.is_file() and path.resolve().is_relative_to(content.resolve())
    return inside and "_raw" not in path.parts


def _run(wanted: Wanted, settings: Settings, place: Where, form: str, *, explain: bool) -> None:
    """Import, and report."""
    from zoneinfo import ZoneInfo

    from site_builder.clock import build_instant
    from site_builder.commands.import_report import as_json, show_all, show_one
    from site_builder.importing.ledger_view import explain as explained
    from site_builder.importing.run import Run
    from site_builder.problems import ProblemsFound
    from site_builder.terminal import progress_bar, show_ledger, show_problems

    name = settings.content_dir
    every: list[Done] = []
    try:
        now = build_instant("", os.environ, ZoneInfo(settings.timezone))
        run = Run(wanted, settings, place.folder, now)
        with progress_bar(form == "json") as progress:
            for done in run.go(tell, progress):
                every.append(done)
                if progress:
                    progress("importing", len(every), max(len(every), len(wanted.names)))
    except ProblemsFound as found:
        show_problems(found.problems)
        sys.exit(FAILED)
    except ValueError as error:
        tell(f"error: {error}")
        sys.exit(USAGE)
    if explain:
        for done in every:
            if done.imported:
                lines = explained(done.imported.ledger, done.text)
                click.echo(lines_as_json(lines)) if form == "json" else show_ledger(lines)
            show_problems(done.problems)
        if form == "text" and any(done.imported for done in every):
            tell_signs()
    elif form == "json":
        click.echo(as_json(every, name))
    elif len(every) == 1 and wanted.dry_run and every[0].imported:
        click.echo(every[0].imported.markdown, nl=False)
        for note in every[0].notes:
            tell(f"  {note}")
    elif len(every) == 1:
        show_one(every[0])
    else:
        show_all(every, name)
    for line in run.proposals() if form == "text" else ():
        tell(line)
    if not every or any(done.state == "failed" for done in every):
        if not every:
            tell("nothing was found to import")
        sys.exit(FAILED)
