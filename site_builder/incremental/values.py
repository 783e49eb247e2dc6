"""Values in the store's file, checked when they are read, by any process. Knows nothing of their meaning."""

from __future__ import annotations

import os
import sqlite3
import zlib
from collections.abc import Iterable
from pathlib import Path

COLUMNS = ("card", "article", "body", "vector")  # of a text
# What SQLite raises for a file that is not whole: its message may quote bytes of it that are no text.
UNREADABLE = (sqlite3.Error, UnicodeDecodeError)


class Damaged(Exception):
    """The state is not what was written; a build without it is right."""


class Reader:
    """Reads a store from any process. Opens the file when something is first asked for there."""

    def __init__(self, file: Path, connection: sqlite3.Connection | None = None) -> None:
        self._file = file
        self._connection = connection
        self._process = os.getpid() if connection else 0

    def text(self, id_: int, column: str) -> bytes:
        """One column of a text."""
        return text_of(self._here(), id_, column)

    def get(self, table: str, key: int | str) -> bytes | None:
        """A value of the shelf; None when there is none."""
        row = row_of(self._here(), _GET, (table, key))
        return unsealed(row[0]) if row else None

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
        self.__init__(file)  # type: ignore[misc]  # opened anew where it was sent to


class Shelf:
    """Bytes by table and key. Read in any process, written by the one that builds."""

    def __init__(self, connection: sqlite3.Connection, reader: Reader) -> None:
        self._connection = connection
        self.get = reader.get

    def put_many(self, table: str, rows: Iterable[tuple[int | str, bytes]]) -> None:
        """Set values."""
        checked = ((table, key, sealed(value)) for key, value in rows)
        self._connection.executemany("REPLACE INTO shelf VALUES (?, ?, ?)", checked)

    def delete_many(self, table: str, keys: Iterable[int | str]) -> None:
        """Forget values."""
        rows = ((table, key) for key in keys)
        self._connection.executemany("DELETE FROM shelf WHERE name = ? AND key = ?", rows)

    def clear(self, table: str) -> None:
        """Forget all values of a table."""
        self._connection.execute("DELETE FROM shelf WHERE name = ?", (table,))


def text_of(connection: sqlite3.Connection, id_: int, column: str) -> bytes:
    """One column of a text. Raises Damaged where there is none."""
    row = row_of(connection, _SELECT[column], (id_,))
    if row is None:
        raise Damaged(f"text {id_} is not there")
    return unsealed(row[0])


def row_of(connection: sqlite3.Connection, query: str, values: tuple[int | str, ...]) -> tuple[bytes] | None:
    """The one row that a query gives, if any. Raises Damaged for a file that is not whole."""
    try:
        row: tuple[bytes] | None = connection.execute(query, values).fetchone()
    except UNREADABLE as error:
        raise Damaged(str(error)) from error
    return row


def sealed(value: bytes) -> bytes:
    """A value with a checksum, since SQLite does not notice when the bytes of a value have changed."""
    return value + zlib.crc32(value).to_bytes(4, "big")


def unsealed(value: bytes) -> bytes:
    """The value that was sealed. Raises Damaged when it is not what it was."""
    return bytes(looked_through(value))


def looked_through(value: bytes) -> memoryview:
    """The same where it lies, for what need not be bytes to be decoded."""
    if not isinstance(value, bytes):
        raise Damaged("a value has changed")
    inside = memoryview(value)[:-4]
    if zlib.crc32(inside).to_bytes(4, "big") != value[-4:]:
        raise Damaged("a value has changed")
    return inside


_GET = "SELECT value FROM shelf WHERE name = ? AND key = ?"
_SELECT = {column: f"SELECT {column} FROM texts WHERE id = ?" for column in COLUMNS}
_SELECT["card"] = "SELECT card FROM cards WHERE id = ?"
