"""The index of related reading on a shelf: kept between builds, loaded only where it is asked.

Knows how the index is laid out as keys and bytes, not where these lie: a store implements `Shelf`.
Terms and paths are kept in buckets by a hash that is the same everywhere, since a row of its own for
each would cost more than what it holds. `related_update.py` says what an edit changes.

Tables: `related` (the `_Scale` and one array for each of `_ARRAYS`, by article), `related-articles`
(`Weighed` by number), `related-terms`, `related-paths` and `related-pins` (buckets of `Term` by
folded term, of numbers by path, and of `Pins` by path).
"""

from __future__ import annotations

import zlib
from array import array
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Generic, Protocol, TypeVar

import msgspec
from msgspec import Struct

from site_builder.content.article import SourcePath
from site_builder.content.related import LEADING, Finder, Look, Posting, RelatedIndex
from site_builder.content.related_terms import (
    Decays,
    Weighed,
    magnitude,
    reaches,
    span,
)

TABLES = ("related", "related-articles", "related-terms", "related-paths", "related-pins")
NOTHING = 255  # in `rooms`: nobody has asked what is like this article
GONE = -(1 << 31)  # in `days`: there is no article of this number any more
_ARRAYS = {"days": "i", "inverses": "I", "glanced": "Q", "rooms": "B", "lasts": "Q"}
_PER_BUCKET = 10  # articles; a bucket then holds about a thousand articles of all its terms together
_FEWEST, _MOST = 16, 8192  # buckets

Key = int | str
Row = TypeVar("Row")


class Shelf(Protocol):
    """Bytes by table and key, kept from build to build."""

    def get(self, table: str, key: Key) -> bytes | None:
        """What was put there last; None when nothing was, or when it was deleted."""
        ...

    def put_many(self, table: str, rows: Iterable[tuple[Key, bytes]]) -> None:
        """Puts bytes in place of what may have been there."""
        ...

    def delete_many(self, table: str, keys: Iterable[Key]) -> None:
        """Removes what may be there."""
        ...

    def clear(self, table: str) -> None:
        """Removes all of a table."""
        ...


class Scale(Struct, frozen=True):
    """What the whole index depends on."""

    articles: int
    magnitude: int  # of `articles`
    span: int  # see `related_terms.span`
    half_life: int  # days
    buckets: int


class Term(Struct, frozen=True, array_like=True, gc=False):
    """The articles that have a term, and those that are found by it; arrays as their bytes."""

    holders: bytes = b""  # unsigned 32 bits each, in no order
    days: bytes = b""  # as in `Posting`
    numbers: bytes = b""
    weights: bytes = b""


class Pins(Struct, frozen=True, array_like=True):
    """Who pins whom."""

    pins: tuple[SourcePath, ...] = ()
    pinned_by: tuple[SourcePath, ...] = ()


class _Buckets(Generic[Row]):
    """Rows by name, loaded and written a bucket at a time."""

    def __init__(self, shelf: Shelf, table: str, buckets: int, row: Any) -> None:
        self._shelf = shelf
        self._table = table
        self._count = buckets
        self._row = row
        self._decode = msgspec.msgpack.Decoder(dict[str, row]).decode
        self._loaded: dict[int, dict[str, Row]] = {}
        self._changed: set[int] = set()

    def get(self, name: str) -> Row | None:
        return self._bucket(self._place(name)).get(name)

    def set(self, name: str, row: Row | None) -> None:
        place = self._place(name)
        bucket = self._bucket(place)
        if row is not None:
            bucket[name] = row
        else:
            bucket.pop(name, None)
        self._changed.add(place)

    def fill(self, rows: Iterable[tuple[str, Row]]) -> None:
        """Sets all there is, without looking at what was."""
        self._loaded = {place: {} for place in range(self._count)}
        for name, row in rows:
            self._loaded[self._place(name)][name] = row
        self._changed = {place for place, bucket in self._loaded.items() if bucket}

    def save(self) -> None:
        encode = msgspec.msgpack.Encoder().encode
        changed = sorted(self._changed)
        self._shelf.put_many(self._table, ((place, encode(self._loaded[place])) for place in changed))
        self._changed = set()

    def unload(self) -> None:
        self._loaded = {}

    def __getstate__(self) -> tuple[Any, ...]:
        changed = {place: self._loaded[place] for place in self._changed}
        return self._shelf, self._table, self._count, self._row, changed

    def __setstate__(self, state: tuple[Any, ...]) -> None:
        *told, changed = state
        self.__init__(*told)  # type: ignore[misc]  # opened anew where it was sent to
        self._loaded, self._changed = changed, {*changed}

    def _place(self, name: str) -> int:
        return zlib.crc32(name.encode("utf-8", "surrogatepass")) % self._count

    def _bucket(self, place: int) -> dict[str, Row]:
        bucket = self._loaded.get(place)
        if bucket is None:
            encoded = self._shelf.get(self._table, place)
            bucket = self._loaded[place] = self._decode(encoded) if encoded else {}
        return bucket


