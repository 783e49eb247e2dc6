"""The facts of files by the digest of their bytes, kept between checks in `.site-builder/check.db`.

Can be lost at any time: what is not there is found out once more. Knows nothing of what the facts mean.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable
from contextlib import AbstractContextManager, closing, suppress
from pathlib import Path

from site_builder.checking.facts import VERSION

NAME = "check.db"
_SCHEMA = """
CREATE TABLE IF NOT EXISTS meta (key TEXT);
CREATE TABLE IF NOT EXISTS clean (key TEXT, digests BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS facts (digest TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
"""


class KeptFacts:
    """A file of facts, begun anew where it cannot be read; where it cannot be written nothing is kept."""

    def __init__(self, folder: Path, key: str) -> None:
        """`key` names what may read it: the builder's fingerprint."""
        self._file = folder / NAME
        self._key = f"{VERSION} {key}"

    def load(self) -> dict[str, bytes]:
        """All facts that are kept, by digest."""
        with suppress(sqlite3.Error, OSError), self._opened() as connection:
            if connection.execute("SELECT key FROM meta").fetchone() == (self._key,):
                return dict(connection.execute("SELECT digest, value FROM facts"))
        return {}

    def save(self, new: Iterable[tuple[str, bytes]], gone: Collection[str], *, anew: bool) -> None:
        """Keep new facts and forget those of bytes that are nowhere any more; all others too with `anew`."""
        try:
            self._write(new, gone, anew)
        except (sqlite3.Error, OSError):
            with suppress(OSError):
                self._file.unlink()

    def clean(self, key: str) -> frozenset[str]:
        """The digests of files in which nothing was found of what `key` stands for."""
        with suppress(sqlite3.Error, OSError), self._opened() as connection:
            wanted = "SELECT digests FROM clean WHERE key = ?"
            row = connection.execute(wanted, (f"{self._key} {key}",)).fetchone()
            return frozenset(row[0].decode().split()) if row else frozenset()
        return frozenset()

    def keep_clean(self, key: str, digests: Collection[str]) -> None:
        """Keep the digests for `clean`, and forget those of any other key."""
        with suppress(sqlite3.Error, OSError), self._opened() as connection, connection:
            connection.execute("BEGIN")
            connection.execute("DELETE FROM clean")
            known = " ".join(sorted(digests)).encode()
            connection.execute("INSERT INTO clean VALUES (?, ?)", (f"{self._key} {key}", known))

    def _opened(self) -> AbstractContextManager[sqlite3.Connection]:
        """The file, to be closed afterwards. Raises OSError where it is not there, or is a link."""
        if self._file.is_symlink() or not self._file.is_file():
            raise FileNotFoundError(self._file)
        return closing(sqlite3.connect(self._file, isolation_level=None))

    def _write(self, new: Iterable[tuple[str, bytes]], gone: Collection[str], anew: bool) -> None:
        if self._file.is_symlink() or not self._file.parent.is_dir():
            return
        if anew:
            self._file.unlink(missing_ok=True)
        with closing(sqlite3.connect(self._file, isolation_level=None)) as connection:
            connection.executescript(f"PRAGMA synchronous=OFF; PRAGMA page_size=8192; {_SCHEMA}")
            connection.execute("BEGIN")
            connection.execute("DELETE FROM meta")
            connection.execute("INSERT INTO meta VALUES (?)", (self._key,))
            connection.executemany("DELETE FROM facts WHERE digest = ?", ((digest,) for digest in gone))
            connection.executemany("REPLACE INTO facts VALUES (?, ?)", new)
            connection.execute("COMMIT")
