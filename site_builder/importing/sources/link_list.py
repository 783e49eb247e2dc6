"""A list: a text file whose every line is an address or the path of a file or folder.

Blank lines and lines that begin with "#" do not count. Paths are relative to the list's folder. Only a
file on this machine can be a list: what was fetched never names files here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from msgspec.structs import replace

from site_builder.importing.items import Item
from site_builder.importing.sources.kind import Raw, World, problem
from site_builder.problems import Problem

ONE = False
_DEEPEST = 10  # lists and folders one within another
_WEB = re.compile(r"https?://\S+", re.IGNORECASE)
_LONGEST = 4096  # characters of a line
_MOST = 200_000  # lines


def claims(raw: Raw) -> bool:
    """Whether every line is an address, a path, or what can only be one, at least half being right.

    So a list may have a line that is mistyped, and no text becomes a list by chance.
    """
    first = list(_lines(raw.head.text))[:20]
    if not raw.path or not all(_may_name(line) or _is_right(raw, line) for line in first):
        return False
    lines = _names(raw)
    if not 0 < len(lines) <= _MOST or not all(_may_name(line) or _is_right(raw, line) for line in lines):
        return False
    return sum(_is_right(raw, line) for line in lines) * 2 >= len(lines)


def items(raw: Raw, world: World) -> Iterator[Item | Problem]:
    """The articles of all that it lists."""
    own = str(raw.path.resolve()) if raw.path else ""
    if own in world.above or len(world.above) >= _DEEPEST:
        message = "the list names itself, or what it names does"
        yield problem(raw.name, "list-loop", message, "Take the line out that leads back.", "warning")
        return
    within = replace(world, above=(*world.above, own))
    for line in _names(raw):
        if _WEB.fullmatch(line):
            yield from world.expand(line, within)
        elif str(Path(_shown(raw, line)).resolve()) in within.above:
            message = f"'{line}' leads back to the list itself"
            yield problem(raw.name, "list-loop", message, "Take that line out.", "warning")
        else:
            yield from world.expand(_shown(raw, line), within)


def _names(raw: Raw) -> list[str]:
    data = raw.whole()
    return list(_lines(data.decode(raw.head.mark or "utf-8", "surrogateescape").removeprefix("\ufeff")))


def _lines(text: str) -> Iterator[str]:
    stripped = (line.strip() for line in text.splitlines())
    return (line for line in stripped if line and not line.startswith("#"))


def _may_name(line: str) -> bool:
    """Whether it is one word with a dot or slash in it: a path, be it there or not."""
    return len(line) <= _LONGEST and len(line.split()) == 1 and any(sign in line for sign in "./\\")


def _is_right(raw: Raw, line: str) -> bool:
    """Whether it is an address, or the path of something that is there."""
    if len(line) > _LONGEST:
        return False
    if _WEB.fullmatch(line):
        return True
    try:
        named = Path(_shown(raw, line))
        return named.exists() and not _holds(named, raw)
    except (OSError, ValueError):
        return False


def _holds(folder: Path, raw: Raw) -> bool:
    """Whether a list would name a folder in which it lies itself, as a text with nothing but `/` would."""
    return bool(raw.path) and Path(raw.path or "").resolve().is_relative_to(folder.resolve())


def _shown(raw: Raw, line: str) -> str:
    """The path as from where the list was named."""
    folder = raw.path.parent if raw.path else Path()
    return str(folder / line)
