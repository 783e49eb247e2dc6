"""Many small values by name, read together and written a few at a time."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterable, Mapping
from typing import Any, Generic, TypeVar

import msgspec

from site_builder.incremental.values import Damaged, sealed, unsealed

Value = TypeVar("Value")
BUCKETS = 256


class Table(Generic[Value]):
    """Many small values by name, read together when the first is asked for.

    They lie in buckets by a hash of the name, so that one that changes is written with its few neighbours.
    """

    def __init__(self, connection: sqlite3.Connection, name: str, type_: Any) -> None:
        self._connection = connection
        self._name = name
        self._decode = msgspec.msgpack.Decoder(dict[str, type_]).decode
        self._buckets: dict[int, dict[str, Value]] = {}
        self._dirty: set[int] = set()
        self._loaded: dict[str, Value] | None = None

    @property
    def values(self) -> Mapping[str, Value]:
        """All values by name."""
        return self._read()

    def _read(self) -> dict[str, Value]:
        if self._loaded is None:
            self._loaded = {}
            rows = self._connection.execute("SELECT bucket, value FROM buckets WHERE name = ?", (self._name,))
            for bucket, blob in rows:
                try:
                    values = self._buckets[bucket] = self._decode(unsealed(blob))
                except msgspec.DecodeError as error:
                    raise Damaged(f"'{self._name}': {error}") from error
                self._loaded.update(values)
            if len(self._loaded) != self._count():
                raise Damaged(f"values of '{self._name}' are missing")
        return self._loaded

    def update(self, changed: Mapping[str, Value], removed: Iterable[str] = ()) -> None:
        """Set and remove values."""
        loaded = self._read()
        for name in removed:
            if loaded.pop(name, None) is not None:
                del self._bucket_of(name)[name]
        loaded.update(changed)
        for name, value in changed.items():
            self._bucket_of(name)[name] = value

    def _bucket_of(self, name: str) -> dict[str, Value]:
        """Where a name's value lies, which is to be written."""
        bucket = zlib.crc32(name.encode("utf-8", "surrogatepass")) % BUCKETS
        self._dirty.add(bucket)
        return self._buckets.setdefault(bucket, {})

    def _count(self) -> int:
        row = self._connection.execute("SELECT value FROM parts WHERE name = ?", (f"count:{self._name}",))
        found = row.fetchone()
        return msgspec.msgpack.decode(unsealed(found[0]), type=int) if found else 0

    def flush(self, encode: Any) -> None:
        """Write the buckets that have changed."""
        if not self._dirty or self._loaded is None:
            return
        self._connection.executemany(
            "REPLACE INTO buckets VALUES (?, ?, ?)",
            ((self._name, bucket, sealed(encode(self._buckets[bucket]))) for bucket in self._dirty),
        )
        count = sealed(encode(len(self._loaded)))
        self._connection.execute("REPLACE INTO parts VALUES (?, ?)", (f"count:{self._name}", count))
        self._dirty.clear()
