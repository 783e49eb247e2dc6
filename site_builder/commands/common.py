"""What the verbs share: the options that say which site is meant, and how a run ends."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn, TypeVar

import click

from site_builder.commands.completing import source_ids

if TYPE_CHECKING:
    from site_builder.options import Options, Where
    from site_builder.publish import BrokeOff

FAILED, USAGE, NO_PROJECT = 1, 2, 3  # exit codes; 0 is fine, and `__main__.py` has those of interruption

Command = TypeVar("Command", bound=Callable[..., Any])


def place_options(command: Command) -> Command:
    """-s and -c, given as `place`: which site, with which settings. Where there is none the run ends."""

    @wraps(command)
    def at_a_place(
        *, source: str, config: tuple[str, ...], base_url: str | None = None, **others: Any
    ) -> object:
        from site_builder.interrupts import signals_held

        with signals_held():  # a module that is cut off while it loads fails in ways of its own
            from site_builder.options import NoProject, Where

        overrides = {"base_url": base_url} if base_url is not None else {}
        place = Where(Path(source), config, overrides)
        try:
            return command(place=place, **others)
        except NoProject as missing:
            _no_project(place, str(missing))

    with_options: Command = _with_options(
        at_a_place,
        click.option("-s", "--source", default=".", metavar="DIR", help="The site's folder.  [default: .]"),
        click.option(
            "-c",
            "--config",
            multiple=True,
            metavar="FILE",
            help="Settings instead of config.yaml; repeatable, later wins.",
        ),
    )
    return with_options


def site_options(command: Command) -> Command:
    """-s, -c and -b, given as `place`: which site, with which settings and address."""
    base_url = click.option(
        "-b", "--base-url", metavar="URL", help="Where the site will live, over `base_url`."
    )
    return place_options(base_url(command))


class Shown(NamedTuple):
    """What is shown beside what is public, and when."""

    drafts: bool
    future: bool
    expired: bool
    clock: str

    def options(self, place: Where, **more: Any) -> Options:
        """The options of a build that shows this."""
        from site_builder.options import Options

        return Options(where=place, **self._asdict(), **more)


def viewing_options(command: Command) -> Command:
    """-D, -F, -E and --clock, given as `shown`: what is shown, and when."""

    @wraps(command)
    def as_shown(*, drafts: bool, future: bool, expired: bool, clock: str, **others: Any) -> object:
        return command(shown=Shown(drafts, future, expired, clock), **others)

    with_options: Command = _with_options(
        as_shown,
        click.option("-D", "--drafts", is_flag=True, help="Show drafts too."),
        click.option("-F", "--future", is_flag=True, help="Show articles before their time."),
        click.option("-E", "--expired", is_flag=True, help="Show articles after their time."),
        click.option(
            "--clock", metavar="DATE", default="", help="Build as if it were then; also SOURCE_DATE_EPOCH."
        ),
    )
    return with_options


def publisher_option(command: Command) -> Command:
    """--from, given as `publisher`: a source of the settings."""
    return click.option(
        "--from",
        "publisher",
        default="",
        metavar="SOURCE",
        shell_complete=source_ids,
        help="A source of config.yaml.",
    )(command)


def _with_options(command: Callable[..., Any], *options: Callable[[Any], Any]) -> Any:
    """The command with the options, which `--help` lists in this order."""
    for option in reversed(options):
        command = option(command)
    return command


def _no_project(place: Where, name: str) -> NoReturn:
    """End because there is no site."""
    click.echo(f"error: there is no {name} in {place.folder.resolve()}", err=True)
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


@contextmanager
def telling_problems(code: int = USAGE) -> Iterator[None]:
    """End with this exit code where problems are found, and tell them all."""
    from site_builder.problems import ProblemsFound
    from site_builder.terminal import show_problems

    try:
        yield
    except ProblemsFound as found:
        show_problems(found.problems)
        sys.exit(code)


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
