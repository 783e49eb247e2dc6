"""The web app manifest: name, colours and icon, for those who keep the site on a home screen
(https://www.w3.org/TR/appmanifest/). A file of that name in static/ comes before it.
"""

from __future__ import annotations

from collections.abc import Iterator

from site_builder.content.plan import Output
from site_builder.outputs.kind import Ask, Render, page_at
from site_builder.turns import ASSETS
from site_builder.view import SiteView


def plan(ask: Ask) -> Iterator[Output]:
    """One file, where the site has none of its own."""
    if "site.webmanifest" not in ask("static_files"):
        yield page_at("/site.webmanifest", "manifest")


def turn(output: Output) -> int:
    """Before the pages, which name it."""
    return ASSETS


def render(output: Output, site: SiteView, layout: Render) -> str:
    """By `site.webmanifest`."""
    return layout("site.webmanifest")
