"""What a family of findings is: a module with its codes and a function that finds. Knows no family.

A new family is a new module here and one line in `FAMILIES`; its codes go into the table of docs/check.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal, Protocol

from msgspec import Struct

from site_builder.checking.site import Site
from site_builder.problems import Level, Place, Problem

Setting = Literal["error", "warning", "ignore"]


class Code(Struct, frozen=True):
    """One kind of finding."""

    level: Setting  # where the settings do not say otherwise
    about: str  # what is wrong, in words for the table of docs/check.md


class Finding(Struct, frozen=True):
    """A problem, and the other files whose front matter or path may silence it."""

    problem: Problem
    of: tuple[str, ...] = ()  # sources below the site's folder: the article that a page belongs to


class Family(Protocol):
    """A module of this folder that finds."""

    CODES: Mapping[str, Code]

    def find(self, site: Site) -> Iterator[Finding]:
        """Everything of its kind that is wrong. Its level is set later; places and order as they come."""


def finding(code: str, place: Place, message: str, remedy: str, of: Iterable[str] = ()) -> Finding:
    """A finding at a place."""
    level: Level = "warning"  # `silencing.py` has the last word
    return Finding(
        Problem(level=level, code=code, place=place, message=message, remedy=remedy), tuple(filter(None, of))
    )
