"""What is remembered of a site between builds, with its types. How it is kept is `incremental/`'s business.

The memory is that of the last build that was published: a build that fails changes nothing in it but
`attempts`, parsed articles that need not be parsed again.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, KeysView, Mapping, Set
from datetime import datetime
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import msgspec
from msgspec import Struct

from site_builder.incremental.asking import Asked, Asking
from site_builder.incremental.reads import Query
from site_builder.incremental.staleness import Reason
from site_builder.incremental.stamps import Stamp
from site_builder.incremental.store import Store
from site_builder.incremental.tables import Table
from site_builder.incremental.values import Damaged, Reader
from site_builder.problems import Problem
from site_builder.sources import Folders, Seen
from site_builder.translation import ENGLISH, Translation

if TYPE_CHECKING:
    from site_builder.content.index import Index
    from site_builder.content.snapshot import Files
    from site_builder.extensions import Extensions
    from site_builder.layouts import Layouts

Value = TypeVar("Value")

CARDS, _TEXTS = 10_000, 100  # that a process holds decoded at a time


class Kept(Struct, frozen=True, array_like=True):
    """An article that was parsed."""

    text: int  # the id of its texts; 0 where its problems left nothing to publish
    digest: str  # of its file's bytes
    entry: msgspec.Raw
    problems: tuple[Problem, ...]


class Sibling(Struct, frozen=True, array_like=True):
    """The compressed form of an output, beside it."""

    ending: str  # what its name has more: ".gz"
    stamp: Stamp
    digest: str


class Written(Struct, frozen=True, array_like=True):
    """An output as it was put into the output folder."""

    stamp: Stamp
    digest: str
    build: int  # the number of the build that rendered it
    reasons: tuple[Reason, ...]
    turn: int  # when it takes its place, see turns.py
    compressed: tuple[str, ...] = ()  # the endings of the siblings that it was to have …
    siblings: tuple[Sibling, ...] = ()  # … and those that it has: none where that was not worth it


class Summary(Struct, frozen=True, kw_only=True):
    """What the last published build was asked to do and what it found, to be said again when nothing has
    changed.
    """

    build: int = 0  # its number, the first being 1
    asked: tuple[str, ...] = ()  # the options that decide what is shown and where
    rules: str = ""  # digest of what parsing reads of the settings
    folders: Folders | None = None
    settings: dict[str, str] = {}  # digest of each setting by key
    layouts: dict[str, str] = {}  # digest of each layout by name
    translation: Translation = ENGLISH  # the words of the digest's language
    links: str = ""  # digest
    made: float = 0.0  # the instant that it was made for, in seconds since 1970
    base_url: str = ""
    extensions: str = ""  # digest of the site's own ones …
    extended: str = ""  # … and of what their kinds of output promised
    since: float = 0.0  # nothing appears or expires from here …
    until: float = 0.0  # … to just before here, in seconds since 1970
    timezone: str = "UTC"
    today: str = ""
    asks_today: bool = False  # whether any output asked
    last_text: int = 0  # the highest id of texts
    articles: int = 0
    hidden: int = 0
    outputs: int = 0
    scanned: tuple[Problem, ...] = ()  # found while folders were looked through
    between: tuple[Problem, ...] = ()  # found between articles: links, editions, addresses, layouts
    configured: tuple[Problem, ...] = ()  # found in the settings and in layouts
    in_articles: tuple[Problem, ...] = ()  # found in single articles
    in_outputs: dict[str, tuple[Problem, ...]] = {}  # found in what was made, by its path
    told: tuple[Problem, ...] = ()  # of all these, without what is silenced
    next_change: datetime | None = None
    to_try_again: bool = False  # something outside the site failed, which may do its work the next time


class Memory:
    """The tables of one site's state."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.summary = store.part("summary", Summary) or Summary()
        self.sources: Table[Seen] = store.table("sources", Seen)
        self.kept: Table[Kept] = store.table("kept", Kept)
        self.attempts: Table[Kept] = store.table("attempts", Kept)
        self.planned: Table[msgspec.Raw] = store.table("planned", msgspec.Raw)
        self.asked: Table[Asked] = store.table("asked", Asked)
        self.written: Table[Written] = store.table("written", Written)
        self.answers: Table[bytes] = store.table("answers", bytes)  # digests by query as JSON
        self.sets: list[bytes] = store.part("sets", list[bytes]) or []
        # Of the build before in this process, if there was one:
        self.layouts: Layouts | None = None  # compiled
        self.files: Files | None = None
        self.extensions: Extensions | None = None

    @cached_property
    def index(self) -> Index | None:
        """What was made of all articles together; None where there is nothing yet."""
        from site_builder.content.index import Index  # of which a build with nothing to do needs nothing

        return self.store.part("index", Index)

    @cached_property
    def troubled(self) -> Set[str]:
        """The articles that problems were found in."""
        return frozenset(self.store.part("troubled", list[str]) or ())

    @cached_property
    def asking(self) -> Asking:
        """Which outputs asked what."""
        return Asking(self.asked)

    @property
    def knows_nothing(self) -> bool:
        """Whether no build was ever published."""
        return self.summary.build == 0


