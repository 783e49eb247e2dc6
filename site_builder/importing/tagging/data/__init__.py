"""Tables of facts that the importer knows: countries, organisations, cities, ambiguous names.

The one that is large and made by a program is packed by xz.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def rows(table: str) -> tuple[tuple[str, ...], ...]:
    """The rows of a table of columns; in each row the cells, without the spaces around them."""
    return tuple(tuple(cell.strip() for cell in line.split("|")) for line in _lines(table))


@cache
def lists(table: str) -> dict[str, tuple[str, ...]]:
    """The names behind each key of a table of lists; lines of one key are joined."""
    found: dict[str, tuple[str, ...]] = {}
    for line in _lines(table):
        key, _, names = line.partition(":")
        found[key] = (*found.get(key, ()), *names_in(names))
    return found


def names_in(cell: str) -> tuple[str, ...]:
    """The names of a cell, which semicolons part."""
    return tuple(name.strip() for name in cell.split(";") if name.strip())


def _lines(table: str) -> list[str]:
    path = files(__name__).joinpath(f"{table}.txt")
    if path.is_file():
        text = path.read_text("utf-8")
    else:
        import lzma  # only datelines need it

        text = lzma.decompress(files(__name__).joinpath(f"{table}.txt.xz").read_bytes()).decode("utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]
