"""The list of all sources."""

from __future__ import annotations

from collections.abc import Iterator

from site_builder.content.plan import Output
from site_builder.outputs.kind import Ask, Render, page_at
from site_builder.view import SiteView


def plan(ask: Ask) -> Iterator[Output]:
    """One page."""
    yield page_at("/sources/", "source_index")


def render(output: Output, site: SiteView, layout: Render) -> str:
    """By `source_index.html`."""
    return layout("source_index.html", sources=site.sources())
