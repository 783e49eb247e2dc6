"""The page of all feeds, for people: what a feed is, and where each is found."""

from __future__ import annotations

from collections.abc import Iterator

from site_builder.content.plan import Output
from site_builder.outputs.kind import Ask, Render, page_at
from site_builder.view import SiteView


def plan(ask: Ask) -> Iterator[Output]:
    """One page where there is any feed."""
    setting = ask("config", "feeds")
    if ask("config", "base_url") and setting.lists and setting.formats:
        yield page_at("/feeds/", "feed_index")


def render(output: Output, site: SiteView, layout: Render) -> str:
    """By `feed_index.html`; `groups` are pairs of a heading and feeds, each a list of its formats."""
    return layout("feed_index.html", groups=site.feed_groups())