class ShelvedIndex(Finder):
    """The index as a shelf has it. What is changed in it is written by `save` alone.

    Numbers of articles are given in the order of arrival and never twice, so they say nothing.
    """

    def __init__(self, shelf: Shelf, scale: Scale, arrays: Mapping[str, array[int]]) -> None:
        self.shelf = shelf
        self.scale = scale
        self.decays = Decays(scale.half_life)
        self.days = arrays["days"]
        self.inverses = arrays["inverses"]
        self.glanced = arrays["glanced"]
        self.rooms = arrays["rooms"]
        self.lasts = arrays["lasts"]
        self.reaches = reaches(scale.articles, scale.span)
        self.terms: _Buckets[Term] = _Buckets(shelf, "related-terms", scale.buckets, Term)
        self.numbers: _Buckets[int] = _Buckets(shelf, "related-paths", scale.buckets, int)
        self.pins: _Buckets[Pins] = _Buckets(shelf, "related-pins", scale.buckets, Pins)
        self._decode_article = msgspec.msgpack.Decoder(Weighed).decode
        self._articles: dict[int, Weighed] = {}
        self._changed_articles: set[int] = set()
        self._postings: dict[str, Posting | None] = {}
        self._ids: dict[str, int] = {}  # of terms, as they come

    def __getstate__(self) -> tuple[Any, ...]:
        """What is not on the shelf, so that an index that was changed can go wherever its shelf does."""
        arrays = {name: getattr(self, name) for name in _ARRAYS}
        changed = {n: self._articles[n] for n in self._changed_articles if n in self._articles}
        return self.shelf, self.scale, arrays, (self.terms, self.numbers, self.pins), changed

    def __setstate__(self, state: tuple[Any, ...]) -> None:
        shelf, scale, arrays, tables, articles = state
        self.__init__(shelf, scale, arrays)  # type: ignore[misc]  # opened anew where it was sent to
        self.terms, self.numbers, self.pins = tables
        self._articles, self._changed_articles = articles, {*articles}

    def number(self, path: SourcePath) -> int | None:
        """See `Finder`."""
        return self.numbers.get(path)

    def article(self, number: int) -> Weighed:
        """See `Finder`; loaded when it is first asked for."""
        article = self._articles.get(number)
        if article is None:
            encoded = self.shelf.get("related-articles", number)
            assert encoded is not None, f"related reading: no article {number}"
            article = self._articles[number] = self._decode_article(encoded)
        return article

    def vector(self, number: int) -> array[int]:
        """See `Finder`."""
        ids = self._ids
        return array("I", [ids.setdefault(term, len(ids)) for term in self.article(number).terms])

    def posting(self, term: str) -> Posting | None:
        """See `Finder`; loaded when it is first asked for."""
        if term not in self._postings:
            row = self.terms.get(term)
            self._postings[term] = posting_of(row, self.reaches) if row and row.numbers else None
        return self._postings[term]

    def set_article(self, number: int, article: Weighed | None) -> None:
        """Puts an article in place of what was of this number; None removes it."""
        if number == len(self.days):
            for name, none in (
                ("days", GONE),
                ("inverses", 0),
                ("glanced", 0),
                ("rooms", NOTHING),
                ("lasts", 0),
            ):
                getattr(self, name).append(none)
        if article is None:
            self.days[number] = GONE
            self.rooms[number] = NOTHING
            self._articles.pop(number, None)
        else:
            self.days[number] = article.day
            self.inverses[number] = article.inverse
            self._articles[number] = article
        self._changed_articles.add(number)

    def set_term(self, term: str, row: Term) -> None:
        """Puts what is known of a term in place of what was."""
        self.terms.set(term, row if row.holders else None)
        self._postings.pop(term, None)

    def remember(self, path: SourcePath, look: Look, pins: Sequence[SourcePath] = ()) -> None:
        """Keeps of an answer for the article at `path` what tells when there will be another.

        `pins` are those that were asked with. The limit must be the same in all
        builds. Raises KeyError when `path` is not in the index.
        """
        number = self.numbers.get(path)
        if number is None:
            raise KeyError(path)
        self.glanced[number], self.rooms[number], self.lasts[number] = look.glanced, look.room, look.last
        self._pin(path, tuple(dict.fromkeys(pins)))

    def _pin(self, path: SourcePath, pins: tuple[SourcePath, ...]) -> None:
        known = self.pins.get(path) or Pins()
        if pins == known.pins:
            return
        self.pins.set(path, Pins(pins, known.pinned_by))
        for pinned in sorted({*pins} ^ {*known.pins}):
            there = self.pins.get(pinned) or Pins()
            others = {*there.pinned_by} - {path} | ({path} if pinned in pins else set())
            self.pins.set(pinned, Pins(there.pins, tuple(sorted(others))))

    def save(self) -> None:
        """Writes what has changed to the shelf."""
        encode = msgspec.msgpack.Encoder().encode
        changed = sorted(self._changed_articles)
        kept = [(number, encode(self._articles[number])) for number in changed if number in self._articles]
        self.shelf.put_many("related-articles", kept)
        self.shelf.delete_many("related-articles", [n for n in changed if n not in self._articles])
        self._changed_articles = set()
        for buckets in (self.terms, self.numbers, self.pins):
            buckets.save()
        arrays = [(name, getattr(self, name).tobytes()) for name in _ARRAYS]
        self.shelf.put_many("related", [("scale", encode(self.scale)), *arrays])


