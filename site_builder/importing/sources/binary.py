"""What is no text: pictures, PDFs, documents of word processors. Says what it is and how to go on."""

from __future__ import annotations

from collections.abc import Iterator

from site_builder.importing.items import Item
from site_builder.importing.sources.kind import Raw, World, problem
from site_builder.importing.sources.sniff import not_text
from site_builder.problems import Problem

ONE = True


def claims(raw: Raw) -> bool:
    """Whether it begins as no text does."""
    return not_text(raw.head) is not None


def items(raw: Raw, world: World) -> Iterator[Item | Problem]:
    """One problem."""
    found = not_text(raw.head)
    if found:
        yield problem(raw.name, "not-text", f"it is {found[0]}", found[1])
