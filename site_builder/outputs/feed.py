"""Feeds: of the site, of each section, tag and source, and of corrections; in each format.

Atom by RFC 4287, RSS 2.0 by the profile of the RSS Advisory Board, JSON Feed 1.1.
"""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from site_builder.content.feeds import LISTS, feed_permalink
from site_builder.content.ids import permanent_id
from site_builder.content.plan import Output
from site_builder.layout_filters import rfc3339
from site_builder.outputs.entries import FeedEntry, entries_of, listed_by
from site_builder.outputs.kind import Ask, Render, page_at
from site_builder.texts import clean, find_unwanted
from site_builder.turns import FEEDS
from site_builder.view import SiteView

_LAYOUTS = {"atom": "feed.atom.xml", "rss": "feed.rss.xml", "json": "feed.json"}
_ENTRIES = {"atom": "partials/entry.atom.xml", "rss": "partials/entry.rss.xml", "json": "partials/entry.json"}


def plan(ask: Ask) -> Iterator[Output]:
    """The feeds that the settings ask for, where the site knows its own address: a feed is read elsewhere."""
    for by, which, page in subjects(ask):
        for form in ask("config", "feeds").formats:
            yield page_at(feed_permalink(page, form), "feed", by, which, form)


def subjects(ask: Ask) -> Iterator[tuple[str, str, str]]:
    """What there are feeds of: by what it is listed, which one, and the permalink of its page."""
    wanted = ask("config", "feeds").lists if ask("config", "base_url") else ()
    for by, name in LISTS.items():
        if name not in wanted:
            continue
        match by:
            case "all":
                yield by, "", "/"
            case "corrected":
                yield by, "", "/corrections/"
            case "section":
                yield from ((by, id_, ask(by, id_).permalink) for id_ in ask("sections"))
            case _:
                yield from ((by, id_, ask(by, id_).permalink) for id_, _ in ask(f"{by}s"))


def turn(output: Output) -> int:
    """After the pages that its entries lead to."""
    return FEEDS


def render(output: Output, site: SiteView, layout: Render) -> str:
    """By `feed.atom.xml`, `feed.rss.xml` or `feed.json`, and for each entry by its partial, once for all
    feeds that carry it.
    """
    by, which, form = output.subject
    entries = entries_of(layout, by, which)
    (feed,) = (feed for feed in site.feeds(**listed_by(by, which)) if feed.format == form)
    authority = site.config.feeds.authority
    return layout(
        _LAYOUTS[form],
        feed=feed,
        id=permanent_id(f"/feeds/{by}/{which}" if which else f"/feeds/{by}", authority),
        updated=max((rfc3339(entry.updated) for entry in entries), default=_NEVER),
        newest=max((entry.updated for entry in entries), key=rfc3339, default=None),
        entries=[_written(layout, form, entry) for entry in entries],
    )


def without_unwanted(text: str) -> str:
    """The text without what no XML may hold: a body can name such a character by its number."""
    return clean(text) if find_unwanted(text) else text


def _written(layout: Render, form: str, entry: FeedEntry) -> Markup:
    """The entry in the feed's format."""
    key = ("written", form, entry.key)

    def make(inner: Render) -> Markup:
        return Markup(without_unwanted(inner(_ENTRIES[form], entry=entry).strip()))

    return layout.shared(key, make)


_NEVER = "1970-01-01T00:00:00Z"  # of a feed without entries: Atom wants a date, and there is none
