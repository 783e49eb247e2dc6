"""The plain text of a mail's HTML, word for word: what a reader without HTML gets is what all others get.

Made from the finished HTML and not by a layout of its own, so that the two parts of a mail cannot differ.
"""

from __future__ import annotations

import re
import textwrap
from html.parser import HTMLParser

WIDTH = 72  # letters of a line, so that it can be quoted in an answer; an address may be longer
_BLOCKS = frozenset(
    """
    address article aside blockquote caption dd details div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6
    header hr li main nav ol p pre section summary table tbody td tfoot th thead tr ul
    """.split()
)
_LINES = {"h1": "=", "h2": "-"}  # drawn under the words of a heading
_ADDRESS = re.compile(r"<\S+>")
_SILENT = frozenset({"head", "script", "style", "template", "title"})
_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
)
_SPACES = re.compile(r"[ \t\n\r\f\u2028\u2029]+")


def plain_text(html: str) -> str:
    """The text of an HTML document: paragraphs with an empty line between them, addresses after their words.

    What is hidden from readers, by `aria-hidden="true"`, is left out; of a picture its alternative stands.
    """
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.end_block()
    return "\n\n".join(reader.blocks) + "\n"


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[str] = []
        self._text: list[str] = []
        self._prefix = ""  # what the first line of the next block begins with
        self._links: list[tuple[str, int]] = []  # addresses of open links, and where in `_text` they began
        self._lists: list[int] = []  # number of the last item of each open list; -1 where they bear none
        self._silent: list[str] = []  # open elements that say nothing, with all that is in them
        self._exact = 0  # how many <pre> are open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if self._silent or tag in _SILENT or given.get("aria-hidden") == "true":
            if tag not in _VOID:
                self._silent.append(tag)
            return
        if tag in _BLOCKS:
            self.end_block()
        if tag == "a":
            self._links.append((given.get("href") or "", len(self._text)))
        elif tag == "br":
            self._text.append("\n" if self._exact else "\v")
        elif tag == "img" and given.get("alt"):
            self._text.append(f"[{given['alt']}]")
        elif tag in ("ol", "ul"):
            self._lists.append(0 if tag == "ol" else -1)
        elif tag == "li":
            self._prefix = self._bullet()
        elif tag == "pre":
            self._exact += 1
        elif tag == "hr":
            self.blocks.append("-" * 8)

    def handle_endtag(self, tag: str) -> None:
        if self._silent:
            if tag in self._silent:
                del self._silent[self._silent.index(tag) :]
            return
        if tag == "a" and self._links:
            self._end_link()
        elif tag in _BLOCKS:
            self.end_block(_LINES.get(tag, ""))
            if tag in ("ol", "ul") and self._lists:
                self._lists.pop()
            elif tag == "pre" and self._exact:
                self._exact -= 1

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self._text.append(data if self._exact else _SPACES.sub(" ", data))

    def end_block(self, line: str = "") -> None:
        """What has been read since the last block is one; `line` is drawn under it."""
        text = "".join(self._text)
        self._text.clear()
        self._links = [(href, 0) for href, _ in self._links]
        if not text.strip():
            return
        if self._exact:
            shown = text.strip("\n")
        else:
            parts = (_SPACES.sub(" ", part).strip() for part in text.split("\v"))
            shown = "\n".join(_wrapped(part, self._prefix) for part in parts if part)
        self._prefix = ""
        if line:
            lines = shown.splitlines()
            end = len(lines) - (len(lines) > 1 and _ADDRESS.fullmatch(lines[-1]) is not None)
            lines.insert(end, line * min(WIDTH, max(map(len, lines[:end]))))
            shown = "\n".join(lines)
        self.blocks.append(shown)

    def _bullet(self) -> str:
        if not self._lists or self._lists[-1] < 0:
            return "* "
        self._lists[-1] += 1
        return f"{self._lists[-1]}. "

    def _end_link(self) -> None:
        href, start = self._links.pop()
        said = "".join(self._text[start:]).strip()
        if href and not href.startswith("#") and said not in (href, href.removeprefix("mailto:")):
            # After words that open a block, such as a headline, on a line of its own.
            within = "".join(self._text[:start]).strip()
            self._text.append(f" <{href}>" if within else f"\v<{href}>\v")


def _wrapped(text: str, prefix: str) -> str:
    lines = textwrap.wrap(
        text,
        WIDTH,
        initial_indent=prefix,
        subsequent_indent=" " * len(prefix),
        break_long_words=False,
        break_on_hyphens=False,
    )
    return "\n".join(lines)
