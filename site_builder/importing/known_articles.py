"""Which articles a digest holds, by address, by text and by original, so that one that comes again is known.

Derived from the articles alone and kept in a file of SQLite in `.site-builder/`, so that an import reads
only what has changed since the last one. It can be lost at any time: where it is not there, damaged or of
another version, all articles are read again. Where nothing can be kept it lives in memory.
"""

from __future__ import annotations

import os
import sqlite3
import sys
from array import array
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from msgspec import Struct

from site_builder.content.front_matter import read_front_matter
from site_builder.files import Scan, read_steadily
from site_builder.importing.duplicates import (
    NEAR,
    Duplicate,
    Kind,
    Story,
    head,
    least_in_heads,
    percent_alike,
    read_story,
)
from site_builder.importing.url_keys import url_key
from site_builder.incremental.stamps import NONE, Stamp, now, trusted
from site_builder.incremental.values import UNREADABLE

NAME = "articles.db"
_FORMAT = f"1 {sys.byteorder}"  # of this file and of what is compared; grams are kept as the machine has them
_SCHEMA = """
CREATE TABLE about (format TEXT);
CREATE TABLE articles (id INTEGER PRIMARY KEY, path TEXT UNIQUE, stamp TEXT, url TEXT, raw TEXT, sha256 TEXT,
                       digest BLOB, size INTEGER, grams BLOB);
CREATE INDEX by_url ON articles (url);
CREATE INDEX by_raw ON articles (sha256);
CREATE INDEX by_digest ON articles (digest);
CREATE TABLE heads (gram INTEGER, article INTEGER, PRIMARY KEY (gram, article)) WITHOUT ROWID;
"""
_SELECT = "SELECT path, grams, digest FROM articles WHERE"
# Articles; a gram that as many have is part of a line that is never cut, and tells nothing. None is missed
# for that as long as the others that two texts share are enough.
_COMMON = 200
_PATIENCE = 2.0  # seconds in which another import must have come to its end

Progress = Callable[[str, int, int], None]


class Facts(Struct, frozen=True):
    """What an article's file says that it can be known again by. What it does not say is ""."""

    title: str
    body: str  # Markdown
    url: str
    raw: str  # where its original lies, below the content folder
    sha256: str  # of that original
    to_check: tuple[str, ...]  # what an editor has to look at


