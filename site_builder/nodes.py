"""Values as somebody typed them, with their places: what structured text is before types are known.

Knows neither YAML (see `yaml_nodes.py`) nor what a value should be (see `schema.py`).
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from collections.abc import Mapping as AbstractMapping
from typing import Any, Protocol, TypeAlias

from msgspec import Struct

from site_builder.problems import Place

_INT = re.compile(r"[-+]?(0|[1-9][0-9]*)|0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|(0|[1-9][0-9]*)(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_BOOLEANS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}


# The password in an address, and what stands after a key whose name says that it is secret.
_SECRET = re.compile(
    r"(?<=://)[^/\s@:]*:([^/\s@]+)(?=@)"
    r"|[\w-]*(?:passw|passphrase|secret|token|credential|api_?key|access_?key)[\w-]*\s*:\s*([^\s,}\]]+)",
    re.IGNORECASE,
)


def _without_secrets(line: str) -> str:
    """The line with dots for letters of passwords: messages are printed, and kept in logs."""

    def hide(found: re.Match[str]) -> str:
        secret = found[1] or found[2]
        return found[0][: -len(secret)] + "•" * len(secret)

    return _SECRET.sub(hide, line)


class Mark(Protocol):
    """A position in a text; both numbers count characters from 0."""

    @property
    def line(self) -> int: ...
    @property
    def column(self) -> int: ...


class Lines:
    """The lines of one text, and where they stand in their file."""

    __slots__ = ("_lines", "_text", "first_line", "source")

    def __init__(self, source: str, text: str = "", first_line: int = 1) -> None:
        self.source = source
        self.first_line = first_line
        self._text = text
        self._lines: list[str] | None = None

    def place(self, start: Mark | None, end: Mark | None = None) -> Place:
        """The spot from `start` to `end`, or to the end of its line; the whole source without a start."""
        if start is None:
            return Place(self.source)
        if self._lines is None:
            self._lines = self._text.split("\n")
        excerpt = _without_secrets(self._lines[start.line]) if start.line < len(self._lines) else ""
        stop = end.column if end is not None and end.line == start.line else len(excerpt.rstrip())
        return Place(
            source=self.source,
            line=self.first_line + start.line,
            column=start.column + 1,
            length=max(1, stop - start.column),
            excerpt=excerpt,
        )


class _Node(Struct, frozen=True, eq=False):
    lines: Lines
    start: Mark | None  # None when the value stands in no text, such as a flag's
    end: Mark | None

    @property
    def place(self) -> Place:
        """Where the node stands. Made on demand: of ten thousand values one has a problem."""
        return self.lines.place(self.start, self.end)


class Scalar(_Node, frozen=True, eq=False):
    """One value, after quotes, escapes and folding."""

    text: str
    quoted: bool = False  # also of a block that | or > introduces

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed, as after the colon of `summary:`."""
        return not self.text and not self.quoted

    @property
    def is_null(self) -> bool:
        """Whether YAML's core schema reads it as null."""
        return not self.quoted and self.text in _NULLS


class Sequence(_Node, frozen=True, eq=False):
    """A list."""

    items: tuple[Node, ...]


class Mapping(_Node, frozen=True, eq=False):
    """Keys and values, in the order typed; no key twice."""

    entries: dict[str, tuple[Scalar, Node]]


Node: TypeAlias = Scalar | Sequence | Mapping


class Places(AbstractMapping[str, Place]):
    """The places of all values below a node, by dotted path: "title", "tags.0", "source.name".

    Nothing is worked out before it is asked for. A collection stands where its key stands. A path that
    goes on below a single word is that word's, so that "source.name" is found in `source: reuters`.
    `synonyms` maps other names of the topmost keys to the names that paths use.
    """

    __slots__ = ("_root", "_synonyms")

    def __init__(self, root: Node | None, synonyms: AbstractMapping[str, str] | None = None) -> None:
        self._root = root
        self._synonyms = synonyms or {}

    def __getitem__(self, path: str) -> Place:
        for typed in (path, *self._typed(path)):
            if self._root is not None and (found := _descend(self._root, typed, None)) is not None:
                return found.place
        raise KeyError(path)

    def __iter__(self) -> Iterator[str]:
        return iter(()) if self._root is None else _paths(self._root, "", self._synonyms)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def nearest(self, path: str) -> Place:
        """The place of the value, or of the closest collection around it; the source as a whole at last.

        Raises KeyError when there is no text at all.
        """
        while path:
            if path in self:
                return self[path]
            path = path.rpartition(".")[0]
        if self._root is None:
            raise KeyError(path)
        return Place(self._root.lines.source)

    def _typed(self, path: str) -> Iterator[str]:
        for typed, name in self._synonyms.items():
            if path == name or path.startswith(f"{name}."):
                yield typed + path[len(name) :]


def _descend(node: Node, path: str, key: Scalar | None) -> Node | None:
    """The node at the path; for a collection or an empty value its key, where it has one."""
    if not path or isinstance(node, Scalar):
        return node if key is None or (isinstance(node, Scalar) and node.text) else key
    if isinstance(node, Sequence):
        index, _, rest = path.partition(".")
        if index.isdecimal() and int(index) < len(node.items):
            return _descend(node.items[int(index)], rest, None)
        return None
    for name, rest in _splits(path):
        if name in node.entries:
            key, value = node.entries[name]
            if (found := _descend(value, rest, key)) is not None:
                return found
    return None


def _splits(path: str) -> Iterator[tuple[str, str]]:
    """Every first part of the path with its rest: a key may hold dots itself, as the tag `U.N.` does."""
    for dot in re.finditer(r"\.", path):
        yield path[: dot.start()], path[dot.end() :]
    yield path, ""


def _paths(node: Node, prefix: str, names: AbstractMapping[str, str]) -> Iterator[str]:
    if isinstance(node, Scalar):
        return
    pairs = (
        node.entries.items()
        if isinstance(node, Mapping)
        else ((str(i), (None, v)) for i, v in enumerate(node.items))
    )
    for name, (_, value) in pairs:
        path = prefix + names.get(name, name)
        yield path
        yield from _paths(value, f"{path}.", {})


def plain(node: Node) -> Any:
    """The node as free data: dict, list, str, bool, int, float and None.

    Unquoted scalars are read by the core schema of YAML 1.2.2 (section 10.3.2), short of what would
    not come back as typed or cannot be stored: leading zeros, integers beyond 64 bits and numbers that
    are not finite stay text.
    """
    if isinstance(node, Mapping):
        return {key: plain(value) for key, (_, value) in node.entries.items()}
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    if node.is_null:
        return None
    return node.text if node.quoted else _plain_word(node.text)


def _plain_word(text: str) -> Any:
    if text in _BOOLEANS:
        return _BOOLEANS[text]
    # Python refuses to read very long integers, so length is looked at first.
    if _INT.fullmatch(text):
        return number if len(text) <= 20 and -(2**63) <= (number := int(text, 0)) < 2**63 else text
    if _FLOAT.fullmatch(text) and math.isfinite(value := float(text)):
        return value
    return text
