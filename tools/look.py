"""Takes pictures of every kind of page in every way that it is looked at, for somebody to look at.

`make look FOLDER=../look` runs it; it needs Chromium. Words choose among the names of pictures:
`make look FOLDER=../look ONLY="digest/home print"`. It judges nothing: what can be asserted is in
tests/outside/test_look_in_a_browser.py.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Literal, NamedTuple

import hard_pages
from checkers import BROWSER_FLAGS, BROWSERS, program
from digests import Digest, article, run_builder
from example_sites import built_example
from playwright.sync_api import Browser, Page, sync_playwright
from previews import Served
from previews import serving as previewing
from served import serving

from site_builder.build import Options, build
from site_builder.options import Where

ROOT = Path(__file__).resolve().parents[1]
TALLEST = 4000  # pixels: what comes further down looks like what is above it
SETTINGS = """
cards: true
editions: {by: week, epub: true}
newsletter: {from: The desk <desk@digest.example>, imprint: "The Damascus File, 1 Example Street, Geneva"}
"""


class View(NamedTuple):
    """A way to look at a page."""

    width: int = 1440  # pixels, of the window as style sheets know it
    scheme: Literal["light", "dark"] = "light"
    forced: Literal["active", "none"] = "none"
    media: Literal["screen", "print"] = "screen"
    scale: float = 1  # device pixels to each
    text: int = 100  # per cent of the size that the reader has set


VIEWS = {
    "360": View(360),
    "768": View(768),
    "1440": View(1440),
    "360-dark": View(360, "dark"),
    "1440-dark": View(1440, "dark"),
    "zoom": View(720, scale=2),
    "text": View(768, text=200),
    "forced": View(1024, "dark", "active"),
    "print": View(680, media="print"),
}
PREVIEWS = ("360", "1440", "1440-dark", "forced")
ARTICLE = "2012/04/16/first-observers/"
FEEDS = {"atom": "atom.xml", "rss": "rss.xml"}
LISTS = "home editions tags sources archive corrections about 404 feeds search".split()
HARD = {
    **hard_pages.PAGES,
    **FEEDS,
    "mail": "newsletter/2012-w15.html",
    "card": "2012/04/12/all/card.png",
    "card-arabic": "2012/04/10/arabic/card.png",
}
PAGES = {
    "digest": {
        **{name: hard_pages.PAGES[name] for name in LISTS},
        **FEEDS,
        "article": ARTICLE,
        "picture": "2012/04/22/ceasefire-timetable/",
        "correction": "2012/03/28/how-the-un-counted/",
        "accounts": "2012/03/12/karm-al-zeitoun/",
        "arabic": "2012/04/19/unsmis-wilaya/",
        "excerpt": "2012/04/09/cameraman-wadi-khaled/",
        "edition": "editions/2012-03-18/",
        "tag": "tags/syria/",
        "section": "sections/diplomacy/",
        "source": "sources/un-press/",
        "year": "2012/",
        "month": "2012/03/",
        "day": "2012/03/12/",
        "found": "search/?q=annan",
        "mail": "newsletter/2012-04-22.html",
        "card": ARTICLE + "card.png",
    },
    "hard": HARD,
    "mirrored": HARD,
    "init": {"home": "", "tour": "tour/", "article": "2012/04/14/resolution-2042/", "tag": "tags/syria/"},
    "daily": {
        "home": "",
        "edition": "editions/2012-04-10/",
        "article": "2012/04/12/ceasefire-day/",
        "tag": "tags/syria/",
        "month": "2012/04/",
        "404": "404.html",
    },
    "docs": {
        "home": "",
        "cli": "cli/",
        "reference": "layout-reference/",
        "architecture": "architecture/",
        "404": "404.html",
    },
}


def _built(name: str, folder: Path) -> Path:
    """A site, built below a folder; where its output is."""
    made = Digest(folder / name)
    if name in {"daily", "docs"}:
        return built_example(name, made.folder)[1]
    if name == "digest":
        made.write({"over.yaml": SETTINGS})
        where = Where(ROOT, ("config.yaml", str(made.folder / "over.yaml")))
        build(Options(where=where, output=str(made.folder / "output"), clock="2026-01-01"), environ={})
    elif name == "init":
        run_builder("init", made.folder).check_returncode()
        made.build()
    else:
        files = hard_pages.files("ar" if name == "mirrored" else "en")
        config = str(files["config.yaml"]).replace("editions: {by: week}\n", SETTINGS)
        made.write({**files, "config.yaml": config})
        made.build()
    return made.folder / "output"


@contextmanager
def _looking(browser: Browser, view: View) -> Iterator[Page]:
    context = browser.new_context(
        viewport={"width": view.width, "height": 900}, device_scale_factor=view.scale, reduced_motion="reduce"
    )
    page = context.new_page()
    sizes = {"standard": 16 * view.text // 100, "fixed": 13 * view.text // 100}
    context.new_cdp_session(page).send("Page.setFontSizes", {"fontSizes": sizes})
    page.emulate_media(color_scheme=view.scheme, forced_colors=view.forced)
    yield page
    context.close()


def _take(page: Page, view: View, file: Path) -> None:
    page.emulate_media(media=view.media)  # which opening a page undoes
    height = min(int(page.evaluate("document.documentElement.scrollHeight")), TALLEST)
    file.parent.mkdir(parents=True, exist_ok=True)
    page.set_viewport_size({"width": view.width, "height": height})  # for feeds have no full page
    page.screenshot(path=file)
    page.set_viewport_size({"width": view.width, "height": 900})


def _take_pages(browser: Browser, site: str, address: str, folder: Path, words: list[str]) -> None:
    for name, view in VIEWS.items():
        chosen = {
            what: path for what, path in PAGES[site].items() if _is_wanted(f"{site}/{what}-{name}", words)
        }
        if not chosen:
            continue
        with _looking(browser, view) as page:
            for what, path in chosen.items():
                page.goto(address + path)
                if "?q=" in path:
                    page.locator("#results li").first.wait_for()
                _take(page, view, folder / site / f"{what}-{name}.png")


def _take_preview(browser: Browser, served: Served, folder: Path, words: list[str]) -> None:
    """The editor's bar with each of its panels, the layouts named, and what lies over a broken page."""
    broken = served.folder / "content" / "broken.md"
    for name in PREVIEWS:
        if not _is_wanted(f"preview/-{name}", words):
            continue
        view = VIEWS[name]
        with _looking(browser, view) as page:
            page.goto(f"{served.url.rstrip('/')}/2012/04/12/all/")
            for panel in ("With drafts", "warning", "Article"):
                button = page.locator("site-builder-preview .bar button", has_text=panel)
                button.click()
                page.locator("site-builder-preview .panel:not([hidden])").wait_for()
                page.screenshot(path=folder / "preview" / f"{panel.split()[-1].lower()}-{name}.png")
                if panel == "Article":
                    page.get_by_label("Show which layout drew which part").check()
                    page.locator("site-builder-preview .outline").first.wait_for(state="attached")
                button.click()
                page.screenshot(path=folder / "preview" / f"bar-{name}.png")
            broken.write_text("---\ntitle: [Never closed\ndate: 2012-04-31\n---\n\nText.\n")
            page.locator("site-builder-preview .over:not([hidden])").wait_for()
            page.screenshot(path=folder / "preview" / f"error-{name}.png")
            broken.unlink()
            page.locator("site-builder-preview .over").wait_for(state="hidden")


