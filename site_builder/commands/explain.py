"""`site-builder explain`: why an output was made, or why it is current, and what it asked."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

import click

from site_builder.commands.common import FAILED, site_options, telling_problems

if TYPE_CHECKING:
    from site_builder.explaining import Explained
    from site_builder.options import Where


@click.command(
    short_help="Say why an output was made, or is current.",
    epilog="Example: site-builder explain /tags/syria/",
)
@click.argument("output", metavar="PATH-OR-URL")
@site_options
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to tell.")
def explain(output: str, place: Where, form: str) -> None:
    """Say why an output was made in the last build, or why it is current, and what it asked.

    PATH-OR-URL is its file in the output folder, its address on the site, or the source file that it
    belongs to.
    """
    from site_builder.build import remembered
    from site_builder.configuring import configure
    from site_builder.explaining import explain as explained
    from site_builder.explaining import find_outputs
    from site_builder.problems import did_you_mean

    with telling_problems(FAILED):
        configured = configure(place)
        memory = remembered(place.folder)
    if memory is None:
        click.echo("error: no build of this site is remembered", err=True)
        click.echo("  `site-builder build` makes one that can be explained.", err=True)
        sys.exit(FAILED)
    try:
        paths = find_outputs(memory, output, configured.settings.base_url, place.folder)
        known = [path.removesuffix("/index.html") for path in memory.planned]
        told = [explained(memory, path, place.folder) for path in paths]
    finally:
        memory.store.close()
    if not paths:
        near = did_you_mean(output.strip("/"), known)
        click.echo(f"error: the last build made nothing at '{output}'", err=True)
        click.echo(f"  {near or '`site-builder build -v` names what a build makes.'}", err=True)
        sys.exit(FAILED)
    if form == "json":
        click.echo(json.dumps([_as_data(one) for one in told], ensure_ascii=False, indent=2))
    else:
        click.echo("\n\n".join(map(_in_words, told)))


def _in_words(one: Explained) -> str:
    from site_builder.wording import query_in_words, reason_in_words

    because = [f"  {reason_in_words(reason)}" for reason in one.reasons]
    when = f"in the last build ({one.build})" if one.build == one.latest else f"in build {one.build}"
    made = f"copied from {one.output.copy_of}" if one.output.copy_of else "made"
    lines = [one.file, f"{made} {when}, because", *because]
    if one.standing != "as written":
        lines.append(f"its file is {one.standing}: the next build makes it again")
    elif one.build < one.latest:
        since = one.latest - one.build
        builds = "the build since" if since == 1 else f"the {since} builds since"
        lines.append(f"current: nothing that it asked has had another answer in {builds}")
    for heading, names in _groups(one).items():
        lines.append(f"{heading}: {', '.join(names)}")
    others = [query for query in one.asked if query[0] not in {"layout", "config"}]
    if others or one.nameless:
        lines.append("it also asked for")
    lines += sorted(f"  {query_in_words(query)}" for query in others)
    if one.nameless:
        lines.append(f"  {one.nameless} things that are not there")
    return "\n".join(lines)


def _groups(one: Explained) -> dict[str, list[str]]:
    """Its layouts, the settings that it read and the articles that it shows anything of."""
    from site_builder.queries import OF_AN_ARTICLE

    groups = {
        "layouts": [str(q[1]) for q in one.asked if q[0] == "layout"],
        "settings": [str(q[1]) for q in one.asked if q[0] == "config"],
        "articles": sorted({f"content/{q[1]}" for q in one.asked if q[0] in OF_AN_ARTICLE}),
    }
    return {heading: names for heading, names in groups.items() if names}


def _as_data(one: Explained) -> dict[str, Any]:
    from site_builder.wording import reason_in_words

    return {
        "path": one.output.path,
        "file": one.file,
        "kind": one.output.kind,
        "subject": list(one.output.subject),
        "permalink": one.output.permalink,
        "build": one.build,
        "latest_build": one.latest,
        "reasons": [reason_in_words(reason) for reason in one.reasons],
        "standing": one.standing,
        **_groups(one),
        "queries": [list(query) for query in one.asked],
    }