class KnownArticles:
    """What is known of the articles of one digest. Ends with `finish` or `abandon`."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._sizes: dict[int, int] | None = None

    def refresh(self, content_folder: Path, progress: Progress | None = None) -> None:
        """Bring everything up to date with the files below the content folder."""
        scan = Scan(content_folder, content_folder.name, underscored=False)
        files = {path: file for path, file in scan.files.items() if path.endswith(".md")}
        known = dict(self._connection.execute("SELECT path, stamp FROM articles"))
        for path in known.keys() - files.keys():
            self.forget(path)
        changed = [path for path in files if known.get(path) != _stamp_text(scan.stamps[path])]
        for number, path in enumerate(changed, 1):
            self.read(content_folder, path)
            if progress:
                progress("comparing", number, len(changed))

    def read(self, content_folder: Path, path: str) -> None:
        """Take in one article as it is now; forget it where it is gone or cannot be read."""
        begun = now()
        try:
            data, stamp = read_steadily(os.fspath(content_folder / path))
        except OSError:
            self.forget(path)
            return
        self._take(path, data.decode("utf-8", "replace"), trusted(stamp, begun))

    def expect(self, path: str, markdown: str) -> None:
        """Take in an article that would be written by a run that writes nothing."""
        self._take(path, markdown, NONE)

    def forget(self, path: str) -> None:
        """Know no longer of the article at a path."""
        row = self._connection.execute("SELECT id, grams FROM articles WHERE path = ?", (path,)).fetchone()
        if row:
            heads = ((gram, row[0]) for gram in head(_unpacked(row[1])))
            self._connection.executemany("DELETE FROM heads WHERE gram = ? AND article = ?", heads)
            self._connection.execute("DELETE FROM articles WHERE id = ?", (row[0],))
            self._sizes = None

    def find(self, text: str, url: str = "", title: str = "", *, but: str = "") -> Duplicate | None:
        """The article with this address, or else with this text, or else the one with the most like it.

        Ties go to the smaller path. `but` is the path of an article that does not count: its own.
        """
        story = read_story(text, title)
        if key := url_key(url):
            rows = self._rows(f"{_SELECT} url = ? AND path <> ? ORDER BY path", key, but)
            if rows:
                return max((_compared("same-url", story, row) for row in rows), key=_percent)
        return max(self._alike(story, but), key=_percent, default=None)

    def alike(self, text: str, title: str = "") -> tuple[Duplicate, ...]:
        """All articles with this text or one that is alike, by path."""
        return tuple(sorted(self._alike(read_story(text, title), ""), key=lambda duplicate: duplicate.path))

    def path_of(self, sha256: str) -> str:
        """The article that names an original with this digest, the first by path; "" when there is none."""
        rows = self._rows("SELECT path FROM articles WHERE sha256 = ? ORDER BY path LIMIT 1", sha256)
        return str(rows[0][0]) if rows else ""

    def original_of(self, path: str) -> str:
        """Where an article says that its original lies, below the content folder; "" when it does not."""
        rows = self._rows("SELECT raw FROM articles WHERE path = ?", path)
        return str(rows[0][0]) if rows else ""

    def finish(self) -> None:
        """Keep what is known for the next run."""
        self._connection.execute("COMMIT")
        self._connection.close()

    def abandon(self) -> None:
        """Leave what was kept as it was."""
        self._connection.close()

    def _take(self, path: str, markdown: str, stamp: Stamp) -> None:
        self.forget(path)
        facts = read_facts(path, markdown)
        story = read_story(facts.body, facts.title)
        row = (
            path,
            _stamp_text(stamp),
            url_key(facts.url) or None,
            facts.raw,
            facts.sha256 or None,
            story.digest,
            len(story.grams),
            story.grams.tobytes(),
        )
        insert = (
            "INSERT INTO articles (path, stamp, url, raw, sha256, digest, size, grams)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
        )
        number = self._connection.execute(insert, row).lastrowid
        if self._sizes is not None and number:
            self._sizes[number] = len(story.grams)
        heads = ((gram, number) for gram in head(story.grams))
        self._connection.executemany("INSERT INTO heads VALUES (?, ?)", heads)

    def _alike(self, story: Story, but: str) -> Iterator[Duplicate]:
        """Those of the same words, by path, then those of nearly the same, by path."""
        rows = self._rows(f"{_SELECT} digest = ? AND path <> ? ORDER BY path", story.digest, but)
        for row in rows:
            yield _compared("same-text", story, row)
        for number in self._candidates(story, but):
            (row,) = self._rows(f"{_SELECT} id = ?", number)
            near = _compared("near", story, row)
            if near.percent >= NEAR:
                yield near

    def _candidates(self, story: Story, but: str) -> list[int]:
        """The ids of articles that may be alike without having the very same words, by path."""
        counts: Counter[int] = Counter()
        skipped = 0
        for gram in head(story.grams):
            rows = self._rows("SELECT article FROM heads WHERE gram = ? LIMIT ?", gram, _COMMON)
            if len(rows) == _COMMON:
                skipped += 1
            else:
                counts.update(number for (number,) in rows)
        sizes, own = self._all_sizes(), len(story.grams)
        likely = (
            number
            for number, count in counts.items()
            if count >= max(1, least_in_heads(sizes[number], own) - skipped)
        )
        found = []
        for number in likely:
            ((path, digest),) = self._rows("SELECT path, digest FROM articles WHERE id = ?", number)
            if path != but and digest != story.digest:
                found.append((path, number))
        return [number for _, number in sorted(found)]

    def _all_sizes(self) -> dict[int, int]:
        """How many grams each article has, by id."""
        if self._sizes is None:
            self._sizes = dict(self._rows("SELECT id, size FROM articles"))
        return self._sizes

    def _rows(self, question: str, *values: object) -> list[Any]:
        return self._connection.execute(question, values).fetchall()


def read_facts(path: str, markdown: str) -> Facts:
    """What an article's file says. Whatever is wrong with it is for others to tell."""
    front, parts, _, _ = read_front_matter(markdown, path, {})
    body = parts.body if parts else markdown
    if front is None:
        return Facts("", body, "", "", "", ())
    notes = front.extra.get("to_check")
    to_check = tuple(map(str, notes)) if isinstance(notes, list | tuple) else ()
    if front.source:
        return Facts(front.title, body, front.source.url, front.source.raw, front.source.sha256, to_check)
    # An import whose source has no name keeps the rest of its origin there.
    original = front.extra.get("original")
    kept = original if isinstance(original, dict) else {}
    url, raw, sha256 = (str(kept.get(key, "")) for key in ("url", "raw", "sha256"))
    return Facts(front.title, body, url, raw, sha256, to_check)


