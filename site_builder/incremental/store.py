"""What is remembered between builds: a file of SQLite in `.site-builder/`. Knows no article.

It can be lost at any time: where it is not there, not readable, of another version or half-written, it
begins empty and says so in a line. Three shapes of data: parts (one value under a name), tables of many
small values that are read together (`Table`), and texts (rows that are read one at a time).

Nothing waits for the disk. A build that is killed leaves the state of the one before, because SQLite's
journal is rolled back or a new file is not yet in its place. Only a machine that stops can lose what was
written, so a state that was not yet seen safe on disk is trusted by the same boot of the machine only.
"""

from __future__ import annotations

import os
import sqlite3
import time
import zlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Generic, TypeVar

import msgspec

Value = TypeVar("Value")

FORMAT = 1
NAME = "state.db"
_NEW = "state-new.db"
_BUCKETS = 256
_SETTLED = 60  # seconds after which a disk has long written what it was given
_SCHEMA = """
CREATE TABLE parts (name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE buckets (name TEXT, bucket INTEGER, value BLOB NOT NULL, PRIMARY KEY (name, bucket));
CREATE TABLE shelf (name TEXT, key, value BLOB NOT NULL, PRIMARY KEY (name, key));
CREATE TABLE texts (id INTEGER PRIMARY KEY, card BLOB, article BLOB, body BLOB, vector BLOB);
"""
# What SQLite raises for a file that is not whole: its message may quote bytes of it that are no text.
UNREADABLE = (sqlite3.Error, UnicodeDecodeError)
COLUMNS = ("card", "article", "body", "vector")


class Damaged(Exception):
    """The state is not what was written; a build without it is right."""


class Store:
    """The state of one site. Made by `open_store`; ends with `finish` or `abandon`."""

    def __init__(self, file: Path, *, new: bool) -> None:
        self.file = file  # where it lies now
        self.is_new = new
        self._connection = _connect(file)
        if new:
            self._connection.executescript(
                f"PRAGMA page_size=8192; PRAGMA journal_mode=OFF; PRAGMA user_version={FORMAT}; {_SCHEMA}"
            )
        self._connection.execute("BEGIN")
        self._tables: list[Table[Any]] = []
        self._encode = msgspec.msgpack.Encoder().encode

    def part(self, name: str, type_: type[Value]) -> Value | None:
        """The value under a name; None when there is none."""
        row = self._connection.execute("SELECT value FROM parts WHERE name = ?", (name,)).fetchone()
        try:
            return msgspec.msgpack.decode(_unsealed(row[0]), type=type_) if row else None
        except msgspec.DecodeError as error:
            raise Damaged(f"'{name}': {error}") from error

    def put_part(self, name: str, value: object) -> None:
        """Set the value under a name."""
        self._connection.execute("REPLACE INTO parts VALUES (?, ?)", (name, _sealed(self._encode(value))))

    def table(self, name: str, type_: Any) -> Table[Any]:
        """The table of that name. What is changed in it is written by `finish`."""
        table: Table[Any] = Table(self._connection, name, type_)
        self._tables.append(table)
        return table

    def add_texts(self, rows: Iterable[tuple[int, bytes, bytes, bytes, bytes]]) -> None:
        """Add texts: an id and the columns of `COLUMNS`."""
        sealed = ((id_, *map(_sealed, columns)) for id_, *columns in rows)
        self._connection.executemany("INSERT INTO texts VALUES (?, ?, ?, ?, ?)", sealed)

    def drop_texts_above(self, last: int) -> None:
        """Forget texts that a build left that did not come to its end."""
        self._connection.execute("DELETE FROM texts WHERE id > ?", (last,))

    def drop_texts(self, ids: Iterable[int]) -> None:
        """Forget texts."""
        self._connection.executemany("DELETE FROM texts WHERE id = ?", ((id_,) for id_ in ids))

    def text(self, id_: int, column: str) -> bytes:
        """One column of a text."""
        return _text(self._connection, id_, column)

    def publish_texts(self) -> None:
        """Let other processes read the texts that were added."""
        self._connection.execute("COMMIT")
        self._connection.execute("BEGIN")

    def excerpt(self, *, shelf: bool) -> bytes:
        """What readers of texts, and of the shelf if asked for, need on a machine that has no such file:
        for `reader_of`. Holds what `publish_texts` has let out.
        """
        copy = sqlite3.connect(":memory:", uri=True, isolation_level=None)
        try:
            copy.execute("ATTACH ? AS site", (f"{self.file.resolve().as_uri()}?mode=ro",))
            copy.executescript(_SCHEMA)
            copy.execute("INSERT INTO texts SELECT id, card, article, body, NULL FROM site.texts")
            if shelf:
                copy.execute("INSERT INTO shelf SELECT name, key, value FROM site.shelf")
            copy.execute("DETACH site")
            return copy.serialize()
        finally:
            copy.close()

    def shelf(self) -> Shelf:
        """Bytes by table and key, where other parts of the builder keep what they like.

        Nobody can tell a row that was lost from one that never was: so they are counted.
        """
        rows = self.part("rows", list[int])
        if rows and rows[1] != _rows(self._connection, "shelf"):
            raise Damaged("rows of the shelf are missing")
        return Shelf(self._connection, self.reader())

    def finish(self) -> None:
        """Write everything, at once or not at all."""
        for table in self._tables:
            table.flush(self._encode)
        self.put_part("written", [_boot(), time.time()])
        self.put_part("rows", [0, 0])
        self.put_part("rows", [_rows(self._connection, "parts"), _rows(self._connection, "shelf")])
        self._connection.execute("COMMIT")
        self.close()
        if not _boot():
            _sync(self.file)
        if self.is_new:
            os.replace(str(self.file), str(self.file.with_name(NAME)))

    def abandon(self) -> None:
        """Leave the state of the build before."""
        self.close()
        if self.is_new:
            self.file.unlink(missing_ok=True)

    def close(self) -> None:
        """Let go of the file. What was not finished is lost."""
        self._connection.close()

    def reader(self) -> Reader:
        """Reads texts and the shelf, here and in other processes; there, what `publish_texts` has let out."""
        return Reader(self.file, self._connection)


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
        if self._loaded is None:
            self._loaded = {}
            rows = self._connection.execute("SELECT bucket, value FROM buckets WHERE name = ?", (self._name,))
            for bucket, blob in rows:
                try:
                    values = self._buckets[bucket] = self._decode(_unsealed(blob))
                except msgspec.DecodeError as error:
                    raise Damaged(f"'{self._name}': {error}") from error
                self._loaded.update(values)
            if len(self._loaded) != self._count():
                raise Damaged(f"values of '{self._name}' are missing")
        return self._loaded

    def update(self, changed: Mapping[str, Value], removed: Iterable[str] = ()) -> None:
        """Set and remove values."""
        self.values  # noqa: B018  (reads them)
        assert self._loaded is not None
        for name in removed:
            if self._loaded.pop(name, None) is not None:
                del self._bucket_of(name)[name]
        self._loaded.update(changed)
        for name, value in changed.items():
            self._bucket_of(name)[name] = value

    def _bucket_of(self, name: str) -> dict[str, Value]:
        """Where a name's value lies, which is to be written."""
        bucket = zlib.crc32(name.encode("utf-8", "surrogatepass")) % _BUCKETS
        self._dirty.add(bucket)
        return self._buckets.setdefault(bucket, {})

    def _count(self) -> int:
        row = self._connection.execute("SELECT value FROM parts WHERE name = ?", (f"count:{self._name}",))
        found = row.fetchone()
        return msgspec.msgpack.decode(_unsealed(found[0]), type=int) if found else 0

    def flush(self, encode: Any) -> None:
        """Write the buckets that have changed."""
        if not self._dirty or self._loaded is None:
            return
        self._connection.executemany(
            "REPLACE INTO buckets VALUES (?, ?, ?)",
            ((self._name, bucket, _sealed(encode(self._buckets[bucket]))) for bucket in self._dirty),
        )
        count = _sealed(encode(len(self._loaded)))
        self._connection.execute("REPLACE INTO parts VALUES (?, ?)", (f"count:{self._name}", count))
        self._dirty.clear()


