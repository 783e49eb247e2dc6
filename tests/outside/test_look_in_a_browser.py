"""Pages that are hard to lay out, from the left and from the right: nothing runs off, all can be read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import hard_pages
import pytest
from digests import Digest
from playwright.sync_api import Browser, CDPSession, Page
from served import serving

pytestmark = pytest.mark.xdist_group("outside")

LANGUAGES = ("en", "ar")
Wrong = dict[str, dict[str, list[str]]]

# Each gives what is wrong on a page, as words.
RUNS_OFF = """() => {
  const wide = document.documentElement.clientWidth;
  return document.documentElement.scrollWidth <= wide ? [] : [...document.querySelectorAll("body *")]
    .filter(e => !e.closest(".scroll > *, .unseen, .skip"))
    .filter(e => { const {left, right} = e.getBoundingClientRect(); return left < -1 || right > wide + 1; })
    .map(e => `${wide}: ${e.localName}.${e.className} ${e.textContent.trim().slice(0, 30)}`)
    .concat("too wide");
}"""
UNSEEN_FOCUS = """() => [...document.querySelectorAll("a[href], button, input, select, [tabindex='0']")]
  .filter(e => e.getClientRects().length)
  .filter(e => {
    e.focus({preventScroll: true});
    const {outlineStyle, outlineWidth} = getComputedStyle(e);
    return document.activeElement !== e || outlineStyle === "none" || parseFloat(outlineWidth) < 2;
  })
  .map(e => e.outerHTML.slice(0, 100))"""
SCRAMBLED = """() => [...document.querySelectorAll("time")].filter(e => /^\\d/.test(e.textContent))
  .filter(e => {
    const text = e.firstChild, range = document.createRange(), at = n => {
      range.setStart(text, n); range.setEnd(text, n + 1); return range.getBoundingClientRect(); };
    const day = at(0), month = at(text.data.indexOf(" ") + 1);
    const first = /[\u0590-\u08ff]/.test(text.data) ? day.left > month.left : day.left < month.left;
    return day.width && (day.top !== month.top || !first);
  }).map(e => e.textContent)"""
ON_PAPER = """() => {
  const shown = e => e.getClientRects().length;
  const root = getComputedStyle(document.documentElement);
  return [...document.querySelectorAll("nav, .footer, .skip, .aside")].filter(shown)
    .map(e => e.outerHTML.slice(0, 100))
    .concat(shown(document.querySelector("h1")) ? [] : "no heading")
    .concat([root.color, root.backgroundColor].join() === "rgb(0, 0, 0),rgb(255, 255, 255)" ? [] : "colours");
}"""
LETTERS = """() => {
  const body = document.querySelector(".body"), span = document.createElement("span");
  span.textContent = "the quick brown fox jumps over the lazy dog ".repeat(4);
  span.style.whiteSpace = "nowrap";
  body.append(span);
  return body.clientWidth / span.getBoundingClientRect().width * span.textContent.length;
}"""
AXE = """rules => axe.run(document, {resultTypes: ["violations"], runOnly: {type: "rule", values: rules}})
  .then(({violations}) => violations.flatMap(v => v.nodes.map(n => `${v.id}: ${n.html.slice(0, 100)}`)))"""


@pytest.fixture(scope="module")
def hosts(tmp_path_factory: pytest.TempPathFactory, _layouts_compiled_once: None) -> Iterator[dict[str, str]]:
    """Where the site is served, by its language."""
    with ExitStack() as stack:
        found = {}
        for language in LANGUAGES:
            site = Digest(tmp_path_factory.mktemp("hard"))
            site.write(hard_pages.files(language))
            site.build()
            found[language] = stack.enter_context(serving(site.folder / "output")) + "/"
        yield found


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(reduced_motion="reduce")
    yield context.new_page()
    context.close()


def _visit(page: Page, host: str, name: str) -> None:
    page.goto(host + hard_pages.PAGES[name])
    if name == "found":
        page.locator("#results li").first.wait_for()


@pytest.fixture(scope="module")
def wrong(browser: Browser, hosts: dict[str, str]) -> Wrong:
    """What is wrong, by promise, with page and language. Each page is opened once: that costs the most."""
    found: Wrong = {promise: {} for promise in ("sides", "letters", "focus", "days", "paper")}
    for language, host in hosts.items():
        context = browser.new_context(reduced_motion="reduce")
        page = context.new_page()
        reader = context.new_cdp_session(page)
        for name in hard_pages.PAGES:
            _visit(page, host, name)
            for promise, words in _measured(page, reader):
                if words:
                    found[promise].setdefault(f"{name} ({language})", []).extend(words)
        context.close()
    return found


def _measured(page: Page, reader: CDPSession) -> Iterator[tuple[str, list[str]]]:
    for size, promise, widths in ((32, "letters", (360, 1280)), (16, "sides", (1440, 768, 360, 320))):
        reader.send("Page.setFontSizes", {"fontSizes": {"standard": size, "fixed": size}})
        for width in widths:
            page.set_viewport_size({"width": width, "height": 900})
            yield promise, page.evaluate(RUNS_OFF)
    yield "days", page.evaluate(SCRAMBLED)
    page.emulate_media(forced_colors="active")
    page.keyboard.press("Tab")  # so that the browser takes what follows for the keyboard's
    yield "focus", page.evaluate(UNSEEN_FOCUS)
    page.emulate_media(media="print", color_scheme="dark", forced_colors="none")
    yield "paper", page.evaluate(ON_PAPER)
    page.emulate_media(media="screen", color_scheme="light")


def test_no_page_runs_off_its_side_at_any_width(wrong: Wrong) -> None:
    assert wrong["sides"] == {}


def test_no_page_runs_off_its_side_where_a_reader_has_letters_twice_as_large(wrong: Wrong) -> None:
    assert wrong["letters"] == {}


def test_the_focus_is_seen_on_everything_that_takes_it_in_forced_colours(wrong: Wrong) -> None:
    assert wrong["focus"] == {}


def test_a_day_is_read_before_its_month_and_on_one_line_among_words_from_either_side(wrong: Wrong) -> None:
    assert wrong["days"] == {}


def test_on_paper_no_page_has_navigation_and_each_is_black_on_white(wrong: Wrong) -> None:
    assert wrong["paper"] == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_on_a_phone_in_the_dark_letters_have_contrast_and_targets_room(
    page: Page, axe: Path, hosts: dict[str, str], language: str
) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.emulate_media(color_scheme="dark")
    for name in ("home", "article", "tag", "year", "found", "feeds", "corrections"):
        _visit(page, hosts[language], name)
        page.add_script_tag(path=axe)
        rules = ["color-contrast", "target-size", "scrollable-region-focusable"]
        assert page.evaluate(AXE, rules) == [], name


def test_a_line_of_text_on_a_wide_screen_has_some_70_letters(page: Page, hosts: dict[str, str]) -> None:
    page.set_viewport_size({"width": 1440, "height": 900})
    _visit(page, hosts["en"], "article")
    assert 60 <= page.evaluate(LETTERS) <= 82  # as wide as the letters of whichever face is there
