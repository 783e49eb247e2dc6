"""Many small values by name, read a few or all at a time and written a few at a time."""

from __future__ import annotations

import sqlite3
import zlib
from abc import abstractmethod
from collections.abc import Collection, ItemsView, Iterable, Iterator, KeysView, Mapping, ValuesView
from typing import Any, TypeVar

import msgspec

from site_builder.incremental.values import Damaged, looked_through, sealed, unsealed

Value = TypeVar("Value")
BUCKETS = 256


class _Named(Mapping[str, Value]):
    """Values by name. Who iterates over them reads all, and has them as fast as those of a dictionary."""

    @abstractmethod
    def whole(self) -> dict[str, Value]:
        """All values by name."""

    def __iter__(self) -> Iterator[str]:
        return iter(self.whole())

    def keys(self) -> KeysView[str]:
        """All names."""
        return self.whole().keys()

    def items(self) -> ItemsView[str, Value]:
        """All names with their values."""
        return self.whole().items()

    def values(self) -> ValuesView[Value]:
        """All values."""
        return self.whole().values()

    def __reduce__(self) -> tuple[Any, ...]:
        return dict, (self.whole(),)  # where it is sent to there is no such file


class Table(_Named[Value]):
    """Many small values by name.

    They lie in buckets by a hash of the name, so that one value is read, and one that changes is written,
    with its few neighbours. Who asks for all values has them read once.
    """

    def __init__(self, connection: sqlite3.Connection, name: str, type_: Any, *, at_once: bool) -> None:
        """`at_once` reads all values with the first: for who asks again and again, and in many threads."""
        self._connection = connection
        self._name = name
        self._decode = msgspec.msgpack.Decoder(dict[str, type_]).decode
        self._at_once = at_once
        self._buckets: dict[int, dict[str, Value]] = {}  # those that were read
        self._dirty: set[int] = set()
        self._all: dict[str, Value] | None = None
        self._counts: tuple[int, int] | None = None  # of values and of buckets

    def whole(self) -> dict[str, Value]:
        """All values by name; it is not to be changed, and changes with every `update`."""
        if self._all is None:
            found = self._buckets
            found.update((b, self._opened(raw)) for b, raw in self._rows() if b not in found)
            self._all = {name: value for bucket in found.values() for name, value in bucket.items()}
            if len(self._all) != len(self):
                raise Damaged(f"values of '{self._name}' are missing")
        return self._all

    def near(self, pieces: Collection[bytes]) -> Iterator[tuple[str, Value]]:
        """The values that hold one of these runs of bytes as they are encoded, and more: perhaps all.

        A search through bytes that decodes what lies in the same buckets only.
        """
        if self._all is not None or self._at_once:
            yield from self.whole().items()
            return
        for bucket, raw in self._rows():
            looked_through(raw)  # for a piece that has changed would not be found
            if bucket not in self._buckets and any(piece in raw for piece in pieces):
                self._buckets[bucket] = self._opened(raw)
        for values in [*self._buckets.values()]:
            yield from values.items()

    def after(self, changed: Mapping[str, Value], removed: Collection[str] = ()) -> Mapping[str, Value]:
        """The values as such an `update` would leave them."""
        if self._all is None and not self._at_once:
            return _After(self, changed, removed)
        values = {**self.whole(), **changed}
        for name in removed:
            values.pop(name, None)
        return values

    def update(self, changed: Mapping[str, Value], removed: Iterable[str] = ()) -> None:
        """Set and remove values."""
        for name in removed:
            if name in self:
                del self._changing(name)[name]
                self._add(-1)
                if self._all is not None:
                    del self._all[name]
        for name, value in changed.items():
            self._add(name not in self)
            self._changing(name)[name] = value
            if self._all is not None:
                self._all[name] = value

    def flush(self, encode: Any) -> None:
        """Write the buckets that have changed."""
        if not self._dirty:
            return
        self._connection.executemany(
            "REPLACE INTO buckets VALUES (?, ?, ?)",
            ((self._name, bucket, sealed(encode(self._buckets[bucket]))) for bucket in self._dirty),
        )
        self._counts = len(self), self._count_rows()
        counts = sealed(encode(self._counts))
        self._connection.execute("REPLACE INTO parts VALUES (?, ?)", (f"count:{self._name}", counts))
        self._dirty.clear()

    def __getitem__(self, name: str) -> Value:
        return (self._bucket(_number(name)) if self._all is None else self._all)[name]

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and name in (
            self._bucket(_number(name)) if self._all is None else self._all
        )

    def __len__(self) -> int:
        return self._counted()[0]

    def _bucket(self, number: int) -> dict[str, Value]:
        """The values that lie together."""
        if self._at_once:
            self.whole()
        if number not in self._buckets:
            self._counted()
            query = "SELECT value FROM buckets WHERE name = ? AND bucket = ?"
            row = self._connection.execute(query, (self._name, number)).fetchone()
            self._buckets[number] = self._opened(row[0]) if row else {}
        return self._buckets[number]

    def _changing(self, name: str) -> dict[str, Value]:
        """Where a name's value lies, which is to be written."""
        number = _number(name)
        self._dirty.add(number)
        return self._bucket(number)

    def _rows(self) -> Iterator[tuple[int, bytes]]:
        """All buckets as they were written, sealed."""
        self._counted()
        query = "SELECT bucket, value FROM buckets WHERE name = ?"
        return iter(self._connection.execute(query, (self._name,)))

    def _opened(self, raw: bytes) -> dict[str, Value]:
        try:
            values: dict[str, Value] = self._decode(looked_through(raw))
        except msgspec.DecodeError as error:
            raise Damaged(f"'{self._name}': {error}") from error
        return values

    def _counted(self) -> tuple[int, int]:
        """How many values there are, in how many buckets. A bucket that was lost looks like an empty one,
        so the buckets are counted before the first is read.
        """
        if self._counts is None:
            query = "SELECT value FROM parts WHERE name = ?"
            found = self._connection.execute(query, (f"count:{self._name}",)).fetchone()
            counts = msgspec.msgpack.decode(unsealed(found[0]), type=tuple[int, int]) if found else (0, 0)
            if counts[1] != self._count_rows():
                raise Damaged(f"values of '{self._name}' are missing")
            self._counts = counts
        return self._counts

    def _count_rows(self) -> int:
        query = "SELECT count(*) FROM buckets WHERE name = ?"
        (count,) = self._connection.execute(query, (self._name,)).fetchone()
        return int(count)

    def _add(self, more: int) -> None:
        values, buckets = self._counted()
        self._counts = values + more, buckets


class _After(_Named[Value]):
    """A table with changes that are not in it yet, or are by now. Reads of it what is asked for."""

    def __init__(self, table: Table[Value], changed: Mapping[str, Value], removed: Collection[str]) -> None:
        self._table = table
        self._changed = {name: value for name, value in changed.items() if name not in removed}
        self._removed = frozenset(removed)
        gone = sum(name in table for name in self._removed)
        self._length = len(table) - gone + sum(name not in table for name in self._changed)

    def __getitem__(self, name: str) -> Value:
        if name in self._changed:
            return self._changed[name]
        if name in self._removed:
            raise KeyError(name)
        return self._table[name]

    def __contains__(self, name: object) -> bool:
        return name in self._changed or (name not in self._removed and name in self._table)

    def __len__(self) -> int:
        return self._length

    def whole(self) -> dict[str, Value]:
        """All values by name."""
        values = {**self._table.whole(), **self._changed}
        return {name: value for name, value in values.items() if name not in self._removed}


def _number(name: str) -> int:
    """The bucket that a name's value lies in."""
    return zlib.crc32(name.encode("utf-8", "surrogatepass")) % BUCKETS
