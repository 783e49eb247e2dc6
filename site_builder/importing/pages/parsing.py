"""A page's text as a tree of lxml, within bounds. Knows no article.

libxml2 reads whatever it is given and loads nothing: no network, no external entity, and HTML has no
entities to expand. What remains to be bounded is depth and number of elements.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from site_builder.importing.pages.decoding import refused
from site_builder.problems import Place, Problem, ProblemsFound

if TYPE_CHECKING:
    from lxml.html import HtmlElement

MOST_ELEMENTS = 100_000  # long articles with many comments have 20,000
_REMEDY = "Save the article's text as plain text and import that."
_TAG = re.compile(r"<[a-zA-Z]")


def require_parser(name: str) -> None:
    """Raises ProblemsFound, which says what to install, where pages cannot be read."""
    try:
        import lxml.html
        import trafilatura
    except ImportError as error:
        message = f"HTML pages cannot be read: {error.name or error} is not installed"
        problem = Problem(
            code="missing-extra",
            place=Place(name),
            message=message,
            remedy="Install it with: pip install 'site-builder[import]'",
        )
        raise ProblemsFound([problem]) from None
    del lxml, trafilatura


def parse(text: str, name: str) -> HtmlElement:
    """The tree of a page called `name`, its root being `<html>`.

    Raises ProblemsFound for a page that nests too deeply, has too many elements, or none.
    """
    from lxml import etree, html

    if len(_TAG.findall(text)) > MOST_ELEMENTS:
        message = f"the page has more than {MOST_ELEMENTS:,} elements"
        raise refused(name, "too-large", message, _REMEDY)
    parser = html.HTMLParser(
        encoding="utf-8",
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
        no_network=True,
        huge_tree=False,
    )
    try:
        root = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, AssertionError):
        raise refused(name, "no-page", "the file holds no HTML that could be read", _REMEDY) from None
    # libxml2 stops at the limit and gives what it has: half a story would pass for all of it.
    limits = [entry.message for entry in parser.error_log if "PARSE_HUGE" in entry.message]
    if any("depth" in limit for limit in limits):
        raise refused(name, "too-deep", "the page nests more than 250 elements into each other", _REMEDY)
    if limits:
        message = "the page holds a text or an attribute of more than 10,000,000 bytes"
        raise refused(name, "too-large", message, _REMEDY)
    return root
