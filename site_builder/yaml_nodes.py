"""YAML text to nodes that know their places. Knows nothing of what the text is for.

Text comes from strangers, so less than YAML is read, and no object is ever constructed:

- one document of at most `limit` characters, nested at most `MAX_DEPTH` deep;
- no anchors, aliases, merge keys or tags: they serve attacks more often than editors;
- no implicit types: `no`, `010` and `12:30` are the text that was typed. Whoever knows the wanted type
  converts; see `schema.py`, and `nodes.plain` for free data.

libyaml's events are read one by one. Its own composer is recursive C and dies on deep nesting, whereas
here depth is counted before each descent.
"""

from __future__ import annotations

from typing import Any

import yaml
from yaml.events import (
    AliasEvent,
    MappingEndEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)
from yaml.parser import Parser
from yaml.reader import Reader
from yaml.scanner import Scanner

from site_builder.nodes import Lines, Mapping, Mark, Node, Scalar, Sequence
from site_builder.problems import Problem, ProblemsFound
from site_builder.texts import find_unwanted, name_of
from site_builder.yaml_words import explain_syntax_error

MAX_DEPTH = 32  # front matter needs four levels, and free data seldom more than six


class _PureParser(Reader, Scanner, Parser):
    """PyYAML's own source of events, for where it was built without libyaml; eight times slower."""

    def __init__(self, text: str) -> None:
        Reader.__init__(self, text)
        Scanner.__init__(self)
        Parser.__init__(self)


_EventParser: Any = _PureParser
if yaml.__with_libyaml__:
    from yaml._yaml import CParser as _EventParser


def compose(text: str, source: str, first_line: int = 1, limit: int = 65_536) -> Node:
    """The text's only document as a node; an empty scalar when the text is empty.

    `source` and `first_line` say where the text stands; `limit` counts characters.
    Raises ProblemsFound when anything is wrong.
    """
    node, problems = parse(text, source, first_line, limit)
    if node is None or problems:
        raise ProblemsFound(problems)
    return node


