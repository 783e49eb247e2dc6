"""The archive: all years, a year, a month, a day. Each address is the parent of those below it."""

from __future__ import annotations

from collections.abc import Iterator

from site_builder.content.plan import Output
from site_builder.outputs.kind import Ask, Render, page_at
from site_builder.view import SiteView

_LAYOUTS = {0: "archive.html", 4: "archive_year.html", 7: "archive_month.html", 10: "archive_day.html"}


def plan(ask: Ask) -> Iterator[Output]:
    """The index, and a page for each year, month and day that has an article."""
    yield page_at("/archive/", "archive", "")
    months = [month for month, _ in ask("months", "all", "")]
    for year in dict.fromkeys(month[:4] for month in months):
        yield page_at(period_permalink(year), "archive", year)
    for month in months:
        yield page_at(period_permalink(month), "archive", month)
        for day, _ in ask("days", month):
            yield page_at(period_permalink(day), "archive", day)


def render(output: Output, site: SiteView, layout: Render) -> str:
    """By `archive.html`, `archive_year.html`, `archive_month.html` or `archive_day.html`."""
    period = output.subject[0]
    return layout(_LAYOUTS[len(period)], period=period)


def period_permalink(period: str) -> str:
    """The permalink of a year, month or day: /2012/03/ for "2012-03"."""
    return f"/{period.replace('-', '/')}/"
