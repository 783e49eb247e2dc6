"""The list of all tags."""

from __future__ import annotations

from collections.abc import Iterator

from site_builder.content.plan import Output
from site_builder.outputs.kind import Ask, Render, page_at
from site_builder.view import SiteView


def plan(ask: Ask) -> Iterator[Output]:
    """One page."""
    yield page_at("/tags/", "tag_index")


def render(output: Output, site: SiteView, layout: Render) -> str:
    """By `tag_index.html`."""
    return layout("tag_index.html", tags=site.tags())
