"""Finds the ledger of an article, and reads again what it is about; writes what an undo changes."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from site_builder.files import write_whole
from site_builder.importing.items import Item
from site_builder.importing.known_articles import read_facts
from site_builder.importing.ledger import PAGE, read_ledger, read_whole
from site_builder.importing.sources import items_of
from site_builder.importing.undo import undo
from site_builder.problems import Place, Problem, ProblemsFound

_REMEDY = "Only what `site-builder import` wrote has a ledger, in `_raw/` of the content folder."


class Kept(Struct, frozen=True):
    """An imported article with what its ledger is about."""

    article: Path
    markdown: str
    ledger_file: Path
    ledger: str
    text: str  # what was read, of which the ledger has every character


def kept_of(content_folder: Path, article: Path) -> Kept:
    """What is kept of an article. Raises ProblemsFound where something of it is not there."""
    try:
        markdown = article.read_bytes().decode("utf-8", "replace")
        raw = read_facts(article.name, markdown).raw
        if not raw:
            raise _problem(article, "it names no original under `source`")
        original = content_folder / raw
        ledger_file = original.with_suffix(".yaml")
        ledger = ledger_file.read_bytes().decode("utf-8")
        origin = read_ledger(ledger)
        if origin is None:
            raise _problem(ledger_file, "it cannot be read as a ledger")
        entries = read_whole(ledger).entries
        if all(entry.raw for entry in entries):
            text = "".join(entry.raw for entry in entries)
        else:
            text = _text(original, origin.encoding, is_page=origin.of == PAGE)
    except OSError as error:
        raise _problem(Path(error.filename or article), error.strerror or str(error)) from None
    except ValueError as error:
        raise _problem(ledger_file, str(error)) from None
    return Kept(article, markdown, ledger_file, ledger, text)


def put_back(kept: Kept, first: int, last: int, *, dry_run: bool = False) -> str:
    """Put lines back that were taken out, and give them as they stand in the article now.

    Raises ValueError and `undo.NoPlace` as `undo` does; nothing is written then, nor by a `dry_run`.
    """
    undone = undo(kept.markdown, kept.ledger, kept.text, first, last)
    if dry_run:
        return undone.text
    write_whole(kept.article, undone.article.encode())
    write_whole(kept.ledger_file, undone.ledger.encode())
    return undone.text


def _text(original: Path, encoding: str, *, is_page: bool) -> str:
    """What was read of an original: itself, or the part of it that is the article."""
    if original.suffix == ".txt":
        return original.read_bytes().decode(encoding)
    items = [found for found in items_of(str(original)) if isinstance(found, Item)]
    if len(items) != 1:
        raise _problem(original, "it does not hold one article any more")
    if not is_page:
        return items[0].content.decode(encoding)
    from site_builder.importing.pages import read_page  # which takes the extra `import`

    return "".join(piece.raw for piece in read_page(items[0]).pieces)


def _problem(path: Path, message: str) -> ProblemsFound:
    return ProblemsFound([Problem(code="no-ledger", place=Place(str(path)), message=message, remedy=_REMEDY)])
