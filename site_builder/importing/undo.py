"""Puts back into an article what an import took out of it. Knows no folder: texts in, texts out.

A line goes back between the neighbours that it had in what was read. Where an editor has changed these,
nobody can say where it belongs, and nothing is done.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from msgspec import Struct, structs

from site_builder.content.front_matter import split
from site_builder.importing.duplicates import story_words
from site_builder.importing.ledger import Entry, Ledger, ledger_text, read_whole
from site_builder.importing.ledger_view import Line, explain, slices, why
from site_builder.importing.plain.markdown_text import paragraph
from site_builder.importing.plain.passages import line_ends, tidy

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_BLOCK = re.compile(r"(?:^[^\S\n]*\S.*(?:\n|\Z))+", re.MULTILINE)
_TAKEN = {"cut", "field"}
_KEPT = {"text", "review"}
_NEIGHBOUR = 12  # words of a neighbour that it is known by


class Removed(Struct, frozen=True):
    """A line that was taken out and can be put back."""

    line: int  # of what was read, from 1
    text: str  # as a reader sees it
    why: str  # as where all lines are shown


class Undone(Struct, frozen=True):
    """An article and its ledger after lines were put back."""

    article: str
    ledger: str
    text: str  # the lines, as they stand in the article now


class NoPlace(Exception):
    """It is not certain where in the article the lines belong. `text` is what would have been put there."""

    def __init__(self, text: str) -> None:
        self.text = text
        super().__init__("the article was edited here, and it is not certain where this belongs")


def removed_lines(ledger: str, text: str) -> tuple[Removed, ...]:
    """All lines that can be put back, in their order; `text` is what the ledger is about.

    Raises ValueError when the two do not belong together.
    """
    return tuple(
        Removed(number, tidy(raw), why(entry)) for entry, number, raw, _ in _whole_lines(ledger, text)
    )


def undo(article: str, ledger: str, text: str, first: int, last: int = 0) -> Undone:
    """Put back the lines from `first` to `last` (or only `first`), which one rule has taken out together.

    `article` is its file as it is now. What a rule found in a line stays in the front matter. Raises
    ValueError where no such lines were taken out or the three texts do not belong together, ProblemsFound
    where the article has no front matter, and NoPlace.
    """
    last = max(first, last)
    lines = [line for line in _whole_lines(ledger, text) if first <= line[1] <= last]
    if not lines:
        raise ValueError(_why_not(explain(ledger, text), first))
    if any(one[0] is not lines[0][0] for one in lines):
        raise ValueError("put back what different rules have taken out one after the other")
    entry, _, _, start = lines[0]
    _, _, raw, begin = lines[-1]
    end = begin + len(raw)
    whole = read_whole(ledger)
    block = paragraph([shown for *_, raw, _ in lines if (shown := tidy(raw))])
    before = _words(reversed(list(_kept_lines(whole, text, 0, start))), -_NEIGHBOUR, None)
    after = _words(_kept_lines(whole, text, end, len(text)), 0, _NEIGHBOUR)
    return Undone(_inserted(article, block, before, after), _recorded(whole, entry, text, start, end), block)


def _why_not(lines: Sequence[Line], number: int) -> str:
    """Why a line cannot be put back."""
    parts = [line for line in lines if line.number == number]
    if not parts:
        return (
            f"there is no line {number}: the last one of the original is {lines[-1].number if lines else 0}"
        )
    if not any(part.text.strip() for part in parts):
        return f"line {number} is blank"
    if any(part.fate in _TAKEN for part in parts):
        return f"only a part of line {number} was taken out, and a part cannot be put back"
    return f"line {number} was not taken out"


def undone_lines(ledger: str) -> tuple[str, frozenset[str]]:
    """The source of an import, and the shapes of the lines that an editor has put back in it.

    Never to be cut again in what comes from this source. Raises ValueError for what is no ledger.
    """
    whole = read_whole(ledger)
    put_back = (line for entry in whole.entries if entry.undone for line in _LINE.findall(entry.raw))
    return whole.origin.source, frozenset(shape for line in put_back if (shape := line_shape(line)))


def line_shape(line: str) -> str:
    """What lines have in common that differ in their numbers alone: the line with digits as #."""
    return re.sub(r"\d", "#", tidy(line))


