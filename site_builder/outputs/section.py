"""A section's pages."""

from __future__ import annotations

from collections.abc import Iterator

from site_builder.content.plan import Output
from site_builder.outputs.kind import Ask, Render, list_page, plan_list
from site_builder.view import SiteView


def plan(ask: Ask) -> Iterator[Output]:
    """As many pages as each section's list needs."""
    for id_ in ask("sections"):
        yield from plan_list(ask, "section", "section", id_, ask("section", id_).permalink)


def render(output: Output, site: SiteView, layout: Render) -> str:
    """By `section.html`."""
    section = site.section(output.subject[0])
    return layout("section.html", section=section, pagination=list_page(output, site, "section"))
