"""feeds.opml: all feeds of the site in one file that feed readers take in (http://opml.org/spec2.opml)."""

from __future__ import annotations

from collections.abc import Iterator

from site_builder.content.plan import Output
from site_builder.outputs import feed_index
from site_builder.outputs.feed import without_unwanted
from site_builder.outputs.kind import Ask, Render, page_at
from site_builder.turns import FEEDS
from site_builder.view import SiteView


def plan(ask: Ask) -> Iterator[Output]:
    """One file where there is any feed."""
    for _ in feed_index.plan(ask):
        yield page_at("/feeds.opml", "feed_list")


def turn(output: Output) -> int:
    """After the feeds that it names."""
    return FEEDS


def render(output: Output, site: SiteView, layout: Render) -> str:
    """By `feeds.opml`; `groups` as on the page of all feeds."""
    return without_unwanted(layout("feeds.opml", groups=site.feed_groups()))
