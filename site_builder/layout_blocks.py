"""Blocks of a site's layouts that would show nowhere: a layout fills those of the one that it stands on.

Jinja says nothing of a block that no layout above has: it drops what stands in it. Knows texts by name, and
no file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from site_builder.problems import Place, Problem, did_you_mean

if TYPE_CHECKING:
    from site_builder.layouts import LayoutText

_SILENT = re.compile(r"\{#.*?#\}|\{%[-+]?\s*raw\b.*?endraw\s*[-+]?%\}", re.DOTALL)
_EXTENDS = re.compile(r"\{%[-+]?\s*extends\s+([^%]*?)\s*[-+]?%\}")
_BLOCK = re.compile(r"\{%[-+]?\s*(?:block\s+(\w+)|(endblock)\b)")
_CALLED = re.compile(r"\bself\s*\.\s*(\w+)\s*\(")


def lost_blocks(own: Mapping[str, LayoutText], texts: Mapping[str, LayoutText]) -> Iterator[Problem]:
    """The blocks of the site's own layouts that none of those they stand on has, in the order of the text.

    `texts` are all layouts by each of their names. A block inside another shows with it, and one that is
    called, `{{ self.name() }}`, shows there. Of a layout whose parent is known by a value nothing is said.
    """
    for layout in own.values():
        above = _above(layout, texts)
        if not above:
            continue
        known = {found for text in above for found, _, _ in _blocks(text)}
        called = {name for text in (*above, layout) for name in _CALLED.findall(text.text)}
        for name, start, depth in _blocks(layout):
            if not depth and name not in known | called:
                yield _lost(layout, name, start, known)


def _lost(layout: LayoutText, name: str, start: int, known: set[str]) -> Problem:
    lines = layout.text[:start].split("\n")
    excerpt = layout.text.split("\n")[len(lines) - 1]
    return Problem(
        level="warning",
        code="unknown-block",
        place=Place(layout.source, len(lines), len(lines[-1]) + 1, len(name), excerpt),
        message=f"no layout that this one stands on has a block '{name}', so it would show nowhere",
        remedy=did_you_mean(name, known) or f"They have: {', '.join(sorted(known))}.",
    )


def _above(layout: LayoutText, texts: Mapping[str, LayoutText]) -> list[LayoutText]:
    """What a layout stands on, the nearest first; nothing where that is not said by name alone."""
    found: list[LayoutText] = []
    while extends := _EXTENDS.findall(spoken(layout.text)):
        name = re.fullmatch(r"""(["'])(.*)\1""", extends[0])
        parent = texts.get(name[2]) if name and len(extends) == 1 else None
        if parent is None or parent in found:
            return []
        found.append(parent)
        layout = parent
    return found


def _blocks(layout: LayoutText) -> Iterator[tuple[str, int, int]]:
    """Each block's name, where the name stands, and how many blocks it lies in."""
    depth = 0
    for match in _BLOCK.finditer(spoken(layout.text)):
        if match[2]:
            depth -= 1
        else:
            yield match[1], match.start(1), depth
            depth += 1


def spoken(text: str) -> str:
    """A layout's text with spaces, and its line ends, for what Jinja passes over."""
    return _SILENT.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)
