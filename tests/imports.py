"""Imports of one plain text, for tests of what an import writes."""

from __future__ import annotations

from pathlib import PurePath

from site_builder.importing.article_file import Asked, Imported, article_of, read_asked
from site_builder.importing.items import Item
from site_builder.importing.reader import Reader
from site_builder.settings import Settings


def text_item(raw: bytes, name: str) -> Item:
    """A file with a plain text."""
    return Item(name=name, original=raw, suffix=PurePath(name).suffix or ".txt", shape="text", content=raw)


def import_text(
    raw: bytes, name: str, settings: Settings, *, proposals: tuple[str, ...] = (), **asked: str
) -> Imported:
    """What a run of the importer makes of a plain text."""
    wanted = Asked(**asked)
    key, _ = read_asked(settings, wanted)
    item = text_item(raw, name)
    return article_of(item, Reader(settings, key).read(item), settings, wanted, proposals)
