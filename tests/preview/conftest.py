"""A preview that is running, and a page of a browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest
from digests import Digest, article
from previews import Served, serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


@pytest.fixture
def served(digest: Callable[..., Digest]) -> Iterator[Served]:
    from live_pages import LONG

    site = digest(
        {
            "content/homs.md": article("Homs", LONG, slug="homs"),
            "content/other.md": article("Another report", "Short.", date="2012-03-11"),
            "static/extra.css": "body { outline-color: rgb(1, 2, 3) }",
            "layouts/partials/footer.html": "<footer><link rel=stylesheet href=/extra.css>Foot</footer>",
        }
    )
    with serving(site.folder) as running:
        yield running


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    opened = context.new_page()
    yield opened
    context.close()
