"""A JSON feed (https://jsonfeed.org/version/1.1): each item an article. Other JSON is told what it is not."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from site_builder.importing.items import Item
from site_builder.importing.sources.entries import FeedEntry, item_of
from site_builder.importing.sources.facts import Facts, web_link
from site_builder.importing.sources.kind import Raw, World, problem
from site_builder.problems import Problem

ONE = False
_LARGEST = 50_000_000  # bytes: JSON is read whole
_OBJECT = re.compile(r'\s*(?:\{\s*(?:"|\}\s*$)|\[\s*(?:\{\s*"|\]\s*$))')


def claims(raw: Raw) -> bool:
    """Whether it begins as an object of JSON does, or as a list of such."""
    return _OBJECT.match(raw.head.text) is not None


def items(raw: Raw, world: World) -> Iterator[Item | Problem]:
    """The items in the feed's order, `name#1` being the first."""
    data = raw.whole(_LARGEST)
    try:
        feed = json.loads(data.decode(raw.head.mark or "utf-8", "replace").removeprefix("\ufeff"))
    except (ValueError, RecursionError) as error:
        where = f" in line {error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
        message = f"it begins like JSON and is broken{where}; it may be cut short"
        yield problem(raw.name, "broken-json", message, "Get it again, or save the article as text.")
        return
    entries = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(entries, list) or "jsonfeed.org" not in str(feed.get("version")):
        message = "it is JSON, but no JSON feed"
        yield problem(raw.name, "unknown-kind", message, "Save the article's text and import that.")
        return
    if not entries:
        yield problem(raw.name, "no-entries", "the feed has no item", "Is it the right feed?")
    for number, entry in enumerate(entries, 1):
        name = f"{raw.name}#{number}"
        if not isinstance(entry, dict):
            yield problem(name, "broken-entry", "the item is no object", "The other items are imported.")
            continue
        yield from item_of(_entry(name, entry, feed), world)


def _entry(name: str, entry: dict[str, Any], feed: dict[str, Any]) -> FeedEntry:
    facts = Facts()
    facts.add("title", entry.get("title"), "json feed title")
    facts.add_moment("date", entry.get("date_published"), "json feed date_published")
    facts.add_moment("updated", entry.get("date_modified"), "json feed date_modified")
    for author in [*_list(entry.get("authors")), entry.get("author")]:  # `author` is that of version 1.0
        if isinstance(author, dict):
            facts.add("authors", author.get("name"), "json feed author")
    link = web_link(entry.get("url"))
    # In a list of links, what is written of is elsewhere; where the item gives no text, that is meant.
    link = link or web_link(entry.get("external_url"))
    facts.add("url", link, "json feed url")
    for tag in _list(entry.get("tags")):
        facts.add("tags", tag, "json feed tag")
    facts.add("language", entry.get("language") or feed.get("language"), "json feed language")
    facts.add("summary", entry.get("summary"), "json feed summary")
    page, text, summary = (_text(entry.get(key)) for key in ("content_html", "content_text", "summary"))
    return FeedEntry(
        name=name,
        original=json.dumps(entry, ensure_ascii=not _is_clean(entry), indent=2).encode("utf-8"),
        suffix=".json",
        shape="page" if page.strip() else "text",
        content=page if page.strip() else text,
        summary="" if page.strip() else summary,
        link=link,
        stated=facts.stated(),
    )


def _is_clean(entry: dict[str, Any]) -> bool:
    """Whether it can be written in UTF-8: JSON can name halves of characters."""
    try:
        json.dumps(entry, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
