"""Typography as markdown-it-py's own rules make it, in a fraction of their time.

The rules are those of markdown-it's `replacements.js` and `smartquotes.js`. What a straight quotation
mark becomes is told by the characters on both sides; one that closes is paired with the nearest open one
of its kind on its level of emphasis and links; a single one that has no partner or stands inside a word
is an apostrophe. Here each mark is looked at once, and a text is put together once, with all its marks.
Knows inline tokens, and no language.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from markdown_it.token import Token

# Patterns begin with what they look for, since that is searched for fastest.
_ABBREVIATION = re.compile(r"\((?:[cCrR]|[tT][mM])\)")
_ABBREVIATED = {"(c)": "©", "(r)": "®", "(tm)": "™"}
_RARE = ("--", "..", ",,", "+-", "????", "!!!!")
_DOTS = re.compile(r"\.\.+")
_DOTS_BEHIND = re.compile(r"…(?<=[?!]…)")
_SHOUT = re.compile(r"[?!]{3,}([?!])")
_COMMAS = re.compile(r",,+")
_EM_DASH = re.compile(r"---(?<!----)(?!-)")
_EN_DASH_APART = re.compile(r"--(?<!\S--)(?!\S)")
_EN_DASH = re.compile(r"--(?<![-\s]--)(?![-\s])")

_APOSTROPHE = "\u2019"
_MARK = re.compile("[\"']")
_INSIDE_A_WORD = re.compile(r"'(?<=[^\W_]')(?=[^\W_])")
_LINE_ENDS = frozenset({"softbreak", "hardbreak"})
# What markdown-it takes for space: the characters of Unicode's class Zs, and these.
_SPACES = frozenset("\t\n\v\f\r")
_ASCII_PUNCTUATION = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
_SPACE, _PUNCTUATION, _OTHER = range(3)


class _Open(NamedTuple):
    """A mark that may open a quotation."""

    child: int
    offset: int
    mark: str
    level: int


def has_signs(text: str) -> bool:
    """Whether there is anything in the text that `replace_signs` may replace."""
    for sign in _RARE:
        if sign in text:
            return True
    return _ABBREVIATION.search(text) is not None


def replace_signs(children: Sequence[Token]) -> None:
    """Sets dashes, ellipses and the like in the texts of one inline token, but not in bare addresses."""
    in_address = False
    for child in children:
        if child.type == "text":
            if not in_address:
                child.content = _replaced(child.content)
        elif child.info == "auto":
            in_address = child.type == "link_open"


def _replaced(text: str) -> str:
    if "(" in text:
        text = _ABBREVIATION.sub(lambda found: _ABBREVIATED[found[0].lower()], text)
    if not any(sign in text for sign in _RARE):
        return text
    text = text.replace("+-", "±")
    text = _DOTS.sub("…", text)
    text = _DOTS_BEHIND.sub("..", text)
    text = _SHOUT.sub(r"\1\1\1", text)
    text = _COMMAS.sub(",", text)
    if "--" in text:
        text = _EM_DASH.sub("—", text)
        text = _EN_DASH_APART.sub("–", text)
        text = _EN_DASH.sub("–", text)
    return text


def curl(children: Sequence[Token], quotes: str | Sequence[str]) -> None:
    """Curls the marks in the texts of one inline token.

    `quotes` are the opening and closing marks, outer and inner; each may be of several characters, of
    which the last of a closing one must be punctuation.
    """
    for child in children:
        if child.type == "text" and "'" in child.content:
            child.content = _INSIDE_A_WORD.sub(_APOSTROPHE, child.content)
    edits: dict[int, dict[int, str]] = {}  # by child and offset: what stands in place of a mark
    stack: list[_Open] = []
    for index, child in enumerate(children):
        level = child.level
        while stack and stack[-1].level > level:
            stack.pop()
        if child.type != "text":
            continue
        text = child.content
        for found in _MARK.finditer(text):
            mark, offset = found[0], found.start()
            before = text[offset - 1] if offset else _last_before(children, index)
            behind = text[offset + 1] if offset + 1 < len(text) else _first_behind(children, index)
            opens, closes = _flanks(before, mark, behind)
            if closes and (partner := _partner(stack, mark, level)) is not None:
                first = 0 if mark == '"' else 2
                opened = stack[partner]
                edits.setdefault(index, {})[offset] = quotes[first + 1]
                edits.setdefault(opened.child, {})[opened.offset] = quotes[first]
                del stack[partner:]
            elif opens:
                stack.append(_Open(index, offset, mark, level))
            elif mark == "'":
                edits.setdefault(index, {})[offset] = _APOSTROPHE
    for index, marks in edits.items():
        _edit(children[index], marks)


def _flanks(before: str, mark: str, behind: str) -> tuple[bool, bool]:
    """Whether a mark between two characters may open and close a quotation."""
    if mark == '"' == behind and before in "0123456789":
        return False, False  # 5'6"" : inches, then the end of a quotation
    left, right = _kind(before), _kind(behind)
    opens = right == _OTHER or (right == _PUNCTUATION and left != _OTHER)
    closes = left == _OTHER or (left == _PUNCTUATION and right != _OTHER)
    if opens and closes:
        return left == _PUNCTUATION, right == _PUNCTUATION
    return opens, closes


def _partner(stack: Sequence[_Open], mark: str, level: int) -> int | None:
    """The place in the stack of the nearest open mark of the same kind and level."""
    for place in range(len(stack) - 1, -1, -1):
        if stack[place].level < level:
            return None
        if stack[place].mark == mark:
            return place
    return None


@lru_cache(maxsize=4096)
def _kind(character: str) -> int:
    if character in _ASCII_PUNCTUATION:
        return _PUNCTUATION
    category = unicodedata.category(character)
    if category == "Zs" or character in _SPACES:
        return _SPACE
    return _PUNCTUATION if category[0] in "PS" else _OTHER


def _last_before(children: Sequence[Token], index: int) -> str:
    """The character in front of a child, a space at the beginning of a line."""
    for place in range(index - 1, -1, -1):
        child = children[place]
        if child.type in _LINE_ENDS:
            return " "
        if child.content:
            return child.content[-1]
    return " "


def _first_behind(children: Sequence[Token], index: int) -> str:
    """The character behind a child, a space at the end of a line."""
    for place in range(index + 1, len(children)):
        child = children[place]
        if child.type in _LINE_ENDS:
            return " "
        if child.content:
            return child.content[0]
    return " "


def _edit(child: Token, marks: dict[int, str]) -> None:
    """Puts characters in place of those at the offsets."""
    parts: list[str] = []
    done = 0
    for offset in sorted(marks):
        parts += (child.content[done:offset], marks[offset])
        done = offset + 1
    child.content = "".join(parts) + child.content[done:]
