"""Edits of a YAML text at the places of its nodes: every byte that is not meant stays as it is."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from site_builder.nodes import Mapping, Mark, Node, Scalar, Sequence
from site_builder.yaml_text import yaml_entries

_TO_BRACKET = re.compile(r"(?:[\s,]|#[^\r\n]*)*[]}]")
_LINE_END = re.compile(r"\r\n|\r|\n")


class Edit(NamedTuple):
    """Characters of a text and what takes their place; in order of their places."""

    start: int
    end: int
    text: str


class Source:
    """A text with YAML in it, as it lies in its file."""

    def __init__(self, text: str, first_line: int = 1) -> None:
        """`first_line` is that of the text, from 1, on which the YAML begins."""
        self.text = text
        self._starts = [0, *(found.end() for found in _LINE_END.finditer(text))]
        self._first = first_line - 1
        newline = _LINE_END.search(text)
        self.newline = newline[0] if newline else "\n"

    def offset(self, mark: Mark | None) -> int:
        """The number of characters before a mark of the YAML."""
        assert mark is not None
        return self._starts[self._first + mark.line] + mark.column

    def raw(self, node: Node) -> str:
        """A node as it is written."""
        return self.text[self.offset(node.start) : self.offset(node.end)]

    def line_start(self, offset: int) -> int:
        """The start of the line that holds a character."""
        return max(start for start in self._starts if start <= offset)

    def line_stop(self, offset: int) -> int:
        """The start of the line after the one that holds a character."""
        return next((start for start in self._starts if start > offset), len(self.text))

    def last(self, key: Scalar, value: Node) -> int:
        """The end of the last character of an entry, where comments behind it do not count."""
        while True:
            if isinstance(value, Scalar):
                if not value.text and not value.quoted:
                    return self.offset(key.end) + 1
                end = self.offset(value.end)
                return len(self.text[:end].rstrip())
            if self.is_flow(value):
                return self.flow_end(value)
            if isinstance(value, Sequence):
                value = value.items[-1]
            else:
                key, value = list(value.entries.values())[-1]

    def flow_end(self, node: Sequence | Mapping) -> int:
        """The end of a list or mapping in brackets, which the parser does not tell."""
        position = self.offset(node.start) + 1
        if isinstance(node, Mapping) and node.entries:
            position = self.last(*list(node.entries.values())[-1])
        elif isinstance(node, Sequence) and node.items:
            item = node.items[-1]
            position = self.offset(item.end) if isinstance(item, Scalar) else self.flow_end(item)
        found = _TO_BRACKET.match(self.text, position)
        return found.end() if found else position

    def is_flow(self, node: Sequence | Mapping) -> bool:
        """Whether a list or mapping is written in brackets."""
        return self.text[self.offset(node.start)] in "[{"


def apply(text: str, edits: Iterable[Edit]) -> str:
    """The text with all edits made; they do not overlap."""
    parts = []
    position = 0
    for edit in sorted(edits):
        assert edit.start >= position
        parts += [text[position : edit.start], edit.text]
        position = edit.end
    return "".join([*parts, text[position:]])


def as_item(text: str) -> str:
    """A text as an item of a list in brackets, which is good as any other value too."""
    line = yaml_entries({"item": [text]}).removeprefix("item:").strip()
    return line.removeprefix("- ").removeprefix("[").removesuffix("]")


def like(source: Source, old: Scalar, text: str) -> str:
    """A text in the quotes of the value whose place it takes, where it can stand in them."""
    quote = source.raw(old)[:1]
    if quote in {'"', "'"} and not re.search(r"[\"'\\]", text):
        return f"{quote}{text}{quote}"
    return as_item(text)
