"""`site-builder clean`: remove what the builder made."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from site_builder.commands.common import (
    USAGE,
    disk_failed,
    publishing_broke_off,
    site_options,
    tell,
)

if TYPE_CHECKING:
    from site_builder.options import Where
    from site_builder.publish import OutputFolder


@click.command(epilog="Example: site-builder clean -s my-digest")
@site_options
@click.option("-o", "--output", default="", metavar="DIR", help="The output folder, over `output_dir`.")
@click.option("-n", "--dry-run", is_flag=True, help="Say what would go, and leave it.")
def clean(place: Where, output: str, dry_run: bool) -> None:
    """Remove every file that the builder made, and nothing else."""
    from site_builder.locking import building
    from site_builder.problems import ProblemsFound
    from site_builder.publish import BrokeOff, OutputFolder, finish_interrupted
    from site_builder.reading import output_folder
    from site_builder.terminal import show_problems

    try:
        folder = output_folder(place, output)
        with building(place.folder, tell):
            if line := finish_interrupted(folder):
                tell(line)
            _clean(OutputFolder(folder, output or folder.name), dry_run)
    except ProblemsFound as found:
        show_problems(found.problems)
        sys.exit(USAGE)
    except BrokeOff as broken:
        publishing_broke_off(broken)
    except OSError as error:
        disk_failed(error, "Not everything was removed. Mend that and clean again.")


def _clean(target: OutputFolder, dry_run: bool) -> None:
    if dry_run:
        for path in target.made():
            click.echo(f"- {path}")
        return
    removed = target.clean()
    left = sum(1 for _ in target.foreign())
    click.echo(f"Removed {len(removed)} files" + (f"; {left} that others made are left" if left else ""))
