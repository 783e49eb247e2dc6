"""A small saved page, and how tests read one."""

from __future__ import annotations

from site_builder.importing.items import Item
from site_builder.importing.pages import read_page
from site_builder.importing.pages.blocks import split_blocks
from site_builder.importing.pages.parsing import parse
from site_builder.importing.reading import Reading

STORY = """
<html><head><title>Rain closes the old bridge - The Valley Post</title></head><body>
<nav><a href="/">Home</a> <a href="/news">News</a></nav>
<article><h1>Rain closes the old bridge</h1><p class="byline">By Ada Brook</p>
<p>The old bridge over the Lim was closed on Tuesday, after two days of rain had raised the river.</p>
<p>Engineers will look at its pillars as soon as the water has fallen, the town's mayor told us.</p>
<aside><p>Read how the bridge was built in the years of the great drought, and by whom.</p></aside>
<p>Until then buses go by the valley road, which takes them a quarter of an hour longer than usual.</p>
</article><script>var hidden = "code";</script><footer>All rights reserved, The Valley Post</footer>
</body></html>
"""


def read(html: str | bytes, **about: str) -> Reading:
    content = html.encode() if isinstance(html, str) else html
    item = Item(name="page.html", original=content, suffix=".html", shape="page", content=content, **about)
    return read_page(item)


def text_of(html: str) -> str:
    """The text of a page: every block on a line of its own."""
    return "".join(f"{block.text}\n" for block in split_blocks(parse(html, "page.html")))