class Reader:
    """Reads a store from any process. Opens the file when something is first asked for there."""

    def __init__(self, file: Path, connection: sqlite3.Connection | None = None) -> None:
        self._file = file
        self._connection = connection
        self._process = os.getpid() if connection else 0

    def text(self, id_: int, column: str) -> bytes:
        """One column of a text."""
        return _text(self._here(), id_, column)

    def get(self, table: str, key: int | str) -> bytes | None:
        """A value of the shelf; None when there is none."""
        row = _row(self._here(), _GET, (table, key))
        return _unsealed(row[0]) if row else None

    def _here(self) -> sqlite3.Connection:
        if self._connection is None or self._process != os.getpid():
            # A connection must not be carried over a fork.
            uri = f"{self._file.resolve().as_uri()}?mode=ro"
            self._connection = sqlite3.connect(uri, uri=True, isolation_level=None)
            self._process = os.getpid()
        return self._connection

    def __getstate__(self) -> Path:
        return self._file

    def __setstate__(self, file: Path) -> None:
        self.__init__(file)  # type: ignore[misc]


class Shelf:
    """Bytes by table and key. Read in any process, written by the one that builds."""

    def __init__(self, connection: sqlite3.Connection, reader: Reader) -> None:
        self._connection = connection
        self.get = reader.get

    def put_many(self, table: str, rows: Iterable[tuple[int | str, bytes]]) -> None:
        """Set values."""
        sealed = ((table, key, _sealed(value)) for key, value in rows)
        self._connection.executemany("REPLACE INTO shelf VALUES (?, ?, ?)", sealed)

    def delete_many(self, table: str, keys: Iterable[int | str]) -> None:
        """Forget values."""
        rows = ((table, key) for key in keys)
        self._connection.executemany("DELETE FROM shelf WHERE name = ? AND key = ?", rows)

    def clear(self, table: str) -> None:
        """Forget all values of a table."""
        self._connection.execute("DELETE FROM shelf WHERE name = ?", (table,))


