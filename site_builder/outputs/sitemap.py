"""sitemap.xml: the addresses that search engines should know (https://www.sitemaps.org/protocol.html)."""

from __future__ import annotations

from collections.abc import Iterator

from site_builder.content.plan import Output
from site_builder.outputs.kind import FEEDS, Ask, Render, page_at
from site_builder.view import SiteView


def plan(ask: Ask) -> Iterator[Output]:
    """One file where the site knows its own address: a sitemap has full URLs only."""
    if ask("config", "base_url"):
        yield page_at("/sitemap.xml", "sitemap")


def turn(output: Output) -> int:
    """After all that it names."""
    return FEEDS


def render(output: Output, site: SiteView, layout: Render) -> str:
    """By `sitemap.xml`."""
    return layout("sitemap.xml")
