"""Releases that lie side by side, of which a link names the live one: their names, and which of them may go;
and names of files in folders.

Pure; knows neither the folder nor the server that they lie on. A release has a number, higher than that of
every one before it, also where readers were led back to an earlier one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from site_builder.deploying.failures import DeployFailed
from site_builder.files import digest_of

CURRENT, RELEASES = "current", "releases"
_LONGEST = 255  # bytes of a name, on nearly every file system
_PART = ".site-builder-part"


def name_of(number: int) -> str:
    """The name of a release's folder."""
    return f"{number:06}"


def number_of(name: str) -> int:
    """The number of the release whose folder has this name; 0 where it is none."""
    return int(name) if name.isascii() and name.isdecimal() else 0


def numbers_of(names: Iterable[str]) -> list[int]:
    """The numbers of the releases among these names of files, in order."""
    return sorted(number for name in names if (number := number_of(name)))


def next_number(numbers: Collection[int]) -> int:
    """The number of the release that comes after all of these."""
    return max(numbers, default=0) + 1


def to_drop(numbers: Collection[int], live: int, keep: int) -> list[int]:
    """Which of the former releases may go when another has become live, so that `keep` stay with it.

    `live` was live before, 0 for none. Those above it were gone back from: nobody goes back to them.
    """
    earlier = sorted(number for number in numbers if number <= live)
    undone = sorted(number for number in numbers if number > live)
    return [*earlier[: max(0, len(earlier) - (keep - 1))], *undone]


def release_before(numbers: Collection[int], live: int, shown: str) -> int:
    """The release that readers saw before the live one. Raises DeployFailed where there is none."""
    if not live:
        raise DeployFailed(f"nothing was deployed to {shown}", "Deploy first.")
    earlier = [number for number in numbers if number < live]
    if live == 1:
        message = f"{shown} shows its first release: nothing was there before it"
        raise DeployFailed(message, "To show something else, deploy it.")
    if not earlier:
        raise DeployFailed(
            f"{shown} has no earlier release than {name_of(live)}",
            "`keep` says how many releases stay there.",
        )
    return max(earlier)


def foreign_link(place: str) -> DeployFailed:
    """Something of somebody else's stands where the link to the live release belongs."""
    return DeployFailed(
        f"{place}/{CURRENT} is no link to a release, and no deploy has made it",
        f"Move it away, or name another folder: `{RELEASES}/` and the link `{CURRENT}` are made there.",
    )


def why_not(path: str) -> str:
    """Why a folder cannot hold a file of this name, in words; "" when it can."""
    if any(_length(part) > _LONGEST for part in path.split("/")):
        return f"a name in it is longer than {_LONGEST} bytes"
    return ""


def part_of(path: str) -> str:
    """Where a file is written before it takes its place at a path: beside it, and nowhere where another is.

    A name that leaves no room for an ending gives way to its digest.
    """
    folder, slash, name = path.rpartition("/")
    is_long = _length(name) + len(_PART) > _LONGEST
    return f"{folder}{slash}{digest_of(name.encode('utf-8', 'surrogateescape')) if is_long else name}{_PART}"


def _length(name: str) -> int:
    return len(name.encode("utf-8", "surrogateescape"))
