"""`site-builder clean`: remove what the builder made."""

from __future__ import annotations

import sys

import click

from site_builder.commands.common import USAGE, no_project, site_options, where


@click.command(epilog="Example: site-builder clean -s my-digest")
@site_options
@click.option("-o", "--output", default="", metavar="DIR", help="The output folder, over `output_dir`.")
@click.option("-n", "--dry-run", is_flag=True, help="Say what would go, and leave it.")
def clean(source: str, config: tuple[str, ...], base_url: str | None, output: str, dry_run: bool) -> None:
    """Remove every file that the builder made, and nothing else."""
    from site_builder.options import NoProject
    from site_builder.problems import ProblemsFound
    from site_builder.publish import OutputFolder
    from site_builder.reading import configure
    from site_builder.terminal import show_problems

    try:
        site = where(source, config, base_url)
        folder = site.folder / (output or configure(site).settings.output_dir)
    except NoProject as missing:
        no_project(source, str(missing))
    except ProblemsFound as found:
        show_problems(found.problems)
        sys.exit(USAGE)
    target = OutputFolder(folder, output or folder.name)
    if dry_run:
        for path in target.made():
            click.echo(f"- {path}")
        return
    removed = target.clean()
    left = sum(1 for _ in target.foreign())
    click.echo(f"Removed {len(removed)} files" + (f"; {left} that others made are left" if left else ""))