def _is_wanted(name: str, words: list[str]) -> bool:
    return all(word in name for word in words)


def main(folder: Path, words: list[str]) -> None:
    """Build every site that has a picture that is asked for, and take it."""
    folder.mkdir(parents=True, exist_ok=True)
    chromium = program(*BROWSERS, remedy="the package chromium of the system has it")
    with ExitStack() as open_, sync_playwright() as playwright:
        below = Path(open_.enter_context(tempfile.TemporaryDirectory()))
        browser = playwright.chromium.launch(executable_path=chromium, args=BROWSER_FLAGS)
        for site, pages in PAGES.items():
            if any(_is_wanted(f"{site}/{what}-{view}", words) for what in pages for view in VIEWS):
                address = open_.enter_context(serving(_built(site, below))) + "/"
                _take_pages(browser, site, address, folder, words)
        if any(_is_wanted(f"preview/-{view}", words) for view in PREVIEWS):
            edited = Digest(below / "edited")
            draft = article("A draft", "See [what is not yet](later.md).", date="2012-04-12", draft=True)
            later = article("Later", date="2012-05-01", expiry_date="2012-05-02")
            edited.write({**hard_pages.files(), "content/draft.md": draft, "content/later.md": later})
            _take_preview(
                browser,
                open_.enter_context(previewing(edited.folder, "--clock", "2012-06-01")),
                folder,
                words,
            )
        browser.close()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2:]))
