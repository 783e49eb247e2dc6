"""Pages that send readers on from an address that something had before."""

from __future__ import annotations

from collections.abc import Iterator

from site_builder.content.permalinks import slugify
from site_builder.content.plan import Output
from site_builder.outputs.kind import Ask, Render, page_at
from site_builder.turns import REDIRECTS
from site_builder.view import SiteView


def plan(ask: Ask) -> Iterator[Output]:
    """One page for each alias of an article and for each tag that another has replaced."""
    for path in (*ask("articles", "all", "", 0, 0), *ask("pages")):
        for alias in ask("aliases", path):
            yield page_at(alias, "redirect", "article", path, claimant=f"content/{path}")
    for former, setting in sorted(ask("config", "tags").items()):
        if setting.replaced_by and ask("count", "tag", setting.replaced_by):
            yield page_at(f"/tags/{slugify(former)}/", "redirect", "tag", setting.replaced_by)


def turn(output: Output) -> int:
    """Last: it is nothing without its target."""
    return REDIRECTS


def render(output: Output, site: SiteView, layout: Render) -> str:
    """By `redirect.html`; `target` is the view of what has moved."""
    by, which = output.subject
    return layout("redirect.html", target=site.tag(which) if by == "tag" else site.article(which))
