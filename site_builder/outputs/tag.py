"""A tag's pages."""

from __future__ import annotations

from collections.abc import Iterator

from site_builder.content.plan import Output
from site_builder.outputs.kind import Ask, Render, list_page, plan_list
from site_builder.view import SiteView


def plan(ask: Ask) -> Iterator[Output]:
    """As many pages as each tag's list needs; none for a tag without articles."""
    for id_, _ in ask("tags"):
        yield from plan_list(ask, "tag", "tag", id_, ask("tag", id_).permalink)


def render(output: Output, site: SiteView, layout: Render) -> str:
    """By `tag.html`."""
    tag = site.tag(output.subject[0])
    return layout("tag.html", tag=tag, pagination=list_page(output, site, "tag"))
