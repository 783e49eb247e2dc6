"""Pages that send readers on from an address that something had before."""

from __future__ import annotations

from collections.abc import Iterator

from site_builder.content.plan import Output
from site_builder.outputs.kind import Ask, Render, page_at
from site_builder.turns import REDIRECTS
from site_builder.view import SiteView


def plan(ask: Ask) -> Iterator[Output]:
    """One page for each alias of an article and for each tag that another has replaced."""
    for former, by, which, _ in ask("redirects"):
        claimant = f"content/{which}" if by == "article" else ""
        yield page_at(former, "redirect", by, which, claimant=claimant)


def turn(output: Output) -> int:
    """Last: it is nothing without its target."""
    return REDIRECTS


def render(output: Output, site: SiteView, layout: Render) -> str:
    """By `redirect.html`; `target` is the view of what has moved."""
    by, which = output.subject
    return layout("redirect.html", target=site.tag(which) if by == "tag" else site.article(which))
