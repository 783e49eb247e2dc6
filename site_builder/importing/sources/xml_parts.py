"""One entry of a feed as a document of its own. Knows no entity but those of HTML.

What stands around it in the feed is its root's first tag, for the namespaces, and nothing else.
"""

from __future__ import annotations

import html.entities
import re
from xml.etree import ElementTree

# None of these looks further than to where the next of its kind begins, so that many cost no more than one.
_DOCTYPE = re.compile(r"<!DOCTYPE[^\[>]*(?:\[(?:(?!<!DOCTYPE).)*?\]\s*)?>", re.DOTALL | re.IGNORECASE)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_ROOT = re.compile(r"<((?:[A-Za-z_][\w.-]*:)?(?:rss|feed|RDF))(?:\s[^<>]*)?>")
_NAMESPACE = re.compile(r"""\bxmlns:([A-Za-z_][\w.-]*)\s*=\s*(?:"[^"<]*"|'[^'<]*')""")
_PREFIX = re.compile(r"</?([A-Za-z_][\w.-]*):[A-Za-z_]")
_ATTRIBUTE_PREFIX = re.compile(r"""\s([A-Za-z_][\w.-]*):[A-Za-z_][\w.-]*\s*=\s*["']""")
_CDATA = re.compile(r"(<!\[CDATA\[(?:(?!<!\[CDATA\[).)*?\]\]>)", re.DOTALL)
_AMPERSAND = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9A-Fa-f]{1,6});)(?:(\w{1,40});)?")
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")  # in XML 1.0 at all

# Namespaces that feeds use without declaring them when they are cut out of others.
_USUAL = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "excerpt": "http://wordpress.org/export/1.2/excerpt/",
    "media": "http://search.yahoo.com/mrss/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "wfw": "http://wellformedweb.org/CommentAPI/",
    "wp": "http://wordpress.org/export/1.2/",
}


class Frame:
    """What stands around the entries: `head` is everything before the first of them."""

    def __init__(self, head: str) -> None:
        self.head = _COMMENT.sub("", _DOCTYPE.sub("", head))
        found = _ROOT.search(self.head)
        self._name = found[1] if found else "rss"
        self._tag = found[0].removesuffix(">").removesuffix("/") if found else '<rss version="2.0"'
        self._declared = set(_NAMESPACE.findall(self._tag))

    def around(self, entry: str) -> str:
        """The entry as a document, without what XML forbids and with every entity that it may have."""
        entry = _FORBIDDEN.sub("", entry)
        parts = _CDATA.split(entry)
        parts[::2] = [_AMPERSAND.sub(_as_character, part) for part in parts[::2]]
        names = {
            name for part in parts[::2] for name in _PREFIX.findall(part) + _ATTRIBUTE_PREFIX.findall(part)
        }
        inner = set(_NAMESPACE.findall(entry))
        missing = sorted(names - self._declared - inner - {"xml", "xmlns"})
        tag = self._tag + "".join(f' xmlns:{n}="{_USUAL.get(n, f"urn:undeclared:{n}")}"' for n in missing)
        opening, closing = ("<channel>", "</channel>") if self._name.lower().endswith("rss") else ("", "")
        return f"{tag}>{opening}{''.join(parts)}{closing}</{self._name}>"

    def parsed(self, entry: str) -> ElementTree.Element:
        """The entry as an element. Raises ElementTree.ParseError when it is no XML."""
        root = ElementTree.fromstring(self.around(entry))
        return root[0] if root[0].tag != "channel" else root[0][0]


def reason(error: ElementTree.ParseError) -> str:
    """What a parser says, without its numbers of lines that nobody sees."""
    return str(error).partition(":")[0]


def _as_character(found: re.Match[str]) -> str:
    """An entity of HTML as what it stands for, and a mere ampersand as one."""
    if found[1] and (character := html.entities.html5.get(f"{found[1]};")):
        return character
    return f"&amp;{found[0][1:]}"
