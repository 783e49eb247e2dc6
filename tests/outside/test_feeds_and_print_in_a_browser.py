"""What people see of feeds that are opened in a browser, of what a search finds, and of pages on paper."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.xdist_group("outside")


@pytest.fixture
def window(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 680, "height": 900})
    yield context.new_page()
    context.close()


_SHOWN = """() => [...document.querySelectorAll("*")]
    .filter(e => !e.children.length && e.textContent.trim() && e.getClientRects().length)
    .map(e => e.textContent.trim())"""


@pytest.mark.parametrize("feed", ["atom.xml", "rss.xml"])
def test_a_feed_in_a_browser_shows_headlines_days_and_summaries_and_nothing_for_machines(
    window: Page, address: str, feed: str
) -> None:
    window.goto(f"{address}/{feed}")
    shown = window.evaluate(_SHOWN)
    days = [text for text in shown if re.fullmatch(r"\d{1,2} [A-Z][a-z]+ \d{4}", text)]
    assert len(days) == 30
    told = "\n".join(shown)
    assert not re.search(r"\d{4}-\d\d-\d\dT|\+0000|<p>|https?://", told)
    moment = window.locator("time").first.get_attribute("datetime")
    assert re.fullmatch(r"\d{4}-\d\d-\d\d.*", moment or "")


def test_a_found_article_has_a_day_for_people_and_one_for_machines(window: Page, address: str) -> None:
    window.goto(f"{address}/search/?q=annan")
    day = window.locator("#results time").first
    expect(day).to_have_text(re.compile(r"^\d{1,2} [A-Z][a-z]+ \d{4}$"))
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", day.get_attribute("datetime") or "")


def test_on_paper_the_sources_of_accounts_are_numbers_with_their_addresses_below(
    window: Page, address: str, samples: dict[str, str]
) -> None:
    window.goto(address + samples["an article with accounts"])
    cite, below = window.locator(".accounts .cite").first, window.locator(".accounts ol")
    assert "1" not in cite.inner_text()
    expect(below).to_be_hidden()
    window.emulate_media(media="print")
    expect(below).to_be_visible()
    number = int(re.findall(r"Source (\d+)", cite.inner_text())[0])
    assert below.locator("li").nth(number - 1).inner_text() == cite.get_attribute("href")
    assert window.evaluate("document.documentElement.scrollWidth") <= 680
