"""The home page: the newest edition, then what is recent."""

from __future__ import annotations

from collections.abc import Iterator

from site_builder.content.plan import Output
from site_builder.outputs.kind import Ask, Render, page_at
from site_builder.view import SiteView


def plan(ask: Ask) -> Iterator[Output]:
    """The one page at the site's root."""
    yield page_at("/", "home")


def render(output: Output, site: SiteView, layout: Render) -> str:
    """By `home.html`; `edition` is None as long as the digest has no article."""
    return layout("home.html", edition=next(iter(site.editions(limit=1)), None))
