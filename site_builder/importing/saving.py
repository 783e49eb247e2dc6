"""Writes what an import gives, and never over an editor's work. The only importing module that writes.

The original comes first and the ledger last, so that an import which was cut off is simply done again.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Literal

from msgspec import Struct

from site_builder.files import write_whole
from site_builder.importing.article_file import RAW_FOLDER, Imported
from site_builder.importing.ledger import read_ledger
from site_builder.problems import Place, Problem, ProblemsFound

Outcome = Literal["written", "unchanged", "kept", "beside"]


class Saved(Struct, frozen=True):
    """What saving did. `path` is where the article is, below the content folder."""

    outcome: Outcome
    path: str
    message: str  # for the user: one clause, without a full stop


class _Earlier(Struct, frozen=True):
    """An import of the same bytes that was made before, under whatever options."""

    stem: str  # of its article's path below the content folder
    written: str  # SHA-256 of the article as that import wrote it
    doubts: int  # how many notes it left for an editor

    @property
    def path(self) -> str:
        return f"{self.stem}.md"


def save(imported: Imported, content_folder: Path) -> Saved:
    """Write an import's files below the content folder.

    `written`: the article is new, or takes the place of an import that nobody has touched since.
    `unchanged`: everything was there already. `kept`: this import has nothing to add, because it leaves
    more doubts than the earlier one, or because an editor has changed or moved the article since and
    nothing else is new. `beside`: an editor has, and what this import says instead stands beside the
    original, where no build publishes it.
    Raises ProblemsFound when another article has taken the path.
    """
    shown = content_folder.name
    earlier = _earlier(imported, content_folder)
    path = _whereabouts(earlier, imported.sha256, content_folder) if earlier else ""
    markdown = imported.markdown.encode()
    if not earlier or not path:
        _write(imported, content_folder, instead_of="")
        if earlier and earlier.path != imported.path:
            _remove(earlier, content_folder)
        return Saved("written", imported.path, f"imported as {shown}/{imported.path}")
    if len(imported.notes) > earlier.doubts:
        return Saved("kept", path, f"{shown}/{path} stays as it is; that import knew more than this one")
    if path == earlier.path and _digest((content_folder / path).read_bytes()) == earlier.written:
        if _is_there(imported, content_folder):
            return Saved("unchanged", path, f"{shown}/{path} is up to date")
        _write(imported, content_folder, instead_of=path)
        if path != imported.path:
            _remove(earlier, content_folder)
        message = f"imported anew as {shown}/{imported.path}; nobody had edited it"
        return Saved("written", imported.path, message)
    if _digest(markdown) == earlier.written:
        return Saved("kept", path, f"{shown}/{path} was edited or moved since its import and stays as it is")
    # Not beside the article: a file there would be published with its page.
    beside = f"{RAW_FOLDER}/{earlier.path}.new"
    write_whole(content_folder / beside, markdown)
    message = f"{shown}/{path} was edited or moved since its import; the new reading is {shown}/{beside}"
    return Saved("beside", path, message)


def _write(imported: Imported, content_folder: Path, instead_of: str) -> None:
    """Write the three files, unless at their place stands an article other than `instead_of`."""
    markdown = imported.markdown.encode()
    article = content_folder / imported.path
    if imported.path != instead_of and article.exists() and article.read_bytes() != markdown:
        raise ProblemsFound([_taken(f"{content_folder.name}/{imported.path}")])
    write_whole(content_folder / imported.raw_path, imported.raw)
    write_whole(article, markdown)
    write_whole(content_folder / imported.ledger_path, imported.ledger.encode())


def _is_there(imported: Imported, content_folder: Path) -> bool:
    wanted = {
        imported.path: imported.markdown.encode(),
        imported.raw_path: imported.raw,
        imported.ledger_path: imported.ledger.encode(),
    }
    files = ((content_folder / path, data) for path, data in wanted.items())
    return all(file.is_file() and file.read_bytes() == data for file, data in files)


def _remove(earlier: _Earlier, content_folder: Path) -> None:
    for path in (earlier.path, f"{RAW_FOLDER}/{earlier.stem}.txt", f"{RAW_FOLDER}/{earlier.stem}.yaml"):
        (content_folder / path).unlink(missing_ok=True)


def _earlier(imported: Imported, content_folder: Path) -> _Earlier | None:
    """The earlier import of the same bytes; of several, that of the first path.

    Sizes are compared before bytes, which keeps the search to one look at each original's entry. The
    article's path is that of the original, not what a ledger says, which anybody may have edited.
    """
    raw_folder = content_folder / RAW_FOLDER
    for original in sorted(raw_folder.rglob("*.txt")):
        ledger = original.with_suffix(".yaml")
        if original.stat().st_size != len(imported.raw) or not ledger.is_file():
            continue
        origin = read_ledger(ledger.read_text("utf-8", "replace"))
        if origin and original.read_bytes() == imported.raw:
            stem = original.relative_to(raw_folder).with_suffix("").as_posix()
            return _Earlier(stem, origin.written, origin.doubts)
    return None


def _whereabouts(earlier: _Earlier, sha256: str, content_folder: Path) -> str:
    """Where the article of an earlier import is now; "" when it is gone.

    One that was moved is known by its original's digest, which its front matter holds. All articles
    are read for that, but only when one is missed.
    """
    if (content_folder / earlier.path).is_file():
        return earlier.path
    for article in sorted(content_folder.rglob("*.md")):
        if sha256.encode() in article.read_bytes():
            return article.relative_to(content_folder).as_posix()
    return ""


def _taken(path: str) -> Problem:
    message = "another article has this path already"
    remedy = "Give this one a name of its own with --slug."
    return Problem(code="path-taken", place=Place(path), message=message, remedy=remedy)


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
