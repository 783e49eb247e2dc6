"""What a kind of source is: the shape that every module of `sources/` has. Knows none of them.

A kind is a module with `claims`, `items` and `ONE`; `sources/__init__.py` lists them, and the first that
claims what is at hand gets it.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import BinaryIO, Protocol

from msgspec import Struct

from site_builder.importing.fetching.fetcher import Fetcher
from site_builder.importing.items import Item
from site_builder.importing.sources.sniff import HEAD, Head, head_of
from site_builder.problems import Level, Place, Problem, ProblemsFound

LARGEST = 20_000_000  # bytes of what is read as one; what is read entry by entry may be larger


class Raw:
    """Bytes at hand, and what is known of them from outside. Opened as often as somebody reads."""

    def __init__(
        self,
        name: str,
        open_bytes: Callable[[], BinaryIO],
        *,
        path: Path | None = None,
        url: str = "",
        charset: str = "",
        retrieved: str = "",
    ) -> None:
        self.name = name  # as in `Item`
        self.open = open_bytes  # to be closed by who opens
        self.path = path  # of the file, which alone may name other files; None for what was fetched
        self.url = url
        self.charset = charset
        self.retrieved = retrieved

    @cached_property
    def head(self) -> Head:
        """What it begins with."""
        with self.open() as stream:
            return head_of(stream.read(HEAD))

    def whole(self, largest: int = LARGEST) -> bytes:
        """All bytes. Raises ProblemsFound when there are more than `largest`."""
        with self.open() as stream:
            data = stream.read(largest + 1)
        if len(data) > largest:
            message = f"it has more than the {largest:,} bytes of any article"
            remedy = "Is it an archive? Import its articles one by one."
            raise ProblemsFound([problem(self.name, "too-large", message, remedy)])
        return data

    def within(self, name: str, open_bytes: Callable[[], BinaryIO]) -> Raw:
        """What is packed in this one."""
        return Raw(name, open_bytes, url=self.url, charset=self.charset, retrieved=self.retrieved)


class Kind(Protocol):
    """A module that knows one kind of source."""

    ONE: bool  # whether it holds one article at most, so that a link may lead to it

    def claims(self, raw: Raw) -> bool:
        """Whether what begins so is of this kind."""
        ...

    def items(self, raw: Raw, world: World) -> Iterator[Item | Problem]:
        """Its articles in their order, and a problem in place of each that cannot be had.

        Lazy: what is large is read entry by entry. May raise ProblemsFound, OSError, EOFError or
        zlib.error where it cannot go on; the caller makes problems of them.
        """
        ...


class World(Struct, frozen=True):
    """What a source may use beside itself."""

    fetcher: Fetcher | None  # None: nothing is fetched
    follow: bool  # whether an entry that gives a summary only is fetched from its link
    expand: Callable[[str, World], Iterator[Item | Problem]]  # what a folder or list names
    kind_of: Callable[[Raw], Kind]
    above: tuple[str, ...] = ()  # resolved paths of the folders and lists that led here


def fetched(name: str, url: str, world: World) -> Raw | Problem:
    """What is at an address, as a source called `name`."""
    if world.fetcher is None:
        return problem(
            name, "not-fetched", f"nothing is fetched here, and {url} is on the web", "Save the page first."
        )
    page = world.fetcher.fetch(url)
    if isinstance(page, Problem):
        return page
    content = page.content
    return Raw(
        name, lambda: io.BytesIO(content), url=page.url, charset=page.charset, retrieved=page.retrieved
    )


def problem(name: str, code: str, message: str, remedy: str, level: Level = "error") -> Problem:
    """A problem with the source called `name`, as a whole."""
    return Problem(level=level, code=code, place=Place(name), message=message, remedy=remedy)


def one_each(results: Iterable[Item | Problem]) -> Iterator[Item | Problem]:
    """The results, the same problem once only."""
    told: set[Problem] = set()
    for result in results:
        if isinstance(result, Item):
            yield result
        elif result not in told:
            told.add(result)
            yield result
