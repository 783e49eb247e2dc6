"""A source's pages: what the digest took up from one publisher."""

from __future__ import annotations

from collections.abc import Iterator

from site_builder.content.plan import Output
from site_builder.outputs.kind import Ask, Render, list_page, plan_list
from site_builder.view import SiteView


def plan(ask: Ask) -> Iterator[Output]:
    """As many pages as each source's list needs."""
    for id_, _ in ask("sources"):
        yield from plan_list(ask, "source", "source", id_, ask("source", id_).permalink)


def render(output: Output, site: SiteView, layout: Render) -> str:
    """By `source.html`."""
    source = site.source(output.subject[0])
    return layout("source.html", source=source, pagination=list_page(output, site, "source"))
