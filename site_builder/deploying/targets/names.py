"""Names of files that lie in folders: which are too long, and what one is called while it is written."""

from __future__ import annotations

from site_builder.files import digest_of

_LONGEST = 255  # bytes of a name, on nearly every file system
_PART = ".site-builder-part"


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
