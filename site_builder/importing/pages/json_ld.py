"""What a page's JSON-LD says of its article, as plain values. Knows no HTML but the scripts it stands in.

Publishers break JSON in a few usual ways: comments around it, raw line ends inside, a comma too many.
Those are forgiven; what is still no JSON says nothing. The vocabulary is schema.org's
(https://schema.org/NewsArticle).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import unescape
from typing import Any

Node = Mapping[str, Any]

_LARGEST = 2_000_000  # characters of a script that are still looked at
_MOST = 5_000  # nodes
_ARTICLE = re.compile(
    r"(?:[A-Z][a-zA-Z]*)?(?:NewsArticle|Article|BlogPosting)|Report|Review|ReportageNewsArticle"
)
# Properties that lead to what stands for the page itself, and not to other pages.
_INTO = ("@graph", "mainEntity", "mainEntityOfPage")
_WRAPPING = re.compile(r"^\s*(?:<!--|//<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\]\]>|\]\]>|;)\s*$")
_COMMA_TOO_MANY = re.compile(r",(?=\s*[\]}])")
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,200}>")


class Graph:
    """All nodes of a page's JSON-LD, and those that stand for the page."""

    def __init__(self, scripts: Iterable[str]) -> None:
        self._by_id: dict[str, Node] = {}
        self.nodes: list[Node] = []  # that stand for the page, in its order
        for script in scripts:
            document = _parse(script)
            self._index(document)
            self.nodes += _own(document)

    def articles(self) -> list[Node]:
        """The nodes that are articles."""
        return [n for n in self.nodes if any(_ARTICLE.fullmatch(t) for t in types(n))]

    def resolve(self, value: Any) -> list[Any]:
        """A property's values, references to other nodes looked up."""
        values = value if isinstance(value, list) else [value]
        return [self._by_id.get(v["@id"], v) if _is_reference(v) else v for v in values if v is not None]

    def _index(self, document: Any) -> None:
        """Remembers every node that has an id, the first of each."""
        stack, seen = [document], 0
        while stack and seen < _MOST:
            value = stack.pop()
            seen += 1
            if isinstance(value, dict):
                if isinstance(value.get("@id"), str) and not _is_reference(value):
                    self._by_id.setdefault(value["@id"], value)
                stack.extend(value.values())
            elif isinstance(value, list):
                stack.extend(value)


def types(node: Node) -> tuple[str, ...]:
    """The node's types without their namespace."""
    stated = node.get("@type")
    names = stated if isinstance(stated, list) else [stated]
    return tuple(name.rpartition("/")[2] for name in names if isinstance(name, str))


def text_of(value: Any) -> str:
    """A property's text: entities and tags resolved, white space collapsed; "" for what is no text.

    Of several values, the first; of a node, its name.
    """
    if isinstance(value, list):
        return next((text for v in value[:20] if not isinstance(v, list) and (text := text_of(v))), "")
    if isinstance(value, dict):
        return next((t for key in ("name", "@value") if (t := text_of(value.get(key)))), "")
    if not isinstance(value, str):
        return ""
    return " ".join(unescape(_TAG.sub(" ", unescape(value))).split())


def _parse(script: str) -> Any:
    """The document, or None."""
    text = script.strip()
    if not text or len(text) > _LARGEST:
        return None
    text = _WRAPPING.sub("", _WRAPPING.sub("", text))
    for candidate in (text, _COMMA_TOO_MANY.sub("", text)):
        try:
            return json.loads(candidate, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _own(document: Any) -> Iterator[Node]:
    """The nodes that stand for the page, the outermost first."""
    level: Sequence[Any] = [document]
    for _ in range(4):
        inner: list[Any] = []
        for value in level:
            if isinstance(value, list):
                inner += value[:_MOST]
            elif isinstance(value, dict):
                yield value
                inner += [value[key] for key in _INTO if isinstance(value.get(key), (dict, list))]
        level = inner


def _is_reference(value: Any) -> bool:
    return isinstance(value, dict) and isinstance(value.get("@id"), str) and len(value) == 1
