"""Whether the output folder is fit to be seen by everybody: what the last build left, whole and unaltered.

What was built is known from what is remembered of the build; of the files only sizes and times are asked,
and one is read where these are others than they were. Knows no target.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from msgspec import Struct

from site_builder.build import remembered
from site_builder.deploying.failures import named
from site_builder.deploying.manifest import OWN, File
from site_builder.deploying.source_changes import changed_sources
from site_builder.files import digest_of
from site_builder.incremental.stamps import NONE, Stamp, file_stamp
from site_builder.memory import Memory
from site_builder.options import Where
from site_builder.problems import Place, Problem, ProblemsFound
from site_builder.publish import MANIFEST, is_interrupted
from site_builder.sources import Folders

_HIDDEN = {
    "drafts": ("drafts", "-D"),
    "future": ("articles whose time has not come", "-F"),
    "expired": ("articles whose time is over", "-E"),
}
_BUILD = "Run  site-builder build"


class Ready(Struct, frozen=True):
    """A site that may be deployed."""

    output: Path
    base_url: str
    made: int  # the instant that it was built for, in seconds since 1970
    files: Mapping[str, File]
    own: tuple[Path, ...] = ()  # the folders that the site is made of and in


class _Known(Struct, frozen=True):
    """What is remembered of one file."""

    stamp: Stamp
    digest: str
    turn: int


def ready_site(site: Path, *, force: bool = False) -> Ready:
    """What the last build of the site in a folder has left.

    Nobody may be building it meanwhile. Raises ProblemsFound with every reason why it must not be deployed;
    `force` leaves out that the sources have changed since.
    """
    memory = remembered(site)
    if memory is None or memory.summary.folders is None:
        raise ProblemsFound([_problem("not-built", "output", "nothing was built yet", f"{_BUILD} first.")])
    try:
        summary, folders = memory.summary, memory.summary.folders
        output = site / folders.output
        problems = [*_of_options(summary.asked, folders.output), *_of_address(summary.base_url)]
        if is_interrupted(output):
            message = "the last build was cut off while it published"
            problems.append(
                _problem("half-published", folders.output, message, f"{_BUILD}: it finishes that.")
            )
        elif not (output / MANIFEST).is_file():
            message = "the last build's output is not there any more"
            problems.append(_problem("not-built", folders.output, message, f"{_BUILD} first."))
        else:
            problems += _of_files(memory, str(output), folders.output)
        if not force:
            problems += _of_sources(memory, site, folders)
        if problems:
            raise ProblemsFound(problems)
        files = {path: File(known.digest, known.turn) for path, known in _written(memory)}
        names = (folders.content, folders.layouts, folders.static, folders.output)
        own = tuple(site / name for name in names)
        return Ready(output, summary.base_url, int(summary.made), files, own)
    finally:
        memory.store.close()


def where_built(site: Path, asked: tuple[str, ...]) -> Where:
    """Which files of settings and which flags a build was asked to follow, by what is remembered of it."""
    rest = asked[asked.index("--") + 1 :]
    configs, overrides = rest[: rest.index("--")], rest[rest.index("--") + 1 :]
    return Where(site, configs, dict(pair.split("=", 1) for pair in overrides))


def _of_options(asked: tuple[str, ...], output: str) -> Iterator[Problem]:
    for name in asked[1 : asked.index("--")]:
        what, flag = _HIDDEN[name]
        message = f"it was built with {what}, which nobody is to see yet"
        if name == "expired":
            message = f"it was built with {what}"
        yield _problem("hidden-articles", output, message, f"{_BUILD}  without {flag}")


def _of_address(base_url: str) -> Iterator[Problem]:
    host = urlsplit(base_url).hostname or ""
    is_here = host == "localhost" or host.endswith(".localhost")
    try:
        address = ip_address(host)
        is_here = address.is_loopback or address.is_unspecified
    except ValueError:
        pass
    if is_here:
        message = f"it was built for {base_url}, an address of this machine"
        remedy = f"Set `base_url` in config.yaml to where readers find the site. {_BUILD}  without -b."
        yield _problem("local-address", "config.yaml", message, remedy)


def _of_files(memory: Memory, output: str, shown: str) -> Iterator[Problem]:
    altered, missing = [], []
    for path, known in _written(memory):
        file = f"{output}/{path}"
        stamp = file_stamp(file)
        if stamp == NONE:
            missing.append(path)
        elif stamp != known.stamp and digest_of(Path(file).read_bytes()) != known.digest:
            altered.append(path)
    for paths, what in ((altered, "changed"), (missing, "gone")):
        if paths:
            message = f"what the last build wrote is {what}: {named(paths)}"
            yield _problem("altered-output", shown, message, f"{_BUILD}: it puts them right.")
    for path in sorted(OWN & memory.written.keys()):
        message = f"'{path}' is the name of a file that deploying keeps for itself"
        yield _problem("reserved-name", f"static/{path}", message, "Rename it.")


def _written(memory: Memory) -> Iterator[tuple[str, _Known]]:
    """Every file that the last build has left, with what is known of it: outputs and their siblings."""
    for path, known in memory.written.items():
        yield path, _Known(known.stamp, known.digest, known.turn)
        for sibling in known.siblings:
            yield f"{path}{sibling.ending}", _Known(sibling.stamp, sibling.digest, known.turn)


def _of_sources(memory: Memory, site: Path, folders: Folders) -> Iterator[Problem]:
    if changed := changed_sources(memory, where_built(site, memory.summary.asked), folders):
        count = "a source has" if len(changed) == 1 else f"{len(changed)} sources have"
        message = f"{count} changed since the last build that succeeded: {named(changed)}"
        remedy = f"{_BUILD}, or add  --force  to deploy what was built before."
        yield _problem("changed-sources", folders.output, message, remedy)


def _problem(code: str, source: str, message: str, remedy: str) -> Problem:
    return Problem(code=code, place=Place(source), message=message, remedy=remedy)


def moment(seconds: int) -> str:
    """An instant for people."""
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%d %H:%M} UTC"
