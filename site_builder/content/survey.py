"""One look at the tokens of a text before any of them is written. Knows no HTML beyond tags' names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from site_builder.content.finding import Finder, Lines
from site_builder.content.indented import looks_like_prose
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


class _Html(NamedTuple):
    """Raw HTML as typed: the index of its block, its own index in that block's line, where it stands."""

    block: int
    number: int
    typed: str
    lines: Lines


def survey(tokens: Sequence[Token], finder: Finder) -> Survey:
    """What must be known of a text before it is cut or written."""
    highest, html, deep, indented = _look(tokens)
    raw = False
    before_more: Sequence[Token] | None = None
    problems: list[Problem] = []
    removed: dict[str, Place] = {}  # names of tags that may not stand, and where each comes first
    for index, number, typed, lines in html:
        if before_more is None and _MORE.search(typed):
            before_more = as_text(_before(tokens, index, number))
        rest = without_comments(typed)
        raw = raw or bool(rest.strip())
        for offset, name in forbidden_tags(rest):
            if name not in removed:
                removed[name] = finder.find(rest[offset : offset + len(name) + 1], lines)
        if typed.lstrip().startswith("<!--") and "-->" not in typed:
            problems.append(UNCLOSED_COMMENT.at(finder.find("<!--", lines)))
    if removed:
        problems.append(_removal(removed))
    if indented:
        problems.append(_as_code(indented, finder))
    if deep:
        problems.append(TOO_DEEP.at(finder.line(deep.map[0] if deep.map else 0)))
    return Survey(2 - highest, raw, before_more, tuple(problems))


def _look(tokens: Sequence[Token]) -> tuple[int, list[_Html], Token | None, list[Token]]:
    """The level of the highest heading, 2 where there is none; all raw HTML; the first block too deep; the
    blocks of code that are paragraphs.
    """
    levels: list[int] = []
    indented: list[Token] = []
    html: list[_Html] = []
    deep: Token | None = None
    for index, token in enumerate(tokens):
        kind = token.type
        if kind == "inline":
            if "<" in token.content:
                for number, child in enumerate(token.children or ()):
                    if child.type == "html_inline":
                        html.append(_Html(index, number, child.content, token.map))
        elif kind == "heading_open":
            levels.append(int(token.tag[1]))
        elif kind == "html_block":
            html.append(_Html(index, 0, token.content, token.map))
        elif kind == "code_block":
            if looks_like_prose(token.content):
                indented.append(token)
        elif deep is None and kind in _CONTAINERS and token.level >= MAX_NESTING - 2:
            deep = token
    return min(levels, default=2), html, deep, indented


def _before(tokens: Sequence[Token], index: int, number: int) -> list[Token]:
    """The tokens before the one at `index`, and of that one its first `number` children."""
    token = tokens[index]
    part = [token.copy(children=token.children[:number])] if token.children else []
    return [*tokens[:index], *part]


def _as_code(indented: Sequence[Token], finder: Finder) -> Problem:
    first = indented[0]
    others = f", and so are {len(indented) - 1} more" if len(indented) > 1 else ""
    fault = Fault(
        "warning",
        "indented-text",
        f"this paragraph begins with a tab or four spaces, so it is shown as code{others}",
        "Take the indent away. Where code is meant, put a line of three backquotes above and below it.",
    )
    return fault.at(finder.find(first.content.partition("\n")[0], first.map))


def _removal(removed: dict[str, Place]) -> Problem:
    names = ", ".join(f"<{name}>" for name in sorted(removed))
    fault = Fault(
        "warning",
        "removed-html",
        f"raw HTML was left out: {names}",
        "Text and simple markup may be typed as HTML; scripts, forms, frames and drawings may not.",
    )
    return fault.at(min(removed.values()))
