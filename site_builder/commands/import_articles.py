"""`site-builder import`: raw text → front-mattered Markdown."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from site_builder.commands.common import FAILED, USAGE, no_project, where


@click.command("import", epilog="Example: site-builder import story.txt --date 2012-03-12 --from latimes")
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option("-s", "--site", default=".", metavar="DIR", help="The site's folder.  [default: .]")
@click.option("-c", "--config", multiple=True, metavar="FILE", help="Settings instead of config.yaml.")
@click.option("--date", default="", help="When its source published it, where the text does not say.")
@click.option(
    "--from", "--source", "publisher", default="", metavar="SOURCE", help="A source of config.yaml."
)
@click.option("--slug", default="", help="The last part of its address, instead of one from the title.")
@click.option("-n", "--dry-run", is_flag=True, help="Show the article, and write nothing.")
def import_articles(
    files: tuple[Path, ...],
    site: str,
    config: tuple[str, ...],
    date: str,
    publisher: str,
    slug: str,
    dry_run: bool,
) -> None:
    """Turn raw plain-text FILES into articles for review.

    What is not known is not invented, and what is cut is kept: the original and a ledger of every line
    go to content/_raw/.
    """
    from site_builder.importing.article_file import Imported, import_file
    from site_builder.importing.known_articles import open_known
    from site_builder.importing.saving import Saver
    from site_builder.locking import STATE
    from site_builder.options import NoProject
    from site_builder.problems import ProblemsFound
    from site_builder.reading import configure
    from site_builder.terminal import show_problems

    place = where(site, config, None)
    try:
        settings = configure(place).settings
    except NoProject as missing:
        no_project(site, str(missing))
    except ProblemsFound as found:
        show_problems(found.problems)
        sys.exit(USAGE)
    content = place.folder / settings.content_dir
    known, notice = open_known(place.folder / STATE)
    if notice:
        click.echo(notice, err=True)
    known.refresh(content)
    saver = Saver(content, known, dry_run=dry_run)
    failed = False
    for file in files:
        try:
            raw = file.read_bytes()

            def again(
                notes: tuple[str, ...], other_slug: str, raw: bytes = raw, name: str = file.name
            ) -> Imported:
                return import_file(
                    raw,
                    name,
                    settings,
                    date=date,
                    source=publisher,
                    slug=slug or other_slug,
                    proposals=notes,
                )

            saved = saver.save(again((), ""), again)
            click.echo(saved.imported.markdown if dry_run else saved.message, nl=not dry_run)
            for note in saved.imported.notes:
                click.echo(f"  {note}", err=dry_run)
        except ProblemsFound as found:
            show_problems(found.problems)
            failed = True
        except OSError as error:
            click.echo(f"error: {file}: {error.strerror}", err=True)
            failed = True
    saver.close()
    if failed:
        sys.exit(FAILED)
