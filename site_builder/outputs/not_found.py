"""The page that a host serves for an address that is not there."""

from __future__ import annotations

from collections.abc import Iterator

from site_builder.content.plan import Output
from site_builder.outputs.kind import Ask, Render, page_at
from site_builder.view import SiteView


def plan(ask: Ask) -> Iterator[Output]:
    """One page. Its links cannot be relative: it is served at any depth."""
    yield page_at("/404.html", "not_found")


def render(output: Output, site: SiteView, layout: Render) -> str:
    """By `404.html`."""
    return layout("404.html", edition=next(iter(site.editions(limit=1)), None))
