"""The preview in a real browser: what an editor sees, a moment after a file was saved."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from digests import Digest, article, many
from live_pages import HOMS, LONG, bar, is_the_same, overlay, sees, visit, write
from loopback import free_port
from playwright.sync_api import Browser, Page, Request, expect
from previews import Served, serving, until

pytestmark = pytest.mark.xdist_group("outside")


def test_an_edited_paragraph_is_there_and_the_page_is_not_loaded_anew(served: Served, page: Page) -> None:
    visit(page, served)
    page.evaluate("scrollTo(0, 900)")
    page.evaluate("document.querySelector('main').focus({preventScroll: true})")
    write(served, "content/homs.md", article("Homs", LONG.replace("number 70", "SEVENTY"), slug="homs"))
    sees(page, "SEVENTY")
    assert is_the_same(page)
    assert page.evaluate("scrollY") == 900
    assert page.evaluate("document.activeElement.localName") == "main"


def test_a_new_article_appears_on_the_home_page_and_a_deleted_one_disappears(
    served: Served, page: Page
) -> None:
    visit(page, served, "/")
    write(served, "content/new/late.md", article("A late arrival", date="2012-03-13"))
    sees(page, "A late arrival")
    (served.folder / "content/new/late.md").rename(served.folder / "content/later.md")
    (served.folder / "content/other.md").unlink()
    page.wait_for_function("!document.body.innerText.includes('Another report')")
    sees(page, "A late arrival")
    assert is_the_same(page)


def test_a_broken_layout_lies_over_the_last_good_page_until_it_is_mended(served: Served, page: Page) -> None:
    visit(page, served)
    write(
        served, "layouts/article.html", "{% extends 'default/article.html' %}{% block main %}{{ nothing.x }}"
    )
    assert until(lambda: "layouts/article.html:1" in overlay(page)), served.log()
    assert "Paragraph number 3" in page.inner_text("body")
    write(served, "layouts/article.html", "{% extends 'default/article.html' %}")
    assert until(lambda: not overlay(page)), served.log()
    assert is_the_same(page)


def test_a_broken_article_shows_its_line_and_a_link_into_the_editor(served: Served, page: Page) -> None:
    visit(page, served, "/")
    write(served, "content/homs.md", "---\ntitle: [Homs\n---\nText.\n")
    assert until(lambda: "content/homs.md" in overlay(page)), served.log()
    shown = overlay(page)
    assert "title: [Homs" in shown
    assert "^" in shown, "what is wrong is pointed at"
    assert "Close it, put commas between the items" in shown
    link = page.evaluate(
        "document.querySelector('site-builder-preview').shadowRoot.querySelector('.place a').href"
    )
    assert link.startswith("vscode://file/")
    assert "content/homs.md:" in link
    write(served, "content/homs.md", article("Homs is mended", slug="homs"))
    sees(page, "Homs is mended")
    assert until(lambda: not overlay(page))


def test_a_style_sheet_is_exchanged_in_place(served: Served, page: Page) -> None:
    visit(page, served)
    write(served, "static/extra.css", "body { outline-color: rgb(9, 8, 7) }")
    page.wait_for_function("getComputedStyle(document.body).outlineColor === 'rgb(9, 8, 7)'")
    assert is_the_same(page)


def test_the_sites_own_style_sheet_is_exchanged_though_its_name_changes(served: Served, page: Page) -> None:
    visit(page, served)
    write(served, "layouts/assets/style.css", "body { background: rgb(10, 20, 30) }")
    page.wait_for_function("getComputedStyle(document.body).backgroundColor === 'rgb(10, 20, 30)'")
    page.wait_for_function("document.querySelectorAll('head link[rel=stylesheet]').length === 1")
    assert is_the_same(page)


def drawing(width: int) -> str:
    return f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="10"/>'


def test_a_picture_is_exchanged_in_place_and_stays_so_when_the_text_is_edited(
    digest: Callable[..., Digest], page: Page
) -> None:
    text = article("Homs", "A text.\n\n![A map](map.svg)", slug="homs")
    site = digest({"content/homs.md": text, "content/map.svg": drawing(10)})
    wide = "[...document.querySelectorAll('main img')].some((one) => one.naturalWidth === {})"
    with serving(site.folder) as running:
        visit(page, running)
        page.wait_for_function(wide.format(10))
        site.write({"content/map.svg": drawing(20)})
        page.wait_for_function(wide.format(20))
        site.write({"content/homs.md": text.replace("A text.", "Another text.")})
        sees(page, "Another text.")
        page.wait_for_function(wide.format(20))
        assert is_the_same(page)


def test_a_picture_that_a_style_sheet_shows_is_exchanged_and_no_later_sheet_has_the_former_one(
    digest: Callable[..., Digest], page: Page
) -> None:
    """A browser takes what it has of a picture where a sheet names it again, whatever the server says."""
    style = "@media all {{ body {{ background-image: url('../img/map.svg'); order: {} }} }}"
    footer = "<footer><link rel=stylesheet href=/css/all.css>Foot</footer>"
    files = {
        "static/img/map.svg": drawing(10),
        "static/css/of-maps.css": style.format(1),
        "static/css/all.css": "@import 'of-maps.css';",
        "layouts/partials/footer.html": footer,
    }
    image = "getComputedStyle(document.body).backgroundImage"
    with serving(digest({"content/homs.md": article("Homs", slug="homs"), **files}).folder) as running:
        visit(page, running)
        page.wait_for_function(f"{image}.includes('/img/map.svg')")
        with page.expect_request("**/img/map.svg?_=*"):
            write(running, "static/img/map.svg", drawing(20))
        write(running, "static/css/all.css", style.format(2).replace("@media", "\n@media"))
        page.wait_for_function("getComputedStyle(document.body).order === '2'")
        page.wait_for_function(f"{image}.includes('/img/map.svg?_=')")
        assert is_the_same(page)


@pytest.mark.parametrize("has_locks", [True, False], ids=["on this machine", "from another machine"])
def test_nine_tabs_load_and_all_follow_an_edit(browser: Browser, served: Served, has_locks: bool) -> None:
    """To what comes over plain HTTP from another machine a browser gives no locks."""
    context = browser.new_context()
    if not has_locks:
        context.add_init_script("Object.defineProperty(navigator, 'locks', { value: undefined })")
    streams: list[Request] = []
    context.on("request", lambda one: streams.append(one) if one.url.endswith("/events") else None)
    for ended in ("requestfinished", "requestfailed"):
        context.on(ended, lambda one: streams.remove(one) if one in streams else None)
    tabs = [context.new_page() for _ in range(9)]
    for tab in tabs:
        visit(tab, served)
    write(served, "content/homs.md", article("Homs in nine tabs", slug="homs"))
    for tab in tabs:
        sees(tab, "Homs in nine tabs")
    assert len(streams) == 1
    tabs[0].close()  # which may have been the one that listens
    write(served, "content/homs.md", article("Homs in eight tabs", slug="homs"))
    for tab in tabs[1:]:
        sees(tab, "Homs in eight tabs")
    context.close()


def test_a_page_that_was_open_while_the_preview_was_down_finds_it_again(
    digest: Callable[..., Digest], page: Page
) -> None:
    site = digest({"content/homs.md": article("Homs", slug="homs")})
    port = free_port()  # which nobody takes meanwhile
    with serving(site.folder, port=port) as first:
        visit(page, first)
        first.stop()
    assert until(lambda: "stopped" in bar(page))
    site.write({"content/homs.md": article("Homs after the pause", slug="homs")})
    with serving(site.folder, port=port):
        sees(page, "Homs after the pause")
        assert is_the_same(page)
        assert until(lambda: "stopped" not in bar(page))


def test_an_error_in_the_first_build_is_shown_and_gives_way_to_the_page(
    digest: Callable[..., Digest], page: Page
) -> None:
    site = digest({"content/homs.md": "---\ntitle: [Homs\n---\nText.\n"})
    with serving(site.folder) as running:
        page.goto(f"http://localhost:{running.port}/")
        page.wait_for_function("document.querySelector('site-builder-preview')")
        assert until(lambda: "content/homs.md" in overlay(page)), running.log()
        site.write({"content/homs.md": article("Homs at last")})
        sees(page, "Homs at last")
        assert until(lambda: not overlay(page))


def test_a_draft_has_a_badge_and_the_bar_tells_of_the_article(
    digest: Callable[..., Digest], page: Page
) -> None:
    files = many(12)
    files["content/homs.md"] = article("Homs", "Report number 3 of a draft.", slug="homs", draft=True)
    with serving(digest(files).folder) as running:
        visit(page, running)
        assert until(lambda: "Draft: not published" in bar(page))
        page.get_by_role("button", name="Article").click()
        panel = page.locator("site-builder-preview .panel")
        panel.get_by_text("Front matter").wait_for()
        text = panel.inner_text()
        assert "content/homs.md" in text
        assert "draft: true" in text
        assert "Related reading, and why" in text
        assert "Last made, because" in text


def test_warnings_have_a_badge_that_tells_them_and_goes_when_they_are_mended(
    digest: Callable[..., Digest], page: Page
) -> None:
    text = article("Homs", date="2112-03-12", slug="homs")
    site = digest({"content/homs.md": text.replace("slug:", "tags: un, syria\nslug:")})
    with serving(site.folder) as running:
        visit(page, running, "/2112/03/12/homs/")
        assert until(lambda: "Appears 2112-03-12" in bar(page)), bar(page)
        page.get_by_role("button", name="1 warning").click()
        panel = page.locator("site-builder-preview .panel")
        expect(panel).to_contain_text("a text with ',' is read as a list of 2")
        expect(panel.locator(".place a")).to_have_attribute("href", re.compile("^vscode://file/.*homs.md:4:"))
        assert not overlay(page)
        site.write({"content/homs.md": text.replace("slug:", "tags: [un, syria]\nslug:")})
        expect(panel).to_be_hidden()
        assert until(lambda: "warning" not in bar(page)), bar(page)
        assert is_the_same(page)


def test_the_browser_goes_to_the_article_that_is_edited_where_that_is_wanted(
    digest: Callable[..., Digest], page: Page
) -> None:
    site = digest({"content/homs.md": article("Homs", slug="homs")})
    with serving(site.folder, "--navigate") as running:
        visit(page, running, "/")
        site.write({"content/homs.md": article("Homs", "Now edited.", slug="homs")})
        page.wait_for_url(f"**{HOMS}")
        sees(page, "Now edited.")


def test_the_tab_of_an_article_follows_it_to_another_address(served: Served, page: Page) -> None:
    visit(page, served)
    page.evaluate("scrollTo(0, 900)")
    write(served, "content/homs.md", article("Homs", LONG, slug="siege"))
    page.wait_for_url("**/2012/03/12/siege/")
    write(served, "content/homs.md", article("Homs", LONG.replace("number 70", "SEVENTY"), slug="siege"))
    sees(page, "SEVENTY")
    assert is_the_same(page)
    assert page.evaluate("scrollY") == 900
    page.evaluate("history.pushState(null, '', '/')")
    assert page.evaluate("history.length") <= 3, "the former address is not one to go back to"


def test_the_tab_of_an_article_follows_the_file_to_another_name(served: Served, page: Page) -> None:
    visit(page, served, "/2012/03/11/other/")
    (served.folder / "content/other.md").rename(served.folder / "content/moved.md")
    page.wait_for_url("**/2012/03/11/moved/")
    (served.folder / "content/moved.md").rename(served.folder / "content/again.md")
    page.wait_for_url("**/2012/03/11/again/")
    assert is_the_same(page)
    sees(page, "Another report")
    page.goto(f"http://localhost:{served.port}/2012/03/11/other/")
    assert until(lambda: "content/again.md is now at /2012/03/11/again/" in bar(page)), bar(page)
    page.locator("site-builder-preview .bar a").click()
    page.wait_for_url("**/2012/03/11/again/")


def test_the_tab_of_an_article_that_is_deleted_says_so_and_finds_it_again(served: Served, page: Page) -> None:
    visit(page, served)
    text = (served.folder / "content/homs.md").read_text()
    (served.folder / "content/homs.md").unlink()
    assert until(lambda: "content/homs.md has no page any more" in bar(page)), bar(page)
    write(served, "content/homs.md", text)
    sees(page, "Paragraph number 3")
    assert is_the_same(page)
    assert until(lambda: "no page" not in bar(page))


def test_a_tab_follows_its_article_where_the_settings_give_all_of_them_other_addresses(
    served: Served, page: Page
) -> None:
    visit(page, served)
    config = served.folder / "config.yaml"
    config.write_text(config.read_text() + "permalink: none\n")
    page.wait_for_url(lambda url: "/2012/" not in url)
    sees(page, "Paragraph number 3")
