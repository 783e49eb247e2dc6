"""`site-builder new`: an article's file with its front matter filled in."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

from site_builder.commands.common import FAILED, publisher_option, site_options, telling_problems
from site_builder.commands.completing import section_ids, tag_ids

if TYPE_CHECKING:
    from site_builder.options import Where


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
@click.option("--lang", default="", help="Its language, where it is not the site's, such as ar.")
@publisher_option
@click.option("--url", default="", help="Its address at the source.")
def new(
    title: str,
    place: Where,
    date: str,
    tags: tuple[str, ...],
    section: str,
    lang: str,
    publisher: str,
    url: str,
) -> None:
    """Begin an article, as a draft."""
    from site_builder.configuring import configure
    from site_builder.drafting import CannotBegin, begin_article

    try:
        with telling_problems():
            settings = configure(place).settings
        path = begin_article(
            place.folder / settings.content_dir,
            settings,
            os.environ,
            title=title,
            date=date,
            tags=tags,
            section=section,
            lang=lang,
            source=publisher,
            url=url,
        )
    except CannotBegin as cause:
        click.echo(f"error: {cause}", err=True)
        sys.exit(FAILED)
    click.echo(path)
