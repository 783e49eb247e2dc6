"""Cuts a raw text into passages, and tells prose from headlines. Knows no rule and no field.

A passage is a paragraph, a headline or a button: what a reader takes for one thing. Two kinds of raw
text are common, one line to a paragraph and lines wrapped at a width, with or without blank lines
between. Which one lies before us is told from the lengths of its lines.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from msgspec import Struct

from site_builder.importing.plain.repairs import repaired

WIDEST = 100  # characters; a text with a longer line was not wrapped at a width
_NARROWEST = 40
LINE_END = re.compile(r"\r\n|\r|\n")
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_SPACES = re.compile(r"[ \u00a0]{2,}")
_ODD_SPACE = re.compile(r"[\t\x0b\x0c\x1c-\x1f\x85\u2028\u2029]")
# What no reader sees: C0 and C1 controls, byte order marks, the reordering of text that hides its
# order from an editor, and halves of characters. Joiners and direction marks are part of a script.
UNSEEN = re.compile(
    r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]+"
)
_FULL_STOP = re.compile(r"(?:[.…。۔।]|[?!؟！？](?=[\"'”’»]))[\"'”’»)\]]*$")
# What mail programs put before each line of another's mail, once for each time that it was passed on.
QUOTE = re.compile(r"^(?:>[ ]?)+", re.MULTILINE)
# Scripts whose words are not set apart by spaces: two of their letters count as a word.
_UNSPACED = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_ABBREVIATION = re.compile(r"(?:\b[^\W\d_]\.){2,}$")


class Passage(Struct, frozen=True):
    """Adjacent lines that belong together, with the blank lines after them.

    All passages' `raw`, one after the other, are the text they were cut from. `text` is "" only for
    blank lines at the very beginning.
    """

    line: int  # number of its first line, from 1
    raw: str
    text: str  # its words in one line, repaired, without what no reader sees


def split_passages(
    text: str, stands_alone: Callable[[str], bool], *, quoted: bool = False
) -> tuple[Passage, ...]:
    """The text's passages in order; () for an empty text.

    Adjacent lines are one passage where the text is wrapped at a width and the second line's first
    word would not have fitted on the first, or where the first breaks off amid a sentence that the second
    goes on with; otherwise each line is its own. A line that
    `stands_alone` (a button, say) never joins another. Of a `quoted` text the marks before its lines are none
    of its words.
    """
    lines: list[str] = _LINE.findall(text)
    words = [tidy(repaired(QUOTE.sub("", line, count=1) if quoted else line)) for line in lines]
    width = _wrapped_at(words)
    passages: list[Passage] = []
    start = 0
    for number in range(1, len(lines) + 1):
        if number < len(lines) and _goes_on(words, start, number, width, stands_alone):
            continue
        of_it = " ".join(w for w in words[start:number] if w)
        passages.append(Passage(start + 1, "".join(lines[start:number]), of_it))
        start = number
    return tuple(passages)


def tidy(text: str) -> str:
    """A line as a reader sees it: unseen characters gone, white space as single spaces, trimmed."""
    text = text.strip()
    if text.isprintable():
        # So is nearly every line, and then it holds no white space but single signs for it.
        return _SPACES.sub(" ", text) if "  " in text else text
    return _SPACES.sub(" ", _ODD_SPACE.sub(" ", UNSEEN.sub("", text))).strip()


def line_ends(text: str) -> int:
    """How many lines end in the text, whichever way they end."""
    return sum(1 for _ in LINE_END.finditer(text))


def is_prose(text: str) -> bool:
    """Whether a passage reads as a paragraph and not as a headline: it is long, or ends a sentence.

    A question or an abbreviation at the end (`… in the U.S.`) leaves a short line a headline.
    """
    if len(text) >= 150:
        return True
    ends = _FULL_STOP.search(text) and not _ABBREVIATION.search(text)
    return bool(ends) and word_count(text) >= 6


def word_count(text: str) -> int:
    """How many words a passage has, in scripts with spaces between them and without."""
    unspaced = 0 if text.isascii() else len(_UNSPACED.findall(text))
    return len(text.split()) + unspaced // 2


def _goes_on(
    words: Sequence[str], start: int, number: int, width: int, stands_alone: Callable[[str], bool]
) -> bool:
    """Whether line `number` (from 0) belongs to the passage that begins at `start`."""
    here, before = words[number], words[number - 1]
    if not here:
        return True
    if not before:
        return False
    full = width and len(before) + 1 + len(here.split()[0]) > width
    if not full and not _is_broken_off(before, here):
        return False
    return not stands_alone(before) and not stands_alone(here)


def _is_broken_off(before: str, here: str) -> bool:
    """Whether a line of some length ends amid a sentence, and the next goes on in small letters.

    So do mails, which are wrapped and too short to show a width. "by" may begin the line of an author.
    """
    if not _NARROWEST <= len(before) <= WIDEST or not here[0].islower():
        return False
    return not _FULL_STOP.search(before) and here.split()[0] != "by"


def _wrapped_at(words: Sequence[str]) -> int:
    """The width that the text is wrapped at, in characters; 0 when it is not wrapped."""
    width = max(map(len, words), default=0)
    full = sum(len(line) > width * 3 // 4 for line in words)
    return width if _NARROWEST <= width <= WIDEST and full >= 3 else 0
