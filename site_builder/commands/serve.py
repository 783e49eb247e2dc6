"""`site-builder serve`: the site in a browser, kept up to date while it is edited."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from site_builder.commands.common import FAILED, USAGE, site_options, tell

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from site_builder.options import Where
    from site_builder.preview.live import Outcome
    from site_builder.preview.standing import News

_NAMED = 3  # sources and outputs that a line names


@click.command(epilog="Example: site-builder serve --open")
@site_options
@click.option(
    "-p",
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="If it is taken, the next of ten.",
)
@click.option("--strict-port", is_flag=True, help="Fail if the port is taken.")
@click.option(
    "--host", default="127.0.0.1", show_default=True, help="0.0.0.0 shows the site to your network."
)
@click.option("--allow-host", multiple=True, metavar="NAME", help="Answer to this host name too; repeatable.")
@click.option("-O", "--open", "open_", is_flag=True, help="Open a browser.")
@click.option("-D/-d", "--drafts/--no-drafts", default=True, help="Show drafts.  [default: yes]")
@click.option(
    "-F/-f", "--future/--no-future", default=True, help="Show articles before their time.  [default: yes]"
)
@click.option("-E", "--expired", is_flag=True, help="Show articles after their time.")
@click.option("--production", is_flag=True, help="Show what the public would see, and nothing else.")
@click.option("--clock", metavar="DATE", default="", help="Preview as if it were then.")
@click.option("--no-reload", is_flag=True, help="Leave pages as they are, without a script.")
@click.option("--navigate", is_flag=True, help="Go to the page of the article that is edited.")
@click.option(
    "--poll",
    type=click.FloatRange(min=0.1),
    metavar="SECONDS",
    help="Look regularly instead of watching folders.",
)
@click.option(
    "--debounce",
    type=click.IntRange(0, 5000),
    default=30,
    show_default=True,
    help="Milliseconds of quiet to wait for.",
)
@click.option(
    "--editor",
    default="vscode",
    metavar="NAME",
    help="Which editor links open: vscode, zed, jetbrains, … or an address with {file} and {line}.",
)
@click.option(
    "-j", "--jobs", type=click.IntRange(min=1), help="Processes for the first build.  [default: all]"
)
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but problems.")
def serve(
    place: Where,
    port: int,
    strict_port: bool,
    host: str,
    allow_host: tuple[str, ...],
    open_: bool,
    drafts: bool,
    future: bool,
    expired: bool,
    production: bool,
    clock: str,
    no_reload: bool,
    navigate: bool,
    poll: float | None,
    debounce: int,
    editor: str,
    jobs: int | None,
    quiet: bool,
) -> None:
    """Preview the site, and show every edit at once.

    The preview has its own copy of the site below .site-builder/: output/ stays as the last build left it.
    """
    from site_builder.interrupts import signals_held

    with signals_held():  # a module that is cut off while it loads fails in ways of its own
        import asyncio

        from site_builder.options import Options, default_jobs
        from site_builder.preview.listening import PortTaken, bound, is_everywhere, lan_address
        from site_builder.preview.running import Wishes, previewing
        from site_builder.preview.telling import link_pattern
        from site_builder.sources import config_files
        from site_builder.terminal import progress_bar, show_problems

    config_files(place)
    try:
        link_pattern(editor)
    except ValueError as error:
        tell(f"error: {error}")
        sys.exit(USAGE)
    try:
        sockets, taken = bound(host, port, 1 if strict_port else 10)
    except PortTaken:
        last = port if strict_port else min(port + 9, 65535)
        tell(f"error: port {port} is taken" if last == port else f"error: ports {port} to {last} are taken")
        tell("  Name another with `--port`, or stop what runs there.")
        sys.exit(FAILED)
    except (OSError, OverflowError) as error:
        tell(f"error: cannot listen on {host}, port {port}: {error}")
        sys.exit(USAGE)
    drafts, future = drafts and not production, future and not production
    shows = {"drafts": drafts, "future": future}
    options = Options(
        where=place,
        drafts=drafts,
        future=future,
        expired=expired and not production,
        clock=clock,
        jobs=jobs or default_jobs(),
    )
    wishes = Wishes(
        quiet=debounce / 1000,
        poll=poll or 0.0,
        navigate=navigate,
        editor=editor,
        badges=tuple(name for name, shown in shows.items() if shown),
        names=frozenset(allow_host) | ({host} if not is_everywhere(host) else frozenset()),
        reload=not no_reload,
    )
    if taken != port and port:
        tell(f"Port {port} is taken; using {taken}.")
    name = "localhost" if host == "127.0.0.1" or is_everywhere(host) else host
    address = f"http://{f'[{name}]' if ':' in name else name}:{taken}"
    with previewing(options, wishes, tell, address) as preview:
        with progress_bar(quiet) as progress:
            first = preview.first(progress)
        url = f"{address}{preview.base_path()}/"
        show_problems(first.problems)
        if not quiet:
            for line in _greeting(url, place.folder, preview.folders(), shows, first, poll):
                click.echo(line)
        if is_everywhere(host):
            tell(
                f"warning: everybody in your network can see this preview, at http://{lan_address()}:{taken}/"
            )
        preview.told = lambda outcome, news: _show(outcome, news, preview.shown, quiet=quiet)
        if open_:
            click.launch(url)
        asyncio.run(preview.serve(sockets))
    if not quiet:
        click.echo("Stopped.")


def _greeting(
    url: str,
    folder: Path,
    folders: tuple[str, ...],
    shows: dict[str, bool],
    first: Outcome,
    poll: float | None,
) -> list[str]:
    from site_builder.preview.watching import on_a_network
    from site_builder.terminal import counted

    shown = [name for name, is_shown in shows.items() if is_shown]
    built = first.built
    lines = [f"Preview: {click.style(url, bold=True)}"]
    if built:
        what = f"{counted(built.articles, 'article')}, {built.outputs} files"
        lines[0] += f"  ({what}, ready in {first.seconds:.2f} s)"
    lines.append(
        f"Watching {', '.join([*(f'{name}/' for name in folders), 'config.yaml'])} in {folder.resolve()}"
    )
    names = {"drafts": "drafts", "future": "articles before their time"}
    lines.append(f"Shown beside what is public: {' and '.join(names[name] for name in shown) or 'nothing'}")
    kind = on_a_network(folder)
    if kind and not poll:
        lines.append(
            f"This folder lies on {kind}, where changes may not be told: `--poll 1` looks every second."
        )
    return [*lines, "Ctrl-C ends."]


def _show(outcome: Outcome, news: News, shown: Callable[[str], str], *, quiet: bool) -> None:
    """What is newly wrong with the site, and one line for what an edit did."""
    from site_builder.terminal import counted, show_problems

    show_problems(news.appeared)
    if quiet:
        return
    sources = _some([*map(shown, outcome.sources)]) or "nothing"
    if len(outcome.sources) > _NAMED:
        sources = f"{len(outcome.sources)} files ({sources})"
    mended = [
        f"{counted(number, word)} mended"
        for number, word in ((news.errors_mended, "error"), (news.warnings_mended, "warning"))
        if number
    ]
    if outcome.failed:
        still = "" if news.appeared or mended else "still "
        told = ", ".join([f"{still}{counted(news.errors, 'error')}", *mended])
        click.echo(f"{sources}: {told}; the last good pages stay", err=True)
        return
    changed = sorted(outcome.changed, key=lambda path: not path.endswith("index.html"))  # pages first
    pages = _some([f"/{path.removesuffix('index.html')}" for path in changed]) or "no page"
    did = f"{sources} → {pages}" if outcome.sources or outcome.changed else "as it was before"
    standing = [counted(news.warnings, "warning")] if news.warnings else []
    told = ", ".join([*mended, *standing])
    click.echo(f"{did}, {outcome.seconds * 1000:.0f} ms{f'; {told}' if told else ''}")


def _some(names: list[str]) -> str:
    """The first names, and how many more there are."""
    rest = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return ", ".join(names[:_NAMED]) + rest
