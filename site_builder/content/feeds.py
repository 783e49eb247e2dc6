"""Where feeds are and what they are called. Knows no article and no entry."""

from __future__ import annotations

from typing import NamedTuple


class FeedFormat(NamedTuple):
    """One of the formats in which there are feeds."""

    file: str  # its name beside the page of what it is a feed of
    type: str  # its media type
    label: str  # what readers call it


FORMATS = {
    "atom": FeedFormat("atom.xml", "application/atom+xml", "Atom"),
    "rss": FeedFormat("rss.xml", "application/rss+xml", "RSS"),
    "json": FeedFormat("feed.json", "application/feed+json", "JSON Feed"),
}
# By what the articles of a feed are listed → how the setting `feeds.lists` names such feeds.
LISTS = {
    "all": "site",
    "section": "sections",
    "tag": "tags",
    "source": "sources",
    "corrected": "corrections",
}


def feed_permalink(page: str, form: str) -> str:
    """The permalink of a feed in a format; `page` is that of what it is a feed of."""
    return f"{page}{FORMATS[form].file}"