class Encoded(Mapping[str, Value], Generic[Value]):
    """Values that are decoded when they are asked for, by path.

    At most `most` of them are held at a time: texts are asked for by one page each, and all of a large
    site's would fill the memory of every process that renders them.
    """

    def __init__(
        self, paths: Mapping[str, Any], load: Callable[[str], bytes], type_: Any, most: int = sys.maxsize
    ) -> None:
        self._paths = paths
        self._load = load
        self._type = type_
        self._most = most
        self._decode = msgspec.msgpack.Decoder(type_).decode
        self._opened: dict[str, Value] = {}

    def __getitem__(self, path: str) -> Value:
        value = self._opened.get(path)
        if value is None:
            if len(self._opened) >= self._most:
                self._opened.clear()
            try:
                value = self._opened[path] = self._decode(self._load(path))
            except msgspec.DecodeError as error:
                raise Damaged(f"{path}: {error}") from error
        return value

    def get(self, path: str, default: Any = None) -> Any:
        """The value at a path. Asked thousands of times, mostly for what was opened before."""
        value = self._opened.get(path)
        if value is not None:
            return value
        return self[path] if path in self._paths else default

    def __contains__(self, path: object) -> bool:
        return path in self._paths

    def keys(self) -> KeysView[str]:
        """The paths, compared with others as fast as those of a dictionary."""
        return self._paths.keys()

    def __iter__(self) -> Iterator[str]:
        return iter(self._paths)

    def __len__(self) -> int:
        return len(self._paths)

    def __reduce__(self) -> tuple[Any, ...]:
        return Encoded, (self._paths, self._load, self._type, self._most)


def in_memory(values: Mapping[str, Any], type_: Any, most: int = sys.maxsize) -> Encoded[Any]:
    """Encoded values that are held by path; see `Encoded` for `most`."""
    return Encoded(values, values.__getitem__, type_, most)


def entries_of(kept: Mapping[str, Kept], type_: Any) -> Encoded[Any]:
    """The entries of parsed articles by path."""
    return Encoded(kept, partial(_entry, kept), type_)


def in_store(kept: Mapping[str, Kept], reader: Reader, column: str, type_: Any) -> Encoded[Any]:
    """One part of parsed articles' texts by path."""
    most = CARDS if column == "card" else _TEXTS
    return Encoded(kept, partial(_read, kept, reader, column), type_, most)


def _entry(kept: Mapping[str, Kept], path: str) -> bytes:
    return bytes(kept[path].entry)


def _read(kept: Mapping[str, Kept], reader: Reader, column: str, path: str) -> bytes:
    return reader.text(kept[path].text, column)


def name_of(query: Query) -> str:
    """A query as a name."""
    return _as_json(query).decode()


def read_name(name: str) -> Query:
    """The query that a name stands for."""
    return _from_json(name)


_as_json = msgspec.json.Encoder().encode
_from_json = msgspec.json.Decoder(tuple[str | int, ...]).decode