def _whole_lines(ledger: str, text: str) -> Iterator[tuple[Entry, int, str, int]]:
    """The lines that were taken out as a whole: entry, number, raw text, and where it begins in the text."""
    start = 0
    for entry, raw in slices(read_whole(ledger).entries, text):
        if entry.fate in _TAKEN:
            at, number = start, entry.line
            for line in _LINE.findall(raw):
                begins = not at or text[at - 1] in "\r\n"
                ends = line.endswith(("\r", "\n")) or at + len(line) == len(text)
                if begins and ends and tidy(line):
                    yield entry, number, line, at
                at, number = at + len(line), number + 1
        start += len(raw)


def _kept_lines(ledger: Ledger, text: str, start: int, end: int) -> Iterator[str]:
    """What stayed of the text from `start` to `end`, by lines or parts of lines."""
    at = 0
    for entry, raw in slices(ledger.entries, text):
        if entry.fate in _KEPT:
            yield from _LINE.findall(raw[max(0, start - at) : max(0, end - at)])
        at += len(raw)


def _words(lines: Iterable[str], start: int | None, end: int | None) -> list[str]:
    """Some words of the first line that has any; [] when none has."""
    return next((words[start:end] for line in lines if (words := story_words(line))), [])


def _inserted(article: str, block: str, before: list[str], after: list[str]) -> str:
    """The article with a block more, between one that ends with the words `before` and one that begins with
    `after`. Raises NoPlace where no two such blocks follow each other, or where more than two do.
    """
    end = "\r\n" if "\r\n" in article else "\n"
    text = article.replace("\r\n", "\n")
    body = split(text, "").body
    blocks = [(found.start(), found.start() + len(found[0].rstrip())) for found in _BLOCK.finditer(body)]
    words = [story_words(body[slice(*place)]) for place in blocks]
    gaps = [
        gap
        for gap in range(len(blocks) + 1)
        if (words[gap - 1][-len(before) :] == before if gap and before else not gap and not before)
        and (
            words[gap][: len(after)] == after
            if gap < len(blocks) and after
            else gap == len(blocks) and not after
        )
    ]
    if len(gaps) != 1:
        raise NoPlace(block)
    (gap,) = gaps
    if gap:
        at = blocks[gap - 1][1]
        new = f"{body[:at]}\n\n{block}{body[at:]}"
    elif blocks:
        at = blocks[0][0]
        new = f"{body[:at]}{block}\n\n{body[at:]}"
    else:
        new = f"{body.rstrip()}\n{block}\n"
    return (text.removesuffix(body) + new).replace("\n", end)


def _recorded(ledger: Ledger, put_back: Entry, text: str, start: int, end: int) -> str:
    """The ledger with the characters from `start` to `end` as text again."""
    entries: list[Entry] = []
    at = 0
    for entry, raw in slices(ledger.entries, text):
        cuts = sorted({at, at + len(raw), *(cut for cut in (start, end) if at < cut < at + len(raw))})
        if entry.fate not in _TAKEN or not at <= start < at + len(raw):
            entries.append(entry)
        else:
            for left, right in pairwise(cuts):
                part = text[left:right]
                line = entry.line + line_ends(text[at:left])
                last = line + max(0, line_ends(part) - part.endswith(("\n", "\r")))
                if left == start:
                    entries.append(Entry(line, last, "text", undone=put_back.rule, raw=part))
                else:
                    entries.append(structs.replace(entry, line=line, to=last, raw=part))
        at += len(raw)
    return ledger_text(structs.replace(ledger, entries=tuple(entries)))