def open_index(shelf: Shelf, half_life_days: int) -> ShelvedIndex | None:
    """The index that is on the shelf; None when there is none of this half-life."""
    encoded = shelf.get("related", "scale")
    if encoded is None:
        return None
    scale = msgspec.msgpack.decode(encoded, type=Scale)
    if scale.half_life != half_life_days:
        return None
    arrays = {name: array(kind, shelf.get("related", name) or b"") for name, kind in _ARRAYS.items()}
    return ShelvedIndex(shelf, scale, arrays)


def shelve(index: RelatedIndex, shelf: Shelf) -> ShelvedIndex:
    """Puts an index on the shelf in place of any other.

    What is to be remembered of its answers is not there yet, and nothing is complete before `save`.
    """
    for table in TABLES:
        shelf.clear(table)
    count = len(index.paths)
    scale = Scale(
        articles=count,
        magnitude=magnitude(count),
        span=span(index.days),
        half_life=index.decays.half_life,
        buckets=min(_MOST, max(_FEWEST, count // _PER_BUCKET)),
    )
    arrays = {
        "days": index.days[:],
        "inverses": index.inverses[:],
        "glanced": array("Q", bytes(8 * count)),
        "rooms": array("B", [NOTHING]) * count,
        "lasts": array("Q", bytes(8 * count)),
    }
    encode = msgspec.msgpack.Encoder().encode
    shelf.put_many("related-articles", ((n, encode(article)) for n, article in enumerate(index.articles)))
    shelved = ShelvedIndex(shelf, scale, arrays)
    shelved.numbers.fill((path, number) for number, path in enumerate(index.paths))
    shelved.pins.fill([])
    lone = {
        term: number
        for number, article in enumerate(index.articles)
        for term in article.terms[:LEADING]
        if term not in index.postings
    }
    shelved.terms.fill((term, _term(index, term, of_term, lone)) for term, of_term in index.holders.items())
    shelved.terms.save()
    shelved.terms.unload()
    return shelved


def posting_of(row: Term, reaches: Sequence[int]) -> Posting:
    """The articles that are found by a term, and how far it reaches."""
    reach = reaches[magnitude(len(row.holders) // 4)]
    return Posting(array("i", row.days), array("I", row.numbers), array("B", row.weights), reach)


def _term(index: RelatedIndex, term: str, holders: array[int], lone: Mapping[str, int]) -> Term:
    posting = index.postings.get(term)
    if posting is not None:
        arrays = (posting.days, posting.numbers, posting.weights)
    elif term in lone:
        article = index.articles[lone[term]]
        weight = article.weights[article.terms.index(term)]
        arrays = (array("i", (article.day,)), array("I", (lone[term],)), array("B", (weight,)))
    else:
        return Term(holders.tobytes())
    return Term(holders.tobytes(), *[numbers.tobytes() for numbers in arrays])
