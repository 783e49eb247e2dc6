"""An RSS or Atom feed: each entry an article. Read by feedparser, entry by entry (extra `[import]`)."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

from site_builder.importing.extra import missing_extra
from site_builder.importing.items import Item
from site_builder.importing.sources.entries import FeedEntry, item_of, utf8
from site_builder.importing.sources.facts import Facts, plain, web_link
from site_builder.importing.sources.kind import Raw, World, problem
from site_builder.importing.sources.xml_entries import Entries
from site_builder.importing.sources.xml_parts import Frame, reason
from site_builder.problems import Problem

ONE = False
# Of the whole feed: an element of RSS, an attribute of the root of Atom.
_LANGUAGE = re.compile(
    r"""(?:<(?:dc:)?language>\s*|<(?:\w+:)?(?:feed|RDF)\b[^<>]*\sxml:lang\s*=\s*["'])([A-Za-z-]{2,20})"""
)
_BROKEN = "The other entries are imported; import this article from its page."


def claims(raw: Raw) -> bool:
    """Whether its first element is that of RSS 0.9x, 1.0 (RDF) or 2.0, or of Atom."""
    return raw.head.root.rpartition(":")[2] in ("rss", "feed", "RDF")


def items(raw: Raw, world: World) -> Iterator[Item | Problem]:
    """The entries in the feed's order, `name#1` being the first."""
    try:
        import feedparser
    except ModuleNotFoundError:
        yield missing_extra(raw.name, "reading a feed")
        return
    with raw.open() as stream:
        entries = Entries(stream, raw.charset)
        frame = Frame(entries.head)
        language = _LANGUAGE.search(frame.head)
        number = 0
        for number, entry in enumerate(entries, 1):
            name = f"{raw.name}#{number}"
            if entry.broken:
                yield problem(name, "broken-entry", f"the entry is broken: {entry.broken}", _BROKEN)
                continue
            try:
                frame.parsed(entry.text)
                found = _parsed(feedparser, frame.around(entry.text), raw.url).entries[0]
            except ElementTree.ParseError as error:
                yield problem(name, "broken-entry", f"the entry is broken: {reason(error)}", _BROKEN)
            except Exception as error:  # a parser of a dozen formats, and what it meets is anybody's
                yield problem(name, "broken-entry", f"the entry is broken: {type(error).__name__}", _BROKEN)
            else:
                yield from item_of(_entry(name, entry.text, found, language[1] if language else ""), world)
        if not number:
            yield problem(raw.name, "no-entries", "the feed has no entry", "Is it the right feed, and whole?")


def _parsed(feedparser: Any, document: str, url: str) -> Any:
    """What feedparser makes of it. Markup is left as it is: whoever reads the page cleans it."""
    about = {"content-type": "application/xml; charset=utf-8", "content-location": url}
    # A stream, for of bytes or text feedparser would make out whether they are a path or an address.
    return feedparser.parse(
        io.BytesIO(utf8(document)), response_headers=about, sanitize_html=False, resolve_relative_uris=True
    )


def _entry(name: str, text: str, found: Any, language: str) -> FeedEntry:
    facts = Facts()
    facts.add("title", _plain_detail(found.get("title_detail")), "feed title")
    facts.add_moment("date", found.get("published"), "feed date")
    facts.add_moment("updated", found.get("updated") if "updated" in found else "", "feed updated")
    for author in found.get("authors", []):
        facts.add("authors", author.get("name"), "feed author")
    link = web_link(found.get("link"))
    facts.add("url", link, "feed link")
    for tag in found.get("tags", []):
        facts.add("tags", plain(tag.get("label") or tag.get("term") or ""), "feed category")
    facts.add("language", language, "feed language")
    contents = [content.get("value", "") for content in found.get("content", [])]
    content = max(contents, key=len, default="")
    summary = found.get("summary", "") if found.get("summary") != content or not contents else ""
    if content:
        facts.add("summary", plain(summary), "feed summary")
    return FeedEntry(
        name=name,
        original=utf8(text),
        suffix=".xml",
        shape="page",
        content=content,
        summary=summary,
        link=link,
        stated=facts.stated(),
    )


def _plain_detail(detail: Any) -> str:
    """A title's words: markup is taken out of it only where it is markup."""
    if not detail:
        return ""
    value = str(detail.get("value") or "")
    return value if detail.get("type") == "text/plain" else plain(value)
