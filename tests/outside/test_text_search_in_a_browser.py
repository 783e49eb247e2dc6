"""Searching whole texts in a real browser: by keyboard, by filters, under a strict policy."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from checkers import missing
from digests import CONFIG, Digest, article
from playwright.sync_api import Browser, Page, expect
from search_page import begin, bylines, headlines, open_first
from served import serving

from site_builder.hosting.facts import Facts
from site_builder.hosting.policy import policies
from site_builder.steps import pagefind

pytestmark = pytest.mark.xdist_group("outside")
HOSTILE = '<img src=x onerror="ran=1"> &lt;script&gt;ran=1&lt;/script&gt; </mark> & zebra'
FILES = {
    "content/a.md": article(
        "Envoys <b>met</b>", "Talks about a zebra in Geneva.", tags=["Geneva"], source={"name": "The Wire"}
    ),
    "content/b.md": article("Quiet day", "The zebra was not seen.", date="2011-07-01"),
    "content/c.md": article("Hostile", f"`{HOSTILE}`", tags=["Homs"], date="2012-05-01"),
    "content/long.md": article("Long", " ".join([*map(str, range(90)), "quagga", *map(str, range(90, 180))])),
    "content/القاهرة.md": article("مؤتمر في القاهرة", "اجتمع المبعوثون.", lang="ar", date="2012-05-02"),
}
_POLICY = policies(Facts(search="pagefind"))["/search/"]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Digest:
    """A small site, built to lie below a folder of its host."""
    if not pagefind.version():
        missing("pagefind", "pip install '.[test]' brings it")
    made = Digest(tmp_path_factory.mktemp("searched"))
    made.write({"config.yaml": f"{CONFIG}search: pagefind\noutput_dir: digest\n", **FILES})
    _build(made)
    return made


def _build(site: Digest) -> None:
    assert not site.build(base_url="https://digest.example/digest").problems


@pytest.fixture(scope="module")
def address(site: Digest) -> Iterator[str]:
    """The site on a host with a policy that lets nothing else be loaded."""
    with serving(site.folder, lambda path: _POLICY) as origin:
        yield f"{origin}/digest"


@pytest.fixture
def window(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(reduced_motion="reduce")
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda line: wrong.append(line.text) if line.type == "error" else None)
    yield page
    context.close()
    assert wrong == []


def test_a_word_of_a_text_is_found_and_its_article_opened_by_keyboard(window: Page, address: str) -> None:
    begin(window, address)
    # At one go: whoever types slowly is shown first what a part of it finds, and the list is another then.
    window.keyboard.insert_text("geneva zebra")
    expect(window.locator("#results mark")).to_have_text(["zebra", "Geneva", "Geneva"])  # no full stop
    expect(window.locator("#found")).to_have_text("1 article")
    assert headlines(window) == ["Envoys <b>met</b>"]
    open_first(window)
    expect(window.locator("h1")).to_have_text("Envoys <b>met</b>")


def test_tag_source_and_year_narrow_what_is_found_with_words_and_without(window: Page, address: str) -> None:
    window.goto(f"{address}/search/?q=zebra")
    expect(window.locator("#found")).to_have_text("3 articles")
    window.locator("#year").select_option("2011")
    expect(window.locator("#found")).to_have_text("1 article")
    assert headlines(window) == ["Quiet day"]
    window.locator("#year").select_option("")
    expect(window.locator("#found")).to_have_text("3 articles")
    window.locator("#source").select_option("The Wire")
    expect(window.locator("#found")).to_have_text("1 article")
    window.locator("#source").select_option("")
    window.locator("#q").fill("")
    window.locator("#tag").select_option("Homs")
    expect(window.locator("#results .headline")).to_have_text(["Hostile"])
    window.locator("#tag").select_option("")
    window.locator("#year").select_option("2012")  # newest first where no word was asked for
    expect(window.locator("#found")).to_have_text("4 articles")
    assert headlines(window)[:3] == ["مؤتمر في القاهرة", "Hostile", "Envoys <b>met</b>"]


def test_a_result_has_source_and_day_with_a_point_between_and_the_day_alone_without_one(
    window: Page, address: str
) -> None:
    window.goto(f"{address}/search/?q=zebra")
    expect(window.locator("#found")).to_have_text("3 articles")
    of_source, alone = [("The Wire", False), ("12 March 2012", True)], [("1 July 2011", False)]
    assert sorted(bylines(window)) == sorted([of_source, alone, [("1 May 2012", False)]])


def test_an_excerpt_has_dots_where_the_text_goes_on_and_none_where_it_begins_and_ends(
    window: Page, address: str
) -> None:
    window.goto(f"{address}/search/?q=zebra")
    expect(window.locator("#found")).to_have_text("3 articles")
    assert not any("…" in text for text in window.locator("#results li p").all_inner_texts())
    window.goto(f"{address}/search/?q=quagga")
    expect(window.locator("#found")).to_have_text("1 article")
    excerpt = window.locator("#results li p").last.inner_text()
    assert (excerpt[:2], excerpt[-2:]) == ("…\u00a0", "\u00a0…")


def test_what_articles_say_is_shown_as_text_and_never_run(window: Page, address: str) -> None:
    window.goto(f"{address}/search/?q=onerror")
    expect(window.locator("#found")).to_have_text("1 article")
    shown = window.locator("#results li").inner_text()
    assert '<img src=x onerror="ran=1">' in shown
    assert window.locator("#results img, #results script").count() == 0
    assert window.evaluate("typeof ran") == "undefined"


def test_an_article_with_an_address_in_arabic_is_found_and_opened(window: Page, address: str) -> None:
    window.goto(f"{address}/search/?q=المبعوثون")
    expect(window.locator("#found")).to_have_text("1 article")
    window.locator("#results .headline").click()
    expect(window.locator("h1")).to_have_text("مؤتمر في القاهرة")


def test_the_page_is_accessible(window: Page, address: str, axe: Path) -> None:
    window.goto(f"{address}/search/?q=zebra")
    expect(window.locator("#found")).to_have_text("3 articles")
    window.evaluate(f"{axe.read_text(encoding='utf-8')}; 0")
    found = window.evaluate("axe.run(document, {resultTypes: ['violations']})")
    assert [(v["id"], v["nodes"][0]["html"]) for v in found["violations"]] == []


def test_a_word_of_a_headline_alone_is_found_too(window: Page, address: str) -> None:
    window.goto(f"{address}/search/?q=quiet")
    expect(window.locator("#found")).to_have_text("1 article")
    assert headlines(window) == ["Quiet day"]
    assert "Quiet" not in window.locator("#results li p").last.inner_text()


def test_a_page_that_was_open_when_the_digest_was_published_anew_goes_on_searching(
    browser: Browser, site: Digest, address: str
) -> None:
    with closing(browser.new_context(reduced_motion="reduce")) as context:
        page = context.new_page()
        begin(page, address)
        page.locator("#tag option", has_text="Geneva").wait_for(state="attached")
        try:
            site.write({"content/a.md": article("Envoys met", "Of a quokka in Geneva.", tags=["Geneva"])})
            _build(site)
            page.locator("#tag").select_option("Geneva")
            expect(page.locator("#results .headline")).to_have_text(["Envoys met"])
            assert page.locator("#tag").input_value() == "Geneva"
            assert page.locator("#tag option").all_inner_texts() == ["any", "Geneva", "Homs"]
            page.locator("#q").fill("quokka")
            expect(page.locator("#results mark")).to_have_text(["quokka"])
        finally:
            site.write(FILES)
            _build(site)


def test_where_no_part_of_the_index_can_be_had_the_page_says_so(browser: Browser, address: str) -> None:
    with closing(browser.new_context(reduced_motion="reduce")) as context:
        page = context.new_page()
        page.route("**/fragment/*", lambda route: route.abort())
        page.goto(f"{address}/search/?q=zebra")
        expect(page.locator("#found")).to_have_text("Search cannot run here.")
