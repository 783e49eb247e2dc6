"""Whether a block of code is a paragraph whose first line somebody indented, as letters on paper have it.

Markdown takes four spaces or a tab for code. Knows the text of one such block, and of Markdown the signs of
links and stress inside it. In doubt a text is code: verse, tables and what a program prints stay untold.
"""

from __future__ import annotations

import re

_WORDS = 12  # that a paragraph has at least; what a program prints is often shorter
_LONGEST = 4_000  # characters
_LETTERS = 20  # where words are not written apart
_FULL_LINE = 45  # characters of a line that is followed by another of the same paragraph: verse is shorter
_MOST = 0.9  # of what stands between spaces must be words or numbers

_LINK = re.compile(r"!?\[([^\]\n]*)\]\([^)\n]*\)|<https?://[^>\s]+>|https?://\S+")
_CODE = re.compile(
    r"[{}=|\\$#@~^<>]|[;,({]$|//|::|->|\w\(|^\s*[$%>#]\s|\S\t|[^.!?\s]  +\S|\w_\w", re.MULTILINE
)
_BEGINS = re.compile(r"""["'“‘«„‹(\[—–-]*\s?[^\W_]""")
_ENDS = re.compile(r"""[.!?…:؟۔。！？।]["'”’»“‹›)\]*_]*$""")
_APART = re.compile(r"[。！？]")
_WORD = re.compile(r"(?:[^\W\d_]+(?:['’.&/-][^\W\d_]+)*|[^\W\d_]\.|\d[\d.,:%/-]*(?:st|nd|rd|th|s)?|[-–—&+])")
_AROUND = "\"'“”‘’«»„‹›()[]*_`,;:.!?…—–؛،؟۔"


def looks_like_prose(text: str) -> bool:
    """Whether the text of a block of code is one paragraph of sentences."""
    if len(text) > _LONGEST:
        return False
    text = _LINK.sub(lambda link: link[1] or "", text.strip())
    lines = text.split("\n")
    begins = _BEGINS.match(text)
    if _CODE.search(text) or not _ENDS.search(text) or not begins or begins[0][-1].islower():
        return False
    if any(len(line) < _FULL_LINE for line in lines[:-1]):
        return False
    if len(lines) > 1 and all(map(_ENDS.search, lines)):  # so programs print, one message to a line
        return False
    words = [bare for word in text.split() if (bare := word.strip(_AROUND))]
    if len(words) < _WORDS:
        return len(text) >= _LETTERS and bool(_APART.search(text)) and not text.isascii()
    return sum(bool(_WORD.fullmatch(word)) for word in words) >= _MOST * len(words)
