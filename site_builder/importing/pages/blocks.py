"""A page's text, cut into the lines that a reader sees. Knows no article and no rule.

The unit in which a page's ledger speaks is its *page text*: the title and every text of the body, also
what a browser would hide, one block to a line, white space collapsed. A block ends where a block-level
element or a `<br>` does. Scripts, styles and comments are code and no text; they stay in the original.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from site_builder.importing.plain.passages import UNSEEN

if TYPE_CHECKING:
    from lxml.etree import _Element

_CODE = frozenset({"script", "style"})
# What begins a line of its own; all else is inline, as an element is that nobody knows.
_BLOCK = frozenset(
    "address article aside audio blockquote body button canvas caption center dd details dialog dir div dl dt"
    " fieldset figcaption figure footer form frameset h1 h2 h3 h4 h5 h6 header hgroup hr iframe legend li"
    " main menu nav noscript object ol optgroup option p pre search section select summary svg table tbody td"
    " template textarea tfoot th thead title tr ul video".split()
)
_SPACE = re.compile(r"[\s\u200b]+")
_BOLD = frozenset({"b", "strong"})
_ITALIC = frozenset({"i", "em", "cite", "dfn"})
_MONOSPACE = frozenset({"code", "kbd", "samp", "tt", "var"})


class Run(Struct, frozen=True):
    """Some words of a block that look alike."""

    text: str  # white space collapsed; may begin and end with a space
    marks: str = ""  # of "b" (strong), "i" (emphasis), "c" (monospace), in this order
    link: str = ""  # an `href` as it stands; "" outside links


class Node(Struct, frozen=True):
    """A text of the tree that is not blank."""

    element: Any  # an lxml element
    is_tail: bool  # whether the text follows the element, or is the first in it


class Block(Struct):
    """One line of the page text."""

    text: str  # as it stands in the page text, without the line end
    runs: tuple[Run, ...]
    element: Any  # the innermost block-level element around it: an lxml element
    nodes: tuple[Node, ...]  # where its words stand in the tree
    after_break: bool = False  # whether only a single `<br>` parts it from the block before

    @property
    def link_share(self) -> float:
        """How much of its text is in links, from 0 to 1."""
        linked = sum(len(run.text.strip()) for run in self.runs if run.link)
        return min(1.0, linked / len(self.text))


def split_blocks(root: _Element) -> list[Block]:
    """The blocks of a page in its order: its `<title>` and all of its body, hidden parts too."""
    title = root.find("head/title")
    builder = _Builder()
    if title is not None:
        builder.begin(title)
        builder.say(title, False)
        builder.end_block()
    body = root.find("body")
    builder.read(root if body is None and title is None else body)
    return builder.blocks


class _Builder:
    """Collects words into blocks on one walk through the tree."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._runs: list[tuple[str, str, str]] = []  # text, marks, link
        self._nodes: list[Node] = []
        self._elements: list[_Element] = []
        self._marks: list[str] = [""]
        self._links: list[str] = [""]
        self._breaks = 2  # since the last block: 1 for a `<br>`, 2 and more for the end of a block

    def read(self, root: _Element | None) -> None:
        """All text below an element. Without recursion, for a page may nest deeply."""
        if root is None:
            return
        from lxml import etree

        self.begin(root)  # of what stands in no block of its own
        skipped = 0
        for event, element in etree.iterwalk(root, events=("start", "end")):
            tag = element.tag
            if not isinstance(tag, str):  # an entity or an instruction
                if event == "end" and not skipped:
                    self.say(element, True)
                continue
            if tag in _CODE:
                skipped += 1 if event == "start" else -1
            elif not skipped:
                (self._start if event == "start" else self._end)(tag, element)
            if event == "end" and not skipped and element is not root:
                self.say(element, True)
        self.end_block()

    def begin(self, element: _Element) -> None:
        self._elements.append(element)

    def say(self, element: _Element, is_tail: bool) -> None:
        text = element.tail if is_tail else element.text
        if text:
            self._runs.append((text, self._marks[-1], self._links[-1]))
            if not text.isspace():
                self._nodes.append(Node(element, is_tail))

    def _start(self, tag: str, element: _Element) -> None:
        if tag == "br":
            self._cut(1)
            return
        if tag not in _BLOCK:
            marks = self._marks[-1]
            if tag in _BOLD:
                marks += "b"
            elif tag in _ITALIC:
                marks += "i"
            elif tag in _MONOSPACE:
                marks += "c"
            self._marks.append(marks)
            self._links.append((element.get("href") or "").strip() if tag == "a" else self._links[-1])
        else:
            self._cut(2)
            self._elements.append(element)
        self.say(element, False)

    def _end(self, tag: str, element: _Element) -> None:
        if tag == "br":
            return
        if tag not in _BLOCK:
            self._marks.pop()
            self._links.pop()
        else:
            self._cut(2)
            self._elements.pop()

    def end_block(self) -> None:
        self._cut(2)

    def _cut(self, weight: int) -> None:
        """Ends the block at hand, if it has any words."""
        if self._runs:
            runs, nodes = tuple(_joined(self._runs)), tuple(self._nodes)
            self._runs, self._nodes = [], []
            if runs:
                text = "".join(run.text for run in runs)
                self.blocks.append(Block(text, runs, self._elements[-1], nodes, self._breaks == 1))
                self._breaks = 0
        self._breaks += weight


def _joined(pieces: Sequence[tuple[str, str, str]]) -> Iterator[Run]:
    """The runs of a block: white space collapsed and trimmed, neighbours that look alike made one."""
    found: list[list[str]] = []
    space = True  # whether a space would be one too many
    for raw, marks, link in pieces:
        text = _SPACE.sub(" ", UNSEEN.sub("", raw))
        if space and text.startswith(" "):
            text = text[1:]
        if not text:
            continue
        space = text.endswith(" ")
        look = "".join(mark for mark in "bic" if mark in marks)
        if found and found[-1][1:] == [look, link]:
            found[-1][0] += text
        else:
            found.append([text, look, link])
    while found and not found[-1][0].rstrip(" "):
        found.pop()
    if found:
        found[-1][0] = found[-1][0].rstrip(" ")
    for text, look, link in found:
        yield Run(text, look, link)
