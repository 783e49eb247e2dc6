"""What a reader does on a search page and sees there: the same whatever it searches with."""

from __future__ import annotations

from playwright.sync_api import Page, expect

MOST_STEPS = (
    6  # from the words to the first result, by the key that goes on: filters and a button lie between
)

# Of each part of the results' bylines: its text, and whether a point stands before it.
_BYLINES = """[...document.querySelectorAll("#results .byline")].map((line) => [...line.childNodes].map(
    (part) => [part.textContent, getComputedStyle(part, "::before").content.includes("·")]))"""


def headlines(page: Page) -> list[str]:
    """The headlines of what was found, in order."""
    return page.locator("#results .headline").all_inner_texts()


def bylines(page: Page) -> list[list[tuple[str, bool]]]:
    """For each result the parts of its byline: text, and whether a point sets it off from what is before."""
    return [[(text, has_point) for text, has_point in line] for line in page.evaluate(_BYLINES)]


def begin(page: Page, address: str) -> None:
    """Open the search page and go to its words by the key for it."""
    page.goto(f"{address}/search/")
    page.keyboard.press("/")
    expect(page.locator("#q")).to_be_focused()


def open_first(page: Page) -> None:
    """From the words, go on to the first result and open it, by keyboard alone."""
    first = page.locator("#results .headline").first
    for _ in range(MOST_STEPS):
        page.keyboard.press("Tab")
        if first.evaluate("element => element === document.activeElement"):
            break
    page.keyboard.press("Enter")
