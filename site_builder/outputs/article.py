"""An article's own page."""

from __future__ import annotations

from collections.abc import Iterator

from site_builder.content.article import layout_name
from site_builder.content.plan import Output
from site_builder.handles import ArticleView
from site_builder.outputs.kind import Ask, Render, page_at
from site_builder.turns import ARTICLES
from site_builder.view import SiteView


def plan(ask: Ask) -> Iterator[Output]:
    """One page for each published article, at its permalink."""
    for path in ask("articles", "all", "", 0, 0):
        yield page_at(ask("permalink", path), "article", path, claimant=f"content/{path}")


def turn(output: Output) -> int:
    """Before the lists that link to it."""
    return ARTICLES


def render(output: Output, site: SiteView, layout: Render) -> str:
    """By `article.html`, or the layout that its front matter names."""
    article = site.article(output.subject[0])
    return layout(layout_of(article, "article"), article=article)


def layout_of(article: ArticleView | None, default: str) -> str:
    """The file name of the layout for an article or page."""
    return layout_name((article.details.layout if article else "") or default)
