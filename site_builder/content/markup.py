"""The tokens of a parsed Markdown text as HTML. Knows no other file, and no rights: it writes what it gets.

One pass: headings get their level and id, links and pictures are judged, and what was found on the way
is collected. The HTML is a fragment without inline styles or scripts.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import unquote

from site_builder.content.article import Reference, SourcePath
from site_builder.content.excerpts import child_text, leaf_text
from site_builder.content.finding import Finder, Lines
from site_builder.content.raw_html import without_comments
from site_builder.content.references import MARK_START, Destination, Fault, judge
from site_builder.problems import Problem, did_you_mean

if TYPE_CHECKING:
    from markdown_it.token import Token

# What block tokens without attributes become. A hidden paragraph is one in a tight list.
_FIXED = {
    "paragraph_open": "<p>",
    "paragraph_close": "</p>\n",
    "blockquote_open": "<blockquote>\n",
    "blockquote_close": "</blockquote>\n",
    "bullet_list_open": "<ul>\n",
    "bullet_list_close": "</ul>\n",
    "ordered_list_close": "</ol>\n",
    "list_item_open": "<li>",
    "list_item_close": "</li>\n",
    "hr": "<hr>\n",
    "table_open": "<table>\n",
    "table_close": "</table>\n",
    "thead_open": "<thead>\n",
    "thead_close": "</thead>\n",
    "tbody_open": "<tbody>\n",
    "tbody_close": "</tbody>\n",
    "tr_open": "<tr>",
    "tr_close": "</tr>\n",
    "th_close": "</th>",
    "td_close": "</td>",
    "footnote_block_close": "</ol>\n</div>\n",
    "footnote_close": "</li>\n",
    "strong_open": "<strong>",
    "strong_close": "</strong>",
    "em_open": "<em>",
    "em_close": "</em>",
    "s_open": "<s>",
    "s_close": "</s>",
    "softbreak": "\n",
    "hardbreak": "<br>\n",
}
_FOOTNOTE_ID = re.compile(r"fn(ref)?\d")
_GUESSES = 20  # near ids are looked for so often; each time every heading is compared
_ANCHORS = "Headings have ids made of their words, such as #the-vote-in-brief."
_ALT = "Say between the square brackets what it shows: ![A street in Homs](street.jpg)."


class Overgrown(Exception):
    """Raised when the HTML of a short text would grow beyond all measure."""


class Markup:
    """Writes the tokens of one text and keeps what it finds on the way.

    With `raw`, ids, classes and roles are written with the character in front by which
    `raw_html.clean` tells them from an author's. `room` is the length in characters that the
    destinations of all links may have together.
    """

    def __init__(self, path: SourcePath, finder: Finder, *, raw: bool, room: int) -> None:
        self.anchors: list[str] = []  # ids, in the order of the text
        self.references: list[Reference] = []
        self.problems: list[Problem] = []
        self._path = path
        self._finder = finder
        self._raw = raw
        self._own = MARK_START if raw else ""
        self._room = room
        self._standing: set[str] = set()  # destinations that were judged and may stand as they are
        self._links: list[bool] = []  # for each open link whether its tag was written
        self._fragments: list[tuple[str, Lines]] = []
        self._taken: dict[str, int] = {}  # headings' ids, and the last number given to each
        self._parts: list[str] = []

    def write(self, tokens: Sequence[Token], shift: int) -> str:
        """The HTML of `tokens`, headings moved by `shift` levels. Raises Overgrown."""
        add = self._parts.append
        for index, token in enumerate(tokens):
            kind = token.type
            if kind == "inline":
                children = token.children or ()
                if len(children) == 1 and children[0].type == "text":
                    add(_escaped(children[0].content))
                else:
                    self._write_inline(children, token.map)
            elif (fixed := _FIXED.get(kind)) is not None:
                if not token.hidden:
                    add(fixed)
                elif token.nesting < 0:
                    add("\n")
            elif kind == "heading_open":
                add(f'<{_heading(token, shift)} id="{self._own}{self._anchor(tokens[index + 1])}">')
            elif kind == "heading_close":
                add(f"</{_heading(token, shift)}>\n")
            elif kind == "fence" or kind == "code_block":
                add(self._code_block(token))
            elif kind == "th_open" or kind == "td_open":
                align = str(token.attrs.get("style", "")).removeprefix("text-align:")
                add(f'<{token.tag} class="{self._own}align-{align}">' if align else f"<{token.tag}>")
            elif kind == "ordered_list_open":
                start = token.attrs.get("start", 1)
                add("<ol>\n" if start == 1 else f'<ol start="{start}">\n')
            elif kind == "html_block":
                self._write_raw(token)
            elif kind == "footnote_block_open":
                add(f'<div class="{self._own}footnotes" role="{self._own}doc-endnotes">\n<ol>\n')
            elif kind == "footnote_open":
                add(f'<li id="{self._own}{self._footnote_anchor("fn", token)}">')
            elif kind == "footnote_anchor":
                back = f'class="{self._own}footnote-backref" role="{self._own}doc-backlink"'
                add(f' <a href="#{_footnote_id("fnref", token)}" {back}>\u21a9\ufe0e</a>')
        return "".join(self._parts)

    def rewrite(self, tag: str, destination: str) -> str | None:
        """What becomes of the destination of a raw `a` or `img`; None when it must go."""
        if destination and destination in self._standing:
            return destination
        picture = tag == "img"
        empty = 'src=""' if picture else 'href=""'
        return self._judged(destination, None, picture=picture, empty=empty).value or None

    def check_fragments(self) -> None:
        """Adds a problem for each link to a place on this page that the page does not have."""
        known = {"", "top", *self.anchors}
        missing = [(fragment, lines) for fragment, lines in self._fragments if fragment not in known]
        for number, (fragment, lines) in enumerate(missing):
            guess = did_you_mean(fragment, self.anchors) if number < _GUESSES else ""
            message = f"no heading on this page has the id '{fragment}'"
            fault = Fault("warning", "no-such-anchor", message, f"{guess} {_ANCHORS}".lstrip())
            self.problems.append(fault.at(self._finder.find(f"#{fragment}", lines)))

    def _write_inline(self, children: Sequence[Token], lines: Lines) -> None:
        add = self._parts.append
        for index, child in enumerate(children):
            kind = child.type
            if kind == "text":
                add(_escaped(child.content))
            elif (fixed := _FIXED.get(kind)) is not None:
                add(fixed)
            elif kind == "link_open":
                self._open_link(child, lines, shows_itself=_shows_itself(children[index : index + 3]))
            elif kind == "link_close":
                add("</a>" if self._links.pop() else "")
            elif kind == "code_inline":
                add(f"<code>{_escaped(child.content)}</code>")
            elif kind == "image":
                self._write_image(child, lines)
            elif kind == "html_inline":
                self._write_raw(child)
            elif kind == "footnote_ref":
                self._write_footnote_number(child)

    def _open_link(self, link: Token, lines: Lines, *, shows_itself: bool) -> None:
        found = self._judged(str(link.attrs["href"]), lines)
        self._links.append(bool(found.value))
        if found.value:
            rel = ' rel="noopener"' if found.external else ""
            # On paper addresses stand behind the words of links, but not a second time.
            kind = f' class="{self._own}bare-address"' if found.external and shows_itself else ""
            self._parts.append(f'<a href="{escape(found.value)}"{_title(link)}{kind}{rel}>')

    def _write_image(self, image: Token, lines: Lines) -> None:
        typed = str(image.attrs["src"])
        alt = " ".join(_alt(image.children or ()).split())
        if not alt:
            fault = Fault("warning", "no-alt", f"the picture '{typed}' has no alternative text", _ALT)
            self.problems.append(fault.at(self._finder.find(f"![]({typed}", lines)))
        found = self._judged(typed, lines, picture=True)
        if not found.value:
            self._parts.append(_escaped(alt))
            return
        policy = ' referrerpolicy="no-referrer"' if found.external else ""
        self._parts.append(
            f'<img src="{escape(found.value)}" alt="{escape(alt)}"{_title(image)}'
            f' loading="lazy" decoding="async"{policy}>'
        )

    def _write_footnote_number(self, number: Token) -> None:
        anchor = self._footnote_anchor("fnref", number)
        target = _footnote_id("fn", number, which=0)
        text = number.meta["id"] + 1
        role = f'role="{self._own}doc-noteref"'
        inner = text if any(self._links) else f'<a href="#{target}" {role}>{text}</a>'
        self._parts.append(f'<sup class="{self._own}footnote-ref" id="{self._own}{anchor}">{inner}</sup>')

    def _write_raw(self, token: Token) -> None:
        if self._raw:
            self._parts.append(without_comments(token.content))

    def _code_block(self, token: Token) -> str:
        from markdown_it.common.utils import unescapeAll  # here the parser is loaded, and seldom is code

        words = unescapeAll(token.info).split(maxsplit=1)
        language = f' class="{self._own}language-{escape(words[0])}"' if words else ""
        return f"<pre><code{language}>{_escaped(token.content)}</code></pre>\n"

    def _judged(self, typed: str, lines: Lines, *, picture: bool = False, empty: str = "]()") -> Destination:
        """What becomes of a destination, after noting where it leads and what is wrong with it.

        `empty` is what stands in the text where nothing was typed.
        """
        self._room -= len(typed)
        if self._room < 0:
            raise Overgrown
        found = judge(typed, self._path, picture=picture)
        self._standing.add(found.value)
        if found.fault:
            self.problems.append(found.fault.at(self._finder.find(typed or empty, lines)))
        elif found.kind:
            kind = "file" if found.kind == "image" else found.kind
            place = self._finder.find(typed, lines)
            self.references.append(Reference(kind, found.target, place, found.fragment))
        elif found.value.startswith("#"):
            self._fragments.append((found.fragment, lines))
        return found

    def _anchor(self, leaf: Token) -> str:
        """A heading's id: its letters and digits in lower case, hyphens between; -2, -3 for the same."""
        wanted = _slug(leaf_text(leaf)) or "section"
        if _FOOTNOTE_ID.match(wanted):
            wanted = f"section-{wanted}"
        anchor, number = wanted, self._taken.get(wanted, 0)
        while anchor in self._taken:
            number += 1
            anchor = f"{wanted}-{number}"
        self._taken[wanted] = max(number, 1)
        self._taken.setdefault(anchor, 1)
        self.anchors.append(anchor)
        return anchor

    def _footnote_anchor(self, prefix: str, token: Token) -> str:
        anchor = _footnote_id(prefix, token)
        self.anchors.append(anchor)
        return anchor


