"""One page of each kind in a real browser: accessible, at home on a phone, without scripts and strangers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from checkers import SPECIAL
from lxml import html
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.xdist_group("outside")

KINDS = (
    "home article edition edition-index tag tag-index section source source-index archive archive-year"
    " archive-month archive-day corrections search page not-found"
).split()

CONTRAST = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}


@pytest.fixture(scope="session")
def page(browser: Browser) -> Iterator[Page]:
    """A window into which the checker's own script may be put, which the pages' policy forbids."""
    context = browser.new_context(bypass_csp=True, reduced_motion="reduce")
    yield context.new_page()
    context.close()


def _violations(page: Page, axe: Path, rules: dict[str, Any]) -> list[str]:
    page.add_script_tag(path=axe)
    found = page.evaluate("options => axe.run(document, options)", {**rules, "resultTypes": ["violations"]})
    return [f"{v['id']}: {n['html']}" for v in found["violations"] for n in v["nodes"]]


@pytest.mark.parametrize("what", [*KINDS, *SPECIAL])
def test_a_page_is_accessible_in_light_in_dark_and_in_colours_of_the_readers_own(
    page: Page, axe: Path, samples: dict[str, str], address: str, what: str
) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    page.emulate_media(color_scheme="light", forced_colors="none")
    page.goto(address + samples[what])
    assert _violations(page, axe, {}) == []
    page.emulate_media(color_scheme="dark")
    assert _violations(page, axe, CONTRAST) == []
    page.emulate_media(forced_colors="active")
    assert _violations(page, axe, CONTRAST) == []


@pytest.mark.parametrize("what", [*KINDS, *SPECIAL])
def test_a_page_does_not_run_off_the_side_of_a_phone(
    page: Page, samples: dict[str, str], address: str, what: str
) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(address + samples[what])
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_pages_run_no_script_but_to_search_and_ask_no_other_host_under_the_strictest_policy(
    browser: Browser, samples: dict[str, str], address: str
) -> None:
    context = browser.new_context()
    asked: list[str] = []
    complaints: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    context.on("console", lambda message: complaints.append(message.text))
    window = context.new_page()
    for path in samples.values():
        window.goto(address + path)
    context.close()
    assert {urlsplit(url).netloc for url in asked} == {urlsplit(address).netloc}
    scripts = [url for url in asked if urlsplit(url).path.endswith((".js", ".mjs", ".wasm"))]
    assert len(scripts) == 1, "the search page has one, and no other page any"
    assert urlsplit(scripts[0]).path.startswith("/assets/search.")
    assert complaints == []


def test_no_page_holds_a_script_or_a_style_of_its_own(built: Path) -> None:
    for path in built.rglob("*.html"):
        tree = html.document_fromstring(path.read_bytes(), parser=html.HTMLParser(encoding="utf-8"))
        scripts = "//script[not(@src or @type = 'application/ld+json')]"
        assert not tree.xpath(f"{scripts} | //style | //@style | //@*[starts-with(name(), 'on')]"), path


def test_an_arabic_article_runs_from_right_to_left(page: Page, samples: dict[str, str], address: str) -> None:
    page.goto(address + samples["an Arabic article"])
    body = page.locator("main [lang=ar].body").first
    assert body.evaluate("element => getComputedStyle(element).direction") == "rtl"