def parse(
    text: str, source: str, first_line: int = 1, limit: int = 65_536
) -> tuple[Node | None, tuple[Problem, ...]]:
    """As `compose`, with the problems beside the node, so that a reader can go on and find more.

    The node is None where the text cannot be read at all. A repeated key keeps its first value.
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    lines = Lines(source, text, first_line)
    if problem := _why_not_parsed(text, lines, limit):
        return None, (problem,)
    return _Composer(text, lines).compose()


def _why_not_parsed(text: str, lines: Lines, limit: int) -> Problem | None:
    """What keeps the text from the parser, which would take too long or stop without a place."""
    if len(text) > limit:
        remedy = "Move long text into the body of an article."
        message = f"more than {limit:,} characters of YAML"
        return Problem(code="yaml-too-long", place=lines.place(None), message=message, remedy=remedy)
    if found := find_unwanted(text):
        mark = _mark(text, found.start())
        message = f"{name_of(found[0])} cannot stand here"
        remedy = "Delete the character; it may be invisible."
        place = lines.place(mark, mark)
        return Problem(code="control-character", place=place, message=message, remedy=remedy)
    return None


class _Composer:
    """Builds the nodes of one text from its events, and notes what is not allowed."""

    def __init__(self, text: str, lines: Lines) -> None:
        self._text = text
        self._lines = lines
        self._next = _EventParser(text).get_event
        self._has_escapes = "\\" in text
        self._problems: list[Problem] = []

    def compose(self) -> tuple[Node | None, tuple[Problem, ...]]:
        """The nodes of the only document; None when its syntax is wrong or it is nested too deep."""
        node = None
        try:
            node = self._document()
        except yaml.MarkedYAMLError as error:
            slip = explain_syntax_error(error, self._text)
            # `*emphasis* in a title` was refused as an alias already; what follows is the same slip.
            if not any(p.place.line == self._lines.place(slip.start).line for p in self._problems):
                self._complain(slip.start, slip.end, "yaml-syntax", slip.message, slip.remedy)
        except _TooDeep as error:
            remedy = "Put the value in quotes if the brackets belong to it."
            message = f"values are nested more than {MAX_DEPTH} deep"
            self._complain(error.start, error.start, "yaml-too-deep", message, remedy)
        return node, tuple(self._problems)

    def _document(self) -> Node:
        self._next()  # the start of the stream
        event = self._next()
        if isinstance(event, StreamEndEvent):
            return Scalar(self._lines, event.start_mark, event.end_mark, "")
        node = self._node(self._next(), 0)
        self._next()  # the end of the document
        event = self._next()
        if not isinstance(event, StreamEndEvent):
            message = "a second YAML document begins here"
            remedy = "Keep one document. Put a line of dashes in quotes if it is meant as text."
            self._complain(event.start_mark, None, "yaml-document", message, remedy)
        return node

    def _node(self, event: Any, depth: int) -> Node:
        kind = event.__class__
        if event.anchor is not None or kind is AliasEvent or event.tag is not None:
            self._refuse_decoration(event)
        if kind is ScalarEvent:
            quoted = bool(event.style)
            if quoted and self._has_escapes and (found := find_unwanted(event.value)):
                message = f"an escape stands for {name_of(found[0])}, which no page may hold"
                self._complain(event.start_mark, event.end_mark, "control-character", message, "Take it out.")
            return Scalar(self._lines, event.start_mark, event.end_mark, event.value, quoted)
        if kind is AliasEvent:
            return Scalar(self._lines, event.start_mark, event.end_mark, "")
        if depth == MAX_DEPTH:
            raise _TooDeep(event.start_mark)
        if kind is SequenceStartEvent:
            return self._sequence(event, depth + 1)
        return self._mapping(event, depth + 1)

    def _sequence(self, event: Any, depth: int) -> Sequence:
        items = []
        while (item := self._next()).__class__ is not SequenceEndEvent:
            items.append(self._node(item, depth))
        return Sequence(self._lines, event.start_mark, event.end_mark, tuple(items))

    def _mapping(self, event: Any, depth: int) -> Mapping:
        entries: dict[str, tuple[Scalar, Node]] = {}
        while (item := self._next()).__class__ is not MappingEndEvent:
            key = self._node(item, depth)
            value = self._node(self._next(), depth)
            if isinstance(key, Scalar) and self._is_allowed(key, entries):
                entries[key.text] = (key, value)
            elif not isinstance(key, Scalar):
                remedy = "Put the key in quotes if the brackets belong to it."
                self._complain(key.start, key.end, "yaml-key", "a key must be text, not a collection", remedy)
        return Mapping(self._lines, event.start_mark, event.end_mark, entries)

    def _is_allowed(self, key: Scalar, entries: dict[str, tuple[Scalar, Node]]) -> bool:
        if key.text in entries:
            lines = f"{entries[key.text][0].place.line} and {key.place.line}"
            message = f"key '{key.text}' stands twice, in lines {lines}"
            self._complain(key.start, key.end, "duplicate-key", message, "Keep one of the two.")
            return False
        if key.text == "<<" and not key.quoted:
            message = "a merge key ('<<') is not read here"
            remedy = "Write out the keys that are meant."
            self._complain(key.start, key.end, "yaml-unsupported", message, remedy)
            return False
        return True

    def _complain(self, start: Mark | None, end: Mark | None, code: str, message: str, remedy: str) -> None:
        place = self._lines.place(start, end)
        self._problems.append(Problem(code=code, place=place, message=message, remedy=remedy))

    def _refuse_decoration(self, event: Any) -> None:
        if isinstance(event, AliasEvent):
            found, sign = "an alias", "*"
        elif event.anchor is not None:
            found, sign = "an anchor", "&"
        else:
            found, sign = "a tag", "!"
        message = f"{found} ('{sign}…') is not read here"
        remedy = f"Put the value in quotes if the '{sign}' belongs to it; otherwise write the value out."
        self._complain(event.start_mark, event.end_mark, "yaml-unsupported", message, remedy)


class _TooDeep(Exception):
    def __init__(self, start: Mark) -> None:
        self.start = start


class _TextMark:
    """A mark found without a parser."""

    __slots__ = ("column", "line")

    def __init__(self, line: int, column: int) -> None:
        self.line = line
        self.column = column


def _mark(text: str, offset: int) -> Mark:
    before = text[:offset]
    return _TextMark(before.count("\n"), offset - (before.rfind("\n") + 1))