def _escaped(text: str) -> str:
    # Most texts have nothing to escape, and that is known sooner than three replacements are made.
    return escape(text, quote=False) if "&" in text or "<" in text or ">" in text else text


def _heading(token: Token, shift: int) -> str:
    return f"h{min(6, int(token.tag[1]) + shift)}"


def _slug(text: str) -> str:
    text = unicodedata.normalize("NFC", text).lower()
    kept = [
        c
        if c.isalnum() or c == "_" or unicodedata.category(c)[0] == "M"
        else " "
        if c.isspace() or c in "-–—/"
        else ""
        for c in text
    ]
    return "-".join("".join(kept).split())


def _footnote_id(prefix: str, token: Token, which: int | None = None) -> str:
    """The id of a footnote or, with prefix "fnref", of the place that refers to it: fn1, fnref1, fnref1-2."""
    which = token.meta.get("subId", 0) if which is None else which
    return f"{prefix}{token.meta['id'] + 1}" + (f"-{which + 1}" if which else "")


def _title(token: Token) -> str:
    title = token.attrs.get("title")
    return f' title="{escape(str(title))}"' if title else ""


def _shows_itself(link: Sequence[Token]) -> bool:
    """Whether the text of a link that begins here is its own address, be it without scheme or last slash."""
    if [token.type for token in link] != ["link_open", "text", "link_close"]:
        return False
    return _without_scheme(link[1].content) == _without_scheme(str(link[0].attrs["href"]))


def _without_scheme(address: str) -> str:
    return unquote(address).removeprefix("https://").removeprefix("http://").removesuffix("/")


def _alt(children: Sequence[Token]) -> str:
    """The text of an image's label. Raw HTML and marks of any kind inside it are left out."""
    return "".join(_alt(c.children or ()) if c.type == "image" else child_text(c) for c in children)
