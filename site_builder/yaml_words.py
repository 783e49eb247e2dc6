"""What is wrong with text that is no YAML, in an editor's words. Knows nothing of what the text is for.

The parser says where it stopped and what it wanted there; libyaml and PyYAML's own parser differ in
words, so only what both say is looked for. The line itself then shows what people type most: titles
with a colon, text after a closing quote, brackets, tabs.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from yaml import MarkedYAMLError

from site_builder.nodes import Mark

_ENTRY = re.compile(r"(?P<key>\s*(?:- +)?[^\s:#'\"\[{][^:#]*): +(?P<value>\S.*?)\s*")
_BRACKET = re.compile(r"[\[\]{}]")
_CLOSERS = {'"': '"', "'": "'", "[": "]", "{": "}"}


class _Spot(NamedTuple):
    """A mark of our own; both numbers count from 0."""

    line: int
    column: int


class SyntaxSlip(NamedTuple):
    """What a person would call wrong, and where; both marks as the parser's."""

    start: Mark | None
    end: Mark | None  # None when everything to the end of the line is meant
    message: str
    remedy: str


def explain_syntax_error(error: MarkedYAMLError, text: str) -> SyntaxSlip:
    """The slip that made the parser stop; `text` is what it was given."""
    said = error.problem or "it cannot be read"
    stopped = error.problem_mark
    opened = error.context_mark or stopped
    line = _line(text, stopped)
    entry = _ENTRY.fullmatch(line)
    sign = _line(text, stopped)[stopped.column : stopped.column + 1] if stopped else ""

    def slip(at: Mark | None, message: str, remedy: str) -> SyntaxSlip:
        return SyntaxSlip(at, None, message, remedy)

    if sign == "\t":
        return SyntaxSlip(stopped, stopped, "a tab indents this line", "Indent with spaces.")
    if "mapping values are not allowed" in said:
        if entry and ":" in entry["value"]:
            return slip(stopped, "a colon followed by a space needs quotes around the value", _quoted(entry))
        remedy = "See whether the line above lacks its colon, or this line is indented too far."
        return slip(stopped, "a key cannot stand here", remedy)
    if "cannot start any token" in said:
        return slip(stopped, f"a value cannot begin with '{sign}' unless it is quoted", _quoted(entry))
    if "alphabetic or numeric character" in said and opened:
        first = _line(text, opened)[opened.column]
        return slip(opened, f"a value cannot begin with '{first}' unless it is quoted", _quoted(entry))
    if "unexpected end of stream" in said:
        return slip(opened, "the quote that opens here is never closed", "Close it at the end of the value.")
    bracket = None
    if "node content" in said and stopped:
        if "flow" not in (error.context or ""):
            return slip(stopped, f"a value cannot begin with '{sign}' unless it is quoted", _quoted(entry))
        bracket = _open_bracket(text, stopped)
    if "',' or" in said or bracket:
        remedy = "Close it, put commas between the items, and quotes around an item that holds punctuation."
        return slip(bracket or opened, "the bracket that opens here is not closed where it should be", remedy)
    if "could not find expected ':'" in said:
        remedy = "Write `key: value`, with a space in between."
        return slip(opened, "a colon is missing after this key", remedy)
    if "escape" in said:
        remedy = "Use single quotes, in which a backslash is only a backslash, or type it twice."
        return slip(stopped, "a backslash in double quotes begins an escape, and this is none", remedy)
    if "sequence entries are not allowed" in said:
        remedy = "Begin the list on the next line, or put the value in quotes if the dash belongs to it."
        return slip(stopped, "a list cannot begin on the line of its key", remedy)
    if entry and entry["value"][0] in _CLOSERS and stopped and stopped.column > entry.start("value"):
        closer = _CLOSERS[entry["value"][0]]
        return slip(stopped, f"text follows the closing {closer}", _quoted(entry))
    if "did not find expected key" in said or "<block end>" in said or "'-' indicator" in said:
        remedy = "Give entries that belong together the same indent."
        return slip(stopped, "this line does not go on with what stands above it", remedy)
    return slip(stopped, f"this is not YAML: {said}", "Put values that hold punctuation in quotes.")


def _open_bracket(text: str, stopped: Mark) -> Mark | None:
    """The last bracket before a place that is still open there."""
    lines = text.split("\n")[: stopped.line + 1]
    lines[-1] = lines[-1][: stopped.column]
    closed = 0
    for number in range(len(lines) - 1, -1, -1):
        for found in reversed([*_BRACKET.finditer(lines[number])]):
            if found[0] in "]}":
                closed += 1
            elif closed:
                closed -= 1
            else:
                return _Spot(number, found.start())
    return None


def _quoted(entry: re.Match[str] | None) -> str:
    """How the line would look with quotes around its value."""
    if entry is None:
        return "Put the value in quotes."
    value = entry["value"]
    if value[0] == value[-1] and value[0] in "'\"" and len(value) > 1:
        value = value[1:-1]
    doubled = value.replace("'", "''")
    quoted = f"'{doubled}'" if '"' in value or "\\" in value else f'"{value}"'
    return f"Write  {entry['key'].strip()}: {quoted}"


def _line(text: str, mark: Mark | None) -> str:
    lines = text.split("\n")
    return lines[mark.line] if mark is not None and mark.line < len(lines) else ""
