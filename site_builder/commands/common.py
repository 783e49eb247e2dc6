"""What the verbs share: the options that say which site is meant, and how a run ends."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import click

if TYPE_CHECKING:
    from site_builder.options import Where
    from site_builder.publish import BrokeOff

FAILED, USAGE, NO_PROJECT = 1, 2, 3  # exit codes; 0 is fine, and `__main__.py` has those of interruption

Command = TypeVar("Command", bound=Callable[..., Any])


def place_options(command: Command) -> Command:
    """-s and -c: which site, with which settings."""
    options = (
        click.option("-s", "--source", default=".", metavar="DIR", help="The site's folder.  [default: .]"),
        click.option(
            "-c",
            "--config",
            multiple=True,
            metavar="FILE",
            help="Settings instead of config.yaml; repeatable, later wins.",
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


def site_options(command: Command) -> Command:
    """-s, -c and -b: which site, with which settings and address."""
    base_url = click.option(
        "-b", "--base-url", metavar="URL", help="Where the site will live, over `base_url`."
    )
    return place_options(base_url(command))


def viewing_options(command: Command) -> Command:
    """-D, -F, -E and --clock: what is shown, and when."""
    options = (
        click.option("-D", "--drafts", is_flag=True, help="Show drafts too."),
        click.option("-F", "--future", is_flag=True, help="Show articles before their time."),
        click.option("-E", "--expired", is_flag=True, help="Show articles after their time."),
        click.option(
            "--clock", metavar="DATE", default="", help="Build as if it were then; also SOURCE_DATE_EPOCH."
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


def where(source: str, config: tuple[str, ...], base_url: str | None) -> Where:
    """The site that the options mean."""
    from site_builder.options import Where

    overrides = {"base_url": base_url} if base_url is not None else {}
    return Where(Path(source), config, overrides)


def no_project(folder: str, name: str = "config.yaml") -> NoReturn:
    """End because there is no site."""
    click.echo(f"error: there is no {name} in {Path(folder).resolve()}", err=True)
    if name != "config.yaml":
        click.echo("  Name a file of settings that is there after `-c`.", err=True)
        sys.exit(USAGE)
    click.echo(
        "  Go to your site's folder, name it with `-s DIR`, or begin one with `site-builder init DIR`.",
        err=True,
    )
    sys.exit(NO_PROJECT)


def tell(line: str) -> None:
    """Say something that is no result."""
    click.echo(line, err=True)


def disk_failed(error: OSError, and_now: str) -> NoReturn:
    """End because a file could not be read or written."""
    name = error.filename2 or error.filename or "the output"  # of a rename, where it leads
    tell(f"error: {name}: {error.strerror or error}")
    tell(f"  {and_now}")
    sys.exit(FAILED)


def publishing_broke_off(broken: BrokeOff) -> NoReturn:
    """End because the disk failed while files were put in their places."""
    disk_failed(broken.error, "Publishing broke off half-way. Mend that; the next command then finishes it.")


def finish_publication(place: Where) -> None:
    """Finish what a killed command has left in the output folder, unless another is building right now.

    For verbs that publish nothing themselves: a disk that fails is told of, and is no reason to end.
    """
    from site_builder.locking import building
    from site_builder.publish import BrokeOff, finish_interrupted, is_interrupted
    from site_builder.reading import output_folder

    folder = output_folder(place)
    if not is_interrupted(folder):
        return
    with building(place.folder, tell, wait=False) as is_alone:
        try:
            if is_alone and (line := finish_interrupted(folder)):
                tell(line)
        except (BrokeOff, OSError) as error:
            tell(f"error: a publication was cut off and cannot be finished: {error}")


def speak_any_language() -> None:
    """Never fail for a letter that the console cannot show."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
