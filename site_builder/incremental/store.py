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
from collections.abc import Iterable
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from site_builder.incremental.tables import Table
from site_builder.incremental.values import UNREADABLE, Damaged, Reader, Shelf, sealed, text_of, unsealed

Value = TypeVar("Value")

FORMAT = 2
NAME = "state.db"
_NEW = "state-new.db"
_TEXTS = ("cards", "texts")  # a list shows many cards, and would read as many long texts if they lay together
_SETTLED = 60  # seconds after which a disk has long written what it was given
_SCHEMA = """
CREATE TABLE parts (name TEXT PRIMARY KEY, value BLOB NOT NULL);
CREATE TABLE buckets (name TEXT, bucket INTEGER, value BLOB NOT NULL, PRIMARY KEY (name, bucket));
CREATE TABLE shelf (name TEXT, key, value BLOB NOT NULL, PRIMARY KEY (name, key));
CREATE TABLE cards (id INTEGER PRIMARY KEY, card BLOB);
CREATE TABLE texts (id INTEGER PRIMARY KEY, article BLOB, body BLOB, vector BLOB);
"""


class Store:
    """The state of one site. Made by `open_store`; ends with `finish` or `abandon`, unless it stays open."""

    def __init__(self, file: Path, *, new: bool, stays_open: bool = False) -> None:
        self.file = file  # where it lies now
        self.is_new = new
        self._stays_open = stays_open and not new  # a new one gets its name when it is closed
        self._connection = _connect(file, any_thread=stays_open)
        if new:
            self._connection.executescript(
                f"PRAGMA page_size=8192; PRAGMA journal_mode=OFF; PRAGMA user_version={FORMAT}; {_SCHEMA}"
            )
        self._connection.execute("BEGIN")
        self._tables: dict[str, Table[Any]] = {}
        self._encode = msgspec.msgpack.Encoder().encode

    def part(self, name: str, type_: type[Value]) -> Value | None:
        """The value under a name; None when there is none."""
        row = self._connection.execute("SELECT value FROM parts WHERE name = ?", (name,)).fetchone()
        try:
            return msgspec.msgpack.decode(unsealed(row[0]), type=type_) if row else None
        except msgspec.DecodeError as error:
            raise Damaged(f"'{name}': {error}") from error

    def put_part(self, name: str, value: object) -> None:
        """Set the value under a name."""
        self._connection.execute("REPLACE INTO parts VALUES (?, ?)", (name, sealed(self._encode(value))))

    def table(self, name: str, type_: Any) -> Table[Any]:
        """The table of that name. What is changed in it is written by `finish`."""
        if name not in self._tables:
            self._tables[name] = Table(self._connection, name, type_, at_once=self._stays_open)
        return self._tables[name]

    def add_texts(self, rows: Iterable[tuple[int, bytes, bytes, bytes, bytes]]) -> None:
        """Add texts: an id and the columns of `COLUMNS`."""
        for id_, *columns in rows:
            card, *others = map(sealed, columns)
            self._connection.execute("INSERT INTO cards VALUES (?, ?)", (id_, card))
            self._connection.execute("INSERT INTO texts VALUES (?, ?, ?, ?)", (id_, *others))

    def drop_texts_above(self, last: int) -> None:
        """Forget texts that a build left that did not come to its end."""
        for table in _TEXTS:
            self._connection.execute(f"DELETE FROM {table} WHERE id > ?", (last,))

    def drop_texts(self, ids: Iterable[int]) -> None:
        """Forget texts."""
        rows = [(id_,) for id_ in ids]
        for table in _TEXTS:
            self._connection.executemany(f"DELETE FROM {table} WHERE id = ?", rows)

    def text(self, id_: int, column: str) -> bytes:
        """One column of a text."""
        return text_of(self._connection, id_, column)

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
            copy.execute("INSERT INTO cards SELECT id, card FROM site.cards")
            copy.execute("INSERT INTO texts SELECT id, article, body, NULL FROM site.texts")
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
        for table in self._tables.values():
            table.flush(self._encode)
        self.put_part("written", [_boot(), time.time()])
        self.put_part("rows", [0, 0])
        self.put_part("rows", [_rows(self._connection, "parts"), _rows(self._connection, "shelf")])
        self._connection.execute("COMMIT")
        if self._stays_open:
            self._connection.execute("BEGIN")
            return
        self.close()
        if not _boot():
            _sync(self.file)
        if self.is_new:
            os.replace(str(self.file), str(self.file.with_name(NAME)))

    def abandon(self) -> None:
        """Leave the state of the build before."""
        if self._stays_open:
            self._connection.execute("ROLLBACK")
            self._connection.execute("BEGIN")
            return
        self.close()
        if self.is_new:
            self.file.unlink(missing_ok=True)

    def close(self) -> None:
        """Let go of the file. What was not finished is lost."""
        self._connection.close()

    def reader(self) -> Reader:
        """Reads texts and the shelf, here and in other processes; there, what `publish_texts` has let out."""
        return Reader(self.file, self._connection)


def reader_of(excerpt: bytes) -> Reader:
    """Reads an excerpt. Any thread may, one at a time."""
    connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    connection.deserialize(excerpt)
    return Reader(Path(), connection)


def open_store(folder: Path, key: str, *, stays_open: bool = False) -> tuple[Store, str]:
    """The state in a folder, and a line for the user where there was one that cannot be used.

    `key` names what may read it: the builder's fingerprint. What `stays_open` serves one build after the
    other, in any thread, one at a time; a new state is closed after the first, and opened again. Raises
    OSError or sqlite3.Error where nothing can be written.
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
                return Store(file, new=False, stays_open=stays_open), ""
            except UNREADABLE as error:
                why = f"cannot be read ({error})"
        notice = f"state: {why}; building everything"
    new = folder / _NEW
    for leftover in (new, *(file.with_name(f"{NAME}{end}") for end in ("-journal", "-wal", "-shm"))):
        if leftover == new or notice:
            leftover.unlink(missing_ok=True)
    store = Store(new, new=True, stays_open=stays_open)
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
            parts = {name: unsealed(value) for name, value in rows}
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
    written = sealed(msgspec.msgpack.encode(["", time.time()]))
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


def _connect(file: Path, *, any_thread: bool = False) -> sqlite3.Connection:
    connection = sqlite3.connect(file, isolation_level=None, timeout=30, check_same_thread=not any_thread)
    connection.execute(f"PRAGMA synchronous={'OFF' if _boot() else 'FULL'}")
    return connection


def _rows(connection: sqlite3.Connection, table: str) -> int:
    (count,) = connection.execute(f"SELECT count(*) FROM {table}").fetchone()
    return int(count)
