"""`site-builder init`: a digest that builds and looks good, to go on from."""

from __future__ import annotations

import sys

import click

from site_builder.commands.common import FAILED


@click.command(epilog="Example: site-builder init my-digest && site-builder build -s my-digest")
@click.argument("folder", metavar="DIR")
def init(folder: str) -> None:
    """Begin a digest in DIR, with sample articles."""
    from pathlib import Path

    from site_builder.drafting import CannotBegin, begin_digest

    try:
        written = begin_digest(Path(folder))
    except CannotBegin as cause:
        click.echo(f"error: {cause}", err=True)
        sys.exit(FAILED)
    click.echo(f"Wrote {len(written)} files to {folder}. Now:")
    click.echo(f"  site-builder serve -s {folder} --open   to see it, and every edit at once")
    click.echo(
        f"  site-builder build -s {folder}          to make {folder}/output/, which any host can serve"
    )
    click.echo("Its page Tour shows what to try.")
