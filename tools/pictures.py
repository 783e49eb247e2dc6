"""Takes the pictures of docs/editing.md: follows the page, and where a picture stands looks at what is there.

`make pictures` runs it; it needs Chromium. The preview runs all the while, as an editor has it.
"""

from __future__ import annotations

import io
import os
import re
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import tours
from checkers import BROWSER_FLAGS, BROWSERS, program
from PIL import Image
from playwright.sync_api import Page, sync_playwright
from previews import serving

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "editing.md"
FOLDER = ROOT / "docs" / "pictures"
CLOCK = "2012-06-01"
WIDTH = 960  # pixels
COLOURS = 32  # in a picture: text on paper needs few, and the file stays small


class Picture(NamedTuple):
    """How a picture is taken."""

    path: str  # of the page
    height: int  # pixels
    shows: str  # a text that the page has when it is ready
    before: Callable[[Page], None] = lambda page: None  # what is done on the page first


def _open_bar(page: Page) -> None:
    page.get_by_role("button", name="Article").click()
    page.locator("site-builder-preview .panel:not([hidden])").wait_for()


def _as_readers_see_it(page: Page) -> None:
    page.evaluate("document.querySelector('site-builder-preview')?.remove()")


NEW = "/2012/04/21/security-council-agrees-on-a-larger-mission-to-syria/"
PICTURES = {
    "article": Picture(NEW, 760, "Three hundred unarmed observers", _open_bar),
    "error": Picture(NEW, 420, "did you mean"),
    "tag": Picture("/tags/security-council/", 620, "Ceasefire", _as_readers_see_it),
    "edition": Picture("/", 720, "The Council has voted twice", _as_readers_see_it),
    "correction": Picture("/2012/02/04/double-veto/", 520, "An earlier version counted", _as_readers_see_it),
    "mail": Picture("/digest/newsletter/2012-04-22.html", 620, "A mission takes shape", _as_readers_see_it),
}


def main() -> None:
    """Follow the page in a folder of its own and take every picture that it shows."""
    FOLDER.mkdir(exist_ok=True)
    parts = re.split(r"^!\[.*?\]\(pictures/([\w-]+)\.png\)$", PAGE.read_text("utf-8"), flags=re.MULTILINE)
    os.environ["SOURCE_DATE_EPOCH"] = "1338508800"  # 1 June 2012, for what the page has run
    chromium = program(*BROWSERS, remedy="the package chromium of the system has it")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        os.chdir(folder)
        tours.follow_text(parts[0])
        with serving(Path.cwd(), "--clock", CLOCK) as served:
            browser = playwright.chromium.launch(executable_path=chromium, args=BROWSER_FLAGS)
            page = browser.new_page(viewport={"width": WIDTH, "height": 800})
            for name, text in zip(parts[1::2], parts[2::2], strict=True):
                picture = PICTURES[name]
                page.set_viewport_size({"width": WIDTH, "height": picture.height})
                page.goto(f"{served.url.rstrip('/')}{picture.path}")
                page.get_by_text(picture.shows).first.wait_for()
                picture.before(page)
                _save(name, page.screenshot(animations="disabled"))
                tours.follow_text(text)
            browser.close()
        os.chdir(ROOT)


def _save(name: str, data: bytes) -> None:
    """Write a picture with few colours."""
    few = Image.open(io.BytesIO(data)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    few.save(FOLDER / f"{name}.png", optimize=True)


if __name__ == "__main__":
    sys.exit(main())
