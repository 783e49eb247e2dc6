"""A plain text: one article. Whatever nothing else claims is taken for one."""

from __future__ import annotations

from collections.abc import Iterator

from site_builder.importing.items import Item
from site_builder.importing.sources.kind import Raw, World
from site_builder.problems import Problem

ONE = True


def claims(raw: Raw) -> bool:
    """Always."""
    return True


def items(raw: Raw, world: World) -> Iterator[Item | Problem]:
    """The text as it is; its charset is told from outside or not at all."""
    data = raw.whole()
    yield Item(
        name=raw.name,
        original=data,
        suffix=".txt",
        shape="text",
        content=data,
        charset=raw.charset,
        url=raw.url,
        retrieved=raw.retrieved,
    )
