"""One entry of a feed → an article: its own content where that is whole, else the page it links to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from site_builder.importing.items import Item, Shape
from site_builder.importing.reading import Found
from site_builder.importing.sources.facts import plain
from site_builder.importing.sources.kind import World, fetched, problem
from site_builder.problems import Problem

_BEFORE = '<!doctype html>\n<html><head><meta charset="utf-8"></head><body><article>\n'
_AFTER = "\n</article></body></html>\n"
_WHOLE_SUMMARY = 1_000  # characters: a summary that long, and not broken off, is the article
_BROKEN_OFF = re.compile(
    r"(?:…|\.\.\.|\[(?:…|\.\.\.)\]|(?:continue reading|read more|read the full (?:story|article)|weiterlesen"
    r"|lire la suite|leer más|click here)\W{0,4}\S*(?:\s+\S+){0,12})\s*$",
    re.IGNORECASE,
)


class FeedEntry(Struct, frozen=True, kw_only=True):
    """What a feed gives of one article."""

    name: str  # `feed.xml#3`
    original: bytes  # the entry as it stands
    suffix: Literal[".xml", ".json"]
    shape: Shape  # of content and summary
    content: str = ""
    summary: str = ""
    link: str = ""  # an address of the web, or ""
    stated: tuple[tuple[str, Found], ...] = ()


def item_of(entry: FeedEntry, world: World) -> Iterator[Item | Problem]:
    """The entry's article, or the problem with it: one of either, or several problems."""
    text = _whole_text(entry)
    if text:
        content = text if entry.shape == "text" else as_page(text)
        yield Item(
            name=entry.name,
            original=entry.original,
            suffix=entry.suffix,
            shape=entry.shape,
            content=utf8(content),
            charset="utf-8",
            url=entry.link,
            stated=entry.stated,
        )
    elif not entry.link:
        message = "the entry has neither a whole text nor a link to one"
        yield problem(entry.name, "no-text", message, "Import the article itself.")
    elif not world.follow and (summary := _words(entry, entry.summary or entry.content)):
        yield Item(
            name=entry.name,
            original=entry.original,
            suffix=entry.suffix,
            shape="text",
            content=utf8(f"{summary}\n"),
            charset="utf-8",
            url=entry.link,
            stated=entry.stated,
            notes=(f"text: the feed gives a summary only; the story is at {entry.link}",),
        )
    elif not world.follow or world.fetcher is None:
        message = "the entry has a summary only, and its link is not followed"
        yield problem(entry.name, "summary-only", message, f"Leave out `--no-follow`, or import {entry.link}")
    else:
        yield from _followed(entry, world)


def _followed(entry: FeedEntry, world: World) -> Iterator[Item | Problem]:
    raw = fetched(entry.name, entry.link, world)
    if isinstance(raw, Problem):
        yield raw
        return
    kind = world.kind_of(raw)
    if not kind.ONE:
        message = f"its link leads to no article but to several: {entry.link}"
        yield problem(entry.name, "not-an-article", message, "Import that address by itself if it is meant.")
        return
    for result in kind.items(raw, world):
        if isinstance(result, Item):
            stated = tuple(dict.fromkeys((*entry.stated, *result.stated)))
            yield replace(result, stated=stated)
        else:
            yield result


def _whole_text(entry: FeedEntry) -> str:
    """The content or summary, whichever is the whole article; "" when neither is."""
    content, summary = (_words(entry, text) for text in (entry.content, entry.summary))
    # A short content that is the summary over again, or is broken off, is no article.
    if (
        content
        and not _BROKEN_OFF.search(content[-200:])
        and (content != summary or len(content) >= _WHOLE_SUMMARY)
    ):
        return entry.content
    return entry.summary if len(summary) >= _WHOLE_SUMMARY and not _BROKEN_OFF.search(summary[-200:]) else ""


def _words(entry: FeedEntry, text: str) -> str:
    return plain(text) if entry.shape == "page" else " ".join(text.split())


def as_page(markup: str) -> str:
    """A part of a page as a page, so that it is read as one; nothing is said in it that was not said."""
    return f"{_BEFORE}{markup}{_AFTER}"


def utf8(text: str) -> bytes:
    """The text in UTF-8; halves of a character, which JSON can name, become question marks."""
    return text.encode("utf-8", "replace")
