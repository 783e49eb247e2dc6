"""Where something stands in a Markdown text. Knows lines and characters, no Markdown.

The parser tells only in which lines a block stands, so what was typed is looked for in those lines.
"""

from __future__ import annotations

from functools import cached_property
from urllib.parse import unquote

from site_builder.problems import Place

Lines = list[int] | None  # first line and the one behind the last, from 0, as the parser gives them

_LONGEST_EXCERPT = 2_000  # characters; every problem and reference carries its line


class Finder:
    """Makes places in one text; `first_line` is the line of the file on which the text begins."""

    def __init__(self, text: str, source: str, first_line: int) -> None:
        self._text = text
        self._source = source
        self._first_line = first_line
        self._next: dict[tuple[int, str], tuple[int, int]] = {}  # where to go on looking for the same

    @cached_property
    def _lines(self) -> list[str]:
        return self._text.split("\n")

    def line(self, number: int) -> Place:
        """The line `number`, counted from 0 in the text, without a column."""
        return self._place(number, 0, 1)

    def find(self, typed: str, lines: Lines) -> Place:
        """Where `typed` is written in `lines`, else anywhere; the first of `lines` when it is nowhere.

        Asked again for the same in the same lines, it tells the next occurrence. A URL is found also
        in the form it had before it was percent-encoded.
        """
        first, end = lines or (0, len(self._lines))
        forms = (typed, unquote(typed)) if "%" in typed else (typed,)
        for start, stop in ((first, end), (0, len(self._lines))):
            for form in forms:
                if form and (place := self._occurrence(form, start, stop)):
                    return place
        return self.line(first)

    def _occurrence(self, form: str, start: int, stop: int) -> Place | None:
        line, column = self._next.get((start, form), (start, 0))
        for number in range(line, min(stop, len(self._lines))):
            at = self._lines[number].find(form, column if number == line else 0)
            if at >= 0:
                self._next[start, form] = (number, at + len(form))
                return self._place(number, at + 1, len(form))
        return None

    def _place(self, number: int, column: int, length: int) -> Place:
        excerpt = self._lines[number] if number < len(self._lines) else ""
        excerpt = excerpt if len(excerpt) <= _LONGEST_EXCERPT else ""
        return Place(self._source, self._first_line + number, column, length, excerpt)
