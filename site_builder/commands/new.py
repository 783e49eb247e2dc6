"""`site-builder new`: an article's file with its front matter filled in."""

from __future__ import annotations

import os
import sys

import click

from site_builder.commands.common import FAILED, USAGE, no_project, site_options, where
from site_builder.commands.completing import section_ids, source_ids, tag_ids


def _as_one(context: click.Context, argument: click.Parameter, words: tuple[str, ...]) -> str:
    """The title. Raises UsageError where a shell has taken it apart."""
    if len(words) > 1:
        raise click.UsageError(f'put a title of several words in quotes:  new "{" ".join(words)}"')
    return words[0]


@click.command(epilog='Example: site-builder new "Observers reach Homs" --from un --tag Syria --tag Homs')
@click.argument("title", nargs=-1, required=True, metavar="TITLE", callback=_as_one)
@site_options
@click.option("--date", default="", help="When its source published it.  [default: today]")
@click.option("--tag", "tags", multiple=True, shell_complete=tag_ids, help="A tag; repeatable.")
@click.option("--section", default="", shell_complete=section_ids, help="A section of config.yaml.")
@click.option(
    "--from",
    "publisher",
    default="",
    metavar="SOURCE",
    shell_complete=source_ids,
    help="A source of config.yaml.",
)
@click.option("--url", default="", help="Its address at the source.")
def new(
    title: str,
    source: str,
    config: tuple[str, ...],
    base_url: str | None,
    date: str,
    tags: tuple[str, ...],
    section: str,
    publisher: str,
    url: str,
) -> None:
    """Begin an article, as a draft."""
    from site_builder.configuring import configure
    from site_builder.drafting import CannotBegin, begin_article
    from site_builder.options import NoProject
    from site_builder.problems import ProblemsFound
    from site_builder.terminal import show_problems

    place = where(source, config, base_url)
    try:
        settings = configure(place).settings
        path = begin_article(
            place.folder / settings.content_dir,
            settings,
            os.environ,
            title=title,
            date=date,
            tags=tags,
            section=section,
            source=publisher,
            url=url,
        )
    except NoProject as missing:
        no_project(source, str(missing))
    except ProblemsFound as found:
        show_problems(found.problems)
        sys.exit(USAGE)
    except CannotBegin as cause:
        click.echo(f"error: {cause}", err=True)
        sys.exit(FAILED)
    click.echo(path)
