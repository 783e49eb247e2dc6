"""The page of all corrections, which a trustworthy digest has even while it is empty."""

from __future__ import annotations

from collections.abc import Iterator

from site_builder.content.plan import Output
from site_builder.outputs.kind import Ask, Render, page_at
from site_builder.view import SiteView


def plan(ask: Ask) -> Iterator[Output]:
    """One page."""
    yield page_at("/corrections/", "corrections")


def render(output: Output, site: SiteView, layout: Render) -> str:
    """By `corrections.html`; `corrections` are pairs of correction and article, newest first."""
    pairs = [(c, article) for article in site.articles(corrected="") for c in article.corrections]
    pairs.sort(key=lambda pair: (-pair[0].date.toordinal(), pair[1].id))
    return layout("corrections.html", corrections=pairs)
