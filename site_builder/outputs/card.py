"""Social cards: for each article without a picture of its own the one that shows where its link is shared.

It knows the headline, the source, the day and the digest's name, so that no other edit touches it.
"""

from __future__ import annotations

from collections.abc import Iterator

from site_builder.content.plan import Output
from site_builder.outputs.kind import Ask, Render, page_at
from site_builder.problems import Place, Problem, ProblemsFound
from site_builder.texts import direction
from site_builder.turns import ATTACHMENTS
from site_builder.view import SiteView


def plan(ask: Ask) -> Iterator[Output]:
    """One beside the page of each such article, where the settings want cards and there is a `base_url`:
    what is shared has full addresses.
    """
    if not ask("config", "cards") or not ask("config", "base_url"):
        return
    for path in ask("articles", "all", "", 0, 0):
        if permalink := ask("social_card", path):
            yield page_at(permalink, "card", path, claimant=f"content/{path}")


def turn(output: Output) -> int:
    """Before the page that names it."""
    return ATTACHMENTS


def render(output: Output, site: SiteView, layout: Render) -> bytes:
    """As PNG, 1200 by 630 pixels. Raises ProblemsFound where Pillow is not installed."""
    try:
        from site_builder.cards.drawing import CardText, card
    except ImportError as missing:
        raise ProblemsFound([_NOT_INSTALLED]) from missing
    face = site.face(output.subject[0])
    text = CardText(
        site=site.config.title,
        headline=face.title,
        source=face.source,
        day=site.day(face.date.day) if face.date else "",
        from_right=direction(face.lang or site.config.language) == "rtl",
    )
    return card(text)


_NOT_INSTALLED = Problem(
    code="missing-extra",
    place=Place("config.yaml"),
    message="`cards` needs Pillow, which is not installed",
    remedy="pip install 'site-builder[images]', or set `cards: false`.",
)
