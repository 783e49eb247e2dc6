"""The usual blocks of a text as the parser's own tokens, for less. Knows lines, and no text in them.

Most of a news text is paragraphs between blank lines; now and then there is a heading, a quotation of
one paragraph, a list of short items. markdown-it-py asks up to eleven rules at each line whether it begins
something else. Here one pattern takes what it can tell for certain, and the parser gets what is between:
the tokens are the same, field by field, which the tests hold.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markdown_it.token import Token

if TYPE_CHECKING:
    from markdown_it.rules_core import StateCore

# What a line may begin with that opens no block but a paragraph, and ends none: a letter or a sign that
# means nothing there, a number that is no list's, emphasis before a word, a link that is no definition.
_SIGN = r"[^\s\x00-\x1f\x7f0-9#*+:<=>\[\\\]^_`{|}~-]"
_START = rf"(?:{_SIGN}|[0-9]++(?![.)])|(?:\*\*?|__?)(?=[^\W_])|\[[^]\[\\^\n]++\]\()"
_LINE = rf"{_START}[^\n]*+"
_NUMBER = r"[1-9][0-9]{,3}\. "
_ITEM = rf"{_LINE}(?<!\s)"
# Groups: 1 paragraph; 2 and 3 a heading's signs and text; 4 quotation; 5 list; 6 the line ends behind it.
_BLOCK = re.compile(
    rf"(?:({_LINE}(?:\n{_LINE})*+)"
    rf"|(#{{1,6}}) ([^\s#][^\n]*+)(?<!#)"
    rf"|(> {_LINE}(?:\n> {_LINE})*+)"
    rf"|(- {_ITEM}(?:\n- {_ITEM})*+|{_NUMBER}{_ITEM}(?:\n{_NUMBER}{_ITEM})*+)"
    # Several blank lines are common, blank lines with spaces in them are not. Behind them a list may go on.
    rf")(?<!\s)(\n\n++(?(5)(?={_START}|[#>] )|)|\n*+\Z)"
)
# Whatever stood before, a line of text behind a blank line is no part of it, unless that was code or HTML.
_NEXT = re.compile(rf"\n\n(?={_START})")
_GOES_ON = ("<", "```", "~~~")
# Paragraphs that lie in no other block end with one and the same token, which nothing changes.
_PARAGRAPH_CLOSE = Token("paragraph_close", "p", -1, block=True)


def parse_blocks(state: StateCore) -> None:
    """Adds the tokens of the source's blocks, as the parser's own rule does."""
    source, tokens = state.src, state.tokens
    add = tokens.append
    position = line = len(source) - len(source.lstrip("\n"))
    while position < len(source):
        found = _BLOCK.match(source, position)
        if found is None:
            position, line = _other_blocks(state, position, line)
            continue
        paragraph, level, heading, quotation, items, gap = found.groups()
        position = found.end()
        if paragraph:
            end = line + 1 + paragraph.count("\n")
            add(Token("paragraph_open", "p", 1, {}, [line, end], 0, None, "", "", "", {}, True))
            add(Token("inline", "", 0, {}, [line, end], 1, [], paragraph, "", "", {}, True))
            add(_PARAGRAPH_CLOSE)
        elif level:
            end, tag = line + 1, f"h{len(level)}"
            add(Token("heading_open", tag, 1, {}, [line, end], 0, None, "", level, "", {}, True))
            add(Token("inline", "", 0, {}, [line, end], 1, [], heading, "", "", {}, True))
            add(Token("heading_close", tag, -1, {}, None, 0, None, "", level, "", {}, True))
        elif quotation:
            end = line + 1 + quotation.count("\n")
            add(Token("blockquote_open", "blockquote", 1, {}, [line, end], 0, None, "", ">", "", {}, True))
            tokens.extend(_paragraph(quotation.replace("\n> ", "\n")[2:], line, end, 1))
            add(Token("blockquote_close", "blockquote", -1, {}, None, 0, None, "", ">", "", {}, True))
        else:
            end = line + 1 + items.count("\n")
            tokens.extend(_list(items.split("\n"), line, end + max(0, len(gap) - 1)))
        line = end + max(0, len(gap) - 1)


def _paragraph(
    text: str, line: int, end: int, level: int, hidden: bool = False
) -> tuple[Token, Token, Token]:
    return (
        Token("paragraph_open", "p", 1, {}, [line, end], level, None, "", "", "", {}, True, hidden),
        Token("inline", "", 0, {}, [line, end], level + 1, [], text, "", "", {}, True),
        Token("paragraph_close", "p", -1, {}, None, level, None, "", "", "", {}, True, hidden),
    )


def _list(items: list[str], line: int, end: int) -> list[Token]:
    """The tokens of a tight list; the parser counts blank lines behind a list to its last item."""
    numbers = [item[: item.index(" ") - 1] for item in items]
    ordered = numbers[0] != ""
    kind, tag, sign = ("ordered_list", "ol", ".") if ordered else ("bullet_list", "ul", "-")
    attributes: dict[str, str | int | float] = {"start": int(numbers[0])} if ordered else {}
    if numbers[0] == "1":
        attributes = {}
    made = [Token(f"{kind}_open", tag, 1, attributes, [line, end], 0, None, "", sign, "", {}, True)]
    last = line + len(items) - 1
    for at, (number, item) in enumerate(zip(numbers, items, strict=True), line):
        span = [at, end if at == last else at + 1]
        made.append(Token("list_item_open", "li", 1, {}, span, 1, None, "", sign, number, {}, True))
        made.extend(_paragraph(item[len(number) + 2 :], at, at + 1, 2, hidden=True))
        made.append(Token("list_item_close", "li", -1, {}, None, 1, None, "", sign, "", {}, True))
    made.append(Token(f"{kind}_close", tag, -1, {}, None, 0, None, "", sign, "", {}, True))
    return made


def _other_blocks(state: StateCore, position: int, line: int) -> tuple[int, int]:
    """Lets the parser read what begins at a position and line; tells where the usual may begin again."""
    source = state.src
    following = _NEXT.search(source, position)
    end = following.end() if following else len(source)
    part = source[position:end]
    if following and any(sign in part for sign in _GOES_ON):
        end, part = len(source), source[position:]
    made = _parsed(state, part, line)
    deepest = max([token.level for token in made], default=0)
    if end < len(source) and deepest >= state.md.options.maxNesting - 2:
        # At its limit of nesting the parser drops what is left of the source, and not only the block.
        end, part = len(source), source[position:]
        made = _parsed(state, part, line)
    state.tokens.extend(made)
    return end, line + part.count("\n")


def _parsed(state: StateCore, part: str, line: int) -> list[Token]:
    """The parser's own tokens of a part of the source that begins at a line."""
    made: list[Token] = []
    state.md.block.parse(part, state.md, state.env, made)
    for token in made:
        if token.map:
            token.map = [number + line for number in token.map]
    return made
