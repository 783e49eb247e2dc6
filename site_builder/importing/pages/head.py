"""What stands in a page's markup about it, each value beside the place where it was found.

Reads tags and attributes alone: no text is interpreted, nothing is chosen. That is `metadata`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, islice
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from msgspec import Struct

from site_builder.importing.pages.json_ld import Graph
from site_builder.importing.pages.surroundings import Surroundings

if TYPE_CHECKING:
    from lxml.etree import _Element


# As a class alone or as the end of one: `author`, `c-byline__author-name`; not `author-bio`.
_BYLINE = re.compile(
    r"(?:^|[\s_-])(?:by-?line|authors?)(?:(?:__?|-)?(?:names?|link|text|item|by))?(?:\s|$)", re.IGNORECASE
)


class Stated(Struct, frozen=True):
    """A value and its place, such as `og:title`."""

    value: str
    rule: str


class Head(Struct, frozen=True):
    """The machine-readable part of a page."""

    graph: Graph
    metas: dict[str, tuple[str, ...]]  # by name, property or itemprop in lower case, in the page's order
    title: str  # of `<title>`
    h1: tuple[str, ...]
    itemprops: dict[str, tuple[str, ...]]  # texts or dates by property, of elements in the body
    times: tuple[tuple[str, str], ...]  # of every `<time datetime>`: the value, and its element's marks
    rel_authors: tuple[str, ...]
    bylines: tuple[tuple[str, ...], ...]  # short texts of elements that their class calls a byline
    canonical: str  # absolute, or ""
    base: str  # what relative addresses are relative to, or ""
    language: str  # of `<html lang>`

    def meta(self, *names: str) -> list[Stated]:
        """The values under these names, in the order of the names."""
        return [Stated(value, name) for name in names for value in self.metas.get(name, ())]


def read_head(root: _Element, url: str) -> Head:
    """The head of a page that came from `url` ("" when that is not known)."""
    metas: dict[str, list[str]] = {}
    itemprops: dict[str, list[str]] = {}
    headings: list[str] = []
    times, rel_authors, scripts = [], [], []
    canonical, base = "", ""
    for element in root.iter("meta", "link", "base", "script", "time", "h1"):
        match element.tag:
            case "meta":
                content = clean(element.get("content"))
                for attribute in ("property", "name", "itemprop"):
                    if content and (name := (element.get(attribute) or "").strip().lower()):
                        metas.setdefault(name, []).append(content)
            case "link":
                if "canonical" in (element.get("rel") or "").lower().split() and not canonical:
                    canonical = (element.get("href") or "").strip()
            case "base":
                base = base or (element.get("href") or "").strip()
            case "script":
                if "ld+json" in (element.get("type") or "").lower() and element.text:
                    scripts.append(element.text)
            case "time":
                if value := clean(element.get("datetime")):
                    marks = [element.get(name) or "" for name in ("itemprop", "class", "data-testid")]
                    times.append((value, " ".join(marks).strip().lower()))
            case "h1":
                if len(headings) < MOST:
                    headings.append(text_content(element))
    for element in root.xpath("(//*[@itemprop or @rel='author'])[position() <= $most]", most=5 * MOST):
        if element.get("rel") == "author" and element.tag != "link":
            rel_authors.append(text_content(element))
        if (name := (element.get("itemprop") or "").strip().lower()) and element.tag != "meta":
            value = clean(element.get("datetime") or element.get("content"))
            if "author" in name.split() and element.get("itemscope") is not None:
                inner = element.xpath(".//*[@itemprop='name']")
                value = value or (text_content(inner[0]) if inner else "")
                value = value or clean(inner[0].get("content") if inner else "")
            value = value or text_content(element, 500)
            for word in name.split():
                if value:
                    itemprops.setdefault(word, []).append(value)
    title = root.find("head/title")
    base = absolute(base, url) or url
    return Head(
        graph=Graph(scripts),
        metas={name: tuple(values) for name, values in metas.items()},
        title=text_content(title) if title is not None else "",
        h1=tuple(filter(None, headings)),
        itemprops={name: tuple(values) for name, values in itemprops.items()},
        times=tuple(times),
        rel_authors=tuple(filter(None, rel_authors)),
        bylines=tuple(_bylines(root)),
        canonical=absolute(canonical, base),
        base=base or absolute(canonical, ""),
        language=clean(root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang")),
    )


def _bylines(root: _Element) -> Iterator[tuple[str, ...]]:
    """The texts of elements that are called bylines, those that stand side by side together."""
    around = Surroundings()
    named = (
        e
        for e in root.iterfind("body//*[@class]")
        if _BYLINE.search(e.get("class") or "")
        # Others have authors too: comments, teasers, the list of today's columnists.
        and not around.of(e) & {"furniture", "navigation", "list", "form"}
        and next(e.iterancestors("aside", "footer"), None) is None
    )
    groups = groupby(islice(named, 40), key=lambda e: (e.get("class"), e.getparent()))
    for _, group in groups:
        if texts := tuple(filter(None, (text_content(e, 150) for e in group))):
            yield texts


MOST = 50  # headings that are looked at, and bylines
_TOUCHING = frozenset("a abbr b em font i ins mark small span strong sub sup u".split())


def clean(text: str | None) -> str:
    """A text with its white space collapsed."""
    return " ".join((text or "").split())


def text_content(element: _Element, longest: int = 2000) -> str:
    """The element's words, scripts left out; "" when they are more than `longest` characters."""
    parts, total = [], 0
    for text in element.xpath(".//text()[not(ancestor::script or ancestor::style)]"):
        # What a line break or a block parts does not touch.
        parts.append(text if text.getparent().tag in _TOUCHING else f" {text} ")
        total += len(text)
        if total > 4 * longest:
            return ""
    found = clean("".join(parts))
    return found if len(found) <= longest else ""


def absolute(address: str, base: str) -> str:
    """The address as an absolute one of http or https; "" when it is none or cannot become one."""
    try:
        joined = urljoin(base, address.strip()) if address.strip() else ""
        parts = urlsplit(joined)
        known = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return ""
    return joined if known and not any(c.isspace() for c in joined) else ""


def first(stated: Sequence[Stated]) -> Stated | None:
    """The first that is not empty."""
    return next((s for s in stated if s.value), None)
