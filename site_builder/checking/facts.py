"""What must be known of one finished file to check it: links, ids, pictures, faults. Pure; knows one file.

Reads HTML by its tags as they are written, without making a tree: ten thousand pages have to take
seconds. Comments, scripts, styles and text areas hold no tags. What browsers would mend is not mended.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from html import unescape

import msgspec
from msgspec import Struct

from site_builder.checking.feed_faults import faults_of_json, faults_of_xml
from site_builder.content.article import REVIEW_MARK

VERSION = 1  # of what is kept of a file between runs

_ATTRIBUTES = r"""[^>"']*+(?:"[^"]*+"[^>"']*+|'[^']*+'[^>"']*+)*+"""
# What holds no tags: a comment, and the inside of these elements. Looking at one letter first, and leaving
# the rest of a page's text alone in its case, halves the time.
_HOLDER = re.compile(
    rf"<(?=[!stST])(?:!--.*?(?:-->|\Z)|((?i:script|style|textarea|title))\b({_ATTRIBUTES})>(.*?)</(?i:\1)\s*>)",
    re.DOTALL | re.ASCII,
)
_TAG = re.compile(
    "<(?=[aAbBeEfFiIlLmMoOsStTvV])"
    "((?i:a|area|link|img|source|script|iframe|video|audio|track|embed|object|input|image|base|form"
    rf"|meta(?=[^<>]*image)))\s({_ATTRIBUTES})>",
    re.ASCII,
)
_ATTRIBUTE = re.compile(r"""([^\s"'>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?""", re.ASCII)
_ID = re.compile(r"""<[a-zA-Z][^<>]*?\sid\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.I | re.A)
_USUAL_LINK = re.compile(r'(?:^|\s)href="([^"]*)"', re.ASCII)
_URL_OF_CSS = re.compile(
    r"""url\(\s*(?:"([^"]*)"|'([^']*)'|([^)"'\s]+))\s*\)|@import\s+(?:"([^"]+)"|'([^']+)')"""
)
_XML_SHEET = re.compile(rb'<\?xml-stylesheet[^>]*?\bhref="([^"]+)"')
_CSS_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_LOADED_RELS = frozenset("stylesheet icon manifest preload modulepreload apple-touch-icon".split())
_SHARED = frozenset({"og:image", "og:image:url", "og:image:secure_url", "twitter:image"})
PAGES = (".html", ".htm", ".xhtml")  # the endings of pages

# Element → the attributes that name what it loads.
_LOADS = {
    "img": ("src", "srcset"),
    "source": ("src", "srcset"),
    "script": ("src",),
    "iframe": ("src",),
    "video": ("src", "poster"),
    "audio": ("src",),
    "track": ("src",),
    "embed": ("src",),
    "object": ("data",),
    "input": ("src",),
    "image": ("href", "xlink:href"),
}

Picture = tuple[str, str]  # its address, and what is wrong: "missing" or "empty"


class Facts(Struct, frozen=True, array_like=True):
    """What one finished file holds, each address once and in the order of the file, as it is written."""

    title: str = ""
    links: tuple[str, ...] = ()  # where readers may go
    loads: tuple[str, ...] = ()  # what a browser fetches to show it
    ids: tuple[str, ...] = ()
    pictures: tuple[Picture, ...] = ()  # those without words
    base: str = ""  # what its links are relative to, where it says so
    marked: bool = False  # whether a mark for review stands in it
    faults: tuple[str, ...] = ()  # of a feed, sitemap or other XML or JSON: why it is none


def facts_of(path: str, body: bytes) -> Facts:
    """The facts of the file at an output path; those of a picture or book are empty."""
    ending = path[path.rfind(".") :].lower()
    marked = REVIEW_MARK.encode() in body
    if ending in PAGES:
        # Every byte as a character: what is looked for is ASCII, and is found in half the time.
        return _of_page(body.decode("latin-1"), marked)
    if ending in {".xml", ".rss", ".atom", ".svg", ".opml"}:
        sheets = tuple(unescape(found.decode()) for found in _XML_SHEET.findall(body[:2000]))
        return Facts(loads=sheets, marked=marked, faults=faults_of_xml(body))
    if ending in {".json", ".webmanifest"}:
        return Facts(marked=marked, faults=faults_of_json(body))
    if ending == ".css":
        return Facts(loads=tuple(dict.fromkeys(addresses_in_css(body.decode("utf-8", "replace")))))
    return Facts(marked=marked)


def addresses_in_css(text: str) -> Iterator[str]:
    """What a style sheet fetches."""
    for found in _URL_OF_CSS.finditer(_CSS_COMMENT.sub("", text)):
        address = next((group for group in found.groups() if group), "").strip()
        if address and not address.startswith(("data:", "#")):
            yield address


def _of_page(text: str, marked: bool) -> Facts:
    page = _Page()
    bare = _HOLDER.sub(page.holder, text)
    for name, attributes in _TAG.findall(bare):
        page.tag(name.lower(), attributes)
    return Facts(
        title=page.title,
        links=tuple(page.links),
        loads=tuple(page.loads),
        ids=(*_ids(bare), *page.ids),
        pictures=tuple(page.pictures),
        base=page.base,
        marked=marked,
    )


def _ids(text: str) -> list[str]:
    """The ids in a page, in its order."""
    usual = text.split(' id="')[1:]
    others = text.count("id=") - len(usual) or "ID=" in text or "Id=" in text or "id =" in text
    if not others:
        return [_value(piece[: piece.find('"')]) for piece in usual]
    return [_value(one or other or bare) for one, other, bare in _ID.findall(text)]


def _value(written: str) -> str:
    """What is meant by the bytes between the quotes of an attribute."""
    if not written.isascii():
        written = written.encode("latin-1").decode("utf-8", "replace")
    return unescape(written) if "&" in written else written


class _Page:
    """Gathers the facts of a page, tag by tag."""

    def __init__(self) -> None:
        self.title = ""
        self.links: dict[str, None] = {}
        self.loads: dict[str, None] = {}
        self.ids: dict[str, None] = {}
        self.pictures: dict[Picture, None] = {}
        self.base = ""

    def tag(self, name: str, attributes: str) -> None:
        if name == "a" or name == "area":
            usual = _USUAL_LINK.search(attributes)
            if usual and "name" not in attributes:
                self._add(self.links, _value(usual[1]))
            else:
                given = _attributes(attributes)
                if "href" in given:
                    self._add(self.links, given["href"])
                if "name" in given:
                    self._add(self.ids, given["name"])
        elif name == "link":
            self._link(_attributes(attributes))
        elif name in _LOADS:
            self._load(name, _attributes(attributes))
        elif name == "base":
            self.base = self.base or _attributes(attributes).get("href", "")
        elif name == "meta":
            given = _attributes(attributes)
            if (given.get("property") or given.get("name")) in _SHARED and given.get("content"):
                self._add(self.loads, given["content"])
        elif name == "form":
            action = _attributes(attributes).get("action", "")
            if action:
                self._add(self.links, action)

    def holder(self, found: re.Match[str]) -> str:
        """Take up an element that holds no tags; gives its own tag, to be read like any other."""
        name, attributes, content = found.groups()
        if not name:
            return ""
        kind = name.lower()
        if kind == "title" and not self.title:
            self.title = " ".join(_value(content).split())
        elif kind == "style":
            for address in addresses_in_css(_value(content)):
                self._add(self.loads, address)
        return f"<{name}{attributes}>"

    def _link(self, given: Mapping[str, str]) -> None:
        rels = set(given.get("rel", "").lower().split())
        address = given.get("href", "")
        if not address or rels & {"preconnect", "dns-prefetch"}:
            return
        self._add(self.loads if rels & _LOADED_RELS else self.links, address)

    def _load(self, name: str, given: Mapping[str, str]) -> None:
        for attribute in _LOADS[name]:
            if attribute == "srcset":
                for candidate in given.get(attribute, "").split(", "):
                    if words := candidate.split():
                        self._add(self.loads, words[0].rstrip(","))
            elif given.get(attribute):
                self._add(self.loads, given[attribute])
        if name == "img":
            self._picture(given)

    def _picture(self, given: Mapping[str, str]) -> None:
        hidden = given.get("role") in {"presentation", "none"} or given.get("aria-hidden") == "true"
        if "alt" not in given and not hidden and not given.get("aria-label"):
            self.pictures[given.get("src", ""), "missing"] = None
        elif not hidden and not given.get("alt", "x").strip():
            self.pictures[given.get("src", ""), "empty"] = None

    def _add(self, where: dict[str, None], address: str) -> None:
        if not address.startswith("data:"):
            where[address.strip()] = None


@lru_cache(maxsize=1 << 12)
def _attributes(text: str) -> Mapping[str, str]:
    """The attributes of a tag by name. The same few tags stand on every page."""
    given: dict[str, str] = {}
    for name, double, single, bare in _ATTRIBUTE.findall(text):
        given.setdefault(name.lower(), _value(double or single or bare))
    return given


def encode(facts: Facts) -> bytes:
    """Facts as they are kept."""
    return _encode(facts)


def decode(data: bytes) -> Facts:
    """Facts that were kept. Raises msgspec.DecodeError."""
    return _decode(data)


_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(Facts).decode
