"""sitemap.xml: the addresses that search engines should know (https://www.sitemaps.org/protocol.html), and
news-sitemap.xml: what appeared in the last two days.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from site_builder.content.plan import Output
from site_builder.outputs.feed import without_unwanted
from site_builder.outputs.kind import Ask, Render, page_at
from site_builder.turns import FEEDS
from site_builder.view import SiteView

LARGEST = 50_000  # addresses in one file; its 50 MB are never reached by these
MOST_NEWS = 1_000  # articles in a news sitemap


def plan(ask: Ask) -> Iterator[Output]:
    """One file where the site knows its own address: a sitemap has full URLs only. Of a large site that
    is an index of the others.
    """
    if not ask("config", "base_url"):
        return
    yield page_at("/sitemap.xml", "sitemap")
    parts = _parts(ask("address_count"))
    for number in range(1, parts + 1) if parts > 1 else ():
        yield page_at(f"/sitemap-{number}.xml", "sitemap", str(number))
    if ask("config", "sitemap").news:
        yield page_at("/news-sitemap.xml", "sitemap", "news")


def turn(output: Output) -> int:
    """After all that it names."""
    return FEEDS


def render(output: Output, site: SiteView, layout: Render) -> str:
    """By `sitemap.xml`, `sitemap_index.xml` or `news_sitemap.xml`."""
    if output.subject == ("news",):
        days = (site.today, site.today - datetime.timedelta(days=1))
        recent = [article for day in days for article in site.articles(day=day.isoformat())]
        ours = [article for article in recent if article.form != "republished"][:MOST_NEWS]
        return without_unwanted(layout("news_sitemap.xml", articles=ours))
    if output.subject:
        start = (int(output.subject[0]) - 1) * LARGEST
        return layout("sitemap.xml", addresses=site.addresses(start=start, limit=LARGEST))
    parts = _parts(site.address_count())
    if parts == 1:
        return layout("sitemap.xml", addresses=site.addresses())
    return layout("sitemap_index.xml", parts=[f"/sitemap-{n}.xml" for n in range(1, parts + 1)])


def _parts(addresses: int) -> int:
    return max(1, -(-addresses // LARGEST))
