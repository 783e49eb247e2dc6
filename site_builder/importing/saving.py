"""Writes what imports give, and never over an editor's work. The only importing module that writes.

The original comes first and the ledger last, so that an import which was cut off is simply done again.
What comes a second time is known by the original's bytes, or else by the address of its page; only what is
new is held against the texts of other articles.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Literal

from msgspec import Struct

from site_builder.files import write_whole
from site_builder.importing.article_file import RAW_FOLDER, Imported
from site_builder.importing.duplicates import Duplicate, read_story
from site_builder.importing.known_articles import Facts, KnownArticles, read_facts
from site_builder.importing.ledger import read_ledger
from site_builder.importing.originals import Earlier, Originals
from site_builder.problems import Place, Problem, ProblemsFound

Outcome = Literal["written", "unchanged", "kept", "beside", "duplicate"]

# Gives the import once more, with further notes for an editor and, unless it is "", with another slug.
Again = Callable[[tuple[str, ...], str], Imported]

_PROPOSAL = "same_as: "


class Saved(Struct, frozen=True):
    """What saving did. `path` is where the article is, below the content folder."""

    outcome: Outcome
    path: str
    message: str  # for the user: one clause, without a full stop
    imported: Imported  # as it was written, or would have been
    like: Duplicate | None = None  # an article that tells the same


class Saver:
    """Saves the imports of one run, one after the other."""

    def __init__(self, content_folder: Path, known: KnownArticles, *, dry_run: bool = False) -> None:
        self._folder = content_folder
        self._known = known
        self._dry_run = dry_run  # says what would be done, and writes nothing
        self._originals = Originals(content_folder)
        self._written: dict[str, str] = {}  # by path: SHA-256 of the original that this run wrote there
        self._paths: dict[str, str] = {}  # and the other way round

    def save(self, imported: Imported, again: Again) -> Saved:
        """Write an import's files below the content folder.

        `written`: the article is new, or takes the place of an import that nobody has touched since.
        `unchanged`: everything was there already. `kept`: this import has nothing to add, because it
        leaves more doubts than the earlier one, or because an editor has changed or moved the article since
        and nothing else is new. `beside`: an editor has, or its page tells another text by now, and what
        this import says instead stands beside the original, where no build publishes it. `duplicate`: this
        very run has imported the same before.
        Raises ProblemsFound when another article has taken the path.
        """
        if path := self._paths.get(imported.sha256):
            return Saved("duplicate", path, f"the same file as {self._shown(path)}", imported)
        if earlier := self._originals.find(imported.raw):
            return self._once_more(earlier, imported, again)
        if path := self._known.path_of(imported.sha256):
            return self._without_ledger(path, imported, again)
        facts = read_facts(imported.path, imported.markdown)
        like = self._known.find(facts.body, facts.url, facts.title)
        if like and like.kind == "same-url":
            return self._page_again(like, facts, imported)
        notes = (_proposal(like, self._shown(like.path)),) if like else ()
        if notes:
            imported = again(notes, "")
        imported = self._write(imported, again, notes)
        return Saved("written", imported.path, f"imported as {self._shown(imported.path)}", imported, like)

    def close(self) -> None:
        """End the run. What is known of the articles is kept for the next one, unless nothing was written."""
        if self._dry_run:
            self._known.abandon()
        else:
            self._known.finish()

    def _once_more(self, earlier: Earlier, imported: Imported, again: Again) -> Saved:
        """The same bytes have been imported before."""
        # What was proposed then stays proposed: by now other articles may be like this one, and two
        # that are alike would go on naming each other in turn.
        notes = _proposals(earlier.notes)
        slug = _own_slug(imported)
        slug = slug if earlier.stem.rpartition("/")[2] == slug else ""
        if notes or slug:
            imported = again(notes, slug)
        path = earlier.path
        if not (self._folder / path).is_file():
            path = self._known.path_of(imported.sha256)
        if not path:
            return self._anew(earlier, imported, again, notes, "imported as {}")
        shown = self._shown(path)
        if len(imported.notes) > earlier.origin.doubts:
            message = f"{shown} stays as it is; that import knew more than this one"
            return Saved("kept", path, message, imported)
        if path == earlier.path and _digest((self._folder / path).read_bytes()) == earlier.origin.written:
            if self._is_there(imported):
                return Saved("unchanged", path, f"{shown} is up to date", imported)
            return self._anew(earlier, imported, again, notes, "imported anew as {}; nobody had edited it")
        if _digest(imported.markdown.encode()) == earlier.origin.written:
            message = f"{shown} was edited or moved since its import and stays as it is"
            return Saved("kept", path, message, imported)
        # Not beside the article: a file there would be published with its page.
        beside = f"{RAW_FOLDER}/{earlier.path}.new"
        self._put(beside, imported.markdown.encode())
        message = f"{shown} was edited or moved since its import; the new reading is {self._shown(beside)}"
        return Saved("beside", path, message, imported)

    def _anew(
        self, earlier: Earlier, imported: Imported, again: Again, notes: tuple[str, ...], message: str
    ) -> Saved:
        """Write an import instead of an earlier one whose article nobody has touched, or is gone."""
        imported = self._write(imported, again, notes, instead_of=earlier)
        if earlier.path != imported.path:
            for path in (
                earlier.path,
                *(f"{RAW_FOLDER}/{earlier.stem}{end}" for end in (earlier.suffix, ".yaml")),
            ):
                if not self._dry_run:
                    (self._folder / path).unlink(missing_ok=True)
            self._known.forget(earlier.path)
        return Saved("written", imported.path, message.format(self._shown(imported.path)), imported)

    def _without_ledger(self, path: str, imported: Imported, again: Again) -> Saved:
        """An article names these bytes as its original, and its original or ledger cannot be read."""
        article = (self._folder / path).read_bytes()
        notes = _proposals(read_facts(path, article.decode("utf-8", "replace")).to_check)
        if notes:
            imported = again(notes, "")
        if path == imported.path and article == imported.markdown.encode():
            self._write(imported, again, notes)
            return Saved("written", path, f"imported as {self._shown(path)}", imported)
        message = f"{self._shown(path)} is of the same original and stays as it is; its ledger cannot be read"
        return Saved("kept", path, message, imported)

    def _page_again(self, like: Duplicate, facts: Facts, imported: Imported) -> Saved:
        """The page of an article came again, in other bytes: an advertisement changed, or its text."""
        shown = self._shown(like.path)
        words = read_story(facts.body, facts.title).digest.hex()
        raw = self._known.original_of(like.path) or f"{RAW_FOLDER}/{like.path}"
        ledger = (self._folder / raw).with_suffix(".yaml")
        origin = read_ledger(ledger.read_text("utf-8", "replace")) if ledger.is_file() else None
        if like.percent == 100 or (origin and origin.words == words):
            if like.path in self._written:
                message = f"the same page as {shown}"
                return Saved("duplicate", like.path, message, imported, like)
            return Saved("unchanged", like.path, f"{shown} is up to date", imported, like)
        # Named after the words: the same text under yet another advertisement is no further reading.
        beside = f"{RAW_FOLDER}/{like.path.removesuffix('.md')}-{words[:6]}"
        if not (self._folder / f"{beside}.md.new").is_file():
            self._put(f"{beside}{Path(imported.raw_path).suffix}.new", imported.raw)
            self._put(f"{beside}.md.new", imported.markdown.encode())
        new = self._shown(f"{beside}.md.new")
        message = f"{shown} has this address and another text; the new reading is {new}"
        return Saved("beside", like.path, message, imported, like)

    def _write(
        self, imported: Imported, again: Again, notes: tuple[str, ...], instead_of: Earlier | None = None
    ) -> Imported:
        """Write the three files where no other article stands, and give the import as it was written.

        Of two articles that want one path, the later one's slug ends with digits of its original's digest. A
        number would go to another article whenever a folder is imported in another order or in two halves;
        this name is the article's own.
        """
        if self._is_taken(imported, instead_of):
            original = self._folder / imported.raw_path
            if original.is_file() and original.read_bytes() == imported.raw:
                raise ProblemsFound([_taken(self._shown(imported.path))])
            wanted = imported.path
            imported = again(notes, _own_slug(imported))
            if imported.path == wanted or self._is_taken(imported, instead_of):
                raise ProblemsFound([_taken(self._shown(wanted))])
        self._put(imported.raw_path, imported.raw)
        self._put(imported.path, imported.markdown.encode())
        self._put(imported.ledger_path, imported.ledger.encode())
        self._written[imported.path] = imported.sha256
        self._paths[imported.sha256] = imported.path
        if self._dry_run:
            self._known.expect(imported.path, imported.markdown)
        else:
            self._originals.add(self._folder / imported.raw_path, len(imported.raw))
            self._known.read(self._folder, imported.path)
        return imported

    def _is_taken(self, imported: Imported, instead_of: Earlier | None) -> bool:
        """Whether another article or the ledger of another one stands in the way."""
        if imported.path in self._written:
            return True
        if instead_of and imported.path == instead_of.path:
            return False
        article, ledger = self._folder / imported.path, self._folder / imported.ledger_path
        if article.exists() and article.read_bytes() != imported.markdown.encode():
            return True
        if not ledger.exists():
            return False
        # The article may have been moved or deleted. Its ledger says what was cut from it all the same.
        origin = read_ledger(ledger.read_text("utf-8", "replace"))
        return origin is None or origin.sha256 != imported.sha256

    def _is_there(self, imported: Imported) -> bool:
        wanted = {
            imported.path: imported.markdown.encode(),
            imported.raw_path: imported.raw,
            imported.ledger_path: imported.ledger.encode(),
        }
        files = ((self._folder / path, data) for path, data in wanted.items())
        return all(file.is_file() and file.read_bytes() == data for file, data in files)

    def _put(self, path: str, data: bytes) -> None:
        if not self._dry_run:
            write_whole(self._folder / path, data)

    def _shown(self, path: str) -> str:
        return f"{self._folder.name}/{path}"


def _own_slug(imported: Imported) -> str:
    """A slug that no other original's article wants: 24 bits of its digest make it its own."""
    stem, end = imported.path.rpartition("/")[2].removesuffix(".md"), f"-{imported.sha256[:6]}"
    return stem if stem.endswith(end) else f"{stem}{end}"


def _proposal(like: Duplicate, shown: str) -> str:
    """The note for an editor: that the article may be the same story, under `same_as` in front matter."""
    if like.kind == "same-text":
        return f"{_PROPOSAL}the same text as {shown}"
    return f"{_PROPOSAL}{like.percent} % the same as {shown}"


def _proposals(notes: Sequence[str]) -> tuple[str, ...]:
    return tuple(note for note in notes if note.startswith(_PROPOSAL))


def _taken(path: str) -> Problem:
    message = "another article has this path already"
    remedy = "Give this one a name of its own with --slug."
    return Problem(code="path-taken", place=Place(path), message=message, remedy=remedy)


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
