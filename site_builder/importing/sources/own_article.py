"""An article of another generator's site: front matter and Markdown. One file, one article.

Hugo, Jekyll, Pelican and their like; see `importing/own/`. Its text is taken over byte for byte.
"""

from __future__ import annotations

from collections.abc import Iterator

from site_builder.importing.items import Item
from site_builder.importing.own.blocks import form_of
from site_builder.importing.sources.kind import Raw, World
from site_builder.problems import Problem

ONE = True


def claims(raw: Raw) -> bool:
    """Whether it begins with front matter, whatever is written in it."""
    return form_of(raw.head.text) is not None


def items(raw: Raw, world: World) -> Iterator[Item | Problem]:
    """The file as it is."""
    data = raw.whole()
    yield Item(
        name=raw.name,
        original=data,
        suffix=".markdown",  # not ".md", so that nobody takes the original for an article
        shape="own",
        content=data,
        charset=raw.charset,
        url=raw.url,
        retrieved=raw.retrieved,
    )
