"""Pages of a running preview in a browser, and what an editor sees on them."""

from __future__ import annotations

from playwright.sync_api import Page
from previews import Served

LONG = "\n\n".join(f"Paragraph number {n} of a long report." for n in range(80))
HOMS = "/2012/03/12/homs/"


def visit(page: Page, served: Served, path: str = HOMS) -> None:
    """Open a page, and mark it so that one that was loaded anew can be told from it."""
    page.goto(f"http://localhost:{served.port}{path}")
    page.wait_for_function("document.querySelector('site-builder-preview')")
    page.wait_for_function("window.Idiomorph")
    page.evaluate("window.isTheSame = true")


def sees(page: Page, text: str) -> None:
    page.wait_for_function("text => document.body.innerText.includes(text)", arg=text)


def is_the_same(page: Page) -> bool:
    return bool(page.evaluate("window.isTheSame === true"))


def write(served: Served, name: str, text: str) -> None:
    file = served.folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def overlay(page: Page) -> str:
    """What lies over the page; "" where nothing does."""
    script = """() => { const over = document.querySelector('site-builder-preview').shadowRoot
        .querySelector('.over'); return over.hidden ? '' : over.innerText; }"""
    return str(page.evaluate(script))


def bar(page: Page) -> str:
    script = "document.querySelector('site-builder-preview').shadowRoot.querySelector('.bar').innerText"
    return str(page.evaluate(script))


def shadow(page: Page, selector: str) -> list[str]:
    """The texts of what lies over the page."""
    script = """selector => [...document.querySelector('site-builder-preview').shadowRoot
        .querySelectorAll(selector)].map((one) => one.textContent)"""
    return list(page.evaluate(script, selector))
