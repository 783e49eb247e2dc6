"""The panels that the preview lays over a page, in a real browser."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from digests import Digest, article
from live_pages import HOMS, LONG, is_the_same, sees, shadow, visit, write
from playwright.sync_api import Page, expect
from previews import Served, serving, until

pytestmark = pytest.mark.xdist_group("outside")


def test_the_layouts_that_drew_a_page_are_named_on_it_and_follow_an_edit(served: Served, page: Page) -> None:
    visit(page, served)
    page.get_by_role("button", name="Article").click()
    page.get_by_label("Show which layout drew which part").check()
    assert until(lambda: "layouts/partials/footer.html" in str(shadow(page, ".outlines span")))
    assert "built-in layouts/article.html, block main" in str(shadow(page, ".outlines span"))
    write(served, "layouts/partials/footer.html", "<footer><p>Another foot</p></footer>")
    sees(page, "Another foot")
    assert until(lambda: "layouts/partials/footer.html" in str(shadow(page, ".outlines span")))
    page.get_by_label("Show which layout drew which part").uncheck()
    assert until(lambda: not shadow(page, ".outlines span"))
    assert is_the_same(page)
    assert "<!--layout" not in served.get(HOMS)[2]
    served_output = served.folder / ".site-builder/preview/pages"
    assert not any(b"<!--layout" in file.read_bytes() for file in served_output.rglob("*") if file.is_file())


def test_every_panel_can_be_closed_and_says_what_its_badge_means(served: Served, page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 640})
    visit(page, served)
    badge = page.get_by_role("button", name="With drafts and future")
    badge.click()
    panel = page.locator("site-builder-preview .panel")
    expect(panel).to_contain_text("articles before their time")
    expect(panel).to_contain_text("--production")
    close = panel.get_by_role("button", name="Close")
    box = close.bounding_box()
    assert box
    assert 0 <= box["x"] <= box["x"] + box["width"] <= 360
    close.click()
    expect(panel).to_be_hidden()
    focused = "document.querySelector('site-builder-preview').shadowRoot.activeElement.textContent"
    assert page.evaluate(focused) == "With drafts and future"
    page.get_by_role("button", name="Article").click()
    panel.get_by_role("button", name="Close").click()
    expect(panel).to_be_hidden()


def test_with_production_any_page_says_that_it_is_as_published_and_shows_its_layouts(
    digest: Callable[..., Digest], page: Page
) -> None:
    site = digest({"content/homs.md": article("Homs", slug="homs")})
    with serving(site.folder, "--production") as served:
        visit(page, served, "/archive/")
        page.get_by_role("button", name="As published").click()
        expect(page.locator("site-builder-preview .panel")).to_contain_text("no drafts")
        page.get_by_label("Show which layout drew which part").check()
        assert until(lambda: "layouts/base.html" in str(shadow(page, ".outlines span")))


def test_a_panel_that_stays_the_same_is_not_exchanged_under_the_hand(served: Served, page: Page) -> None:
    """A button that is replaced between press and release of the mouse never hears of its click."""
    visit(page, served)
    page.get_by_role("button", name="With drafts and future").click()
    page.locator("site-builder-preview .panel").get_by_role("button", name="Close").focus()
    page.evaluate("""() => {
        const root = document.querySelector('site-builder-preview').shadowRoot;
        window.kept = [root.querySelector('.panel .close'), root.querySelector('.bar button')];
    }""")
    write(served, "content/homs.md", article("Homs", LONG.replace("number 70", "SEVENTY"), slug="homs"))
    sees(page, "SEVENTY")
    page.evaluate("() => new BroadcastChannel('site-builder-preview').postMessage({kind: 'hello', data: 1})")
    page.wait_for_timeout(500)
    assert page.evaluate("() => window.kept.every((one) => one.isConnected)")
    focused = "document.querySelector('site-builder-preview').shadowRoot.activeElement.textContent"
    assert page.evaluate(focused) == "Close"
