"""The search page in a real browser: by keyboard, by filters, without a script."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import html
from playwright.sync_api import Browser, Page, expect
from search_page import begin, bylines, headlines, open_first

pytestmark = pytest.mark.xdist_group("outside")


@pytest.fixture
def window(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(reduced_motion="reduce")
    yield context.new_page()
    context.close()


def test_typing_words_finds_headlines_first_and_every_word_must_occur(window: Page, address: str) -> None:
    begin(window, address)
    window.keyboard.type("VETO")
    expect(window.locator("#found")).to_contain_text("articles")
    vetoes = headlines(window)
    assert "veto" in vetoes[0].lower()
    window.keyboard.type(" xylophone")
    expect(window.locator("#found")).to_have_text("No articles")
    assert headlines(window) == []


def test_a_result_is_reached_and_opened_by_keyboard(window: Page, address: str) -> None:
    window.goto(f"{address}/search/?q=annan")
    first = window.locator("#results .headline").first
    expect(first).to_be_visible()
    headline = first.inner_text()
    window.keyboard.press("/")
    open_first(window)
    expect(window.locator("h1")).to_have_text(headline)


def test_a_result_has_source_and_day_with_a_point_between_as_other_lists_have_them(
    window: Page, address: str
) -> None:
    window.goto(f"{address}/search/?q=annan")
    expect(window.locator("#results .headline").first).to_be_visible()
    for parts in bylines(window):
        assert [has_point for _, has_point in parts] == [n > 0 for n in range(len(parts))]
    assert any(len(parts) == 2 for parts in bylines(window))


def test_tag_source_and_year_narrow_what_is_found(window: Page, address: str) -> None:
    window.goto(f"{address}/search/")
    window.locator("#q").focus()
    window.locator("#tag option", has_text="Homs").first.wait_for(state="attached")
    window.locator("#tag").select_option("Homs")
    expect(window.locator("#found")).to_contain_text("article")
    of_tag = headlines(window)
    window.locator("#source").select_option(index=1)
    expect(window.locator("#results .headline")).not_to_have_count(len(of_tag))
    assert set(headlines(window)) < set(of_tag)
    window.locator("#year").select_option("2012")
    assert set(headlines(window)) < set(of_tag)


def test_without_a_script_the_page_leads_to_tags_and_archive(built: Path) -> None:
    tree = html.fromstring((built / "search/index.html").read_bytes())
    assert tree.xpath("//main//noscript//a/@href") == ["/tags/", "/archive/"]


def test_missing_files_are_told_and_asked_for_again(window: Page, address: str) -> None:
    window.route("**/search/*.json", lambda route: route.abort())
    window.goto(f"{address}/search/?q=annan")
    expect(window.locator("#found")).to_contain_text("cannot be read")
    window.unroute("**/search/*.json")
    window.locator("#q").press("End")
    window.locator("#q").type(" ")
    expect(window.locator("#results .headline").first).to_be_visible()
