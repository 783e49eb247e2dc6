"""HTML that authors typed into Markdown: what of it may stand. Knows no Markdown beyond its tokens.

Safety rests on nh3 (ammonia), which cleans the finished body as a whole, so that tags which open in
one block and close in another are judged together. The patterns here only find what to tell the
author, and a pattern that misses something costs a message, never safety.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator, Sequence
from html import unescape
from typing import TYPE_CHECKING

from site_builder.content.references import MARK_START

if TYPE_CHECKING:
    import nh3
    from markdown_it.token import Token

TAGS = frozenset(
    """
    a abbr aside b bdi bdo blockquote br caption cite code col colgroup data dd del details dfn
    div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q rp rt
    ruby s samp section small span strong sub summary sup table tbody td tfoot th thead time tr u
    ul var wbr
    """.split()
)
_ATTRIBUTES = {
    "*": {"lang", "dir", "title", "id", "class", "role"},
    "a": {"href"},
    "col": {"span"},
    "colgroup": {"span"},
    "data": {"value"},
    "del": {"datetime"},
    "details": {"open"},
    "img": {"src", "alt"},
    "ins": {"datetime"},
    "li": {"value"},
    "ol": {"start", "reversed", "type"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "time": {"datetime"},
}
# Tags whose content is no text for readers; of other tags that go, the content stays.
_SILENT = frozenset(
    """
    audio button canvas embed iframe math noembed noframes noscript object script select style svg
    template textarea title video xmp
    """.split()
)
_OWN = frozenset({"id", "class", "role"})  # kept where our own HTML carries them, see `clean`
_COMMENT = re.compile(r"<!--(?:-?>|.*?--!?>)", re.DOTALL)
_TAG = re.compile(r"<([a-zA-Z][a-zA-Z0-9-]*)")
_SILENT_TAG = re.compile(r"<(/?)(script|style)\b", re.IGNORECASE)
_MARK_REFERENCE = re.compile(r"&#(?:0*[23](?!\d)|x0*[23](?![0-9a-f]));?", re.IGNORECASE)
_HEADING_1 = re.compile(r"<(/?)h1(?=[ >])")
_PICTURE = re.compile(r"""(<img(?: [^\s=">]+="[^"]*")*)>""")  # as nh3 writes it: no other `<` is left bare
_PICTURE_LOADING = 'loading="lazy" decoding="async" referrerpolicy="no-referrer"'

Rewrite = Callable[[str, str], str | None]


def without_comments(html: str) -> str:
    """Raw HTML without its comments, and without references to the characters that marks are made of."""
    return _MARK_REFERENCE.sub("\ufffd", _COMMENT.sub("", html))


def forbidden_tags(html: str) -> Iterator[tuple[int, str]]:
    """The offset and lower-case name of each tag in raw HTML that is not published."""
    for match in _TAG.finditer(html):
        if (name := match[1].lower()) not in TAGS:
            yield match.start(), name


def clean(html: str, rewrite: Rewrite) -> str:
    """A whole body with raw HTML in it, made safe.

    `rewrite(tag, destination)` says what an `a`'s href or an `img`'s src becomes, None that it goes.
    Ids, classes and roles stay only where they begin with the mark's first character, which is taken
    off: that is how our own are told from an author's, which could clash. Every picture is lazy and
    sends no referrer, every link is `noopener`.
    """

    def kept(tag: str, attribute: str, value: str) -> str | None:
        if attribute in _OWN:
            return value[1:] if value.startswith(MARK_START) else None
        if attribute == "href" or attribute == "src":
            return value if value.startswith(MARK_START) else rewrite(tag, value)
        return value

    # nh3 could set these too, but in an order that is another one each time.
    cleaned = _PICTURE.sub(rf"\1 {_PICTURE_LOADING}>", _cleaner(kept).clean(html))
    return _HEADING_1.sub(r"<\1h2", cleaned)


def as_text(tokens: Sequence[Token]) -> list[Token]:
    """The tokens with raw HTML reduced to its text: blocks become paragraphs, tags in a line vanish."""
    kept: list[Token] = []
    for token in tokens:
        if token.type == "html_block":
            kept.extend(_paragraph(token))
        elif token.children and any(child.type == "html_inline" for child in token.children):
            kept.append(token.copy(children=list(_visible(token.children))))
        else:
            kept.append(token)
    return kept


def _cleaner(kept: Callable[[str, str, str], str | None]) -> nh3.Cleaner:
    import nh3

    return nh3.Cleaner(
        tags=TAGS,
        clean_content_tags=_SILENT,
        attributes=_ATTRIBUTES,
        attribute_filter=kept,
        link_rel="noopener",
        url_schemes={"http", "https", "mailto", "tel"},
    )


@functools.cache
def _text_cleaner() -> nh3.Cleaner:
    import nh3

    return nh3.Cleaner(tags=set(), clean_content_tags=_SILENT, attributes={})


def _paragraph(block: Token) -> Iterator[Token]:
    text = unescape(_text_cleaner().clean(without_comments(block.content)))
    text = " ".join(text.split())
    if text:
        word = block.copy(type="text", content=text, map=None, block=False)
        yield block.copy(type="paragraph_open", tag="p", nesting=1, content="")
        yield block.copy(type="inline", content=text, children=[word])
        yield block.copy(type="paragraph_close", tag="p", nesting=-1, content="")


def _visible(children: Sequence[Token]) -> Iterator[Token]:
    """The inline tokens that are neither tags nor inside a script or style."""
    silent = False
    for child in children:
        if child.type == "html_inline":
            if tag := _SILENT_TAG.match(child.content):
                silent = not tag[1]
        elif not silent:
            yield child
