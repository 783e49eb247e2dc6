"""An HTML page: one article. Knows no more of HTML than how a page begins.

What browsers write above a page that they save says where it came from: "saved from url" of Internet
Explorer and Chrome (https://learn.microsoft.com/previous-versions/windows/internet-explorer/ie-developer/
compatibility/ms537628(v=vs.85)), and the comment of SingleFile.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from site_builder.importing.items import Item
from site_builder.importing.sources.facts import web_link
from site_builder.importing.sources.kind import Raw, World
from site_builder.problems import Problem

ONE = True
# Elements that only a page begins with, and those that begin a part of one. The latter need a closing tag
# somewhere, or several of their kind: wire services write companies in angles, <A/S Norske Shell>.
_PAGE = frozenset("html head body title meta link base".split())
_PART = """
    script style noscript iframe div section article main header footer nav aside p h[1-6] ul ol dl table
    blockquote pre figure form center font span a b i em strong
""".split()
_EMPTY = frozenset("img br hr input source".split())
_CLOSING = re.compile(rf"</(?:{'|'.join(_PART)})\s*>", re.IGNORECASE)
_OPENING = re.compile(rf"<(?:{'|'.join(_PART)})(?:\s[^<>]*)?>", re.IGNORECASE)
_IN_PART = re.compile("|".join(_PART), re.IGNORECASE)
# A page whose markup is preceded by something: a header of the program that saved it, stray words.
_FRAME = re.compile(r"<html[\s>]", re.IGNORECASE)
_INNER_FRAME = re.compile(r"<(?:head|body)[\s>]", re.IGNORECASE)
_DOCTYPE = re.compile(r"<!doctype\s+html\b", re.IGNORECASE)
_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d+\)(\S+)\s*-->", re.IGNORECASE)
_SINGLE_FILE = re.compile(r"<!--\s*Page saved with SingleFile\s+url:\s*(\S+)", re.IGNORECASE)


def claims(raw: Raw) -> bool:
    """Whether it begins with an element of HTML, or has the frame of a page further down."""
    head = raw.head
    root = head.root.lower()
    if root in _PAGE or _DOCTYPE.search(head.prolog):
        return True
    if root in _EMPTY or _IN_PART.fullmatch(root):
        return _CLOSING.search(head.text) is not None or len(_OPENING.findall(head.text[:2000])) > 3
    frame = _FRAME.search(head.text) if not root else None
    return frame is not None and _INNER_FRAME.search(head.text, frame.end()) is not None


def items(raw: Raw, world: World) -> Iterator[Item | Problem]:
    """The page as it is."""
    data = raw.whole()
    saved = _SAVED_FROM.search(raw.head.text) or _SINGLE_FILE.search(raw.head.text)
    yield Item(
        name=raw.name,
        original=data,
        suffix=".html",
        shape="page",
        content=data,
        charset=raw.charset,
        url=raw.url or (web_link(saved[1]) if saved else ""),
        retrieved=raw.retrieved,
    )
