"""robots.txt: what machines that visit are told first (RFC 9309). A file of that name in static/ comes
before it.
"""

from __future__ import annotations

from collections.abc import Iterator

from site_builder.content.plan import Output
from site_builder.outputs.kind import Ask, Render, page_at
from site_builder.turns import FEEDS
from site_builder.view import SiteView


def plan(ask: Ask) -> Iterator[Output]:
    """One file where the site knows its own address and has none of its own."""
    if ask("config", "base_url") and "robots.txt" not in ask("static_files"):
        yield page_at("/robots.txt", "robots")


def turn(output: Output) -> int:
    """After the sitemap that it names."""
    return FEEDS


def render(output: Output, site: SiteView, layout: Render) -> str:
    """By `robots.txt`."""
    return layout("robots.txt")