def reader_of(excerpt: bytes) -> Reader:
    """Reads an excerpt. Any thread may, one at a time."""
    connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    connection.deserialize(excerpt)
    return Reader(Path(), connection)


def open_store(folder: Path, key: str) -> tuple[Store, str]:
    """The state in a folder, and a line for the user where there was one that cannot be used.

    `key` names what may read it: the builder's fingerprint. Raises OSError or sqlite3.Error where
    nothing can be written.
    """
    if folder.is_symlink():
        raise OSError(f"{folder.name} is a link, and could lead anywhere")
    file = folder / NAME
    if file.is_dir():
        raise OSError(f"{NAME} is a folder")
    notice = ""
    if file.exists():
        why = _why_not(file, key)
        if not why:
            try:
                return Store(file, new=False), ""
            except UNREADABLE as error:
                why = f"cannot be read ({error})"
        notice = f"state: {why}; building everything"
    new = folder / _NEW
    for leftover in (new, *(file.with_name(f"{NAME}{end}") for end in ("-journal", "-wal", "-shm"))):
        if leftover == new or notice:
            leftover.unlink(missing_ok=True)
    store = Store(new, new=True)
    store.put_part("key", key)
    return store, notice


def known_store(folder: Path, key: str) -> Store | None:
    """The state in a folder, to be looked at; None where there is none that can be used."""
    file = folder / NAME
    return Store(file, new=False) if file.exists() and not _why_not(file, key) else None


def _why_not(file: Path, key: str) -> str:
    """What keeps a state from being used, in words; "" when nothing does."""
    try:
        connection = _connect(file)
        try:
            (form,) = connection.execute("PRAGMA user_version").fetchone()
            rows = connection.execute(
                "SELECT name, value FROM parts WHERE name IN ('key', 'rows', 'written')"
            )
            parts = {name: _unsealed(value) for name, value in rows}
            count = _rows(connection, "parts")
        finally:
            connection.close()
        if form != FORMAT:
            return f"written in format {form}, this is {FORMAT}"
        if msgspec.msgpack.decode(parts["key"], type=str) != key:
            return "written by another version of the builder or its libraries"
        if msgspec.msgpack.decode(parts["rows"], type=list[int])[0] != count:
            return "cannot be read (parts are missing)"
        boot, moment = msgspec.msgpack.decode(parts["written"], type=tuple[str, float])
    except (*UNREADABLE, OSError, KeyError, Damaged, msgspec.MsgspecError) as error:
        return f"cannot be read ({error})"
    if boot and boot != _boot():
        return "not known to be whole since the machine stopped"
    if boot and abs(time.time() - moment) > _SETTLED:
        _settle(file)
    return ""


def _settle(file: Path) -> None:
    """See to it that the state is on the disk, and say so in it."""
    _sync(file)
    connection = _connect(file)
    written = _sealed(msgspec.msgpack.encode(["", time.time()]))
    connection.execute("REPLACE INTO parts VALUES ('written', ?)", (written,))
    connection.close()


def _sync(file: Path) -> None:
    with file.open("rb") as opened:
        os.fsync(opened.fileno())


def _boot() -> str:
    """Which run of the machine this is; "" where that cannot be told."""
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text().strip()
    except OSError:
        return ""


def _connect(file: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(file, isolation_level=None, timeout=30)
    connection.execute(f"PRAGMA synchronous={'OFF' if _boot() else 'FULL'}")
    return connection


def _rows(connection: sqlite3.Connection, table: str) -> int:
    (count,) = connection.execute(f"SELECT count(*) FROM {table}").fetchone()
    return int(count)


def _text(connection: sqlite3.Connection, id_: int, column: str) -> bytes:
    row = _row(connection, _SELECT[column], (id_,))
    if row is None:
        raise Damaged(f"text {id_} is not there")
    return _unsealed(row[0])


def _row(connection: sqlite3.Connection, query: str, values: tuple[int | str, ...]) -> tuple[bytes] | None:
    try:
        row: tuple[bytes] | None = connection.execute(query, values).fetchone()
    except UNREADABLE as error:
        raise Damaged(str(error)) from error
    return row


def _sealed(value: bytes) -> bytes:
    """A value with a checksum, since SQLite does not notice when the bytes of a value have changed."""
    return value + zlib.crc32(value).to_bytes(4, "big")


def _unsealed(value: bytes) -> bytes:
    if not isinstance(value, bytes) or zlib.crc32(value[:-4]).to_bytes(4, "big") != value[-4:]:
        raise Damaged("a value has changed")
    return value[:-4]


_GET = "SELECT value FROM shelf WHERE name = ? AND key = ?"
_SELECT = {column: f"SELECT {column} FROM texts WHERE id = ?" for column in COLUMNS}
