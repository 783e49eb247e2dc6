"""XML that is neither a page nor a feed. Says what it is and how to go on."""

from __future__ import annotations

from collections.abc import Iterator

from site_builder.importing.items import Item
from site_builder.importing.sources.kind import Raw, World, problem
from site_builder.problems import Problem

ONE = True


def claims(raw: Raw) -> bool:
    """Whether it declares itself to be XML. A text that begins with something in angles does not."""
    return raw.head.text.lstrip().startswith("<?xml")


def items(raw: Raw, world: World) -> Iterator[Item | Problem]:
    """One problem."""
    root = raw.head.root[:60]
    message = f"it is XML of a kind that is not known, <{root}>" if root else "it is XML without an element"
    remedy = "RSS, Atom, WordPress exports and HTML are known; export the articles as one of these."
    yield problem(raw.name, "unknown-kind", message, remedy)
