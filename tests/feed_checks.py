"""What the formats of feeds and sitemaps demand: rules written from their texts, and feedparser."""

from __future__ import annotations

import json
import re
from email.utils import parsedate_to_datetime
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

import feedparser
import jsonschema
from lxml import etree

ATOM = "{http://www.w3.org/2005/Atom}"
_RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")

# https://www.jsonfeed.org/version/1.1/
_PERSONS = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {key: {"type": "string"} for key in ("name", "url", "avatar")},
        "minProperties": 1,
    },
}
_TEXT, _URL = {"type": "string", "minLength": 1}, {"type": "string", "pattern": "^https?://"}
_TIME = {"type": "string", "pattern": f"^{_RFC3339.pattern}$"}
JSON_FEED = {
    "type": "object",
    "required": ["version", "title", "items"],
    "properties": {
        "version": {"const": "https://jsonfeed.org/version/1.1"},
        "title": _TEXT,
        "home_page_url": _URL,
        "feed_url": _URL,
        "description": _TEXT,
        "language": _TEXT,
        "authors": _PERSONS,
        "hubs": {"type": "array", "items": {"type": "object", "required": ["type", "url"]}},
        "items": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["id"],
                "anyOf": [{"required": ["content_html"]}, {"required": ["content_text"]}],
                "properties": {
                    **dict.fromkeys(("id", "title", "content_html", "content_text", "summary"), _TEXT),
                    **dict.fromkeys(("url", "external_url", "image"), _URL),
                    **dict.fromkeys(("date_published", "date_modified"), _TIME),
                    "authors": _PERSONS,
                    "tags": {"type": "array", "items": _TEXT},
                    "language": _TEXT,
                },
                "patternProperties": {"^_": {"type": "object"}},
                "additionalProperties": False,
            },
        },
    },
    "additionalProperties": False,
}
# Written from the rules at https://www.sitemaps.org/protocol.html
_SITEMAP = """<xsd:schema xmlns:xsd="http://www.w3.org/2001/XMLSchema"
  targetNamespace="http://www.sitemaps.org/schemas/sitemap/0.9"
  xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" elementFormDefault="qualified">
<xsd:simpleType name="Loc"><xsd:restriction base="xsd:anyURI">
  <xsd:minLength value="12"/><xsd:maxLength value="2048"/><xsd:pattern value="https?://.*"/>
</xsd:restriction></xsd:simpleType>
<xsd:simpleType name="Time"><xsd:union memberTypes="xsd:date xsd:dateTime"/></xsd:simpleType>
<xsd:complexType name="Place"><xsd:sequence>
  <xsd:element name="loc" type="Loc"/>
  <xsd:element name="lastmod" type="Time" minOccurs="0"/>
  <xsd:any namespace="##other" processContents="skip" minOccurs="0" maxOccurs="unbounded"/>
</xsd:sequence></xsd:complexType>
<xsd:element name="urlset"><xsd:complexType><xsd:sequence>
  <xsd:element name="url" type="Place" maxOccurs="50000" minOccurs="0"/>
</xsd:sequence></xsd:complexType></xsd:element>
<xsd:element name="sitemapindex"><xsd:complexType><xsd:sequence>
  <xsd:element name="sitemap" type="Place" maxOccurs="50000"/>
</xsd:sequence></xsd:complexType></xsd:element>
</xsd:schema>"""
_SITEMAPS = etree.XMLSchema(etree.fromstring(_SITEMAP))


def check_sitemap(body: bytes) -> Any:
    """The tree of a sitemap or an index of some."""
    tree = etree.fromstring(body)
    _SITEMAPS.assertValid(tree)
    return tree


def check_feed(path: str, body: bytes) -> list[str]:
    """Assert that a feed keeps the rules of its format; the ids of its entries."""
    if path.endswith(".json"):
        return _json(body)
    parsed = feedparser.parse(BytesIO(body))
    assert parsed.bozo == 0, (path, parsed.get("bozo_exception"))
    ids = _atom(body) if path.endswith("atom.xml") else _rss(body)
    assert [entry.id for entry in parsed.entries] == ids
    for entry in parsed.entries:
        assert entry.published_parsed
        assert entry.link.startswith("http")
    assert len(set(ids)) == len(ids)
    return ids


def _json(body: bytes) -> list[str]:
    feed = json.loads(body)
    jsonschema.Draft202012Validator(JSON_FEED).validate(feed)
    for item in feed["items"]:
        assert item["date_modified"] >= item["date_published"]
        assert urlsplit(item["id"]).scheme
    return [item["id"] for item in feed["items"]]


def _atom(body: bytes) -> list[str]:
    """RFC 4287: sections 4.1.1 (feed), 4.1.2 (entry) and 3.3 (dates)."""
    feed = etree.fromstring(body)
    assert feed.tag == f"{ATOM}feed"
    for element in (feed, *feed.findall(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert len(element.findall(f"{ATOM}{name}")) == 1, name
        assert urlsplit(element.findtext(f"{ATOM}id")).scheme
        for name in ("summary", "content", "published", "source", "subtitle"):
            assert len(element.findall(f"{ATOM}{name}")) <= 1, name
        assert [one.get("rel") for one in element.findall(f"{ATOM}link")].count("alternate") == 1
    times = [element.text for name in ("updated", "published") for element in feed.iter(f"{ATOM}{name}")]
    assert all(_RFC3339.fullmatch(time) for time in times)
    assert feed.findall(f"{ATOM}author/{ATOM}name")
    entries = feed.findall(f"{ATOM}entry")
    updated = [entry.findtext(f"{ATOM}updated") for entry in entries]
    assert feed.findtext(f"{ATOM}updated") == max(updated, default="1970-01-01T00:00:00Z")
    for entry in entries:
        assert entry.findtext(f"{ATOM}updated") >= entry.findtext(f"{ATOM}published")
        assert entry.find(f"{ATOM}content") is not None or entry.find(f"{ATOM}summary") is not None
    return [entry.findtext(f"{ATOM}id") for entry in entries]


def _rss(body: bytes) -> list[str]:
    """RSS 2.0 and its profile (https://www.rssboard.org/rss-profile)."""
    (channel,) = etree.fromstring(body)
    assert all(channel.findtext(name) for name in ("title", "link", "description"))
    selves = [link for link in channel.findall(f"{ATOM}link") if link.get("rel") == "self"]
    assert len(selves) == 1
    for item in channel.findall("item"):
        assert item.findtext("title")
        assert item.find("guid").get("isPermaLink") == "false"
        for name in ("title", "link", "description", "guid", "pubDate", "source"):
            assert len(item.findall(name)) <= 1, name
    for element in channel.iter("pubDate", "lastBuildDate"):
        when = parsedate_to_datetime(element.text)
        assert element.text.endswith(" +0000")
        assert element.text.startswith(("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")[when.weekday()])
    return [item.findtext("guid") for item in channel.findall("item")]
