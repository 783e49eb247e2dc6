"""One edition's page."""

from __future__ import annotations

from collections.abc import Iterator

from site_builder.content.plan import Output
from site_builder.outputs.kind import Ask, Render, page_at
from site_builder.view import SiteView


def plan(ask: Ask) -> Iterator[Output]:
    """One page for each edition that has an article."""
    for name in ask("editions", 0, 0):
        yield page_at(ask("edition", name).permalink, "edition", name)


def render(output: Output, site: SiteView, layout: Render) -> str:
    """By `edition.html`."""
    return layout("edition.html", edition=site.edition(output.subject[0]))
