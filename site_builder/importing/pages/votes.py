"""Asks trafilatura which words of a page are its story. Knows no rule of ours.

Every text of the tree is marked with a number before trafilatura sees it, and the marks are looked for
in what it gives back. So each block knows how much of it was taken, although trafilatura rewrites
the tree as it goes; no text is ever searched for in another.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from site_builder.importing.pages.blocks import Block
from site_builder.importing.pages.plain_rules import is_prose

if TYPE_CHECKING:
    from lxml.etree import _Element

TAKEN = 50  # percent of a block's texts: from there on the block is taken
LINKED = 0.5  # share of a block that is links: from there on it is no prose
LEAST = 25  # percent of the page's prose that the fast mode must take to be believed
# Marks are numbers in base 256 written in Braille: printable signs that are no letters, so that
# trafilatura's patterns see past them. Braille of the page itself is made blank before.
_BASE = 0x2800
_BRAILLE = re.compile("[\u2800-\u28ff]")
# What a text from a page may hold and libxml2 does not take back.
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def mark(blocks: Sequence[Block]) -> int:
    """Writes a mark before every text of the blocks; returns how many signs a mark has.

    Marks are for the tree alone: the blocks keep their texts.
    """
    total = sum(len(block.nodes) for block in blocks)
    width = 2 if total <= 0x10000 else 4
    number = 0
    for block in blocks:
        for node in block.nodes:
            signs = "".join(chr(_BASE + (number >> shift & 0xFF)) for shift in range(8 * width - 8, -8, -8))
            text = node.element.tail if node.is_tail else node.element.text
            marked = signs + _NO_XML.sub(" ", _BRAILLE.sub(" ", text))
            if node.is_tail:
                node.element.tail = marked
            else:
                node.element.text = marked
            number += 1
    return width


def votes(root: _Element, blocks: Sequence[Block], width: int) -> list[int]:
    """For each block the share of its texts, in percent, that trafilatura takes for the story.

    Its strict and fast mode is asked first; its slower one, which weighs a second algorithm's answer,
    where that has found next to nothing of the page's prose.
    """
    shares = _asked(root, blocks, width, fast=True)
    prose = sum(len(b.text) for b in blocks if is_prose(b.text) and b.link_share < LINKED)
    taken = sum(len(b.text) for b, share in zip(blocks, shares, strict=True) if share >= TAKEN)
    if taken * 100 < prose * LEAST or not taken:
        return _asked(root, blocks, width, fast=False)
    return shares


def _asked(root: _Element, blocks: Sequence[Block], width: int, *, fast: bool) -> list[int]:
    from trafilatura import bare_extraction

    # It reports every page that it finds nothing on; the importer says so itself.
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    # Any other format than its default spares it writing the text.
    document: Any = bare_extraction(
        root, include_comments=False, favor_precision=True, fast=fast, output_format="txt"
    )
    taken = set(_numbers("".join(document.body.itertext()), width)) if document is not None else set()
    shares = []
    first = 0
    for block in blocks:
        last = first + len(block.nodes)
        shares.append(100 * sum(n in taken for n in range(first, last)) // (last - first))
        first = last
    return shares


def _numbers(text: str, width: int) -> Iterator[int]:
    """The numbers of the marks in a text."""
    for found in re.finditer(f"[\u2800-\u28ff]{{{width}}}", text):
        number = 0
        for sign in found[0]:
            number = number << 8 | ord(sign) - _BASE
        yield number
