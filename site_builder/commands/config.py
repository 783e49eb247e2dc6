"""`site-builder config`: the settings in force, their schema, default layouts, and what hosts read."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import click

from site_builder.commands.common import USAGE, site_options, tell, telling_problems

_FEW = 12  # files that a message names

if TYPE_CHECKING:
    from site_builder.hosting.facts import Facts
    from site_builder.options import Where


@click.group(short_help="Show the settings in force, and more.", epilog="Example: site-builder config show")
def config() -> None:
    """Show the settings in force, their schema, a default layout, or what a host reads."""


@config.command(
    short_help="Every setting, and where it came from.", epilog="Example: site-builder config show base_url"
)
@site_options
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to show it.")
@click.argument("key", required=False)
def show(place: Where, form: str, key: str | None) -> None:
    """Every setting with its value and where that came from; only KEY and what is below it, if given."""
    import msgspec

    from site_builder.config import show as rows_of
    from site_builder.configuring import configure
    from site_builder.problems import did_you_mean
    from site_builder.terminal import table

    with telling_problems():
        configured = configure(place)
    rows = [
        row for row in rows_of(configured) if key is None or row[0] == key or row[0].startswith(f"{key}.")
    ]
    if not rows:
        paths = [row[0].split(".") for row in rows_of(configured)]
        known = {".".join(path[:depth]) for path in paths for depth in range(1, len(path) + 1)}
        tell(f"error: there is no setting '{key}'")
        tell(f"  {did_you_mean(str(key), known) or '`site-builder config show` lists them all.'}")
        sys.exit(USAGE)
    if form == "json":
        data = {name: {"value": msgspec.to_builtins(value), "from": origin} for name, value, origin in rows}
        click.echo(json.dumps(data, ensure_ascii=False, indent=2))
        return
    shown = [(name, _as_typed(msgspec.to_builtins(value)), origin) for name, value, origin in rows]
    click.echo(table(shown, ("SETTING", "VALUE", "FROM")))


@config.command(
    short_help="What HOST reads, to be given to it.",
    epilog="Example: site-builder config host nginx --folder /srv/www/digest > digest.conf",
)
@site_options
@click.option("--clock", default="", metavar="DATE", help="Build as if it were this day or moment.")
@click.option("--folder", default="", metavar="DIR", help="Where the server finds the site.")
@click.argument("name", metavar="HOST")
def host(place: Where, clock: str, folder: str, name: str) -> None:
    """What HOST reads: a server's own configuration as a sample, or the files that are published for it."""
    from site_builder.hosting import HOSTS
    from site_builder.problems import did_you_mean

    if name not in HOSTS:
        tell(f"error: there is no host '{name}'")
        tell(f"  {did_you_mean(name, HOSTS) or 'The hosts are ' + ', '.join(HOSTS) + '.'}")
        sys.exit(USAGE)
    with telling_problems():
        facts = _facts(place, clock)
    chosen = HOSTS[name]
    if chosen.SAMPLE:
        click.echo(chosen.SAMPLE(facts, folder or f"/srv/www/{facts.host}"), nl=False)
        return
    for path, text in chosen.FILES.items():
        click.echo(f"# {path}\n{text(facts)}")
    if not chosen.FILES:
        tell(f"{chosen.LABEL} needs no file of its own.")


def _facts(place: Where, clock: str) -> Facts:
    """What hosts need to know of a site as it lies there."""
    import os

    from msgspec.structs import replace

    from site_builder.door import Door
    from site_builder.incremental.reads import Reads
    from site_builder.options import Options
    from site_builder.outputs.hosting import facts_of
    from site_builder.reading import open_site
    from site_builder.steps.taking import snapshot_of
    from site_builder.view import SiteView

    options = Options(where=place, clock=clock)
    snapshot, _ = snapshot_of(open_site(place), options, os.environ)
    facts = facts_of(SiteView(Door(snapshot, Reads(), "")))
    # What a build will search with is known when it has made its index: here, what it is to be.
    return replace(facts, search=snapshot.settings.search)


@config.command(
    short_help="The text of a default layout or asset.",
    epilog="Example: site-builder config layout partials/front.html > layouts/partials/front.html",
)
@click.argument("name", required=False)
def layout(name: str | None) -> None:
    """The text of a default layout or asset, to read or to begin one's own from; all names without NAME."""
    from site_builder.layouts import DEFAULT
    from site_builder.problems import did_you_mean
    from site_builder.sources import default_layouts

    folder = default_layouts()
    files = {
        path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if path.is_file()
    }
    if name is None:
        click.echo("\n".join(files))
        return
    found = files.get(name.removeprefix(DEFAULT))
    if found is None:
        tell(f"error: there is no default layout '{name}'")
        siblings = [file for file in files if file.startswith(f"{name.rpartition('/')[0]}/")]
        there = f"There are {', '.join(siblings)}." if 0 < len(siblings) <= _FEW else ""
        tell(f"  {did_you_mean(name, files) or there or '`site-builder config layout` lists them all.'}")
        sys.exit(USAGE)
    click.echo(found.read_bytes(), nl=False)


@config.command(
    short_help="The JSON Schema of config.yaml.",
    epilog="Example: site-builder config schema > config.schema.json",
)
@click.option("--front-matter", is_flag=True, help="The schema of an article's front matter instead.")
def schema(front_matter: bool) -> None:
    """The JSON Schema of config.yaml, for an editor that completes and checks while you type."""
    from site_builder.config import front_matter_schema, json_schema

    click.echo(
        json.dumps(front_matter_schema() if front_matter else json_schema(), ensure_ascii=False, indent=2)
    )


def _as_typed(value: object) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 60 else f"{text[:57]}..."
