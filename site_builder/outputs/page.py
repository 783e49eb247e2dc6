"""Plain pages from content/pages/, such as About."""

from __future__ import annotations

from collections.abc import Iterator

from site_builder.content.plan import Output
from site_builder.outputs.article import layout_of
from site_builder.outputs.kind import Ask, Render, page_at
from site_builder.view import SiteView


def plan(ask: Ask) -> Iterator[Output]:
    """One page for each file in content/pages/."""
    for path in ask("pages"):
        yield page_at(ask("permalink", path), "page", path, claimant=f"content/{path}")


def render(output: Output, site: SiteView, layout: Render) -> str:
    """By `page.html`, or the layout that its front matter names."""
    article = site.article(output.subject[0])
    return layout(layout_of(article, "page"), article=article)
