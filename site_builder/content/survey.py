"""One look at the tokens of a text before any of them is written. Knows no HTML beyond tags' names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from site_builder.content.finding import Finder, Lines
from site_builder.content.limits import MAX_NESTING, TOO_DEEP, UNCLOSED_COMMENT
from site_builder.content.raw_html import as_text, forbidden_tags, without_comments
from site_builder.content.references import Fault
from site_builder.problems import Place, Problem

if TYPE_CHECKING:
    from markdown_it.token import Token

_MORE = re.compile(r"<!--\s*more\s*-->", re.IGNORECASE)
_CONTAINERS = frozenset({"blockquote_open", "list_item_open"})


class Survey(NamedTuple):
    """What the tokens of one text have in them."""

    shift: int  # levels by which headings move, so that the highest is h2
    raw: bool  # whether there is HTML other than comments
    before_more: Sequence[Token] | None  # the tokens before <!--more-->, without raw HTML
    problems: tuple[Problem, ...]


def survey(tokens: Sequence[Token], finder: Finder) -> Survey:
    """What must be known of a text before it is cut or written."""
    highest = min([int(token.tag[1]) for token in tokens if token.type == "heading_open"], default=2)
    raw = False
    before_more: Sequence[Token] | None = None
    problems: list[Problem] = []
    removed: dict[str, Place] = {}  # names of tags that may not stand, and where each comes first
    for index, number, html, lines in _raw_html(tokens):
        if before_more is None and _MORE.search(html.content):
            before_more = as_text(_before(tokens, index, number))
        rest = without_comments(html.content)
        raw = raw or bool(rest.strip())
        for offset, name in forbidden_tags(rest):
            if name not in removed:
                removed[name] = finder.find(rest[offset : offset + len(name) + 1], lines)
        if html.content.lstrip().startswith("<!--") and "-->" not in html.content:
            problems.append(UNCLOSED_COMMENT.at(finder.find("<!--", lines)))
    if removed:
        problems.append(_removal(removed))
    if deep := next((t for t in tokens if t.type in _CONTAINERS and t.level >= MAX_NESTING - 2), None):
        problems.append(TOO_DEEP.at(finder.line(deep.map[0] if deep.map else 0)))
    return Survey(2 - highest, raw, before_more, tuple(problems))


def _raw_html(tokens: Sequence[Token]) -> Iterator[tuple[int, int, Token, Lines]]:
    """Each token of raw HTML: the index of its block, its own index in that block's line, where it stands."""
    for index, token in enumerate(tokens):
        if token.type == "html_block":
            yield index, 0, token, token.map
        elif token.type == "inline" and "<" in token.content:
            for number, child in enumerate(token.children or ()):
                if child.type == "html_inline":
                    yield index, number, child, token.map


def _before(tokens: Sequence[Token], index: int, number: int) -> list[Token]:
    """The tokens before the one at `index`, and of that one its first `number` children."""
    token = tokens[index]
    part = [token.copy(children=token.children[:number])] if token.children else []
    return [*tokens[:index], *part]


def _removal(removed: dict[str, Place]) -> Problem:
    names = ", ".join(f"<{name}>" for name in sorted(removed))
    fault = Fault(
        "warning",
        "removed-html",
        f"raw HTML was left out: {names}",
        "Text and simple markup may be typed as HTML; scripts, forms, frames and drawings may not.",
    )
    return fault.at(min(removed.values()))
