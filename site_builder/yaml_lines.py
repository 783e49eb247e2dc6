"""YAML of the usual shapes, read line by line in a quarter of a parser's time. Knows not what it is for.

What front matter mostly is: keys with one value each, lists of words in brackets or below their key, one
level of keys below a key. Whatever else there may be on any line, a comment, a blank line, an escape, the
whole text is left to `yaml_nodes.py`. That both read the same is held by a test on random text.
"""

from __future__ import annotations

import re

from site_builder.nodes import Lines, Mapping, Node, Scalar, Sequence

_LONGEST = 10_000  # characters; longer front matter is none of the usual kind

_KEY = r"([A-Za-z_][A-Za-z0-9_]{,60}+)"
# A colon before a space or at the end would make it a key, a number sign behind a space begin a comment.
_PLAIN = r"[^\W_](?:[^\n:#]++|:(?=\S)|(?<=\S)#)*+(?<! )"
_QUOTED = r"""\"[^"\\\n]*+"|'[^'\n]*+'"""
_WORD = rf"(?:[^\W_][\w .;()/+’“”–—-]*+(?<! )|{_QUOTED})"  # in brackets, where more signs mean something
_VALUE = rf"(?:({_PLAIN})|({_QUOTED})|(\[(?:{_WORD}(?:, {_WORD})*+)?\]))"
_ENTRY = re.compile(rf"{_KEY}:(?: {_VALUE}\n|\n((?:(?: |- )[^\n]*+\n)++))")
_ENTRY_BELOW = re.compile(rf"{_KEY}: {_VALUE}")
_ITEM_BELOW = re.compile(rf"- (?:({_PLAIN})|({_QUOTED}))")
_WORDS = re.compile(_WORD)


def read_lines(text: str) -> Mapping | None:
    """The keys and values of the text; None unless every line is of a usual shape, and no key comes twice.

    The nodes are those of `yaml_nodes.parse`, which would find no problem, but they know no place.
    """
    # What is printable can stand in YAML, and is neither a tab nor one of Unicode's other line ends.
    if len(text) > _LONGEST or not text.replace("\n", "").isprintable():
        return None
    lines = Lines("")
    entries: dict[str, tuple[Scalar, Node]] = {}
    position = 0
    while position < len(text):
        found = _ENTRY.match(text, position)
        if found is None:
            return None
        key, plain, quoted, words, below = found.groups()
        value = _value(lines, plain, quoted, words) if below is None else _below(lines, below)
        if value is None or key in entries:
            return None
        entries[key] = (Scalar(lines, None, None, key), value)
        position = found.end()
    return Mapping(lines, None, None, entries) if entries else None


def _value(lines: Lines, plain: str | None, quoted: str | None, words: str | None) -> Node:
    if plain is not None:
        return Scalar(lines, None, None, plain)
    if quoted is not None:
        return Scalar(lines, None, None, quoted[1:-1], True)
    items = [
        Scalar(lines, None, None, word[1:-1], True) if word[0] in "\"'" else Scalar(lines, None, None, word)
        for word in _WORDS.findall(words or "")
    ]
    return Sequence(lines, None, None, tuple(items))


def _below(lines: Lines, text: str) -> Node | None:
    """The list or the keys in the lines below a key; None where they do not all begin in one column."""
    indent = text[: len(text) - len(text.lstrip(" "))]
    typed = [line.removeprefix(indent) for line in text[:-1].split("\n")]
    if typed[0].startswith("- "):
        items = []
        for line in typed:
            if not (found := _ITEM_BELOW.fullmatch(line)):
                return None
            items.append(_value(lines, found[1], found[2], None))
        return Sequence(lines, None, None, tuple(items))
    entries: dict[str, tuple[Scalar, Node]] = {}
    for line in typed:
        if not (found := _ENTRY_BELOW.fullmatch(line)) or found[1] in entries:
            return None
        key, plain, quoted, words = found.groups()
        entries[key] = (Scalar(lines, None, None, key), _value(lines, plain, quoted, words))
    return Mapping(lines, None, None, entries)
