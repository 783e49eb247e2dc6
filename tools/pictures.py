"""Takes the pictures of docs/editing.md: follows the page, and where a picture stands looks at what is there.
And that of the theme in examples/daily.

`make pictures` runs it; it needs Chromium. The preview runs all the while, as an editor has it. In each file
stands a digest of the words on the page and of how they are set, by which a test knows an old one on any
machine: with other fonts no two pictures are alike.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import previews
import served
import tours
from checkers import BROWSER_FLAGS, BROWSERS, program
from example_sites import built_example
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "editing.md"
FOLDER = ROOT / "docs" / "pictures"
DAILY = ROOT / "examples" / "daily" / "picture.png"
CLOCK = "2012-06-01"
EPOCH = "1338508800"  # the same day, for what the page has run
WIDTH = 960  # pixels
COLOURS = 32  # in a picture: text on paper needs few, and the file stays small
SHOWS = "Shows"  # the name of the digest in a file
# Every element that takes a place: its own words, and what sets them whatever fonts there are.
LOOK = """() => {
  const told = [];
  const look = (root) => {
    for (const element of root.children) {
      if (!element.getClientRects().length) continue;
      const style = getComputedStyle(element), {width, height} = element.getBoundingClientRect();
      const words = [...element.childNodes].filter((node) => node.nodeType === 3).map((node) => node.data);
      const sizes = [style.fontSize, style.lineHeight].map((size) => Math.round(parseFloat(size)));
      const said = words.join(" ").replace(/\\s+/g, " ").trim();
      if (width && height) told.push([element.localName, said, ...sizes, style.fontWeight,
        style.fontStyle, style.display, style.color, style.backgroundColor]);
      look(element);
      if (element.shadowRoot) look(element.shadowRoot);
    }
  };
  look(document);
  return told;
}"""


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
FRONT = Picture("/", 760, "Annan")


def main() -> None:
    """Take every picture, and put it where it belongs."""
    FOLDER.mkdir(exist_ok=True)
    os.environ["SOURCE_DATE_EPOCH"] = EPOCH
    chromium = program(*BROWSERS, remedy="the package chromium of the system has it")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        os.chdir(folder)
        browser = playwright.chromium.launch(executable_path=chromium, args=BROWSER_FLAGS)
        for path, data in taken(browser):
            path.write_bytes(data)
        browser.close()
        os.chdir(ROOT)


def taken(browser: Browser) -> Iterator[tuple[Path, bytes]]:
    """Follow the page in the folder at hand, which is empty, and give every picture with its place."""
    parts = re.split(r"^!\[.*?\]\(pictures/([\w-]+)\.png\)$", PAGE.read_text("utf-8"), flags=re.MULTILINE)
    tours.follow_text(parts[0])
    page = browser.new_page(viewport={"width": WIDTH, "height": 800})
    with previews.serving(Path.cwd(), "--clock", CLOCK) as preview:
        for name, text in zip(parts[1::2], parts[2::2], strict=True):
            yield FOLDER / f"{name}.png", _picture(page, preview.url.rstrip("/"), PICTURES[name])
            tours.follow_text(text)
    with served.serving(built_example("daily", Path.cwd() / "daily")[1]) as address:
        yield DAILY, _picture(page, address, FRONT)
    page.close()


def shows(picture: bytes) -> str:
    """The digest of what a picture shows; "" of one that no script took."""
    with Image.open(io.BytesIO(picture)) as image:
        return str(image.info.get(SHOWS, ""))


def _picture(page: Page, site: str, picture: Picture) -> bytes:
    """A picture, with few colours."""
    page.set_viewport_size({"width": WIDTH, "height": picture.height})
    page.goto(f"{site}{picture.path}")
    page.get_by_text(picture.shows).first.wait_for()
    picture.before(page)
    look = json.dumps(page.evaluate(LOOK), ensure_ascii=False).replace(site, "")
    notes = PngInfo()
    notes.add_text(SHOWS, hashlib.sha256(look.encode("utf-8", "replace")).hexdigest())
    data = io.BytesIO()
    few = Image.open(io.BytesIO(page.screenshot(animations="disabled"))).convert("RGB")
    few.quantize(COLOURS, dither=Image.Dither.NONE).save(data, "PNG", optimize=True, pnginfo=notes)
    return data.getvalue()


if __name__ == "__main__":
    sys.exit(main())
