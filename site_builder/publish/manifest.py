"""The manifest: which files in an output folder are the builder's. Knows nothing of what is in them.

It is a sorted list of paths and no more, so that it stays as it is when only bytes change.
"""

from __future__ import annotations

from collections.abc import Collection, Set
from pathlib import Path

import msgspec
from msgspec import Struct

MANIFEST = ".site-builder.json"
FORMAT = 2


class _Listed(Struct, frozen=True):
    format: int
    files: list[str] | dict[str, str]  # format 1 had path → digest


class Manifest(Struct, frozen=True):
    """What the last build has made, as its manifest says."""

    paths: Set[str] = frozenset()  # as they stand there: see `is_below`
    is_there: bool = True
    is_known: bool = True  # False when it is there and cannot be understood


def read_manifest(folder: Path) -> Manifest:
    """The folder's manifest; an empty one where there is none. Raises OSError when it cannot be read."""
    try:
        encoded = (folder / MANIFEST).read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return Manifest(is_there=False)
    try:
        listed = msgspec.json.decode(encoded, type=_Listed)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return Manifest(is_known=False)
    if listed.format not in {1, FORMAT}:
        return Manifest(is_known=False)
    return Manifest(frozenset(listed.files))


def manifest_of(paths: Collection[str]) -> bytes:
    """The manifest of these files, a line for each."""
    encoded = msgspec.json.encode({"format": FORMAT, "files": sorted(paths)})
    return msgspec.json.format(encoded, indent=0) + b"\n"


def is_below(path: str) -> bool:
    """Whether a path that was read from a file leads nowhere but into the folder it is relative to."""
    return not {"", ".", ".."} & set(path.split("/")) and "\0" not in path and "\\" not in path


def parents(path: str) -> list[str]:
    """The folders that a path lies in, outermost first: "a/b/c" lies in "a" and "a/b"."""
    parts = path.split("/")
    return ["/".join(parts[:n]) for n in range(1, len(parts))]
