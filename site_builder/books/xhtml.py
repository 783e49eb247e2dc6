"""HTML fragments as XHTML: well-formed whatever they hold, and within what readers of EPUB allow.

What has no place in a book goes, and its words stay: pictures become their alternatives, since a book can
show only what is inside it; roles and other attributes that only a browser knows are left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser
from urllib.parse import unquote

VOID = frozenset({"br", "col", "hr", "wbr"})
_PHRASES = frozenset(
    """
    a abbr b bdi bdo cite code data del dfn em i ins kbd mark q ruby rp rt s samp small span strong sub sup
    time u var
    """.split()
)
_PARAGRAPHS = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "pre"})  # which hold phrases alone
_WITHIN = {
    "caption": {"table"},
    "col": {"colgroup"},
    "colgroup": {"table"},
    "dd": {"dl", "div"},
    "dt": {"dl", "div"},
    "figcaption": {"figure"},
    "li": {"ol", "ul"},
    "rp": {"ruby"},
    "rt": {"ruby"},
    "summary": {"details"},
    "tbody": {"table"},
    "td": {"tr"},
    "tfoot": {"table"},
    "th": {"tr"},
    "thead": {"table"},
    "tr": {"table", "tbody", "tfoot", "thead"},
}
_BLOCKS = frozenset(
    """
    article aside blockquote caption colgroup dd details div dl dt figcaption figure footer header hr li ol
    section summary table tbody td tfoot th thead tr ul
    """.split()
)
_SILENT = frozenset({"script", "style", "template", "title"})
_NUMBER = re.compile(r"-?\d{1,6}")
_DATETIME = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d)?)?")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
_ANY = re.compile(r".*", re.DOTALL)
_VALUES = {
    "class": _ANY,
    "colspan": re.compile(r"[1-9]\d{0,2}"),
    "datetime": _DATETIME,
    "dir": re.compile(r"ltr|rtl|auto"),
    "lang": _LANGUAGE,
    "reversed": _ANY,
    "open": _ANY,
    "rowspan": re.compile(r"[1-9]\d{0,2}"),
    "scope": re.compile(r"row|col|rowgroup|colgroup"),
    "span": re.compile(r"[1-9]\d{0,2}"),
    "start": _NUMBER,
    "title": _ANY,
    "type": re.compile(r"[1aAiI]"),
}
_ON = {"colspan": {"td", "th"}, "rowspan": {"td", "th"}, "scope": {"th"}, "span": {"col", "colgroup"}}
_ON |= {"start": {"ol"}, "type": {"ol"}, "reversed": {"ol"}, "open": {"details"}}
_ON |= {"datetime": {"time", "del", "ins"}}
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NO_ID = re.compile(r"[^\w.-]")

Link = Callable[[str], str]


def xhtml(html: str, link: Link) -> str:
    """The fragment as XHTML; `link` says where an `href` leads in the book, "" that it is no link there."""
    writer = _Writer(link)
    writer.feed(html)
    writer.close()
    writer.end()
    return "".join(writer.parts)


def ids(html: str) -> set[str]:
    """The ids that the fragment has as XHTML."""
    return {in_book(name) for name in re.findall(r'\bid="([^"]*)"', html)}


def in_book(id_: str) -> str:
    """An id as XML allows it."""
    return f"i-{_NO_ID.sub('_', unquote(id_))}"


def text(value: str) -> str:
    """A text as it stands in XML, also in an attribute: escaped, without what XML cannot hold."""
    value = _NO_XML.sub("", value)
    for sign, name in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;")):
        value = value.replace(sign, name)
    return value


class _Writer(HTMLParser):
    def __init__(self, link: Link) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._open: list[str] = []
        self._link = link
        self._seen: set[str] = set()  # ids
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in _SILENT:
            self._silent += 1
        if self._silent:
            return
        if tag == "img":
            if given.get("alt"):
                self.parts.append(f'<span class="picture">[{text(given["alt"])}]</span>')
            return
        if tag in _BLOCKS or tag in _PARAGRAPHS:
            self._end_phrases()
        if not self._may_stand(tag):
            return
        if tag == "a":
            self._end_to("a")
            given["href"] = self._link(given.get("href", ""))
            if not given["href"]:
                return
        self.parts.append(f"<{tag}{self._attributes(tag, given)}")
        if tag in VOID:
            self.parts.append("/>")
        else:
            self.parts.append(">")
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._silent:
            self._silent -= tag in _SILENT
        else:
            self._end_to(tag)

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.parts.append(text(data))

    def end(self) -> None:
        """Close what is open still."""
        while self._open:
            self.parts.append(f"</{self._open.pop()}>")

    def _may_stand(self, tag: str) -> bool:
        if tag not in _PHRASES | _PARAGRAPHS | _BLOCKS | VOID:
            return False
        return tag not in _WITHIN or bool(self._open and self._open[-1] in _WITHIN[tag])

    def _end_phrases(self) -> None:
        """A block does not stand in a phrase or a paragraph: they end before it."""
        while self._open and (self._open[-1] in _PHRASES or self._open[-1] in _PARAGRAPHS):
            self.parts.append(f"</{self._open.pop()}>")

    def _end_to(self, tag: str) -> None:
        if tag not in self._open:
            return
        while (closed := self._open.pop()) != tag:
            self.parts.append(f"</{closed}>")
        self.parts.append(f"</{tag}>")

    def _attributes(self, tag: str, given: dict[str, str]) -> str:
        kept = {}
        for name, value in given.items():
            if name == "id" and value and in_book(value) not in self._seen:
                kept["id"] = in_book(value)
                self._seen.add(kept["id"])
            elif name == "href" and tag == "a":
                kept["href"] = value
            elif name == "value" and (tag == "data" or (tag == "li" and _NUMBER.fullmatch(value))):
                kept["value"] = value
            elif (form := _VALUES.get(name)) and form.fullmatch(value) and tag in _ON.get(name, {tag}):
                kept[name] = name if name in ("open", "reversed") else value
        if tag == "data":
            kept.setdefault("value", "")
        if tag == "bdo":
            kept.setdefault("dir", "ltr")
        if "lang" in kept:
            kept["xml:lang"] = kept["lang"]
        return "".join(f' {name}="{text(value)}"' for name, value in kept.items())
