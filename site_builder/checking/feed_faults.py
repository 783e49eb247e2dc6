"""What a feed, a sitemap or another file for machines lacks to be one. Pure; knows one file at a time.

Atom is judged by RFC 4287 (sections 4.1.1 and 4.1.2), RSS by its specification 2.0.11, JSON Feed by its
version 1.1, sitemaps by sitemaps.org, OPML by its version 2.0: what each demands, and nothing more. Dates
are judged by RFC 3339, in RSS by RFC 822 with the weekday that they have. In the text of an entry addresses
have to be full ones, for it is read elsewhere than on the site.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any
from xml.etree import ElementTree

import msgspec

_ATOM = "{http://www.w3.org/2005/Atom}"
_SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
_CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
_XML_BASE = "{http://www.w3.org/XML/1998/namespace}base"
_RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
_RFC822 = re.compile(
    r"(?:(?P<day>Mon|Tue|Wed|Thu|Fri|Sat|Sun), )?\d{1,2} [A-Z][a-z]{2} (\d\d|\d{4}) \d\d:\d\d(:\d\d)?"
    r" (UT|GMT|[ECMP][SD]T|[A-IK-Z]|[+-]\d{4})"
)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_ADDRESS = re.compile(r"""<[^<>]*?\s(?:href|src|poster)\s*=\s*(["'])([^"'<>]*)\1""", re.I)
_MOST = 5  # faults of one file that are told


def faults_of_xml(body: bytes) -> tuple[str, ...]:
    """Why an XML file is not well formed, or what it lacks by the rules of its root element; () when it is
    fine, or nothing is known of such a root.
    """
    try:
        root = ElementTree.fromstring(body)
    except ElementTree.ParseError as error:
        line, column = error.position
        return (
            f"it is not well-formed XML: {error.msg.partition(':')[0]} (line {line}, column {column + 1})",
        )
    except (LookupError, ValueError) as error:  # an encoding that nobody knows
        return (f"it is not well-formed XML: {error}",)
    judges = {
        f"{_ATOM}feed": _atom,
        "rss": _rss,
        f"{_SITEMAP}urlset": _sitemap,
        f"{_SITEMAP}sitemapindex": _sitemap,
        "opml": _opml,
    }
    judge = judges.get(root.tag)
    return tuple(judge(root))[:_MOST] if judge else ()


def faults_of_json(body: bytes) -> tuple[str, ...]:
    """Why a file is no JSON, or what it lacks to be the JSON Feed that it says it is."""
    try:
        data = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        return (f"it is not JSON: {error}",)
    if isinstance(data, dict) and "jsonfeed.org" in str(data.get("version", "")):
        return tuple(_json_feed(data))[:_MOST]
    return ()


def _atom(root: ElementTree.Element) -> Iterator[str]:
    yield from _lacking(root, "the feed", _ATOM, ("id", "title", "updated"))
    yield from _dated(root, "the feed", _ATOM, ("updated",))
    author = root.find(f"{_ATOM}author") is not None
    for number, entry in enumerate(root.findall(f"{_ATOM}entry"), 1):
        yield from _lacking(entry, f"entry {number}", _ATOM, ("id", "title", "updated"))
        yield from _dated(entry, f"entry {number}", _ATOM, ("updated", "published"))
        if not any(_XML_BASE in one.attrib for one in (root, entry, *entry)):
            for name in ("content", "summary"):
                found = entry.find(f"{_ATOM}{name}")
                if found is not None and found.get("type") == "html":
                    yield from _without_host(found.text or "", f"entry {number}")
        if not author and entry.find(f"{_ATOM}author") is None:
            yield f"entry {number} has no author, and neither has the feed"
        alternates = [
            link for link in entry.findall(f"{_ATOM}link") if link.get("rel", "alternate") == "alternate"
        ]
        if entry.find(f"{_ATOM}content") is None and not alternates:
            yield f"entry {number} has neither content nor a link to its page"
    ids = [entry.findtext(f"{_ATOM}id") or "" for entry in root.findall(f"{_ATOM}entry")]
    yield from _repeated(ids)


def _rss(root: ElementTree.Element) -> Iterator[str]:
    if not root.get("version"):
        yield "the feed has no version"
    channel = root.find("channel")
    if channel is None:
        yield "the feed has no channel"
        return
    yield from _lacking(channel, "the channel", "", ("title", "link", "description"))
    yield from _dated(channel, "the channel", "", ("lastBuildDate", "pubDate"), rfc822=True)
    for number, item in enumerate(channel.findall("item"), 1):
        yield from _dated(item, f"item {number}", "", ("pubDate",), rfc822=True)
        for name in ("description", _CONTENT):
            yield from _without_host(item.findtext(name) or "", f"item {number}")
        if not _text(item, "title") and not _text(item, "description"):
            yield f"item {number} has neither title nor description"
    yield from _repeated([guid for item in channel.findall("item") if (guid := _text(item, "guid"))])


def _sitemap(root: ElementTree.Element) -> Iterator[str]:
    for number, entry in enumerate(root, 1):
        place = _text(entry, f"{_SITEMAP}loc")
        if not place.startswith(("http://", "https://")):
            yield f"entry {number} has no full address"


def _opml(root: ElementTree.Element) -> Iterator[str]:
    if root.find("head") is None or root.find("body") is None:
        yield "it lacks its head or its body"


def _json_feed(data: dict[str, Any]) -> Iterator[str]:
    if not data.get("title"):
        yield "the feed has no title"
    items = data.get("items")
    if not isinstance(items, list):
        yield "the feed has no items"
        return
    for number, item in enumerate(items, 1):
        if not isinstance(item, dict) or not item.get("id"):
            yield f"item {number} has no id"
        elif "content_html" not in item and "content_text" not in item:
            yield f"item {number} has neither content_html nor content_text"
        else:
            for name in ("date_published", "date_modified"):
                if name in item and not _is_rfc3339(str(item[name])):
                    yield f"item {number} has no date of RFC 3339 as {name}: '{item[name]}'"
            yield from _without_host(str(item.get("content_html", "")), f"item {number}")
    yield from _repeated([str(item.get("id")) for item in items if isinstance(item, dict)])


def _lacking(element: ElementTree.Element, name: str, space: str, wanted: tuple[str, ...]) -> Iterator[str]:
    for tag in wanted:
        if not _text(element, f"{space}{tag}"):
            yield f"{name} has no {tag}"


def _dated(
    element: ElementTree.Element, name: str, space: str, tags: tuple[str, ...], *, rfc822: bool = False
) -> Iterator[str]:
    """The dates of an element that are none."""
    is_date, rfc = (_is_rfc822, 822) if rfc822 else (_is_rfc3339, 3339)
    for tag in tags:
        text = _text(element, f"{space}{tag}")
        if text and not is_date(text):
            yield f"{name} has no date of RFC {rfc} as {tag}: '{text}'"


def _is_rfc3339(text: str) -> bool:
    if _RFC3339.fullmatch(text):
        with suppress(ValueError):
            return bool(datetime.fromisoformat(text))
    return False


def _is_rfc822(text: str) -> bool:
    if found := _RFC822.fullmatch(text):
        with suppress(ValueError):
            weekday = "Mon Tue Wed Thu Fri Sat Sun".split()[parsedate_to_datetime(text).weekday()]
            return found["day"] in {None, weekday}
    return False


def _without_host(text: str, name: str) -> Iterator[str]:
    """The first address in the HTML of an entry that means nothing elsewhere than on the site."""
    for found in _ADDRESS.finditer(text):
        if not _SCHEME.match(found[2]) and not found[2].startswith("//"):
            yield f"{name} has an address that is no full one: '{found[2]}'"
            return


def _text(element: ElementTree.Element, tag: str) -> str:
    return (element.findtext(tag) or "").strip()


def _repeated(ids: list[str]) -> Iterator[str]:
    seen: set[str] = set()
    for id_ in ids:
        if id_ in seen:
            yield f"two entries have the id '{id_}'"
        seen.add(id_)