def open_known(state: Path) -> tuple[KnownArticles, str]:
    """What is known, kept in the folder `state`, and a line for the user where that cannot be used.

    Whoever opens it calls `refresh` first. A second import at the same time gets a memory of its own.
    """
    file = state / NAME
    notice = ""
    try:
        if state.is_symlink() or file.is_symlink():
            raise OSError(f"{state.name} is a link, and could lead anywhere")
        if file.exists() and (why := _why_not(file)):
            file.replace(file.with_name(f"{NAME}.bad"))
            notice = f"state: {NAME} {why}; reading all articles"
        state.mkdir(exist_ok=True)
        return KnownArticles(_connect(os.fspath(file))), notice
    except (OSError, sqlite3.Error) as error:
        why = f"{NAME} cannot be written ({error})"
        return KnownArticles(_connect(":memory:")), f"state: {why}; reading all articles"


def _connect(file: str) -> sqlite3.Connection:
    connection = sqlite3.connect(file, isolation_level=None, timeout=_PATIENCE)
    try:
        # What a machine that stops may lose is made anew, so nothing waits for the disk.
        connection.execute("PRAGMA synchronous=OFF")
        connection.execute("BEGIN IMMEDIATE")
        if not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
            for statement in _SCHEMA.split(";"):
                connection.execute(statement)
            connection.execute("INSERT INTO about VALUES (?)", (_FORMAT,))
            # At once, so that an import beside this one does not take the file for a foreign one.
            connection.execute("COMMIT")
            connection.execute("BEGIN IMMEDIATE")
    except BaseException:
        connection.close()
        raise
    return connection


def _why_not(file: Path) -> str:
    """What keeps a file from being used, in words; "" when nothing does."""
    try:
        connection = sqlite3.connect(file, isolation_level=None, timeout=_PATIENCE)
        try:
            (whole,) = connection.execute("PRAGMA quick_check(1)").fetchone()
            (form,) = connection.execute("SELECT format FROM about").fetchone()
        finally:
            connection.close()
    except sqlite3.OperationalError as error:
        # Of another import that has not come to its end, nobody can tell.
        return "" if "locked" in str(error) else f"cannot be read ({error})"
    except UNREADABLE as error:
        return f"cannot be read ({error})"
    except TypeError:
        return "cannot be read (it is empty)"
    if whole != "ok":
        return "is damaged"
    return "" if form == _FORMAT else f"was written in format {form}, this is {_FORMAT}"


def _compared(kind: Kind, story: Story, row: tuple[str, bytes, bytes]) -> Duplicate:
    path, grams, digest = row
    return Duplicate(
        kind, path, 100 if digest == story.digest else percent_alike(story.grams, _unpacked(grams))
    )


def _percent(duplicate: Duplicate) -> int:
    return duplicate.percent


def _unpacked(grams: bytes) -> array[int]:
    unpacked = array("I")
    unpacked.frombytes(grams)
    return unpacked


def _stamp_text(stamp: Stamp) -> str:
    return " ".join(map(str, stamp))
